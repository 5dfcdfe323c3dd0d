import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Breach, isTest, readSource, scan } from './source.ts'

type Placement = Record<string, { owner: string }>

async function readPlacement(root: string): Promise<Placement> {
  const path = join(root, 'db', 'placement.ts')
  if (!existsSync(path)) return {}
  const loaded: { placement: Placement } = await import(pathToFileURL(path).href)
  return loaded.placement
}

const writes =
  /\b(insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)"?/gi
const reads = /\b(from|join)\s+(?:only\s+|lateral\s+)?"?([a-z_][a-z0-9_]*)"?/gi
const builder = /\.(insertInto|updateTable|deleteFrom|mergeInto)\(\s*$/

/**
 * The same law for SQL: a domain changes only tables it owns, and reads another's only through a view that the other owns.
 * `db/placement.ts` says who owns what; a name that is no table there (a view, a common table expression) is not judged.
 */
export async function checkSql(root: string, files: readonly string[]): Promise<Breach[]> {
  const placement = await readPlacement(root)
  const breaches: Breach[] = []
  if (Object.keys(placement).length === 0) return breaches
  for (const file of files) {
    const domain = /^domains\/([^/]+)\//.exec(file)?.[1]
    if (domain === undefined || isTest(file)) continue
    const { code, literals } = scan(readSource(root, file))
    for (const { text, line, at } of literals) {
      const say = (offset: number, message: string): void =>
        void breaches.push({ file, line: line + text.slice(0, offset).split('\n').length - 1, message })
      const sql = text.replace(/--[^\n]*/g, (remark) => ' '.repeat(remark.length))
      const owner = (table: string): string | undefined =>
        Object.hasOwn(placement, table) ? placement[table]?.owner : undefined
      for (const match of sql.matchAll(writes)) {
        const before = sql.slice(0, match.index)
        // `for update` locks and `do update` belongs to an insert; `delete from` is told by its own words.
        if (/^update$/i.test(match[1] ?? '') && /\b(for(\s+no\s+key)?|do|on)\s*$/i.test(before)) continue
        const theirs = owner((match[2] ?? '').toLowerCase())
        if (theirs !== undefined && theirs !== domain)
          say(match.index, `writes ${match[2]}, which belongs to ${theirs}`)
      }
      for (const match of sql.matchAll(reads)) {
        if (/\bdelete\s*$/i.test(sql.slice(0, match.index))) continue
        const theirs = owner((match[2] ?? '').toLowerCase())
        if (theirs !== undefined && theirs !== domain)
          say(
            match.index,
            `reads ${match[2]}, which belongs to ${theirs}: read a view that ${theirs} owns, or ask its public.ts`,
          )
      }
      if (builder.test(code.slice(Math.max(0, at - 40), at))) {
        const theirs = owner(text)
        if (theirs !== undefined && theirs !== domain) say(0, `writes ${text}, which belongs to ${theirs}`)
      }
    }
  }
  return breaches
}
