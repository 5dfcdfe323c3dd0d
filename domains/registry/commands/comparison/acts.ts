import { rename, rm } from 'node:fs/promises'
import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { beginsComparison } from '../../access.ts'
import { once, type Doing } from '../../repo/command.ts'
import { checkText } from '../../repo/person.ts'
import { lackingColumns, type LineColumns } from '../../rules/comparison-line.ts'
import { LINE_FIELDS, type ComparisonState } from '../../schema/comparison-lists.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { ComparisonBody, LinesBody, StartBody } from '../../schema/comparison.ts'
import { registryProblem } from '../../schema/problems.ts'
import { MOST_LINES } from '../../schema/transfer-lists.ts'
import type { Done } from '../../schema/views.ts'
import type { ComparisonBatchRow, ComparisonRow } from '../../tables/comparison.ts'
import { takeFile } from '../transfer/take.ts'
import { batchPlace, listPath, lockComparison, type ComparisonDeps } from './deps.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>
const done = (id: string, version = 1): Done => ({ id, version, warnings: [] })

/** @throws registry.unknown-area, comparison.no-ground, register-name, ages, registry.bad-text */
export const createComparison = (deps: ComparisonDeps, actor: Actor, body: ComparisonBody): Answer =>
  once(
    deps,
    actor,
    {
      act: 'comparison-create',
      kind: 'comparison',
      id: body.id,
      details: {
        register: body.register,
        basis: body.basis,
        purpose: body.purpose,
        area: body.area,
        fields: body.fields,
      },
    },
    body,
    async ({ tx, at }) => {
      for (const field of ['registerName', 'basis', 'purpose'] as const) checkText(body[field], field)
      if (body.register === 'other' && body.registerName === '')
        throw comparisonProblem('comparison.register-name', { field: 'registerName' })
      if (body.ageFrom !== null && body.ageTo !== null && body.ageFrom > body.ageTo)
        throw comparisonProblem('comparison.ages', { field: 'ageTo' })
      const area = deps.directory.areaByCode(body.area)
      if (area === undefined) throw registryProblem('registry.unknown-area', { field: 'area' })
      if (!beginsComparison(actor, area.path))
        throw comparisonProblem('comparison.no-ground', { field: 'area' })
      const fields = [...new Set(['name' as const, ...body.fields])]
      const heads = body.via === 'api' ? [...LINE_FIELDS] : []
      await tx.run(sql`insert into comparison (county, id, by_id, by_name, register, register_name, basis, purpose, area_id, area_path, fields, stay,
          age_from, age_to, via, heads, state, created_at)
        values (${deps.county}, ${body.id}, ${actor.accountId}, ${actor.name}, ${body.register}, ${body.registerName}, ${body.basis}, ${body.purpose},
          ${area.id}, ${area.path}, ${fields}::text[], ${body.stay}, ${body.ageFrom}, ${body.ageTo}, ${body.via}, ${heads}::text[], 'draft', ${at})`)
      return done(body.id)
    },
  )

/** The reader's own, locked. What somebody else began is not theirs to go on with. @throws comparison.not-found, wrong-state */
async function mine(
  { deps, tx, actor }: Pick<Doing, 'deps' | 'tx' | 'actor'>,
  id: string,
  states: readonly ComparisonState[],
): Promise<ComparisonRow> {
  const row = await lockComparison(tx, deps.county, id)
  if (row.by_id !== actor.accountId) throw comparisonProblem('comparison.not-found', { field: 'id' })
  if (!states.includes(row.state)) throw comparisonProblem('comparison.wrong-state', { state: row.state })
  return row
}

/**
 * Takes the other register's list in; the lines are kept sealed. Before the run another list takes its place.
 * @throws comparison.*, and transfer.* for what is no sheet
 */
export async function uploadList(
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  given: { readonly fileName: string; readonly bytes: AsyncIterable<Buffer> },
): Promise<void> {
  const { county, db } = deps
  const known = await db.maybe<ComparisonRow>(
    sql`select * from comparison where county = ${county} and id = ${id}`,
  )
  if (known === undefined || known.by_id !== actor.accountId)
    throw comparisonProblem('comparison.not-found', { field: 'id' })
  const taken = await takeFile(deps, id, given.bytes)
  let old: string | null = null
  try {
    const hash = deps.fields.blind('comparison', taken.sha256)
    old = await db.transaction(async (tx) => {
      const row = await mine({ deps, tx, actor }, id, ['draft', 'ready'])
      if (row.via !== 'file') throw comparisonProblem('comparison.wrong-way', { field: 'file' })
      const name = given.fileName
        .replaceAll(/^.*[\\/]|[\p{Cc}\p{Cf}\p{Cs}<>]/gu, '')
        .trim()
        .slice(-120)
      await tx.run(sql`update comparison set file_name = ${name === '' ? taken.format : name}, hash = ${hash}, heads = ${[...taken.heads]}::text[],
          head_line = ${taken.headLine}, lines = ${taken.lines}, state = 'ready', columns = null, version = version + 1
        where county = ${county} and id = ${id}`)
      await audit(tx, {
        county,
        actor,
        act: 'registry.comparison-file',
        subjectKind: 'comparison',
        subjectId: id,
        ground: row.basis,
        details: { bytes: taken.bytes, lines: taken.lines },
      })
      // Before the row stands: a list without its lines could never be compared.
      await rename(taken.path, listPath(deps, { id, hash }))
      return row.hash === null || row.hash.equals(hash) ? null : listPath(deps, row)
    })
  } finally {
    await rm(taken.path, { force: true })
  }
  if (old !== null) await rm(old, { force: true })
}

/** @throws comparison.batch-order, too-many-lines, wrong-way */
export const addLines = (deps: ComparisonDeps, actor: Actor, id: string, body: LinesBody): Answer =>
  once(
    deps,
    actor,
    { act: 'comparison-lines', kind: 'comparison', id, details: { n: body.n, lines: body.lines.length } },
    body,
    async (doing) => {
      const { tx } = doing
      const row = await mine(doing, id, ['draft', 'ready'])
      if (row.via !== 'api') throw comparisonProblem('comparison.wrong-way', { field: 'lines' })
      const { n } = await tx.one<{ n: number }>(
        sql`select count(*)::integer as n from comparison_batch where county = ${deps.county} and comparison_id = ${id}`,
      )
      if (body.n !== n) throw comparisonProblem('comparison.batch-order', { field: 'n', next: n })
      if (row.lines + body.lines.length > MOST_LINES)
        throw comparisonProblem('comparison.too-many-lines', { field: 'lines', most: MOST_LINES })
      const cells = body.lines.map((line) => LINE_FIELDS.map((field) => line[field] ?? null))
      const sealed = deps.fields.sealBytes(Buffer.from(JSON.stringify(cells)), batchPlace(id, n))
      const batch: ComparisonBatchRow = {
        county: deps.county,
        comparison_id: id,
        n,
        lines: cells.length,
        sealed,
      }
      await tx.run(sql`insert into comparison_batch (county, comparison_id, n, lines, sealed)
        values (${batch.county}, ${batch.comparison_id}, ${batch.n}, ${batch.lines}, ${batch.sealed})`)
      await tx.run(sql`update comparison set lines = lines + ${cells.length}, state = 'ready', version = version + 1
        where county = ${deps.county} and id = ${id}`)
      return done(id, row.version + 1)
    },
  )

/** @throws comparison.lacking.*, no-column, column-twice */
function checkColumns(row: ComparisonRow, columns: LineColumns): void {
  const lacks = lackingColumns(columns)
  if (lacks !== null) throw comparisonProblem(lacks, { field: 'columns' })
  const without = row.fields.find((field) => columns[field] === undefined)
  if (without !== undefined)
    throw comparisonProblem('comparison.lacking.field', { field: 'columns', which: without })
  const used = Object.values(columns)
  if (used.some((c) => c >= row.heads.length))
    throw comparisonProblem('comparison.no-column', { field: 'columns' })
  const twice = used.find((c, i) => used.indexOf(c) !== i)
  if (twice !== undefined)
    throw comparisonProblem('comparison.column-twice', { field: 'columns', head: row.heads[twice] ?? '' })
}

/** Confirms the columns and asks for the run, or to go on. @throws comparison.no-lines, purged */
export const startComparison = (deps: ComparisonDeps, actor: Actor, id: string, body: StartBody): Answer =>
  once(deps, actor, { act: 'comparison-run', kind: 'comparison', id }, body, async (doing) => {
    const { tx, at, today } = doing
    const row = await mine(doing, id, ['draft', 'ready', 'cancelled', 'failed'])
    if (row.purged_at !== null) throw comparisonProblem('comparison.purged', { field: 'id' })
    if (row.lines === 0) throw comparisonProblem('comparison.no-lines', { field: 'file' })
    // What is through was read by the columns that were.
    const begun = row.columns !== null
    const given: LineColumns =
      row.via === 'api' ? Object.fromEntries(LINE_FIELDS.map((field, i) => [field, i])) : body.columns
    const columns = begun ? (row.columns ?? {}) : given
    if (!begun) checkColumns(row, columns)
    const due = new Date(Date.parse(`${today}T00:00:00Z`) + deps.dueDays * 86_400_000)
      .toISOString()
      .slice(0, 10)
    await tx.run(sql`update comparison set columns = ${JSON.stringify(columns)}::jsonb, state = 'running', stop = false, problem = null,
        began_at = coalesce(began_at, ${at}), ended_at = null, due_on = coalesce(due_on, ${due}::date), version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return done(id, row.version + 1)
  })

export const cancelComparison = (
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  body: { readonly id: string },
): Answer =>
  once(deps, actor, { act: 'comparison-cancel', kind: 'comparison', id }, body, async (doing) => {
    const row = await mine(doing, id, ['running'])
    await doing.tx.run(sql`update comparison set stop = true where county = ${deps.county} and id = ${id}`)
    return done(id, row.version)
  })
