import { say, type Phrases } from '@lifang/platform/lang.ts'

/**
 * The phrases of the application that runs: each gives its own before its first page, so that the portal of a telephone
 * does not carry the console's.
 */
let phrases: Phrases = {}
let spoken: Locale = 'zh-CN'

export type Locale = 'zh-CN' | 'en'

/** Gives the phrases from here on. */
export function speak(given: Phrases, locale: Locale = 'zh-CN'): void {
  phrases = given
  spoken = locale
}
/** Adds the phrases of a part that is opened later. */
export function learn(more: Phrases): void {
  phrases = { ...phrases, ...more }
}
export const locale = (): Locale => spoken

/** A sentence in the office's words; a missing phrase shows its key, so that it is seen and mended. */
export const t = (key: string, values: Readonly<Record<string, unknown>> = {}): string =>
  say(phrases, key, values)

/** A word of a list (a status, a post); the code itself where nobody has named it yet. */
export const word = (prefix: string, code: string): string => phrases[`${prefix}.${code}`] ?? code

/** Chinese punctuation between parts that are phrases themselves. */
export const joined = (parts: readonly string[]): string => parts.join('；')
export const titled = (head: string, what: string): string => `${head}：${what}`
export const beside = (subject: string, place: string): string => `${subject}，${place}`

export const has = (key: string): boolean => key in phrases

/** What stands behind a prefix: the codes somebody has named. */
export const keysUnder = (prefix: string): string[] =>
  Object.keys(phrases).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))

/** A post as its holder calls it: domain posts from grid, administrators and other parties from the console. */
export const postWord = (post: string): string =>
  phrases[`grid.post.${post}`] ?? phrases[`console.who.${post}`] ?? post
