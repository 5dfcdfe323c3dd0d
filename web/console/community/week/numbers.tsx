import type { ReactNode } from 'react'
import { ratePer1000 } from '@lifang/domains/analysis/rules.ts'
import type { Week, WeekSums } from '@lifang/domains/analysis/schema/week.ts'
import { t } from '../../../kit/words.ts'
import { rateWords } from '../../app/rates.ts'

/** A share in percent with its numerator and denominator; a dash over nothing. */
export const shareWords = (n: number, of: number): string =>
  of === 0 ? '—' : t('community.week.share', { percent: ((n / of) * 100).toFixed(1), n, of })

/** A count that is small, or would give a small one away, is not told. */
const cellWords = (n: number | null): string =>
  n === null ? t('community.week.untold') : t('community.week.ratings-count', { n })

export function Block({
  title,
  note,
  children,
}: {
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}) {
  return (
    <section className="wk-block">
      <h2>
        {title}
        {note !== undefined && <span className="sm mu">{note}</span>}
      </h2>
      {children}
    </section>
  )
}

/** The week in numbers, each beside the week before and with what it is of. */
export function Sums({ data }: { readonly data: Week }) {
  const { sums, before, community } = data
  const perThousand = (n: number): string => rateWords(ratePer1000(n, community.households))
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      'reported',
      String(sums.reported),
      String(before.reported),
      t('community.week.of.reported', {
        rate: perThousand(sums.reported),
        households: community.households ?? '—',
      }),
    ],
    [
      'closed',
      String(sums.closed),
      String(before.closed),
      t('community.week.of.closed', { self: sums.self }),
    ],
    ['self', String(sums.self), String(before.self), shareOf('self', sums.self, sums.closed)],
    ['on-time', percent(sums), percent(before), shareOf('on-time', sums.onTime, sums.timed)],
    ['reopened', String(sums.reopened), String(before.reopened), t('community.week.of.reopened')],
    ['declined', String(sums.declined), String(before.declined), t('community.week.of.declined')],
    ['open', String(data.open), '', t('community.week.of.open', { rate: perThousand(data.open) })],
    ['overdue', String(data.overdue), '', shareOf('overdue', data.overdue, data.open)],
    ['on-hold', String(data.onHold), '', shareOf('on-hold', data.onHold, data.open)],
  ]
  return (
    <Block title={t('community.week.sums')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('community.week.col.what')}</th>
            <th scope="col" className="n">
              {t('community.week.col.this')}
            </th>
            <th scope="col" className="n">
              {t('community.week.col.before')}
            </th>
            <th scope="col">{t('community.week.col.of')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, now, earlier, of]) => (
            <tr key={key} data-sum={key}>
              <th scope="row">{t(`community.week.sum.${key}`)}</th>
              <td className="n">
                <b>{now}</b>
              </td>
              <td className="n">{earlier}</td>
              <td>{of}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  )
}

const percent = ({ onTime, timed }: WeekSums): string =>
  timed === 0 ? '—' : `${((onTime / timed) * 100).toFixed(1)}%`
const shareOf = (key: string, n: number, of: number): string =>
  t(`community.week.of.${key}`, { share: shareWords(n, of) })

export function GridTable({ data }: { readonly data: Week }) {
  const total = data.sums
  return (
    <Block title={t('community.week.grids')} note={t('community.week.grids-note')}>
      <table>
        <thead>
          <tr>
            {['name', 'households', 'reported', 'rate', 'closed', 'self', 'on-time', 'open', 'overdue'].map(
              (col) => (
                <th key={col} scope="col" className={col === 'name' ? '' : 'n'}>
                  {t(`community.week.grid.${col}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {data.grids.map((g) => (
            <tr key={g.name ?? ''} data-grid={g.name ?? ''}>
              <th scope="row">{g.name ?? t('community.grid.ended')}</th>
              <td className="n">{g.households ?? '—'}</td>
              <td className="n">{g.reported}</td>
              <td className="n">{rateWords(g.rate)}</td>
              <td className="n">{g.closed}</td>
              <td className="n">{g.self}</td>
              <td className="n">{fraction(g)}</td>
              <td className="n">{g.open}</td>
              <td className="n">{g.overdue}</td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">{t('community.grid.total')}</th>
            <td className="n">{data.community.households ?? '—'}</td>
            <td className="n">{total.reported}</td>
            <td className="n">{rateWords(ratePer1000(total.reported, data.community.households))}</td>
            <td className="n">{total.closed}</td>
            <td className="n">{total.self}</td>
            <td className="n">{fraction(total)}</td>
            <td className="n">{data.open}</td>
            <td className="n">{data.overdue}</td>
          </tr>
        </tbody>
      </table>
    </Block>
  )
}

const fraction = ({ onTime, timed }: Pick<WeekSums, 'onTime' | 'timed'>): string =>
  timed === 0 ? '—' : `${String(onTime)}/${String(timed)}`

/** What was reported most, in two columns of one table, with the week before. */
export function Classes({ data }: { readonly data: Week }) {
  const { rows, others, unnamed } = data.classes
  return (
    <Block
      title={t('community.week.classes')}
      note={t('community.week.classes-note', { n: data.sums.reported })}
    >
      {rows.length === 0 && unnamed === 0 ? (
        <p className="none">{t('community.week.none.classes')}</p>
      ) : (
        <>
          <ul className="wk-classes">
            {rows.map((r) => (
              <li key={r.name}>
                <span className="el">{r.name}</span>
                <b>{r.n}</b>
                <span className="sm mu">{t('community.week.before', { n: r.before })}</span>
              </li>
            ))}
          </ul>
          {others + unnamed > 0 && (
            <p className="sm mu">{t('community.week.classes-rest', { others, unnamed })}</p>
          )}
        </>
      )}
    </Block>
  )
}

export function Ratings({ data }: { readonly data: Week }) {
  const { n, high, middle, low, solved, average } = data.ratings
  return (
    <Block title={t('community.week.ratings')} note={t('community.week.ratings-note')}>
      {n === 0 || n === null ? (
        <p className="none">{t(n === 0 ? 'community.week.none.ratings' : 'community.week.ratings-few')}</p>
      ) : (
        <p className="wk-ratings">
          {[
            t('community.week.rating.n', { n, average: average === null ? '—' : average.toFixed(1) }),
            t('community.week.rating.high', { n: cellWords(high) }),
            t('community.week.rating.middle', { n: cellWords(middle) }),
            t('community.week.rating.low', { n: cellWords(low) }),
            solved === null
              ? t('community.week.rating.solved-small')
              : t('community.week.rating.solved', { share: shareWords(solved, n) }),
          ].map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      )}
    </Block>
  )
}
