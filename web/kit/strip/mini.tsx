import { t, word } from '../words.ts'
import type { MiniSegment } from './segments.ts'

/** The six stages in one line, 14 px high: the form rows and cards carry. Colour belongs to the running stage only. */
export function ClockStripMini({ segments, label }: { segments: readonly MiniSegment[]; label?: string }) {
  const running = segments.find((s) => s.state === 'running')
  const said =
    label ??
    (running === undefined
      ? t('console.strip.finished')
      : t('console.strip.running', { stage: word('incidents.stage', running.stage) }))
  return (
    <span className="ms" role="img" aria-label={said}>
      {segments.map((s) => (
        <Piece key={s.stage} segment={s} />
      ))}
    </span>
  )
}

function Piece({ segment: { stage, state, late, lamp, fill } }: { segment: MiniSegment }) {
  switch (state) {
    case 'done':
      return <i className={late ? 'd late' : 'd'} />
    case 'future':
      return <i className={stage === 'handle' ? 'w2' : ''} />
    case 'running':
      return (
        <i className={`run ${lamp}${fill === null ? ' unknown' : ''}`}>
          {lamp === 'grey' && <s />}
          {fill !== null && (
            <>
              <u
                style={fill.due < 1 ? { left: percent(fill.due), right: 0 } : { width: percent(fill.used) }}
              />
              {fill.due < 1 && <q style={{ left: percent(fill.due) }} />}
              <em style={{ left: percent(fill.used) }} />
            </>
          )}
        </i>
      )
  }
}

const percent = (part: number): string => `${(part * 100).toFixed(1)}%`
