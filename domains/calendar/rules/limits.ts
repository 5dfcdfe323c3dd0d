/** Limits as the responsibility lists write them: 2工作时, 3紧急工作时, 5工作日, 15自然日. */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { isDayUnit, LARGEST_AMOUNT } from '../schema/lists.ts'
import { problem } from '../schema/problems.ts'
import type { Limit, LimitUnit } from '../schema.ts'

/** The unit's own words in the lists; also what `formatLimit` writes. */
export const UNIT_WORDS = {
  'urgent-hour': '紧急工作时',
  'working-hour': '工作时',
  'working-day': '工作日',
  'calendar-day': '自然日',
} as const satisfies Record<LimitUnit, string>

const UNITS: ReadonlyMap<string, LimitUnit> = new Map([
  ['紧急工作时', 'urgent-hour'],
  ['紧急工作小时', 'urgent-hour'],
  ['工作时', 'working-hour'],
  ['工作小时', 'working-hour'],
  ['工作日', 'working-day'],
  ['自然日', 'calendar-day'],
])

/**
 * Reads a written limit. Refused: bare 小时, 天 and 日 (working or wall time is not said), fractions of days, and
 * 紧急工作日, which occurs in local lists but in no standard; systems in the field silently store it as 自然日, and a limit
 * must not change meaning on import. Whoever imports such a list says per entry which unit is meant.
 * Problems: `calendar.limit-malformed` {text}, `-unit-unknown` {text, unit}, `-urgent-day` {text}, `-fraction`,
 * `-out-of-range` {text, largest}.
 */
export function parseLimit(text: string): Decided<Limit> {
  // NFKC folds full-width digits and points, which Chinese keyboards produce.
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, '')
  const shown = { text: text.slice(0, 40) }
  const match = /^(\d{1,9}(?:\.\d{1,4})?)个?(\p{Script=Han}{1,8})$/u.exec(plain)
  const word = match?.[2]
  if (!match || word === undefined) return no(problem('calendar.limit-malformed', shown))
  if (word === '紧急工作日') return no(problem('calendar.limit-urgent-day', shown))
  const unit = UNITS.get(word)
  if (unit === undefined) return no(problem('calendar.limit-unit-unknown', { ...shown, unit: word }))
  const amount = Number(match[1])
  if (!(amount > 0) || amount > LARGEST_AMOUNT) {
    return no(problem('calendar.limit-out-of-range', { ...shown, largest: LARGEST_AMOUNT }))
  }
  if (isDayUnit(unit) && !Number.isInteger(amount)) return no(problem('calendar.limit-fraction', shown))
  return yes({ amount, unit })
}

/** '1.5工作时'; `parseLimit` reads it back to the same limit. */
export const formatLimit = (limit: Limit): string => `${limit.amount}${UNIT_WORDS[limit.unit]}`
