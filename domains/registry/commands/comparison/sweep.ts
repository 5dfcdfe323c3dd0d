import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from '@lifang/platform/sql.ts'
import type { ComparisonRow } from '../../tables/comparison.ts'
import { listPath, type ComparisonDeps } from './deps.ts'

const DAY_MS = 86_400_000

/**
 * Removes what the other register said some days after a comparison was begun: list, values, and whom each record is about. The
 * verdicts stay as counts; what nobody settled by then lapses.
 * @returns comparisons whose lines went
 */
export async function sweepComparisons(deps: ComparisonDeps): Promise<number> {
  const { db, county, clock } = deps
  const now = new Date(clock.now())
  const before = new Date(now.getTime() - deps.keepDays * DAY_MS)
  const due = await db.rows<ComparisonRow>(
    sql`select * from comparison where county = ${county} and purged_at is null and created_at < ${before} and state <> 'running'`,
  )
  let gone = 0
  for (const row of due) {
    await db.transaction(async (tx) => {
      const of = sql`county = ${county} and comparison_id = ${row.id}`
      const mine = await tx.run(sql`update comparison set purged_at = ${now}, unread_lines = '[]'::jsonb
        where county = ${county} and id = ${row.id} and purged_at is null and state <> 'running'`)
      if (mine === 0) return
      await tx.run(sql`delete from comparison_batch where ${of}`)
      await tx.run(
        sql`update comparison_record set line = null, key = null, person_id = null, home_id = null, theirs = null where ${of}`,
      )
      await tx.run(
        sql`update comparison_task set state = 'lapsed', version = version + 1 where ${of} and state = 'open'`,
      )
      await tx.run(sql`update comparison_task set reason = null where ${of} and reason is not null`)
      gone++
    })
    await rm(listPath(deps, row), { force: true })
  }
  const wanted = new Set(
    (
      await db.rows<Pick<ComparisonRow, 'id' | 'hash'>>(
        sql`select id, hash from comparison where county = ${county} and purged_at is null and hash is not null`,
      )
    ).map((row) => listPath(deps, row)),
  )
  for (const name of await readdir(deps.folder).catch(() => [] as string[])) {
    const path = join(deps.folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    // An upload that nobody finished by then never will be.
    if (!wanted.has(path) && mtimeMs < Date.now() - DAY_MS) await rm(path, { force: true })
  }
  return gone
}
