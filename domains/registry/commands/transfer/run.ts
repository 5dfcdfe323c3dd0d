import { setTimeout as sleep } from 'node:timers/promises'
import { readBlocks } from '@lifang/platform/blocks.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Cell } from '../../rules/transfer/cells.ts'
import { settleHouseholds } from '../../repo/cascade.ts'
import type { Doing } from '../../repo/command.ts'
import { lockHome } from '../../repo/homes.ts'
import { lockImport, sayLines } from '../../repo/imports.ts'
import { lockPerson, settleCare, settlePlaces } from '../../repo/people.ts'
import { settleIn } from '../../repo/stays.ts'
import { CHUNK } from '../../schema/transfer-lists.ts'
import type { ImportCounts, ImportPlan, ImportRow } from '../../tables/transfer.ts'
import { linesPath, sealedName, type TransferDeps } from './deps.ts'
import { Ground } from './ground.ts'
import { addCounts, noCounts, reasonOf, type Outcome, type SaidLine } from './outcome.ts'
import { isEmpty } from './standing.ts'
import { undoImport } from './undo.ts'
import { Weigher } from './weigh.ts'

/** A pass that fails so often without getting on is given up; what is through stays through. */
const TRIES = 5
/** A database that restarts is back within seconds. */
const AGAIN_MS = 1_000
/** One import at a time in all processes: two would wait for each other's rows. */
const LOCK = 20_260_020

/** Somebody asked to stop, or somebody else has gone on with it. */
class Stopped extends Error {}

/**
 * Carries on whatever waits: dry runs, imports, undoing. What a process that died left behind goes on from its last chunk.
 * @returns how many were brought to an end
 */
export async function runTransfers(deps: TransferDeps): Promise<number> {
  const client = await deps.db.connect()
  let ended = 0
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK])
    if (rows[0]?.mine !== true) return 0
    try {
      for (;;) {
        const row = await deps.db.maybe<ImportRow>(
          sql`select * from people_import where county = ${deps.county} and state in ('checking', 'running', 'undoing')
              order by created_at limit 1`,
        )
        if (row === undefined || deps.closing()) return ended
        await carryOn(deps, row)
        ended++
      }
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  } finally {
    client.release()
  }
}

async function carryOn(deps: TransferDeps, row: ImportRow): Promise<void> {
  let cursor = row.cursor
  for (let tries = 1; ;) {
    try {
      const now = (await importNow(deps, row.id)) ?? row
      if (now.state !== row.state) return
      if (row.state === 'undoing') await undoImport(deps, now, await actorOf(deps, row))
      else await walk(deps, now, row.state === 'running')
      return
    } catch (error) {
      if (error instanceof Stopped) return stopHere(deps, row)
      // Where the database is away its next answer is waited for below.
      const now = await importNow(deps, row.id).catch(() => undefined)
      tries = now !== undefined && now.cursor > cursor ? 1 : tries + 1
      cursor = now?.cursor ?? cursor
      if (!(error instanceof Problem)) deps.log(error)
      if (tries > TRIES || error instanceof Problem) {
        const problem = error instanceof Problem ? error.code : 'transfer.failed'
        await deps.db
          .run(sql`update people_import set state = 'failed', problem = ${problem}, ended_at = ${new Date(deps.clock.now())}
          where county = ${deps.county} and id = ${row.id} and state = ${row.state}`)
        return
      }
      await sleep(AGAIN_MS * tries)
    }
  }
}

const importNow = (deps: TransferDeps, id: string): Promise<ImportRow | undefined> =>
  deps.db.maybe<ImportRow>(sql`select * from people_import where county = ${deps.county} and id = ${id}`)

/** Who imports, with what they hold now: whoever lost their post meanwhile gets no further than their ground. */
export const actorOf = async (deps: TransferDeps, row: ImportRow): Promise<Actor> => ({
  accountId: row.by_id,
  name: row.by_name,
  kind: 'person',
  county: deps.county,
  holdings: await deps.directory.holdingsOf(row.by_id, deps.clock.now()),
})

async function stopHere(deps: TransferDeps, row: ImportRow): Promise<void> {
  const at = new Date(deps.clock.now())
  await deps.db
    .run(sql`update people_import set state = case state when 'checking' then 'uploaded' else 'cancelled' end, stop = false, ended_at = ${at},
      checked = case state when 'checking' then null else checked end
    where county = ${deps.county} and id = ${row.id} and stop and state in ('checking', 'running')`)
}

/** One pass over the lines; a real one keeps every chunk together with how far it got. */
async function walk(deps: TransferDeps, row: ImportRow, real: boolean): Promise<void> {
  const { plan } = row
  if (plan === null) throw new Error('an import without a plan')
  const actor = await actorOf(deps, row)
  const [ground, empty] = await Promise.all([Ground.read(deps, actor), isEmpty(deps)])
  const weigher = new Weigher(deps, { row, plan, actor, ground, empty })
  const from = real ? row.cursor : 0
  await begin(deps, row, real)
  let counts: ImportCounts = (real ? row.counts : null) ?? noCounts()
  let chunk = 0
  /** The chunk before is written while this one is weighed. */
  let writing: Promise<ImportCounts> = Promise.resolve(counts)
  try {
    for await (const block of readBlocks(deps.fields, sealedName(row.id), linesPath(deps, row.id))) {
      const cells = JSON.parse(block.toString('utf8')) as (readonly Cell[])[]
      const through = chunk < from
      const outcome = await weigher.weigh(chunk, cells, CHUNK, real && !through)
      counts = await writing
      if (deps.closing()) throw new Stopped()
      if (!through) {
        const work = keep(deps, row, {
          chunk,
          outcome,
          counts: addCounts(counts, outcome.counts),
          real,
          plan,
          actor,
        })
        writing = work
        // Its failure is met where it is waited for.
        work.catch(() => undefined)
      }
      chunk++
    }
    counts = await writing
  } finally {
    await writing.catch(() => counts)
  }
  await finish(deps, row, actor, real, counts)
}

const begin = (deps: TransferDeps, row: ImportRow, real: boolean): Promise<unknown> =>
  deps.db.transaction(async (tx) => {
    const at = new Date(deps.clock.now())
    if (!real)
      await tx.run(
        sql`delete from people_import_line where county = ${deps.county} and import_id = ${row.id} and pass = 'check'`,
      )
    const from = real ? row.cursor : 0
    await tx.run(sql`update people_import set began_at = ${at}, began_line = ${from * CHUNK}, cursor = ${from}
      where county = ${deps.county} and id = ${row.id}`)
  })

interface Chunk {
  readonly chunk: number
  readonly outcome: Outcome
  readonly counts: ImportCounts
  readonly real: boolean
  readonly plan: ImportPlan
  readonly actor: Actor
}

/** One transaction: the rows of a chunk, what is said of its lines, and that it is through. @throws Stopped */
const keep = (
  deps: TransferDeps,
  row: ImportRow,
  { chunk, outcome, counts, real, plan, actor }: Chunk,
): Promise<ImportCounts> => {
  // Taken once: a transaction that is tried again writes the same rows.
  const write = outcome.rows.take()
  return deps.db.transaction(async (tx) => {
    // The rows and how far it got are one: what a power cut takes away is taken in again, and the end of an import waits for the disk.
    await tx.run(sql`set local synchronous_commit = off`)
    const now = await lockImport(tx, deps.county, row.id)
    if (now === undefined || now.stop || now.state !== row.state || now.cursor !== chunk) throw new Stopped()
    let refused: readonly SaidLine[] = []
    if (real) {
      await write(tx)
      for (const { household, head } of outcome.crowns)
        await tx.run(sql`update household set head_id = ${head}, version = version + 1
          where county = ${deps.county} and id = ${household} and head_id is null`)
      refused = await carryOutMoves(deps, tx, row, outcome, plan, actor)
      if (outcome.joins.length > 0)
        await settlePlaces(doingOf(deps, tx, row, plan, actor), outcome.joins, false)
      // Who came in is in a care group: nothing else of the home needs to be asked.
      if (outcome.care.length > 0)
        await tx.run(
          sql`update home set care = true where county = ${deps.county} and id = any(${[...new Set(outcome.care)]}::uuid[]) and not care`,
        )
    }
    const lines = new Set(refused.map((r) => r.line))
    const told = { ...counts, moved: counts.moved - lines.size, wrong: counts.wrong + lines.size }
    await sayLines(tx, row, real ? 'run' : 'check', [
      ...outcome.said.filter((l) => !lines.has(l.line)),
      ...refused,
    ])
    await tx.run(sql`update people_import set cursor = ${chunk + 1},
        checked = ${real ? JSON.stringify(now.checked) : JSON.stringify(told)}::jsonb, counts = ${real ? JSON.stringify(told) : JSON.stringify(now.counts)}::jsonb
      where county = ${deps.county} and id = ${row.id}`)
    return told
  })
}

export const doingOf = (
  deps: TransferDeps,
  tx: Tx,
  row: ImportRow,
  plan: ImportPlan,
  actor: Actor,
): Doing => {
  const now = deps.clock.now()
  return {
    deps,
    tx,
    actor,
    commandId: row.id,
    at: new Date(now),
    today: dateOf(officeDay(now)),
    source: plan.source,
    verifiedOn: plan.verifiedOn,
  }
}

/** People who were known move as they do at the counter: what they leave ends, and a household without a head gets the next. */
async function carryOutMoves(
  deps: TransferDeps,
  tx: Tx,
  row: ImportRow,
  { moves }: Outcome,
  plan: ImportPlan,
  actor: Actor,
): Promise<readonly SaidLine[]> {
  const doing = doingOf(deps, tx, row, plan, actor)
  const refused: SaidLine[] = []
  for (const move of moves) {
    await tx.run(sql`savepoint moving`)
    try {
      const home = await lockHome(doing, move.home)
      const person = await lockPerson(doing, move.person, true)
      const left = await settleIn(doing, person, home, move.stays, move.from)
      await settlePlaces(doing, [person.id])
      await settleCare(doing, [home.id, ...left.homes])
      await settleHouseholds(doing, left, move.from)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // What the register knows of this person speaks against it: that line is wrong, and no other.
      await tx.run(sql`rollback to savepoint moving`)
      refused.push({ line: move.line, verdict: 'wrong', reasons: [reasonOf(error, null)] })
    }
    await tx.run(sql`release savepoint moving`)
  }
  return refused
}

const finish = (
  deps: TransferDeps,
  row: ImportRow,
  actor: Actor,
  real: boolean,
  counts: ImportCounts,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const now = await lockImport(tx, deps.county, row.id)
    if (now === undefined || now.state !== row.state) return
    await tx.run(sql`update people_import set state = ${real ? 'done' : 'checked'}, stop = false, problem = null, ended_at = ${new Date(deps.clock.now())}
      where county = ${deps.county} and id = ${row.id}`)
    if (real)
      await audit(tx, {
        county: deps.county,
        actor,
        act: 'registry.import-done',
        subjectKind: 'people-import',
        subjectId: row.id,
        ground: actor.holdings[0]?.post ?? null,
        details: { ...counts },
      })
  })
