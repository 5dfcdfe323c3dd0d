import { Link } from '@tanstack/react-router'
import type { ComparisonView, ReportRow } from '@lifang/domains/registry/schema/comparison.ts'
import { FEW } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { t } from '../../kit/words.ts'
import type { ComparisonTasksSearch } from '../app/tabs.ts'
import { VERDICT_WORDS } from './queries.ts'
import { percent } from './words.tsx'

type Told = NonNullable<ComparisonView['report']>

/** Agreement by grid; a number leads to the tasks behind it. */
export function Report({ of, report }: { readonly of: ComparisonView; readonly report: Told }) {
  const few = report.rows.some((r) => r.few)
  return (
    <section className="card" aria-labelledby="cmp-report">
      <header>
        <h2 id="cmp-report">{t('comparison.report')}</h2>
        <span className="mu sm">{t('comparison.report-hint')}</span>
        <span className="mu sm">{t('comparison.report-link')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('comparison.report')}>
        <table className="table cmp-report">
          <thead>
            <tr>
              <th scope="col">{t('comparison.col.grid')}</th>
              <th scope="col" className="num">
                {t('comparison.col.records')}
              </th>
              <th scope="col" className="num">
                {t('comparison.col.matched')}
              </th>
              <th scope="col" className="num">
                {t('comparison.verdict.same')}
              </th>
              {VERDICT_WORDS.map((v) => (
                <th key={v} scope="col" className="num">
                  {t(`comparison.verdict.${v}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('comparison.col.rate')}
              </th>
              {of.fields.map((f) => (
                <th key={f} scope="col" className="num">
                  {t(`comparison.field.${f}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('comparison.col.open')}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.rows.map((r) => (
              <Row key={r.area.code} of={of} row={r} />
            ))}
          </tbody>
          <tfoot>
            <Row of={of} row={report.total} total />
          </tfoot>
        </table>
      </div>
      {few && <p className="mu sm imp-note">{t('comparison.few-note', { n: FEW })}</p>}
    </section>
  )
}

function Row({
  of,
  row,
  total = false,
}: {
  readonly of: ComparisonView
  readonly row: ReportRow
  readonly total?: boolean
}) {
  const whole = !total && row.area.code === of.area.code
  const tasks = (n: number, search: Pick<ComparisonTasksSearch, 'tab' | 'record'>) =>
    n === 0 ? (
      <span className="mu">0</span>
    ) : (
      <Link
        to="/comparisons/tasks"
        search={{
          comparison: of.id,
          ...(total ? {} : { area: row.area.code, ...(row.placed ? {} : { place: 'own' as const }) }),
          ...search,
        }}
        className="link"
      >
        {n.toLocaleString('en-US')}
      </Link>
    )
  return (
    <tr>
      <th scope="row">
        {total ? t('comparison.total') : whole ? t('comparison.no-grid') : row.area.name}
        {!total && !whole && !row.placed && <span className="mu sm"> {t('comparison.no-grid')}</span>}
        {row.few && !total && <span title={t('comparison.few')}> ※</span>}
        {!total && row.area.community !== null && !whole && (
          <span className="mu sm"> {row.area.community}</span>
        )}
      </th>
      <td className="num">{row.records.toLocaleString('en-US')}</td>
      <td className="num">{row.matched.toLocaleString('en-US')}</td>
      <td className="num">{row.verdicts.same.toLocaleString('en-US')}</td>
      {VERDICT_WORDS.map((v) => (
        <td key={v} className="num">
          {tasks(row.verdicts[v], { tab: 'all', record: v })}
        </td>
      ))}
      <td className="num">
        <b>{percent(row.verdicts.same, row.records)}</b>
      </td>
      {of.fields.map((f) => (
        <td
          key={f}
          className="num"
          title={t('comparison.of-rate', { same: row.fields[f]?.same ?? 0, of: row.fields[f]?.of ?? 0 })}
        >
          {percent(row.fields[f]?.same ?? 0, row.fields[f]?.of ?? 0)}
        </td>
      ))}
      <td className="num">{tasks(row.open, {})}</td>
    </tr>
  )
}
