import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { beginsComparison, mayKeepPerson, mayKeepPlace, seesPlace } from '../../access.ts'
import { checkVersion, once, type Doing } from '../../repo/command.ts'
import { changePerson, lockPerson, settleCare, standsFor, whereabouts } from '../../repo/people.ts'
import { idKindOf, checkText } from '../../repo/person.ts'
import { settleOut } from '../../repo/stays.ts'
import { compareField, plainDate } from '../../rules/comparison.ts'
import { readTheirLine } from '../../rules/comparison-line.ts'
import { actsFor, NEEDS_REASON, STATE_AFTER } from '../../rules/comparison-task.ts'
import { idKindFor, sexOf } from '../../rules/transfer/cells.ts'
import { PersonChanges } from '../../schema/bodies.ts'
import type { ComparedField } from '../../schema/comparison-lists.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { TaskActBody } from '../../schema/comparison.ts'
import { registryProblem } from '../../schema/problems.ts'
import type { Done } from '../../schema/views.ts'
import type { PersonRow } from '../../tables.ts'
import type { ComparisonRecordRow, ComparisonRow, ComparisonTaskRow } from '../../tables/comparison.ts'
import { afterLeaving, recordDeath } from '../people.ts'
import { openTheirs, type ComparisonDeps } from './deps.ts'
import { KIND_OF, oursWith, ourValue, type OurPerson } from './judge.ts'

export interface Standing {
  readonly task: ComparisonTaskRow
  readonly record: ComparisonRecordRow
  readonly comparison: ComparisonRow
}

/** The task, locked, with what it is about. @throws comparison.not-found */
export async function standing({ deps, tx, actor }: Doing, id: string): Promise<Standing> {
  const { county } = deps
  const task = await tx.maybe<ComparisonTaskRow>(
    sql`select * from comparison_task where county = ${county} and id = ${id} for update`,
  )
  if (task === undefined || !seesPlace(actor, task.area_path))
    throw comparisonProblem('comparison.not-found', { field: 'id' })
  const record = await tx.one<ComparisonRecordRow>(
    sql`select * from comparison_record where county = ${county} and id = ${task.record_id}`,
  )
  const comparison = await tx.one<ComparisonRow>(
    sql`select * from comparison where county = ${county} and id = ${task.comparison_id}`,
  )
  return { task, record, comparison }
}

export const factsOf = (
  task: Pick<ComparisonTaskRow, 'field' | 'verdict' | 'state'>,
  record: Pick<ComparisonRecordRow, 'their_state' | 'matched' | 'person_id'>,
) => ({
  field: task.field,
  verdict: task.verdict,
  state: task.state,
  theirState: record.their_state,
  matched: record.matched,
  ours: record.person_id !== null,
})

/**
 * Settles a task, once. What changes a person goes through the same rules as at the counter, with 比对 or 入户 as its source, and
 * stands in the history. Two who settle one task: the second is told.
 * @throws comparison.not-found, not-possible, reason-needed, day-needed, value-needed, not-done-yet; registry.not-your-area,
 *   changed-meanwhile, and what the facts refuse
 */
export const settleTask = (
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  body: TaskActBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> => {
  // What the other side says is 比对; what somebody went and checked is 入户.
  const source = body.act === 'take-theirs' ? ('comparison' as const) : ('visit' as const)
  return once(
    deps,
    actor,
    { act: `comparison-${body.act}`, kind: 'comparison-task', id, details: { reason: body.reason } },
    { ...body, source },
    async (doing) => {
      const { tx, at } = doing
      const { task, record, comparison } = await standing(doing, id)
      // The office that compares says what lies outside of its area; everything else is for who keeps the ground.
      if (body.act !== 'not-here' || !beginsComparison(actor, task.area_path))
        must(mayKeepPlace(actor, task.area_path))
      checkVersion(task, body.version)
      const theirs = task.field === '' ? null : (openTheirs(deps, record)[task.field] ?? null)
      const acts = actsFor({ ...factsOf(task, record), theirs })
      if (!acts.includes(body.act)) throw comparisonProblem('comparison.not-possible', { field: 'act' })
      checkText(body.reason, 'reason')
      if (NEEDS_REASON.has(body.act) && body.reason.length < 4)
        throw comparisonProblem('comparison.reason-needed', { field: 'reason' })
      await carryOut(doing, { task, record, comparison }, body, theirs)
      await tx.run(sql`update comparison_task set state = ${STATE_AFTER[body.act]}, reason = ${body.reason === '' ? null : body.reason},
          by_id = ${actor.accountId}, by_name = ${actor.name}, done_at = ${at}, version = version + 1
        where county = ${deps.county} and id = ${id}`)
      return { id, version: task.version + 1, warnings: [] }
    },
  )
}

/** The person, locked, on the actor's ground and as they were seen. */
async function personOf(
  doing: Doing,
  record: ComparisonRecordRow,
  version: number | undefined,
): Promise<PersonRow> {
  const { deps, tx, actor } = doing
  const { id } = await tx.one<{ id: string }>(
    sql`select ${standsFor(deps.county, record.person_id ?? '')} as id`,
  )
  const row = await lockPerson(doing, id)
  must(mayKeepPerson(actor, whereabouts(row)))
  checkVersion(row, version ?? 0, 'personVersion')
  return row
}

async function carryOut(doing: Doing, of: Standing, body: TaskActBody, theirs: string | null): Promise<void> {
  switch (body.act) {
    case 'keep-ours':
    case 'unverified':
    case 'same-person':
    case 'not-same':
    case 'not-here':
      return
    case 'done-elsewhere':
      return checkDone(doing, of)
    case 'moved-out':
    case 'deceased': {
      if (body.on === undefined) throw comparisonProblem('comparison.day-needed', { field: 'on' })
      const row = await personOf(doing, of.record, body.personVersion)
      const left =
        body.act === 'deceased'
          ? await recordDeath(doing, row, body.on)
          : await settleOut(doing, row, await kindsOf(doing, row), body.on, 'moved-out')
      await afterLeaving(doing, row.id, left, body.on)
      return
    }
    case 'take-theirs':
    case 'change': {
      const { field } = of.task
      if (field === '' || field === 'address')
        throw comparisonProblem('comparison.not-possible', { field: 'act' })
      const value = body.act === 'change' ? body.value : (theirs ?? undefined)
      if (value === undefined || value === '')
        throw comparisonProblem('comparison.value-needed', { field: 'value' })
      const row = await personOf(doing, of.record, body.personVersion)
      const reason = body.act === 'change' ? body.reason : `${of.comparison.register_name}比对`
      const { changed } = await changePerson(doing, row, changesOf(doing, field, value, reason))
      if (!changed) throw registryProblem('registry.nothing-to-change', { field: 'value' })
      await settleCare(doing, await homesOf(doing, row.id))
    }
  }
}

const kindsOf = async ({ deps, tx }: Doing, { id }: PersonRow): Promise<('registered' | 'residing')[]> =>
  (
    await tx.rows<{ kind: 'registered' | 'residing' }>(
      sql`select kind from residence where county = ${deps.county} and person_id = ${id} and to_on is null`,
    )
  ).map((r) => r.kind)
const homesOf = async ({ deps, tx }: Doing, id: string): Promise<string[]> =>
  (
    await tx.rows<{ home_id: string }>(
      sql`select home_id from residence where county = ${deps.county} and person_id = ${id} and to_on is null and kind = 'residing'`,
    )
  ).map((r) => r.home_id)

/** A value as the other side or a hand wrote it, as a change of that fact. */
function changesOf(
  { today }: Doing,
  field: Exclude<ComparedField, 'address'>,
  value: string,
  reason: string,
): PersonChanges {
  const bad = () => registryProblem('registry.bad-text', { field: 'value' })
  switch (field) {
    case 'sex': {
      const read = sexOf(value)
      const sex = read.ok ? read.value : value
      if (sex !== 'male' && sex !== 'female') throw bad()
      return { sex }
    }
    case 'birthDate': {
      const read = readTheirLine(['x', value], { name: 0, birthDate: 1 }, [], today)
      if (read === null || !('line' in read) || read.line.born === null)
        throw registryProblem('registry.day-malformed', { field: 'value' })
      return { birthDate: read.line.born }
    }
    case 'idNumber': {
      const kind = idKindFor('', value)
      return { idNumber: value, idKind: kind.ok ? kind.value : 'resident-id', idReason: reason }
    }
    case 'name':
    case 'phone':
      return { [field]: value }
  }
}

/**
 * What was to be done on another page has been done: the field agrees now, the person is registered, or moved as the other side says.
 * @throws comparison.not-done-yet
 */
async function checkDone(doing: Doing, { task, record, comparison }: Standing): Promise<void> {
  const { deps, tx, today } = doing
  const theirs = openTheirs(deps, record)
  const number = theirs.idNumber ?? null
  const kind = number === null ? null : idKindFor('', number)
  const read =
    number === null
      ? null
      : readTheirLine(['x', number, '2000-01-01'], { name: 0, idNumber: 1, birthDate: 2 }, [], today)
  const plain = read !== null && 'line' in read ? read.line.number : null
  const indexes = plain !== null && kind?.ok === true ? deps.fields.blindAll(idKindOf(kind.value), plain) : []
  const person = await tx.maybe<OurPerson>(
    record.person_id !== null
      ? sql`${oursWith(comparison.stay)} where p.county = ${deps.county} and p.id = ${standsFor(deps.county, record.person_id)}`
      : sql`${oursWith(comparison.stay)} where p.county = ${deps.county} and p.id in (
            select id from person where county = ${deps.county} and merged_into is null and id_index is not null
              and id_index = any(${[...indexes]}::bytea[])
            union select id from person where county = ${deps.county} and merged_into is null and birth_date = ${plainDate(theirs.birthDate ?? '')}::date
              and name = ${theirs.name ?? ''}) order by p.id limit 1`,
  )
  const inArea =
    person !== undefined &&
    person.status === 'here' &&
    [person.home_path, person.area_path, person.registered_path].some(
      (p) => p?.startsWith(comparison.area_path) === true,
    )
  const agrees =
    task.field === ''
      ? inArea
      : person !== undefined &&
        compareField(
          KIND_OF[task.field],
          ourValue(deps, person, task.field),
          theirs[task.field] ?? null,
          today,
        ) === 'same'
  if (!agrees) throw comparisonProblem('comparison.not-done-yet', { field: 'act' })
}
