import { useEffect, useMemo, useState } from 'react'
import type { TeamTemplateName } from '@lifang/domains/grid/schema.ts'
import type { DeskGrid } from '@lifang/domains/grid/schema/desk.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'

/** Norm of households drawn as two ticks on the bar: 300–500 (a warning, never a refusal). */
const NORM = { min: 300, max: 500, scale: 800 } as const

interface Sums {
  readonly grids: number
  readonly households: number
  readonly open: number
  readonly vacant: number
}

/** Street → community → grid with what counts beside each. */
export function Tree({
  areas,
  desk,
  template,
  selected,
  onSelect,
}: {
  readonly areas: readonly AreaItem[]
  readonly desk: ReadonlyMap<string, DeskGrid>
  readonly template: TeamTemplateName
  readonly selected: string | null
  readonly onSelect: (code: string) => void
}) {
  const [q, setQ] = useState('')
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const asked = q.trim()
  const grids = useMemo(() => areas.filter((a) => a.levelKey === 'grid'), [areas])
  const sums = useMemo(() => {
    const of = (path: string): Sums => {
      const mine = grids.filter((g) => g.path.startsWith(path))
      const count = (n: (g: AreaItem) => number): number => mine.reduce((sum, g) => sum + n(g), 0)
      return {
        grids: mine.length,
        households: count((g) => g.households ?? 0),
        open: count((g) => desk.get(g.code)?.openIncidents ?? 0),
        vacant: count((g) => desk.get(g.code)?.vacancies[template].length ?? 0),
      }
    }
    return new Map(areas.filter((a) => a.levelKey !== 'grid').map((a) => [a.code, of(a.path)]))
  }, [areas, grids, desk, template])
  useEffect(() => {
    document.querySelector(`[data-grid="${selected ?? ''}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const hit = (a: AreaItem): boolean =>
    asked === '' ||
    a.name.includes(asked) ||
    a.code.includes(asked) ||
    desk.get(a.code)?.worker?.includes(asked) === true
  const heads = areas.filter((a) => a.levelKey === 'street' || a.levelKey === 'community')
  const shown = heads.filter((h) => grids.some((g) => g.path.startsWith(h.path) && (hit(g) || hit(h))))
  const flip = (code: string): void =>
    setClosed((old) =>
      old.has(code) ? new Set([...old].filter((c) => c !== code)) : new Set([...old, code]),
    )
  return (
    <>
      <div className="tools">
        <label className="find">
          <Icon name="search" />
          <input
            type="search"
            value={q}
            maxLength={60}
            placeholder={t('grid-desk.search')}
            aria-label={t('grid-desk.search')}
            onChange={(e) => setQ(e.target.value)}
          />
        </label>
      </div>
      <div className="branches">
        {shown.length === 0 && <Empty title={t('grid-desk.none-found')} />}
        {shown.map((head) => {
          const sum = sums.get(head.code)
          const shut = head.levelKey === 'community' && closed.has(head.code) && asked === ''
          const mine = grids.filter((g) => g.parent === head.code && (hit(g) || hit(head)))
          return (
            <section key={head.code} className={head.levelKey}>
              <div className={head.code === selected ? 'head on' : 'head'}>
                {mine.length > 0 && (
                  <button
                    type="button"
                    className="fold"
                    aria-expanded={!shut}
                    aria-label={t(shut ? 'grid-desk.open' : 'grid-desk.fold', { name: head.name })}
                    onClick={() => flip(head.code)}
                  >
                    <Icon name={shut ? 'right' : 'down'} />
                  </button>
                )}
                <button
                  type="button"
                  className="name"
                  aria-current={head.code === selected ? 'true' : undefined}
                  onClick={() => onSelect(head.code)}
                >
                  <b className="el">{head.name}</b>
                  {sum !== undefined && (
                    <span className="sm mu">
                      {t('grid-desk.sums', { grids: sum.grids, households: sum.households, open: sum.open })}
                    </span>
                  )}
                </button>
                {sum !== undefined && sum.vacant > 0 && <Vacant n={sum.vacant} />}
              </div>
              {!shut && mine.length > 0 && (
                <ul>
                  {mine.map((g) => (
                    <Leaf
                      key={g.code}
                      grid={g}
                      facts={desk.get(g.code)}
                      template={template}
                      on={g.code === selected}
                      onSelect={onSelect}
                    />
                  ))}
                </ul>
              )}
            </section>
          )
        })}
      </div>
    </>
  )
}

function Vacant({ n }: { readonly n: number }) {
  return <span className="vacant">{t('grid-desk.vacant-n', { n })}</span>
}

function Leaf({
  grid,
  facts,
  template,
  on,
  onSelect,
}: {
  readonly grid: AreaItem
  readonly facts: DeskGrid | undefined
  readonly template: TeamTemplateName
  readonly on: boolean
  readonly onSelect: (code: string) => void
}) {
  const vacant = facts?.vacancies[template].length ?? 0
  const { households } = grid
  const share = (n: number): string => `${String(Math.min(100, (n / NORM.scale) * 100))}%`
  return (
    <li>
      <button
        type="button"
        className={on ? 'leaf on' : 'leaf'}
        data-grid={grid.code}
        aria-current={on ? 'true' : undefined}
        onClick={() => onSelect(grid.code)}
      >
        <span className="line">
          <b>{grid.name}</b>
          <span className="md mu el">{facts?.worker ?? t('grid-desk.no-worker')}</span>
          <span className="sp" />
          {vacant > 0 && <Vacant n={vacant} />}
          <span className="n sm mu">{t('grid-desk.open-n', { n: facts?.openIncidents ?? 0 })}</span>
          <span className="n">
            <b>{households ?? '—'}</b> {t('grid-desk.households')}
          </span>
        </span>
        <span className="bar" aria-hidden="true">
          <i style={{ width: share(households ?? 0) }} />
          <s style={{ left: share(NORM.min) }} />
          <s style={{ left: share(NORM.max) }} />
        </span>
      </button>
    </li>
  )
}
