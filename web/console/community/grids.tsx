import { ratePer1000 } from '@lifang/domains/analysis/rules.ts'
import type { CommunityDesk } from '@lifang/domains/incidents/schema/community.ts'
import { when } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { rateWords } from '../app/rates.ts'

interface GridsProps {
  readonly data: CommunityDesk
  readonly chosen: string | undefined
  readonly choose: (grid: string | undefined) => void
  readonly now: number
}

/** Open and overdue by grid with the households they are divided by; a grid pressed filters the list. */
export function Grids({ data, chosen, choose, now }: GridsProps) {
  return (
    <aside className="cm-side">
      <section className="card" aria-labelledby="cm-grids">
        <header>
          <h2 id="cm-grids">{t('community.grids')}</h2>
          <span className="sp" />
          <span className="sm mu">{t('community.grids-at', { at: when(Date.parse(data.at), now) })}</span>
        </header>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('community.grid.name')}</th>
              <th scope="col">{t('community.grid.households')}</th>
              <th scope="col">{t('community.grid.open')}</th>
              <th scope="col">{t('community.grid.overdue')}</th>
              <th scope="col" title={t('community.grid.rate-hint')}>
                {t('community.grid.rate')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.grids.map((g) => (
              <tr key={g.code ?? ''} className={g.code !== null && g.code === chosen ? 'on' : ''}>
                <th scope="row">
                  {g.code === null ? (
                    t('community.grid.ended')
                  ) : (
                    <button
                      type="button"
                      className="link"
                      aria-pressed={g.code === chosen}
                      onClick={() => choose(g.code === chosen ? undefined : (g.code ?? undefined))}
                    >
                      {g.name}
                    </button>
                  )}
                </th>
                <td>{g.households ?? '—'}</td>
                <td>{g.open}</td>
                <td className={g.overdue > 0 ? 'late' : ''}>{g.overdue}</td>
                <td>{rateWords(ratePer1000(g.open, g.households))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('community.grid.total')}</th>
              <td>{data.community.households ?? '—'}</td>
              <td>{data.open}</td>
              <td className={data.overdue > 0 ? 'late' : ''}>{data.overdue}</td>
              <td>{rateWords(ratePer1000(data.open, data.community.households))}</td>
            </tr>
          </tfoot>
        </table>
        <p className="pad sm mu">{t('community.grids-note')}</p>
      </section>
    </aside>
  )
}
