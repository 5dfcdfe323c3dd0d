import type { Actor } from '@lifang/platform/access.ts'
import { constraintOf, sqlState } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { mayMerge } from '../access.ts'
import { keepChanges } from '../repo/changes.ts'
import { once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { carryOn, changedSince, firstChange, restore } from '../repo/images.ts'
import { decide, inOrder, likelyOf } from '../repo/pairs.ts'
import { settleCare, whereabouts } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { duplicateProblem, type UndoBody } from '../schema/duplicates.ts'
import type { Done } from '../schema/views.ts'
import type { PersonMergeRow, PersonRow } from '../tables.ts'

/**
 * Takes a merge back: both rows and everything that was moved or settled stand as before, to the byte. What was shown of the
 * survivor meanwhile, and what was decided anew of pairs, stays as it is.
 * @throws duplicates.no-merge, undone-already, merged-on, number-given-since, and …-changed-since with what was changed
 */
export const undoMerge = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: UndoBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(
    deps,
    actor,
    { act: 'undo-merge', kind: 'merge', id, details: { reason: body.reason } },
    { ...body, source: 'comparison' as const },
    async (doing) => {
      const { tx } = doing
      const { county } = deps
      checkText(body.reason, 'reason')
      const merge = await tx.maybe<PersonMergeRow>(
        sql`select * from person_merge where county = ${county} and id = ${id} for update`,
      )
      if (merge === undefined) throw duplicateProblem('duplicates.no-merge', { field: 'id' })
      const [survivor, loser] = await lockBoth(doing, merge)
      const allowed = mayMerge(actor, whereabouts(survivor), whereabouts(loser))
      if (!allowed.ok && allowed.problem.status === 404)
        throw duplicateProblem('duplicates.no-merge', { field: 'id' })
      must(allowed)
      if (merge.undone_at !== null) throw duplicateProblem('duplicates.undone-already', { field: 'id' })
      if (survivor.merged_into !== null)
        throw duplicateProblem('duplicates.merged-on', {
          field: 'id',
          ...(await laterOf(doing, survivor.id)),
        })
      const changed = await changedSince(doing, id)
      for (const kind of ['person', 'residence', 'household', 'label'] as const)
        if (changed.some((c) => c.kind === kind)) {
          const rows = changed.filter((c) => c.kind === kind).map((c) => c.row_id)
          const first = await firstChange(doing, id, kind, rows)
          if (first === undefined) throw duplicateProblem('duplicates.changed-somehow', { field: 'id' })
          const { what, by, at } = first
          throw duplicateProblem(`duplicates.${kind}-changed-since`, {
            field: 'id',
            what,
            by,
            on: dateOf(officeDay(at.getTime())),
          })
        }
      const homes = await homesOf(doing, survivor.id)
      await giveBack(
        doing,
        merge,
        changed.filter((c) => c.kind === 'pair').map((c) => c.row_id),
      )
      await settleCare(doing, homes)
      const codeAt = (path: string): string | null => deps.directory.areaByPath(path)?.code ?? null
      for (const moved of await carryOn(doing, id))
        if (moved.from !== moved.to)
          await keepChanges(doing, 'person', moved.id, [
            { field: 'grid', old: codeAt(moved.from), new: codeAt(moved.to), sensitive: false },
          ])
      await tx.run(sql`update person_merge set undone_by = ${actor.accountId}, undone_name = ${actor.name}, undone_at = ${doing.at},
        undone_reason = ${body.reason} where county = ${county} and id = ${id}`)
      const [a, b] = await likelyOf(deps, tx, [survivor.id, loser.id])
      if (a !== undefined && b !== undefined)
        await decide(doing, a, b, { state: 'undone', note: body.reason })
      for (const person of [survivor.id, loser.id])
        await keepChanges(doing, 'person', person, [
          { field: 'merge-undone', old: null, new: null, sensitive: false, note: body.reason },
        ])
      const { version } = await tx.one<{ version: number }>(
        sql`select version from person where county = ${county} and id = ${survivor.id}`,
      )
      return { id: survivor.id, version, warnings: [] }
    },
  )

/** Who merged the survivor on, and when. */
async function laterOf({ deps, tx }: Doing, person: string): Promise<{ by: string; on: string } | undefined> {
  const later = await tx.maybe<Pick<PersonMergeRow, 'by_name' | 'at'>>(
    sql`select by_name, at from person_merge where county = ${deps.county} and loser_id = ${person} and undone_at is null order by at desc limit 1`,
  )
  return later === undefined ? undefined : { by: later.by_name, on: dateOf(officeDay(later.at.getTime())) }
}

async function lockBoth(
  { deps, tx }: Doing,
  { survivor_id, loser_id }: PersonMergeRow,
): Promise<readonly [PersonRow, PersonRow]> {
  const lock = (id: string): Promise<PersonRow> =>
    tx.one<PersonRow>(sql`select * from person where county = ${deps.county} and id = ${id} for update`)
  const [first, second] = inOrder(survivor_id, loser_id)
  const a = await lock(first)
  const b = await lock(second)
  return survivor_id === first ? [a, b] : [b, a]
}

const homesOf = async ({ deps, tx }: Doing, person: string): Promise<string[]> =>
  (
    await tx.rows<{ home_id: string }>(
      sql`select distinct home_id from residence where county = ${deps.county} and person_id = ${person}`,
    )
  ).map((r) => r.home_id)

/** The number that comes back to life may be somebody else's by now. */
async function giveBack(doing: Doing, merge: PersonMergeRow, decidedAnew: readonly string[]): Promise<void> {
  try {
    await restore(doing, merge.id, merge.survivor_id, decidedAnew)
  } catch (error) {
    if (sqlState(error) === '23505' && constraintOf(error) === 'person_id_index')
      throw duplicateProblem('duplicates.number-given-since', { field: 'id' })
    throw error
  }
}
