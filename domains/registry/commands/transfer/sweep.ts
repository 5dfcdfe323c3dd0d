import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { linesPath, type TransferDeps } from './deps.ts'

const DAY_MS = 86_400_000
/** An upload that nobody finished by then never will be. */
const ABANDONED_MS = DAY_MS

/**
 * Removes what an import no longer needs: the file and what was wrong with its lines, some days after it came; what it did stays
 * told. Files that belong to no import go as well.
 * @returns imports whose file went
 */
export async function sweepImports(deps: TransferDeps): Promise<number> {
  const { db, county, clock } = deps
  const now = clock.now()
  const before = new Date(now - deps.keepDays * DAY_MS)
  const due = await db.rows<{ id: string }>(
    sql`select id from people_import where county = ${county} and purged_at is null and created_at < ${before}
        and state not in ('checking', 'running', 'undoing')`,
  )
  let gone = 0
  for (const { id } of due) {
    await db.transaction(async (tx) => {
      const mine = await tx.run(sql`update people_import set purged_at = ${new Date(now)}
        where county = ${county} and id = ${id} and purged_at is null and state not in ('checking', 'running', 'undoing')`)
      if (mine === 0) return
      await tx.run(
        sql`delete from people_import_line where county = ${county} and import_id = ${id} and pass <> 'undo'`,
      )
      gone++
    })
    await rm(linesPath(deps, id), { force: true })
  }
  for (const name of await readdir(deps.folder).catch(() => [] as string[])) {
    const id = name.split('.')[0] ?? ''
    const path = join(deps.folder, name)
    const row = isId(id)
      ? await db.maybe<{ purged: boolean }>(
          sql`select purged_at is not null as purged from people_import where county = ${county} and id = ${id}`,
        )
      : undefined
    const wanted = name.endsWith('.lines') && row !== undefined && !row.purged
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (!wanted && mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true })
  }
  return gone
}
