import { say, type Phrases } from '@lifang/platform/lang.ts'

/** Every domain's phrases, built into the page: a closed network has nobody else to ask for a word. */
const files = import.meta.glob<Phrases>('../../lang/zh-CN/*.json', { eager: true, import: 'default' })
const phrases: Phrases = Object.assign({}, ...Object.values(files))

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

/** A post as its holder calls it: domain posts from grid, administrators and other parties from the console. */
export const postWord = (post: string): string =>
  phrases[`grid.post.${post}`] ?? phrases[`console.who.${post}`] ?? post
