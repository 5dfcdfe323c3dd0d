import type { RedrawPart, RedrawPlan } from '@lifang/domains/grid/schema/views.ts'
import { t } from '../../kit/words.ts'

const ROWS = ['households', 'buildings', 'homes', 'people', 'open', 'area', 'worker'] as const
const KEPT = ['buildings', 'homes', 'people'] as const

/** Before and after, grid by grid, with the sums: nothing is made or lost. */
export function PlanTable({ plan }: { readonly plan: RedrawPlan }) {
  return (
    <>
      <div className="scroll">
        <table className="table plan-table">
          <thead>
            <tr>
              <th scope="col">{t('grid-desk.plan.grid')}</th>
              {ROWS.map((r) => (
                <th key={r} scope="col" className={r === 'worker' ? '' : 'num'}>
                  {t(`grid-desk.plan.${r}`)}
                </th>
              ))}
            </tr>
          </thead>
          <Side head="before" list={plan.before} />
          <Side head="after" list={plan.after} />
        </table>
      </div>
      <p className="sm mu">{t(`grid-desk.method.${plan.method}`)}</p>
    </>
  )
}

function Side({ head, list }: { readonly head: 'before' | 'after'; readonly list: readonly RedrawPart[] }) {
  const counted = list.every((p) => p.households !== null)
  return (
    <tbody data-side={head}>
      <tr className="side">
        <th scope="rowgroup">{t(`grid-desk.plan.${head}`)}</th>
        <td className="num">{counted ? list.reduce((n, p) => n + (p.households ?? 0), 0) : '—'}</td>
        {KEPT.map((k) => (
          <td key={k} className="num">
            {list.some((p) => p.registered === null)
              ? '—'
              : list.reduce((n, p) => n + (p.registered?.[k] ?? 0), 0)}
          </td>
        ))}
        <td className="num">{list.reduce((n, p) => n + p.openIncidents, 0)}</td>
        <td className="num">{hectares(list.reduce((n, p) => n + p.areaM2, 0))}</td>
        <td />
      </tr>
      {list.map((p) => (
        <tr key={p.id}>
          <td title={p.code ?? undefined}>
            {p.name}{' '}
            <span className="sm mu">{p.code === null ? t('grid-desk.new-code') : p.code.slice(-3)}</span>
          </td>
          <td className="num">{p.households ?? '—'}</td>
          {KEPT.map((k) => (
            <td key={k} className="num">
              {p.registered?.[k] ?? '—'}
            </td>
          ))}
          <td className="num">{p.openIncidents}</td>
          <td className="num">{hectares(p.areaM2)}</td>
          <td>{p.workers.map((w) => w.name).join('、') || t('grid-desk.vacant')}</td>
        </tr>
      ))}
    </tbody>
  )
}

/** 万平方米 (hectares) with two digits. */
const hectares = (m2: number): string => (m2 / 10_000).toFixed(2)
