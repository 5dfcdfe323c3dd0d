/**
 * Ids of what an import makes follow from the import and the line: the same line cannot be taken in twice whatever happens, all
 * of an import lies in one range of each kind, and nothing has to be remembered to take it back. The layout is a UUIDv7: 48 bits of
 * the import's beginning, 12 bits of its hash, then kind, line and 32 bits of the hash.
 */
export const MADE = [
  'person',
  'registered',
  'residing',
  'registered-household',
  'residing-household',
  'home',
  'building',
] as const
export type Made = (typeof MADE)[number]

export interface IdSpace {
  /** 'tttttttt-tttt-7hhh' */
  readonly head: string
  /** Eight hex digits. */
  readonly tail: string
}

/** @param id the import's own id @param at epoch ms of its upload */
export function idSpace(id: string, at: number): IdSpace {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const plain = id.replaceAll('-', '')
  // The random end of the import's own id.
  return { head: `${time.slice(0, 8)}-${time.slice(8)}-7${plain.slice(21, 24)}`, tail: plain.slice(24) }
}

/** 2 bits of the variant, 4 of the kind, 26 of the line. */
const middle = (made: number, line: number): string =>
  (0x80000000 + made * 0x4000000 + line).toString(16).padStart(8, '0')
const joined = (space: IdSpace, hex: string, tail: string): string =>
  `${space.head}-${hex.slice(0, 4)}-${hex.slice(4)}${tail}`

/** @param line up to 2^26 */
export const idAt = (space: IdSpace, made: Made, line: number): string =>
  joined(space, middle(MADE.indexOf(made), line), space.tail)

/** First and last id of a kind between two lines. */
export const idsBetween = (
  space: IdSpace,
  made: Made,
  from: number,
  to: number,
): readonly [string, string] => {
  const kind = MADE.indexOf(made)
  return [joined(space, middle(kind, from), '00000000'), joined(space, middle(kind, to), 'ffffffff')]
}

/** Kind and line of an id of this import; null: somebody else's. */
export function madeBy(space: IdSpace, id: string): { readonly made: Made; readonly line: number } | null {
  if (!id.startsWith(space.head) || !id.endsWith(space.tail)) return null
  const n = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16) - 0x80000000
  const made = MADE[Math.floor(n / 0x4000000)]
  return made === undefined ? null : { made, line: n % 0x4000000 }
}
