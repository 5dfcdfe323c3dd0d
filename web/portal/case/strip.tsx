import type { PromiseCard } from '@lifang/domains/incidents/schema/views.ts'
import { miniOf, type MiniSegment } from '../../kit/strip/segments.ts'
import { t, word } from '../../kit/words.ts'

type Told = Pick<PromiseCard, 'stages' | 'status' | 'rests'>

/** 受理 立案 派遣 处置 核查 结案 with their names; what is done, what runs and how far, hatched where no time counts. */
export function StageStrip({ stages, status, rests }: Told) {
  const segments = miniOf(stages, status)
  if (segments.length === 0) return null
  const running = segments.find((s) => s.state === 'running')
  const said =
    running === undefined
      ? t('portal.strip.ended')
      : t('portal.strip.at', { stage: word('incidents.stage', running.stage) })
  const hatched = hatchesOf(running, { stages, status, rests }, Date.now())
  return (
    <>
      {hatched.length > 0 && <p className="hint">{t('portal.strip.hatch')}</p>}
      <div className="strip" role="img" aria-label={said}>
        {segments.map((s) => (
          <span key={s.stage} className={`piece at-${s.stage} ${s.state}`}>
            <i className={bar(s)}>
              {s === running &&
                hatched.map(({ left, width }) => (
                  <s key={left} style={{ left: percent(left), width: percent(width) }} />
                ))}
              {s.state === 'running' && s.fill !== null && s.lamp !== 'grey' && (
                <>
                  <u style={{ width: percent(s.fill.used) }} />
                  <em style={{ left: percent(s.fill.used) }} />
                </>
              )}
            </i>
            <small>{word('incidents.stage', s.stage)}</small>
          </span>
        ))}
      </div>
    </>
  )
}

const percent = (part: number): string => `${(part * 100).toFixed(1)}%`

/** Rest days inside what is left of the running stage, as fractions of its segment: between now and its deadline. */
function hatchesOf(
  running: MiniSegment | undefined,
  { stages, rests }: Told,
  now: number,
): { readonly left: number; readonly width: number }[] {
  const due = stages.findLast((s) => s.stage === running?.stage)?.clock.due ?? null
  const used = running?.fill?.used ?? null
  if (due === null || used === null || due <= now) return []
  const at = (instant: string): number => {
    const share = (Date.parse(instant) - now) / (due - now)
    return used + Math.min(1, Math.max(0, share)) * (1 - used)
  }
  return rests
    .map(({ from, to }) => ({ left: at(from), width: at(to) - at(from) }))
    .filter(({ width }) => width > 0.005)
}

function bar({ state, late, lamp }: MiniSegment): string {
  switch (state) {
    case 'done':
      return late ? 'late' : 'done'
    case 'running':
      return `run ${lamp}`
    case 'future':
      return ''
  }
}
