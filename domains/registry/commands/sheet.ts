import type { Actor } from '@lifang/platform/access.ts'
import { must, Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayKeepPerson, mayKeepPlace } from '../access.ts'
import { oddities, settleHouseholds } from '../repo/cascade.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { changeHome, lockHome } from '../repo/homes.ts'
import { changePerson, lockPerson, settleCare, settlePlaces, whereabouts } from '../repo/people.ts'
import { Left, relate, settleIn, settleOut } from '../repo/stays.ts'
import { registryProblem } from '../schema/problems.ts'
import type { JoinEntry, SheetBody, SheetEntry } from '../schema/bodies.ts'
import type { Done } from '../schema/views.ts'
import type { HomeRow } from '../tables.ts'
import { enrol, lockMover, recordDeath } from './people.ts'

/** What one line of the sheet did. */
interface Line {
  readonly left: Left
  readonly warnings: readonly string[]
  /** Day the cascade of it counts from. */
  readonly on: string
  /** Somebody who was known before. */
  readonly moved: string | null
}

/**
 * The household sheet: a home and everybody in it in one sitting. All of it is kept or none: a line that is refused names itself
 * (`entry`, from 0) and the whole sheet comes back.
 */
export const saveSheet = (
  deps: RegistryDeps,
  actor: Actor,
  homeId: string,
  body: SheetBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(deps, actor, { act: 'sheet', kind: 'home', id: homeId }, body, async (doing) => {
    const home = await lockHome(doing, homeId)
    must(mayKeepPlace(actor, home.area_path))
    checkVersion(home, body.version)
    const people = body.entries.map((e) => (e.do === 'add' ? e.id : e.person))
    const twice = people.findIndex((p, i) => people.indexOf(p) !== i)
    if (twice >= 0) throw registryProblem('registry.person-twice', { field: 'person', entry: twice })
    const left = new Left()
    const warnings: string[] = []
    let last = body.verifiedOn
    for (const [i, entry] of body.entries.entries()) {
      const line = await atLine(i, () => carryOut(doing, home, entry))
      left.add(line.left)
      warnings.push(...line.warnings)
      if (line.moved !== null) await settlePlaces(doing, [line.moved])
      last = line.on
    }
    await changeHome(doing, home, body.home ?? {}, body.entries.length > 0)
    await settleCare(doing, [home.id, ...left.homes])
    warnings.push(...(await settleHouseholds(doing, left, last)))
    warnings.push(...(await oddities(doing, await standingAt(doing, home.id))))
    const { version } = await doing.tx.one<{ version: number }>(
      sql`select version from home where county = ${deps.county} and id = ${home.id}`,
    )
    return { id: home.id, version, warnings: [...new Set(warnings)] }
  })

const standingAt = async ({ deps, tx }: Doing, home: string): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      sql`select id from household where county = ${deps.county} and home_id = ${home} and ended_on is null`,
    )
  ).map((h) => h.id)

/** A refusal says on which line it happened. */
async function atLine<T>(entry: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw new Problem(error.code, error.status, { ...error.details, entry })
    throw error
  }
}

/** Somebody comes to a locked home. */
async function join(doing: Doing, home: HomeRow, entry: JoinEntry): Promise<Line> {
  const { verifiedOn } = doing
  switch (entry.do) {
    case 'add': {
      const warnings = await enrol(doing, entry.id, entry.person, home, entry.stays, entry.from ?? verifiedOn)
      return { left: new Left(), warnings, on: verifiedOn, moved: null }
    }
    case 'move-in': {
      const row = await lockMover(doing, entry.person, entry.version, entry.idNumber)
      const left = await settleIn(doing, row, home, entry.stays, entry.from ?? verifiedOn)
      return { left, warnings: [], on: verifiedOn, moved: row.id }
    }
  }
}

/** The same by itself, with everything that follows. @returns who came, and warnings */
export async function joinHome(
  doing: Doing,
  home: HomeRow,
  entry: JoinEntry,
): Promise<{ readonly person: string; readonly warnings: readonly string[] }> {
  const line = await join(doing, home, entry)
  if (line.moved !== null) await settlePlaces(doing, [line.moved])
  await settleCare(doing, [home.id, ...line.left.homes])
  const warnings = [...line.warnings, ...(await settleHouseholds(doing, line.left, line.on))]
  warnings.push(...(await oddities(doing, await standingAt(doing, home.id))))
  return { person: entry.do === 'add' ? entry.id : entry.person, warnings: [...new Set(warnings)] }
}

async function carryOut(doing: Doing, home: HomeRow, entry: SheetEntry): Promise<Line> {
  const { actor, verifiedOn } = doing
  switch (entry.do) {
    case 'add':
    case 'move-in':
      return join(doing, home, entry)
    case 'edit': {
      const row = await lockPerson(doing, entry.person)
      must(mayKeepPerson(actor, whereabouts(row)))
      checkVersion(row, entry.version)
      const { warnings, changed } = await changePerson(doing, row, entry.changes ?? {})
      let related = false
      for (const stay of entry.relations ?? [])
        related = (await relate(doing, row.id, home.id, stay)) || related
      return { left: new Left(), warnings, on: verifiedOn, moved: related && !changed ? row.id : null }
    }
    case 'leave': {
      const row = await lockPerson(doing, entry.person)
      must(mayKeepPerson(actor, whereabouts(row)))
      checkVersion(row, entry.version)
      const left =
        entry.how === 'died'
          ? await recordDeath(doing, row, entry.on)
          : await settleOut(doing, row, entry.kinds, entry.on, 'moved-out')
      return { left, warnings: [], on: entry.on, moved: row.id }
    }
  }
}
