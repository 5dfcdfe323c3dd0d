import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { LIMIT_UNITS } from '@lifang/domains/calendar/schema/lists.ts'
import { dayLabel, dueDay, dueTime, limitWords, timeOf, when } from '../../../kit/time.ts'
import { t, word } from '../../../kit/words.ts'
import { reasonWord } from '../../../kit/step-words.ts'
import { useNow } from '../../../kit/now.ts'

type Request = IncidentDetail['requests'][number]

/** What is asked, by whom and why: the person who decides reads it where they decide. */
export function RequestFacts({ incident, request }: { incident: IncidentDetail; request: Request }) {
  const now = useNow()
  const { details } = request
  const lines: string[] = []
  const unit = LIMIT_UNITS.find((one) => one === details['unit'])
  if (typeof details['amount'] === 'number') {
    const limit = {
      amount: details['amount'],
      unit: unit ?? incident.limit?.unit ?? 'working-hour',
    }
    lines.push(t('console.request-fact.amount', { limit: limitWords(limit) }))
    const due = incident.stages.findLast((s) => s.stage === 'handle')?.clock.due
    if (typeof due === 'number')
      lines.push(t('console.request-fact.due', { at: `${dueDay(due)} ${dueTime(due)}` }))
  }
  if (typeof details['reason'] === 'string')
    lines.push(
      t('console.request-fact.reason', { reason: reasonWord(`ask-${request.kind}`, details['reason']) }),
    )
  if (typeof details['plan'] === 'string')
    lines.push(t('console.request-fact.plan', { plan: details['plan'] }))
  if (typeof details['reviewAt'] === 'number')
    lines.push(
      t('console.review-at', { at: `${dayLabel(details['reviewAt'])} ${timeOf(details['reviewAt'])}` }),
    )
  const asked = incident.timeline.findLast((s) => s.act === `ask-${request.kind}` || s.act === request.kind)
  if (asked?.opinion != null) lines.push(asked.opinion)
  if (request.firstApproved) lines.push(t('console.request-status.first'))
  return (
    <div className="reason-box">
      <p>
        {t('console.request-by', { name: request.askedBy, at: when(Date.parse(request.askedAt), now) })}
        <b>{t('console.request-of', { kind: word('console.request', request.kind) })}</b>
      </p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}
