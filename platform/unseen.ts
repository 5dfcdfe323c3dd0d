/** Marks in typed, spoken and pasted words that nobody sees and nobody means. */

/** Marks that turn the direction of the words after them, byte order marks and other controls; tabs and line ends stay. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** Line ends as one, unseen marks away, half of a pair away; emoji with their joiners stay whole. */
export const withoutUnseen = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(UNSEEN, '')
    .replaceAll(/\p{Surrogate}/gu, '')

/** What is compared by every letter and shown to nobody: changed by a hair it is another one. */
const SECRET: readonly string[] = ['password', 'current', 'next']

/** For `JSON.stringify` and `JSON.parse`: what somebody typed goes without unseen marks, secrets as they are. */
export const seen = (key: string, value: unknown): unknown =>
  typeof value === 'string' && !SECRET.includes(key) ? withoutUnseen(value) : value

/** The body of a command as JSON. */
export const toJson = (body: unknown): string => JSON.stringify(body, seen)
