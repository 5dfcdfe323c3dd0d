import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { KEEPER_POSTS } from '../../schema/lists.ts'
import { checkDay } from '../../repo/command.ts'
import { checkText } from '../../repo/person.ts'
import { importRow, lockImport } from '../../repo/imports.ts'
import { lacking } from '../../rules/transfer/heads.ts'
import { IMPORT_FIELDS, type ImportState } from '../../schema/transfer-lists.ts'
import { transferProblem } from '../../schema/transfer-problems.ts'
import type { PlanBody, UndoBody } from '../../schema/transfer.ts'
import type { CommandRow } from '../../tables.ts'
import type { ImportPlan, ImportRow } from '../../tables/transfer.ts'
import { linesPath, type TransferDeps } from './deps.ts'
import { takeFile } from './take.ts'

interface Act {
  readonly act: 'plan' | 'check' | 'run' | 'cancel' | 'undo'
  readonly body: { readonly id: string }
  /** States in which it can be done. */
  readonly in: readonly ImportState[]
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * An act on an import of one's own, once: the same id again changes nothing and answers with the import as it stands.
 * @throws transfer.not-found, wrong-state {state}, platform.command-reused
 */
async function once(
  deps: TransferDeps,
  actor: Actor,
  id: string,
  { act, body, in: states, details }: Act,
  work: (tx: Tx, row: ImportRow, at: Date) => Promise<unknown>,
): Promise<void> {
  const { county } = deps
  const hash = deps.fields.blind(
    'registry-command',
    JSON.stringify([`import-${act}`, id, body, actor.accountId]),
  )
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
    const row = await lockImport(tx, county, id)
    if (row === undefined || row.by_id !== actor.accountId)
      throw transferProblem('transfer.not-found', { field: 'id' })
    const known = await tx.maybe<CommandRow>(
      sql`select * from registry_command where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      if (!known.body_hash.equals(hash)) throw platformProblem('platform.command-reused', { field: 'id' })
      return
    }
    if (!states.includes(row.state)) throw transferProblem('transfer.wrong-state', { state: row.state })
    const at = new Date(deps.clock.now())
    await work(tx, row, at)
    await tx.run(sql`insert into registry_command (county, id, act, body_hash, answer, by_id, at)
      values (${county}, ${body.id}, ${`import-${act}`}, ${hash}, '{}'::jsonb, ${actor.accountId}, ${at})`)
    await audit(tx, {
      county,
      actor,
      act: `registry.import-${act}`,
      subjectKind: 'people-import',
      subjectId: id,
      ground: actor.holdings[0]?.post ?? null,
      details: details ?? {},
    })
  })
}

const MOST_NAME = 120
/** A name for a list: no path, no marks that turn the line round. */
const fileNameOf = (given: string): string =>
  basename(given.replaceAll('\\', '/'))
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>]/gu, '')
    .trim()
    .slice(-MOST_NAME)

/**
 * Takes a sheet in under the caller's id. The same sheet under the same id again is the same import.
 * @throws transfer.* for what is no sheet of people, platform.command-reused
 */
export async function uploadImport(
  deps: TransferDeps,
  actor: Actor,
  given: { readonly id: string; readonly fileName: string; readonly bytes: AsyncIterable<Buffer> },
): Promise<{ readonly made: boolean; readonly row: ImportRow }> {
  const { county, db } = deps
  if (!actor.holdings.some((h) => h.areaPath !== '' && (KEEPER_POSTS as readonly string[]).includes(h.post)))
    throw transferProblem('transfer.no-ground', { field: 'file' })
  const taken = await takeFile(deps, given.id, given.bytes)
  try {
    const hash = deps.fields.blind('people-import', taken.sha256)
    const at = new Date(deps.clock.now())
    const made = await db.transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${given.id}, 20))`)
      const before = await importRow(tx, county, given.id)
      if (before !== undefined) {
        if (before.by_id !== actor.accountId || !before.hash.equals(hash))
          throw platformProblem('platform.command-reused', { field: 'id' })
        return false
      }
      const name = fileNameOf(given.fileName)
      await tx.run(sql`insert into people_import (county, id, by_id, by_name, file_name, format, bytes, hash, heads, head_line, lines, state, created_at)
        values (${county}, ${given.id}, ${actor.accountId}, ${actor.name}, ${name === '' ? taken.format : name}, ${taken.format}, ${taken.bytes}, ${hash},
          ${[...taken.heads]}::text[], ${taken.headLine}, ${taken.lines}, 'uploaded', ${at})`)
      await audit(tx, {
        county,
        actor,
        act: 'registry.import-upload',
        subjectKind: 'people-import',
        subjectId: given.id,
        ground: actor.holdings[0]?.post ?? null,
        details: { bytes: taken.bytes, lines: taken.lines },
      })
      // Before the row stands: a row without its lines could never be carried out.
      await rename(taken.path, linesPath(deps, given.id))
      return true
    })
    const row = await importRow(db, county, given.id)
    if (row === undefined) throw transferProblem('transfer.not-found', { field: 'id' })
    return { made, row }
  } finally {
    await rm(taken.path, { force: true })
  }
}

const RESTING: readonly ImportState[] = ['uploaded', 'checked', 'failed']

/** @throws transfer.lacking.*, column-twice, no-column, registry.day-… */
export async function planImport(
  deps: TransferDeps,
  actor: Actor,
  id: string,
  body: PlanBody,
): Promise<void> {
  checkDay(body.verifiedOn, dateOf(officeDay(deps.clock.now())), 'verifiedOn')
  if (body.saveAs !== undefined) checkText(body.saveAs, 'saveAs')
  await once(deps, actor, id, { act: 'plan', body, in: RESTING }, async (tx, row, at) => {
    // Lines that are in were read by the plan that was.
    if (row.counts !== null) throw transferProblem('transfer.wrong-state', { state: row.state })
    const lacks = lacking(body.columns)
    switch (lacks) {
      case null:
        break
      case 'transfer.lacking.name':
      case 'transfer.lacking.address':
      case 'transfer.lacking.place':
        throw transferProblem(lacks, { field: 'columns' })
    }
    const used = Object.values(body.columns)
    if (used.some((c) => c >= row.heads.length))
      throw transferProblem('transfer.no-column', { field: 'columns' })
    const twice = used.find((c, i) => used.indexOf(c) !== i)
    if (twice !== undefined)
      throw transferProblem('transfer.column-twice', { field: 'columns', head: row.heads[twice] ?? '' })
    const plan: ImportPlan = {
      columns: body.columns,
      known: body.known,
      source: body.source,
      verifiedOn: body.verifiedOn,
    }
    await tx.run(sql`update people_import set plan = ${JSON.stringify(plan)}::jsonb, state = 'uploaded', cursor = 0, checked = null, problem = null
      where county = ${deps.county} and id = ${id}`)
    if (body.saveAs !== undefined) await keepMapping(deps, tx, row, body, body.saveAs, at)
  })
}

async function keepMapping(
  { county }: TransferDeps,
  tx: Tx,
  row: ImportRow,
  { columns }: PlanBody,
  name: string,
  at: Date,
): Promise<void> {
  const heads = Object.fromEntries(
    IMPORT_FIELDS.flatMap((field) => {
      const head = row.heads[columns[field] ?? -1] ?? ''
      return head === '' ? [] : [[field, head]]
    }),
  )
  await tx.run(sql`insert into people_import_mapping (county, id, by_id, name, heads, at)
    values (${county}, ${newId()}, ${row.by_id}, ${name}, ${JSON.stringify(heads)}::jsonb, ${at})
    on conflict (county, by_id, name) do update set heads = excluded.heads, at = excluded.at`)
}

const readyToGo = (row: ImportRow): void => {
  if (row.purged_at !== null) throw transferProblem('transfer.purged', { field: 'id' })
  if (row.plan === null) throw transferProblem('transfer.no-plan', { field: 'columns' })
}

/** Asks for a dry run; it begins in the background. @throws transfer.no-plan, purged */
export const checkImport = (
  deps: TransferDeps,
  actor: Actor,
  id: string,
  body: { id: string },
): Promise<void> =>
  once(deps, actor, id, { act: 'check', body, in: RESTING }, async (tx, row, at) => {
    readyToGo(row)
    if (row.counts !== null) throw transferProblem('transfer.wrong-state', { state: row.state })
    await tx.run(sql`update people_import set state = 'checking', stop = false, cursor = 0, checked = null, problem = null, began_at = ${at},
      began_line = 0, ended_at = null where county = ${deps.county} and id = ${id}`)
  })

/** Asks for the import, or to go on with one that was stopped or given up. @throws transfer.no-plan, purged */
export const runImport = (
  deps: TransferDeps,
  actor: Actor,
  id: string,
  body: { id: string },
): Promise<void> =>
  once(deps, actor, id, { act: 'run', body, in: [...RESTING, 'cancelled'] }, async (tx, row, at) => {
    readyToGo(row)
    // What was being taken back is not taken in again.
    if (row.undo_reason !== null) throw transferProblem('transfer.wrong-state', { state: row.state })
    // A first run begins with the first chunk; the dry run's count of chunks is not its own.
    const cursor = row.counts === null ? 0 : row.cursor
    await tx.run(sql`update people_import set state = 'running', stop = false, cursor = ${cursor}, problem = null, began_at = ${at}, ended_at = null
      where county = ${deps.county} and id = ${id}`)
  })

export const cancelImport = (
  deps: TransferDeps,
  actor: Actor,
  id: string,
  body: { id: string },
): Promise<void> =>
  once(deps, actor, id, { act: 'cancel', body, in: ['checking', 'running'] }, (tx) =>
    tx.run(sql`update people_import set stop = true where county = ${deps.county} and id = ${id}`),
  )

/** Asks to take everything back that the import made. */
export const undoImport = (deps: TransferDeps, actor: Actor, id: string, body: UndoBody): Promise<void> =>
  once(
    deps,
    actor,
    id,
    { act: 'undo', body, in: ['done', 'cancelled', 'failed'], details: { reason: body.reason } },
    async (tx, row, at) => {
      checkText(body.reason, 'reason')
      if (row.counts === null) throw transferProblem('transfer.wrong-state', { state: row.state })
      await tx.run(
        sql`delete from people_import_line where county = ${deps.county} and import_id = ${id} and pass = 'undo'`,
      )
      await tx.run(sql`update people_import set state = 'undoing', stop = false, cursor = 0, undone = null, undo_reason = ${body.reason}, problem = null,
        began_at = ${at}, began_line = 0, ended_at = null where county = ${deps.county} and id = ${id}`)
    },
  )
