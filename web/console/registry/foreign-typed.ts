/** What somebody has written of a foreign resident so far, and what of it a command says. */
import type { StayPurpose } from '@lifang/domains/registry/schema/lists.ts'
import type { PersonView } from '@lifang/domains/registry/schema/views.ts'

/** Not said yet: the code of papers that do not say it. */
export const UNSAID = 'XXX'

/** As typed; empty: nothing. */
export interface ForeignTyped {
  foreignSurname: string
  foreignGiven: string
  idUntil: string
  stayPurpose: StayPurpose | null
  arrivedOn: string
  leavesOn: string
}
export const firstForeign = (of: PersonView['foreign']): ForeignTyped => ({
  foreignSurname: of?.surname ?? '',
  foreignGiven: of?.given ?? '',
  idUntil: of?.idUntil ?? '',
  stayPurpose: of?.purpose ?? null,
  arrivedOn: of?.arrivedOn ?? '',
  leavesOn: of?.leavesOn ?? '',
})
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
/** As a command says it. */
export const foreignSaid = (typed: ForeignTyped) => ({
  foreignSurname: orNull(typed.foreignSurname),
  foreignGiven: orNull(typed.foreignGiven),
  idUntil: orNull(typed.idUntil),
  stayPurpose: typed.stayPurpose ?? null,
  arrivedOn: orNull(typed.arrivedOn),
  leavesOn: orNull(typed.leavesOn),
})
/** What differs from before; a number typed anew has its last day said with it. */
export function foreignChanges(
  typed: ForeignTyped,
  of: PersonView['foreign'],
  newNumber: boolean,
): Record<string, unknown> {
  const [now, before] = [foreignSaid(typed), foreignSaid(firstForeign(of))]
  const entries = Object.entries(now).filter(
    ([field, value]) =>
      value !== before[field as keyof typeof before] || (newNumber && field === 'idUntil' && value !== null),
  )
  return Object.fromEntries(entries)
}
