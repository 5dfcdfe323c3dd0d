import { LAMPS } from '@lifang/domains/calendar/schema/lists.ts'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { spell } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { openList } from './links.ts'
import { Count } from './panel.tsx'

/** The clock strip of all open cases: stages as wide as what is in them, cut by lamp; below it the median against the limit. */
export function StageStrip({ wall }: { readonly wall: Wall }) {
  const total = Math.max(1, wall.open.n)
  return (
    <section className="strip" aria-label={t('wall.strip')}>
      <ol>
        {wall.stages.map(({ stage, stages, lamps }) => {
          const n = LAMPS.reduce((sum, lamp) => sum + lamps[lamp], 0)
          const name = word('incidents.stage', stage)
          const list = { stage: stages.join(',') }
          return (
            <li key={stage} style={{ flexGrow: 0.09 + n / total }}>
              <h3>
                {name}{' '}
                <Count to={openList(list)} label={`${name} ${String(n)} ${t('wall.stage.open')}`}>
                  {n}
                </Count>{' '}
                <small>{t('wall.stage.open')}</small>
              </h3>
              <div className="cuts">
                {n === 0 && <span className="cut none" />}
                {LAMPS.filter((lamp) => lamps[lamp] > 0).map((lamp) => (
                  <span key={lamp} className="part" style={{ flexGrow: lamps[lamp] }}>
                    <Count
                      to={openList({ ...list, lamp })}
                      className={`cut ${lamp}`}
                      label={t('wall.stage.cut', { stage: name, lamp: lampWord(lamp), n: lamps[lamp] })}
                    >
                      <LampShape lamp={lamp} />
                      {lamps[lamp]}
                    </Count>
                  </span>
                ))}
              </div>
              <Used wall={wall} stage={stage} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Used({ wall, stage }: { readonly wall: Wall; readonly stage: string }) {
  const use = wall.uses.rows.find((u) => u.stage === stage)
  if (use === undefined) return <p className="used">{t('wall.stage.none')}</p>
  if (use.median === null || use.limit === null || use.limit === 0)
    return <p className="used">{t('wall.stage.few')}</p>
  const part = Math.min(1, use.median / use.limit)
  return (
    <>
      <div className="rule" aria-hidden="true">
        <i style={{ width: `${String(part * 100)}%` }} />
        <b style={{ left: `${String(part * 100)}%` }} />
      </div>
      <p className="used">{t('wall.stage.use', { median: spell(use.median), limit: spell(use.limit) })}</p>
    </>
  )
}
