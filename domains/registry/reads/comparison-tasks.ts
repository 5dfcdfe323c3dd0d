import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { openTheirs, type ComparisonDeps } from '../commands/comparison/deps.ts'
import { oursWith, ourValue, type OurPerson } from '../commands/comparison/judge.ts'
import { factsOf } from '../commands/comparison/tasks.ts'
import { beginsComparison, keepsPlace, registryPaths, revealsContact, seesPerson } from '../access.ts'
import { standsFor, whereabouts } from '../repo/people.ts'
import { actsFor, isStranger } from '../rules/comparison-task.ts'
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../rules/mask.ts'
import type { ComparedField } from '../schema/comparison-lists.ts'
import type { comparisonRoutes, TaskItem, TaskView } from '../schema/comparison.ts'
import { comparisonProblem } from '../schema/comparison-problems.ts'
import type { ComparisonRecordRow, ComparisonRow, ComparisonTaskRow } from '../tables/comparison.ts'
import { areaView, groundOf, inside, readCursor, today, uuidOf, writeCursor } from './scope.ts'

type Query = RouteInput<typeof comparisonRoutes.tasks>['query']
type Listed = ComparisonTaskRow &
  Pick<ComparisonRow, 'register_name' | 'register'> &
  Pick<ComparisonRecordRow, 'their_state' | 'matched' | 'theirs' | 'person_id'> & {
    readonly person_name: string | null
  }

const LISTED = sql`select t.*, c.register, c.register_name, x.their_state, x.matched, x.theirs, x.person_id, p.name as person_name
  from comparison_task t
  join comparison c on c.county = t.county and c.id = t.comparison_id
  join comparison_record x on x.county = t.county and x.id = t.record_id
  left join person p on p.county = x.county and p.id = x.person_id`

const STATES = {
  open: ['open'],
  unverified: ['unverified'],
  settled: [
    'took-theirs',
    'kept-ours',
    'changed',
    'done',
    'moved-out',
    'deceased',
    'same-person',
    'not-same',
    'registered',
    'not-here',
    'lapsed',
  ],
} as const satisfies Record<Exclude<Query['state'], 'all'>, readonly string[]>

/** A value as a list may show it. */
export function maskedValue(field: ComparedField, value: string): string {
  switch (field) {
    case 'name':
      return maskName(value)
    case 'idNumber':
      return maskIdNumber(value)
    case 'phone':
      return maskPhone(value)
    case 'address':
      return maskAddress(value)
    case 'sex':
      return value
    case 'birthDate':
      // The year and nothing more: day and month are in the number.
      return /^\d{4}/.test(value) ? `${value.slice(0, 4)}-**-**` : '****'
  }
}

function itemOf(deps: ComparisonDeps, row: Listed, day: string): TaskItem {
  const name = row.person_name ?? openTheirs(deps, { id: row.record_id, theirs: row.theirs }).name ?? ''
  return {
    id: row.id,
    comparison: row.comparison_id,
    registerName: row.register_name === '' ? row.register : row.register_name,
    name: maskName(name),
    area: areaView(deps, row.area_path),
    field: row.field === '' ? null : row.field,
    verdict: row.verdict,
    theirState: row.their_state,
    matched: row.matched,
    state: row.state,
    dueOn: row.due_on,
    overdue: row.state === 'open' && row.due_on < day,
    placed: deps.directory.areaByPath(row.area_path)?.levelKey === 'grid',
    by: row.by_name,
    doneAt: isoOrNull(row.done_at),
  }
}

export function tasksWhere(deps: ComparisonDeps, paths: readonly string[], query: Partial<Query>): Sql {
  const where: Sql[] = [sql`t.county = ${deps.county}`, inside(sql`t.area_path`, paths)]
  if (query.state !== undefined && query.state !== 'all')
    where.push(sql`t.state = any(${[...STATES[query.state]]}::text[])`)
  if (query.comparison !== undefined) where.push(sql`t.comparison_id = ${query.comparison}`)
  if (query.verdict !== undefined) where.push(sql`t.verdict = ${query.verdict}`)
  if (query.record !== undefined)
    where.push(
      sql`exists (select from comparison_record v where v.county = t.county and v.id = t.record_id and v.verdict = ${query.record})`,
    )
  if (query.place === 'none') {
    const above = deps.directory.areas().flatMap((a) => (a.levelKey === 'grid' ? [] : [a.path]))
    where.push(sql`t.area_path = any(${above}::text[])`)
  }
  if (query.place === 'own') where.push(sql`t.area_path = any(${[...paths]}::text[])`)
  if (query.field !== undefined) where.push(sql`t.field = ${query.field === 'record' ? '' : query.field}`)
  return join(where, ' and ')
}

/** Every task, page by page, for a sheet. */
export async function* allTasks(
  deps: ComparisonDeps,
  paths: readonly string[],
  comparison: string,
): AsyncGenerator<TaskItem, void> {
  const day = today(deps)
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await deps.db.rows<Listed>(
      sql`${LISTED} where ${tasksWhere(deps, paths, { comparison })} and t.id > ${after}::uuid order by t.id limit 1000`,
    )
    for (const row of rows) yield itemOf(deps, row, day)
    if (rows.length < 1000) return
    after = rows.at(-1)?.id ?? after
  }
}

/** What is due first, of my ground. @throws registry.unknown-area, bad-cursor */
export async function listTasks(
  deps: ComparisonDeps,
  actor: Actor,
  query: Query,
): Promise<{ items: TaskItem[]; total: number; records: number; nextCursor: string | null }> {
  const { db } = deps
  const where = tasksWhere(deps, groundOf(deps, actor, query.area), query)
  let after = sql`true`
  if (query.cursor !== undefined) {
    const [due = '', id] = readCursor(query.cursor, 2)
    if (!/^\d{4}-\d\d-\d\d$/.test(due) || Number.isNaN(Date.parse(due))) uuidOf(undefined)
    after = sql`(t.due_on, t.id) > (${due}::date, ${uuidOf(id)}::uuid)`
  }
  const [rows, { n, records }] = await Promise.all([
    db.rows<Listed>(
      sql`${LISTED} where ${where} and ${after} order by t.due_on, t.id limit ${query.limit + 1}`,
    ),
    db.one<{ n: number; records: number }>(
      sql`select count(*)::integer as n, count(distinct t.record_id)::integer as records from comparison_task t where ${where}`,
    ),
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const day = today(deps)
  return {
    items: page.map((row) => itemOf(deps, row, day)),
    total: n,
    records,
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(last.due_on, last.id) : null,
  }
}

/** One task side by side. @throws comparison.not-found */
export async function showTask(
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  silent = false,
): Promise<TaskView> {
  const { county, db } = deps
  const row = await db.maybe<Listed>(
    sql`${LISTED} where t.county = ${county} and t.id = ${id} and ${inside(sql`t.area_path`, registryPaths(actor))}`,
  )
  if (row === undefined) throw comparisonProblem('comparison.not-found', { field: 'id' })
  const comparison = await db.one<ComparisonRow>(
    sql`select * from comparison where county = ${county} and id = ${row.comparison_id}`,
  )
  const record = await db.one<ComparisonRecordRow>(
    sql`select * from comparison_record where county = ${county} and id = ${row.record_id}`,
  )
  const person =
    record.person_id === null
      ? undefined
      : await db.maybe<OurPerson>(
          sql`${oursWith(comparison.stay)} where p.county = ${county} and p.id = ${standsFor(county, record.person_id)}`,
        )
  const theirs = openTheirs(deps, record)
  const shown = (field: ComparedField, value: string | null | undefined): string | null =>
    value === null || value === undefined || value === '' ? null : maskedValue(field, value)
  const sees = person !== undefined && seesPerson(actor, whereabouts(person))
  if (!silent)
    await db.run(
      auditInsert({
        county,
        actor,
        act: 'registry.comparison-task',
        subjectKind: 'comparison-task',
        subjectId: id,
        ground: actor.holdings[0]?.post ?? null,
        details: { comparison: comparison.id },
      }),
    )
  const facts = factsOf(row, record)
  const stranger = isStranger(facts) && comparison.purged_at === null
  const acts = actsFor({
    ...facts,
    theirs: row.field === '' ? null : (theirs[row.field] ?? null),
  })
  const fields = [
    ...new Set([
      ...comparison.fields,
      ...(person === undefined ? (Object.keys(theirs) as ComparedField[]) : []),
    ]),
  ]
  return {
    ...itemOf(deps, row, today(deps)),
    basis: comparison.basis,
    purpose: comparison.purpose,
    sides: fields.map((field) => ({
      field,
      ours: person === undefined || !sees ? null : shown(field, ourValue(deps, person, field)),
      theirs: shown(field, theirs[field]),
      verdict: record.fields[field] ?? null,
    })),
    person: person === undefined ? null : { id: person.id, version: person.version, seen: sees },
    elsewhere: record.elsewhere,
    reason: row.reason,
    version: row.version,
    acts: keepsPlace(actor, row.area_path)
      ? [...acts]
      : acts.filter((a) => a === 'not-here' && beginsComparison(actor, row.area_path)),
    may: {
      reveal: record.theirs !== null && revealsContact(actor, row.area_path),
      register: stranger && keepsPlace(actor, row.area_path),
      place: stranger && beginsComparison(actor, row.area_path),
    },
    purged: comparison.purged_at !== null,
  }
}
