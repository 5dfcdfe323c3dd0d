/** Apart from the other lists, so that whoever reports a case does not fetch those. */

/** What an incident may be about. */
export const LINKED_KINDS = ['building', 'home', 'person', 'enterprise', 'facility', 'place'] as const
export type LinkedKind = (typeof LINKED_KINDS)[number]
