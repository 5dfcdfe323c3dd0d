import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '@lifang/platform/problem.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { CHUNK } from '../../schema/transfer-lists.ts'
import type { ComparisonRow } from '../../tables/comparison.ts'
import { Ground } from '../transfer/ground.ts'
import { chunksFrom, lockComparison, type ComparisonDeps } from './deps.ts'
import { Judge, keepJudged, oursWith, type OurPerson } from './judge.ts'

/** A run that fails so often without getting on is given up; what is through stays through. */
const TRIES = 5
const AGAIN_MS = 1_000
/** One comparison at a time in all processes. */
const LOCK = 20_260_027
/** Lines that could not be read, of which the reason is told. */
const MOST_UNREAD = 200
const FIRST = '00000000-0000-0000-0000-000000000000'

/** Somebody asked to stop, the process ends, or somebody else has gone on with it. */
class Stopped extends Error {}

/**
 * Carries on whatever comparison waits. What a process that died left behind goes on from its last chunk.
 * @returns how many were brought to an end
 */
export async function runComparisons(deps: ComparisonDeps): Promise<number> {
  const client = await deps.db.connect()
  let ended = 0
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK])
    if (rows[0]?.mine !== true) return 0
    try {
      for (;;) {
        const row = await deps.db.maybe<ComparisonRow>(
          sql`select * from comparison where county = ${deps.county} and state = 'running' order by created_at limit 1`,
        )
        if (row === undefined || deps.closing()) return ended
        await carryOn(deps, row.id)
        ended++
      }
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  } finally {
    client.release()
  }
}

const nowOf = ({ db, county }: ComparisonDeps, id: string): Promise<ComparisonRow | undefined> =>
  db.maybe<ComparisonRow>(
    sql`select * from comparison where county = ${county} and id = ${id} and state = 'running'`,
  )
const farOf = (row: ComparisonRow): number => row.cursor + row.ours_done

async function carryOn(deps: ComparisonDeps, id: string): Promise<void> {
  let far = -1
  for (let tries = 1; ;) {
    try {
      const row = await nowOf(deps, id)
      if (row === undefined) return
      await walk(deps, row)
      return
    } catch (error) {
      const at = new Date(deps.clock.now())
      const here = sql`county = ${deps.county} and id = ${id} and state = 'running'`
      if (error instanceof Stopped) {
        await deps.db.run(
          sql`update comparison set state = 'cancelled', stop = false, ended_at = ${at} where ${here} and stop`,
        )
        return
      }
      const row = await nowOf(deps, id).catch(() => undefined)
      tries = row !== undefined && farOf(row) > far ? 1 : tries + 1
      far = row === undefined ? far : farOf(row)
      if (!(error instanceof Problem)) deps.log(error)
      if (tries > TRIES || error instanceof Problem) {
        const problem = error instanceof Problem ? error.code : 'comparison.failed'
        await deps.db.run(
          sql`update comparison set state = 'failed', problem = ${problem}, ended_at = ${at} where ${here}`,
        )
        return
      }
      await sleep(AGAIN_MS * tries)
    }
  }
}

/** First and last day of birth of who belongs to the scope; null: no bound. */
export function bornBetween(
  today: string,
  from: number | null,
  to: number | null,
): readonly [string | null, string | null] {
  const back = (years: number): string => {
    const day = new Date(`${today}T00:00:00Z`)
    day.setUTCFullYear(day.getUTCFullYear() - years)
    return day.toISOString().slice(0, 10)
  }
  return [to === null ? null : back(to + 1), from === null ? null : back(from)]
}

/** On `person p`, `residence r` and `home h`: those of ours whom the other register should have. */
function scopeOf(row: ComparisonRow, today: string): Sql {
  const [after, until] = bornBetween(today, row.age_from, row.age_to)
  return sql`p.county = ${row.county} and p.merged_into is null and p.status = 'here' and h.area_path like ${`${row.area_path}%`}
    and (${after}::date is null or p.birth_date > ${after}::date) and (${until}::date is null or p.birth_date <= ${until}::date)`
}

async function walk(deps: ComparisonDeps, start: ComparisonRow): Promise<void> {
  const actor = {
    accountId: start.by_id,
    name: start.by_name,
    kind: 'person' as const,
    county: deps.county,
    holdings: [],
  }
  const today = dateOf(officeDay((start.began_at ?? start.created_at).getTime()))
  const judge = new Judge(deps, start, await Ground.read(deps, actor), today)
  let chunk = start.cursor
  if (start.ours_after === null) {
    for await (const cells of chunksFrom(deps, start, chunk)) {
      await deps.db.transaction(async (tx) => {
        const row = await lockComparison(tx, deps.county, start.id)
        if (row.state !== 'running' || row.stop || row.cursor !== chunk) throw new Stopped()
        const judged = await judge.lines(tx, cells, row.head_line + 1 + (await linesBefore(deps, row, chunk)))
        await keepJudged(tx, row, judged)
        const told = [...row.unread_lines, ...judged.unread].slice(0, MOST_UNREAD)
        await tx.run(sql`update comparison set cursor = ${chunk + 1}, unread = unread + ${judged.unread.length},
            unread_lines = ${JSON.stringify(told)}::jsonb where county = ${deps.county} and id = ${start.id}`)
      })
      chunk++
      if (deps.closing()) throw new Stopped()
    }
    await deps.db.run(sql`update comparison set ours_after = ${FIRST}::uuid, ours = (
        select count(*)::integer from (${oursWith(start.stay)} where ${scopeOf(start, today)}) o)
      where county = ${deps.county} and id = ${start.id} and ours_after is null`)
  }
  for (let more = true; more;) {
    more = await deps.db.transaction(async (tx) => {
      const row = await lockComparison(tx, deps.county, start.id)
      if (row.state !== 'running' || row.stop || row.ours_after === null) throw new Stopped()
      const people = await tx.rows<OurPerson>(
        sql`${oursWith(row.stay)} where ${scopeOf(row, today)} and p.id > ${row.ours_after}::uuid order by p.id limit ${CHUNK}`,
      )
      const met = new Set(
        (
          await tx.rows<{ person_id: string }>(
            sql`select person_id from comparison_record where county = ${deps.county} and comparison_id = ${row.id}
                and person_id = any(${people.map((p) => p.id)}::uuid[])`,
          )
        ).map((r) => r.person_id),
      )
      await keepJudged(tx, row, judge.absent(people.filter((p) => !met.has(p.id))))
      await tx.run(sql`update comparison set ours_after = ${people.at(-1)?.id ?? row.ours_after}::uuid, ours_done = ours_done + ${people.length}
        where county = ${deps.county} and id = ${row.id}`)
      return people.length === CHUNK
    })
    if (deps.closing() && more) throw new Stopped()
  }
  await deps.db.transaction(async (tx) => {
    const row = await lockComparison(tx, deps.county, start.id)
    if (row.state !== 'running') return
    await tx.run(sql`update comparison set state = 'done', stop = false, ended_at = ${new Date(deps.clock.now())}, version = version + 1
      where county = ${deps.county} and id = ${row.id}`)
    await audit(tx, {
      county: deps.county,
      actor,
      act: 'registry.comparison-done',
      subjectKind: 'comparison',
      subjectId: row.id,
      ground: row.basis,
      details: { lines: row.lines, unread: row.unread, ours: row.ours_done },
    })
  })
}

/** Lines of the chunks before: of a file they are all full, batches are as they were sent. */
async function linesBefore(
  { db, county }: ComparisonDeps,
  row: ComparisonRow,
  chunk: number,
): Promise<number> {
  if (row.via === 'file') return chunk * CHUNK
  const { n } = await db.one<{ n: number }>(
    sql`select coalesce(sum(lines), 0)::integer as n from comparison_batch where county = ${county} and comparison_id = ${row.id} and n < ${chunk}`,
  )
  return n
}
