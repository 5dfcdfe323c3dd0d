import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { must } from '@lifang/platform/problem.ts'
import { registryProblem } from '../schema/problems.ts'
import type {
  BirthBody,
  DeathBody,
  MoveInBody,
  MoveOutBody,
  PersonEdit,
  RegisterBody,
  Stay,
} from '../schema/bodies.ts'
import { PersonGiven } from '../schema/bodies.ts'
import type { Done } from '../schema/views.ts'
import { keepsPerson, mayKeepPerson, mayKeepPlace } from '../access.ts'
import { plainCode } from '../rules/finding.ts'
import { oddities, settleHouseholds } from '../repo/cascade.ts'
import { keepChanges } from '../repo/changes.ts'
import { checkDay, checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { lockHome } from '../repo/homes.ts'
import { addPerson, changePerson, lockPerson, settleCare, settlePlaces, whereabouts } from '../repo/people.ts'
import { idKindOf } from '../repo/person.ts'
import { settleIn, settleOut, type Left } from '../repo/stays.ts'
import type { HomeRow, HouseholdRow, PersonRow } from '../tables.ts'
import { keepApart } from './duplicates.ts'

type Answer = { readonly made: boolean; readonly answer: Done }

/** The answer of a command about a person, read after everything is settled. */
async function donePerson(doing: Doing, id: string, warnings: readonly string[]): Promise<Done> {
  const { deps, tx } = doing
  const { version } = await tx.one<{ version: number }>(
    sql`select version from person where county = ${deps.county} and id = ${id}`,
  )
  return { id, version, warnings: [...new Set(warnings)] }
}

/** A new person with residences at a locked home. @returns warnings */
export async function enrol(
  doing: Doing,
  id: string,
  given: PersonGiven,
  home: HomeRow,
  stays: readonly Stay[],
  from: string,
): Promise<readonly string[]> {
  const warnings = await addPerson(doing, id, given, home)
  const row = await lockPerson(doing, id, true)
  await settleIn(doing, row, home, stays, from)
  await settlePlaces(doing, [id], false)
  await keepApart(doing, id, given.notSame ?? [], null)
  return warnings
}

/**
 * Registers a person with a home. The household is joined, or founded when it does not stand yet.
 * @throws registry.not-found (home), not-your-area, id-number-taken {person, version, place, mine}, and what the facts refuse
 */
export const register = (deps: RegistryDeps, actor: Actor, body: RegisterBody): Promise<Answer> =>
  once(deps, actor, { act: 'register', kind: 'person', id: body.id }, body, async (doing) => {
    const home = await lockHome(doing, body.home, 'home')
    must(mayKeepPlace(actor, home.area_path))
    const warnings = await enrol(doing, body.id, body.person, home, body.stays, body.from)
    await settleCare(doing, [home.id])
    const odd = await oddities(
      doing,
      body.stays.map((s) => s.household),
    )
    return donePerson(doing, body.id, [...warnings, ...odd])
  })

export const editPerson = (deps: RegistryDeps, actor: Actor, id: string, body: PersonEdit): Promise<Answer> =>
  once(deps, actor, { act: 'edit-person', kind: 'person', id }, body, async (doing) => {
    const row = await lockPerson(doing, id)
    must(mayKeepPerson(actor, whereabouts(row)))
    checkVersion(row, body.version)
    const { warnings, changed } = await changePerson(doing, row, body.changes)
    if (!changed) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
    await settleCare(doing, await homesOf(doing, id))
    return donePerson(doing, id, warnings)
  })

const homesOf = async ({ deps, tx }: Doing, id: string): Promise<string[]> =>
  (
    await tx.rows<{ home_id: string }>(
      sql`select home_id from residence where county = ${deps.county} and person_id = ${id} and to_on is null and kind = 'residing'`,
    )
  ).map((r) => r.home_id)

/**
 * Locks somebody who is to move to ground of mine: one of my own, or anybody whose number I hold in hand.
 * @throws registry.not-found, so that nobody learns of a person by guessing an id
 */
export async function lockMover(
  doing: Doing,
  id: string,
  version: number,
  paper: string | undefined,
): Promise<PersonRow> {
  const row = await lockPerson(doing, id, true)
  const { id_index, id_kind } = row
  const proved =
    paper !== undefined &&
    id_index !== null &&
    doing.deps.fields.blindAll(idKindOf(id_kind), plainCode(paper)).some((index) => index.equals(id_index))
  if (!keepsPerson(doing.actor, whereabouts(row)) && !proved)
    throw registryProblem('registry.not-found', { field: 'person' })
  if (row.status === 'dead') throw registryProblem('registry.person-dead', { field: 'person' })
  checkVersion(row, version)
  return row
}

export const moveIn = (deps: RegistryDeps, actor: Actor, id: string, body: MoveInBody): Promise<Answer> =>
  once(deps, actor, { act: 'move-in', kind: 'person', id }, body, async (doing) => {
    const home = await lockHome(doing, body.home, 'home')
    must(mayKeepPlace(actor, home.area_path))
    const row = await lockMover(doing, id, body.version, body.idNumber)
    const left = await settleIn(doing, row, home, body.stays, body.from)
    await settlePlaces(doing, [id])
    await settleCare(doing, [home.id, ...left.homes])
    const warnings = await settleHouseholds(doing, left, body.from)
    const odd = await oddities(
      doing,
      body.stays.map((s) => s.household),
    )
    return donePerson(doing, id, [...warnings, ...odd])
  })

export const moveOut = (deps: RegistryDeps, actor: Actor, id: string, body: MoveOutBody): Promise<Answer> =>
  once(deps, actor, { act: 'move-out', kind: 'person', id }, body, async (doing) => {
    const row = await lockPerson(doing, id)
    must(mayKeepPerson(actor, whereabouts(row)))
    checkVersion(row, body.version)
    const left = await settleOut(doing, row, body.kinds, body.on, 'moved-out')
    return donePerson(doing, id, await afterLeaving(doing, id, left, body.on))
  })

/** @returns warnings */
export async function afterLeaving(
  doing: Doing,
  id: string,
  left: Left,
  on: string,
): Promise<readonly string[]> {
  await settlePlaces(doing, [id])
  await settleCare(doing, [...left.homes])
  return settleHouseholds(doing, left, on)
}

/** Records a death on a locked person; everything of theirs ends that day. */
export async function recordDeath(doing: Doing, row: PersonRow, on: string): Promise<Left> {
  const { deps, tx, today } = doing
  checkDay(on, today, 'on')
  if (row.status === 'dead') throw registryProblem('registry.person-dead', { field: 'person' })
  if (row.birth_date !== null && on < row.birth_date)
    throw registryProblem('registry.day-before-birth', { field: 'on' })
  const left = await settleOut(doing, row, ['registered', 'residing'], on, 'died')
  await tx.run(sql`update person set died_on = ${on}::date where county = ${deps.county} and id = ${row.id}`)
  await keepChanges(doing, 'person', row.id, [{ field: 'diedOn', old: null, new: on, sensitive: false }])
  return left
}

export const death = (deps: RegistryDeps, actor: Actor, id: string, body: DeathBody): Promise<Answer> =>
  once(deps, actor, { act: 'death', kind: 'person', id }, body, async (doing) => {
    const row = await lockPerson(doing, id)
    must(mayKeepPerson(actor, whereabouts(row)))
    checkVersion(row, body.version)
    const left = await recordDeath(doing, row, body.on)
    return donePerson(doing, id, await afterLeaving(doing, id, left, body.on))
  })

/** A child has no number yet; it comes later, as a fact with the certificate as its source. */
export const birth = (
  deps: RegistryDeps,
  actor: Actor,
  householdId: string,
  body: BirthBody,
): Promise<Answer> =>
  once(deps, actor, { act: 'birth', kind: 'household', id: householdId }, body, async (doing) => {
    const household = await doing.tx.maybe<HouseholdRow>(
      sql`select * from household where county = ${deps.county} and id = ${householdId} and ended_on is null`,
    )
    if (household === undefined) throw registryProblem('registry.not-found', { field: 'id' })
    const home = await lockHome(doing, household.home_id)
    must(mayKeepPlace(actor, home.area_path))
    checkDay(body.bornOn, doing.today, 'bornOn')
    const { name, sex, bornOn: birthDate, notSame } = body
    const child = PersonGiven.parse({ name, sex, birthDate, notSame })
    const stay = { kind: household.kind, household: household.id, relation: body.relation }
    const warnings = await enrol(doing, body.id, child, home, [stay], body.bornOn)
    return donePerson(doing, body.id, [...warnings, ...(await oddities(doing, [household.id]))])
  })
