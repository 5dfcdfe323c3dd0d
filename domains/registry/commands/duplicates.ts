import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { mayMerge, mergesPerson } from '../access.ts'
import { once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { lockPerson, whereabouts } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { decide, inOrder, likelyOf } from '../repo/pairs.ts'
import { duplicateProblem, type NotSameBody, type RunView } from '../schema/duplicates.ts'
import type { Done } from '../schema/views.ts'
import type { DuplicateRunRow, PersonRow } from '../tables.ts'

/**
 * Two people are two people. Remembered for good; a search does not ask again.
 * @throws registry.not-found, not-your-area, duplicates.same-person-twice, person-merged
 */
export const notSame = (
  deps: RegistryDeps,
  actor: Actor,
  body: NotSameBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(
    deps,
    actor,
    { act: 'not-same', kind: 'person', id: body.people[0], details: { other: body.people[1] } },
    body,
    async (doing) => {
      const [one, other] = body.people
      if (one === other) throw duplicateProblem('duplicates.same-person-twice', { field: 'people' })
      checkText(body.reason, 'reason')
      const [first, second] = inOrder(one, other)
      const rows = [await lockPerson(doing, first), await lockPerson(doing, second)] as const
      must(mayMerge(actor, whereabouts(rows[0]), whereabouts(rows[1])))
      await keepApart(doing, one, [other], body.reason)
      return { id: one, version: rows[one === first ? 0 : 1].version, warnings: [] }
    },
  )

/** Remembers that somebody is none of these. Ids of nobody, of rows merged away and of ground of others are passed over. */
export async function keepApart(
  doing: Doing,
  one: string,
  others: readonly string[],
  note: string | null,
): Promise<void> {
  if (others.length === 0) return
  const { deps, tx, actor } = doing
  const seen = await tx.rows<Pick<PersonRow, 'id' | 'area_path' | 'registered_path'>>(
    sql`select id, area_path, registered_path from person where county = ${deps.county} and id = any(${[...others]}::uuid[])
      and merged_into is null`,
  )
  const mine = seen.filter((p) => mergesPerson(actor, whereabouts(p))).map((p) => p.id)
  const [me, ...rest] = await likelyOf(deps, tx, [one, ...mine])
  if (me === undefined) return
  for (const other of rest) if (other.id !== one) await decide(doing, me, other, { state: 'not-same', note })
}

/** Asks for a search across the county. The one that waits or runs already is the answer when there is one. */
export async function askForSearch(
  deps: RegistryDeps,
  actor: Pick<Actor, 'accountId' | 'name'>,
  id: string,
): Promise<RunView> {
  const { county, db } = deps
  const at = new Date(deps.clock.now())
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('registry.duplicates', 21))`)
    const known = await tx.maybe<DuplicateRunRow>(
      sql`select * from duplicate_run where county = ${county} and (id = ${id} or state in ('waiting', 'running')) order by (id = ${id}) desc limit 1`,
    )
    if (known !== undefined) {
      if (known.id === id && known.by_id !== actor.accountId)
        throw platformProblem('platform.command-reused', { field: 'id' })
      return toRun(known)
    }
    const row =
      await tx.one<DuplicateRunRow>(sql`insert into duplicate_run (county, id, state, by_id, by_name, asked_at)
      values (${county}, ${id}, 'waiting', ${actor.accountId}, ${actor.name}, ${at}) returning *`)
    await audit(tx, {
      county,
      actor: { accountId: actor.accountId, name: actor.name },
      act: 'registry.find-duplicates',
      subjectKind: 'duplicate-run',
      subjectId: id,
      ground: null,
    })
    return toRun(row)
  })
}

export const toRun = (r: DuplicateRunRow): RunView => ({
  id: r.id,
  state: r.state,
  by: r.by_name,
  askedAt: r.asked_at.toISOString(),
  finishedAt: r.finished_at?.toISOString() ?? null,
  done: r.done,
  total: r.total,
  pairs: r.pairs,
  skipped: r.skipped,
})
