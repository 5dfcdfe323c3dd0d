import type { AuditLine } from '@lifang/domains/audit/schema.ts'
import { has, postWord, t, word } from '../../kit/words.ts'

/** incidents.dispatch is 派遣; an act nobody has named keeps its code, which is what the chain holds. */
export function actWords(act: string): string {
  if (has(`admin.act.${act}`)) return t(`admin.act.${act}`)
  const [domain = '', name = ''] = act.split('.')
  const known = word(`${domain}.act`, name)
  return known === name ? act : known
}
/** A reason as typed, or the word of a code: a post that was used, a failure of signing in. */
export const reasonWords = (ground: string): string => {
  const known = word('admin.ground', ground)
  return known === ground ? postWord(ground) : known
}
export const kindWords = (kind: string): string => word('admin.kind', kind)

const text = (value: unknown): string => {
  if (typeof value === 'boolean') return t(value ? 'admin.yes' : 'admin.no')
  if (typeof value === 'string') return word('incidents.status', value)
  if (Array.isArray(value) && value.length === 2 && value.every((v) => typeof v !== 'object'))
    return value.map(String).join(' → ')
  return JSON.stringify(value)
}

/** What an entry adds, by its own names where nobody has given another. */
export const detailLines = (details: Readonly<Record<string, unknown>>): (readonly [string, string])[] =>
  Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        [word('admin.detail', name), name === 'post' ? postWord(String(value)) : text(value)] as const,
    )

/** The reason, and behind it what the entry adds, in one line. */
export const groundWords = (line: AuditLine): string =>
  [
    ...(line.ground === null ? [] : [reasonWords(line.ground)]),
    ...detailLines(line.details).map(([name, value]) => `${name} ${value}`),
  ].join(' · ')
