/** A step of the history in words: what the act changed, from the details it was saved with. */
import { LIMIT_UNITS } from '@lifang/domains/calendar/schema/lists.ts'
import type { Limit } from '@lifang/domains/calendar/schema.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { TimelineEntry } from './timeline.tsx'
import { dayLabel, limitWords, timeOf } from './time.ts'
import { joined, postWord, t, titled, word } from './words.ts'

type Step = IncidentDetail['timeline'][number]

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function limitOf(value: unknown): Limit | null {
  if (typeof value !== 'object' || value === null || !('amount' in value) || !('unit' in value)) return null
  const unit = LIMIT_UNITS.find((one) => one === value.unit)
  return typeof value.amount === 'number' && unit !== undefined ? { amount: value.amount, unit } : null
}

/** Act, then what is worth saying about it on the same line. */
export function stepTitle({ act, details }: Step): string {
  const name = word('incidents.act', act)
  const limit = limitOf(details['limit']) ?? limitOf(details)
  const result = textOf(details['result'])
  const reason = textOf(details['reason'])
  const department = textOf(details['department'])
  const level = textOf(details['level'])
  if (result !== null) return titled(name, word(`console.${act}-result`, result))
  if (level !== null) return titled(name, word('console.supervision', level))
  if (act === 'dispatch' && department !== null)
    return t(details['redispatch'] === true ? 'console.step-redispatch' : 'console.step-dispatch', {
      department,
    })
  if (typeof details['granted'] === 'boolean')
    return titled(name, word('console.granted', String(details['granted'])))
  if (limit !== null) return titled(name, limitWords(limit))
  if (typeof details['stars'] === 'number') return titled(name, t('console.stars', { n: details['stars'] }))
  if (reason !== null) return titled(name, reasonWord(act, reason))
  return name
}

const REASONS: Readonly<Record<string, string>> = {
  decline: 'console.decline-reason',
  'ask-return': 'console.return-reason',
  'decide-return': 'console.return-reason',
  'ask-hold': 'console.hold-reason',
  'decide-hold': 'console.hold-reason',
  void: 'console.void-reason',
  'decide-void': 'console.void-reason',
  'ask-reopen': 'console.reopen-reason',
  reopen: 'console.reopen-reason',
}
export const reasonWord = (act: string, reason: string): string =>
  word(REASONS[act] ?? 'console.reason', reason)

const BESIDE = ['plan', 'waiver', 'ruling', 'withoutEvidenceReason', 'comment', 'advice'] as const

export function entryOf(step: Step): TimelineEntry {
  const { actor, post, department, opinion, details } = step
  const by = [actor === '' ? t('console.hidden-reporter') : actor, postWord(post), department].filter(
    (part) => part !== null && part !== '' && part !== actor + post,
  )
  const said = [opinion, ...BESIDE.map((key) => textOf(details[key]))].filter((part) => part !== null)
  const review = details['reviewAt']
  if (typeof review === 'number')
    said.push(t('console.review-at', { at: `${dayLabel(review)} ${timeOf(review)}` }))
  const merged = textOf(details['into'])
  if (merged !== null) said.push(t('console.merged-into', { number: merged }))
  return {
    id: step.id,
    title: stepTitle(step),
    at: Date.parse(step.at),
    by: by.join(' · '),
    said: said.length === 0 ? null : joined([...new Set(said)]),
  }
}
