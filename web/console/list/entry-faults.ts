/** What is wrong with a class as it was typed, by field: `basis`, `<seq>.text`, `<seq>.closing`. */
import type { EntryBody } from '@lifang/domains/incidents/schema/responsibility.ts'
import { tooLong, wordsFault } from '../../kit/typed.ts'

export type EntryFaults = ReadonlyMap<string, string>
export const NO_FAULTS: EntryFaults = new Map()

/** Lengths as the list's schema takes them. */
export function entryFaults(body: EntryBody): EntryFaults {
  const found: [string, string | null][] = [['basis', tooLong(body.legalBasis ?? '', 500)]]
  for (const c of body.conditions)
    found.push(
      [`${String(c.seq)}.text`, wordsFault(c.text, 300)],
      [`${String(c.seq)}.closing`, wordsFault(c.closing, 500)],
    )
  return new Map(found.flatMap(([field, fault]) => (fault === null ? [] : [[field, fault] as const])))
}
