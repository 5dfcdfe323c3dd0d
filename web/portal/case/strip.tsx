import type { PromiseCard } from '@lifang/domains/incidents/schema/views.ts'
import { miniOf, type MiniSegment } from '../../kit/strip/segments.ts'
import { t, word } from '../../kit/words.ts'

/** 受理 立案 派遣 处置 核查 结案 with their names; what is done, what runs and how far, what is to come. */
export function StageStrip({ stages, status }: Pick<PromiseCard, 'stages' | 'status'>) {
  const segments = miniOf(stages, status)
  if (segments.length === 0) return null
  const running = segments.find((s) => s.state === 'running')
  const said =
    running === undefined
      ? t('portal.strip.ended')
      : t('portal.strip.at', { stage: word('incidents.stage', running.stage) })
  return (
    <div className="strip" role="img" aria-label={said}>
      {segments.map((s) => (
        <span key={s.stage} className={`piece at-${s.stage} ${s.state}`}>
          <i className={bar(s)}>
            {s.state === 'running' && s.fill !== null && s.lamp !== 'grey' && (
              <>
                <u style={{ width: `${(s.fill.used * 100).toFixed(1)}%` }} />
                <em style={{ left: `${(s.fill.used * 100).toFixed(1)}%` }} />
              </>
            )}
          </i>
          <small>{word('incidents.stage', s.stage)}</small>
        </span>
      ))}
    </div>
  )
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
