import type { Actor } from '@lifang/platform/access.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { mayMerge, mergesPerson, seesPerson } from '../access.ts'
import { preferredStay, survivorOf } from '../rules/merge.ts'
import { maskName } from '../rules/mask.ts'
import { toRun } from '../commands/duplicates.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { comparedFields, openPerson } from '../repo/merged-facts.ts'
import { whereabouts } from '../repo/people.ts'
import {
  duplicateProblem,
  type duplicateRoutes,
  type MergeItem,
  type PairItem,
  type PairView,
  type RunView,
} from '../schema/duplicates.ts'
import { SEARCH_POSTS } from '../schema/duplicate-lists.ts'
import { RESIDENCE_KINDS, type PersonState } from '../schema/lists.ts'
import type { PersonItem, PersonView } from '../schema/views.ts'
import type { DuplicatePairRow, DuplicateRunRow, PersonMergeRow, PersonRow } from '../tables.ts'
import { listedPeople, showPerson, toPerson, type ListedRow } from './people.ts'
import { groundOf, inside, readCursor, today, uuidOf, writeCursor } from './scope.ts'

type Listing = RouteInput<typeof duplicateRoutes.duplicates>['query']

/** On an alias of `person`: where they live, or where their 户籍 is. */
const aIn = (paths: readonly string[]): Sql =>
  sql`(${inside(sql`a.area_path`, paths)} or ${inside(sql`a.registered_path`, paths)})`
const bIn = (paths: readonly string[]): Sql =>
  sql`(${inside(sql`b.area_path`, paths)} or ${inside(sql`b.registered_path`, paths)})`

const decidedOf = (d: DuplicatePairRow): PairItem['decided'] =>
  d.decided_at === null ? null : { by: d.decided_name ?? '', at: d.decided_at.toISOString(), note: d.note }

/** People of a list by id, masked. */
async function peopleOf(
  deps: RegistryDeps,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonItem>> {
  const all = [...new Set(ids)]
  const rows = await deps.db.rows<ListedRow>(
    listedPeople(sql`p.county = ${deps.county} and p.id = any(${all}::uuid[])`, sql``, all.length + 1),
  )
  return new Map(rows.map((r) => [r.id, toPerson(deps, r, today(deps))]))
}

/** Pairs of which the reader sees both; with an area those of which one is there. */
export async function listPairs(
  deps: RegistryDeps,
  actor: Actor,
  query: Listing,
): Promise<{
  items: PairItem[]
  counts: { open: number; undone: number; 'not-same': number }
  nextCursor: string | null
}> {
  const { county, db } = deps
  const ground = groundOf(deps, actor, undefined)
  const from = sql`from duplicate_pair d
    join person a on a.county = d.county and a.id = d.a_id and a.merged_into is null
    join person b on b.county = d.county and b.id = d.b_id and b.merged_into is null`
  const where: Sql[] = [sql`d.county = ${county}`, aIn(ground), bIn(ground)]
  if (query.area !== undefined) {
    const area = groundOf(deps, actor, query.area)
    where.push(sql`(${aIn(area)} or ${bIn(area)})`)
  }
  if (query.reason !== undefined) where.push(sql`${query.reason} = any(d.reasons)`)
  const mine = [...where, sql`d.state = ${query.state}`]
  if (query.cursor !== undefined) {
    const [score, id] = readCursor(query.cursor, 2)
    const points = /^\d{1,3}$/.test(score ?? '') ? Number(score) : -1
    mine.push(sql`(d.score < ${points}::integer or (d.score = ${points}::integer and d.id > ${uuidOf(id)}))`)
  }
  const [rows, counted] = await Promise.all([
    db.rows<DuplicatePairRow>(
      sql`select d.* ${from} where ${join(mine, ' and ')} order by d.score desc, d.id limit ${query.limit + 1}`,
    ),
    db.rows<{ state: 'open' | 'undone' | 'not-same'; n: number }>(
      sql`select d.state, count(*)::integer as n ${from} where ${join(where, ' and ')} and d.state in ('open', 'undone', 'not-same') group by 1`,
    ),
  ])
  const page = rows.slice(0, query.limit)
  const people = await peopleOf(
    deps,
    page.flatMap((d) => [d.a_id, d.b_id]),
  )
  const counts = { open: 0, undone: 0, 'not-same': 0 }
  for (const { state, n } of counted) counts[state] = n
  const last = page.at(-1)
  return {
    items: page.flatMap((d) => {
      const [a, b] = [people.get(d.a_id), people.get(d.b_id)]
      if (a === undefined || b === undefined) return []
      const { id, state, score, verdict, reasons } = d
      return [{ id, state, score, verdict, reasons, a, b, decided: decidedOf(d) }]
    }),
    counts,
    nextCursor:
      rows.length > query.limit && last !== undefined ? writeCursor(String(last.score), last.id) : null,
  }
}

/**
 * Both people of a pair, field by field. What is sealed is compared here and shown nowhere.
 * @throws duplicates.no-pair, also for a pair of which one is on ground of others; merged-already
 */
export async function showPair(deps: RegistryDeps, actor: Actor, id: string): Promise<PairView> {
  const { county, db } = deps
  const pair = await db.maybe<DuplicatePairRow>(
    sql`select * from duplicate_pair where county = ${county} and id = ${id}`,
  )
  if (pair === undefined) throw duplicateProblem('duplicates.no-pair', { field: 'id' })
  const rows = await db.rows<PersonRow>(
    sql`select * from person where county = ${county} and id = any(${[pair.a_id, pair.b_id]}::uuid[]) order by id`,
  )
  const [one, other] = rows
  if (one === undefined || other === undefined || !rows.every((r) => seesPerson(actor, whereabouts(r))))
    throw duplicateProblem('duplicates.no-pair', { field: 'id' })
  if (rows.some((r) => r.merged_into !== null))
    throw duplicateProblem('duplicates.merged-already', { field: 'id' })
  const people = [await showPerson(deps, actor, one.id), await showPerson(deps, actor, other.id)] as const
  const fields = comparedFields(openPerson(deps, one), openPerson(deps, other))
  const sideId = (kept: 'mine' | 'other'): string => (kept === 'mine' ? one.id : other.id)
  const { state, score, verdict, reasons } = pair
  return {
    id,
    state,
    score,
    verdict,
    reasons,
    people: [people[0], people[1]],
    fields: fields.map((f) => ({ field: f.field, likened: f.likened, proposed: sideId(f.proposed) })),
    stays: contested(people[0], people[1]),
    survivor: survivorOf(standing(people[0]), standing(people[1])),
    decided: decidedOf(pair),
    may: { judge: mayMerge(actor, whereabouts(one), whereabouts(other)).ok },
  }
}

const standing = (p: PersonView) => ({
  id: p.id,
  status: p.status,
  hasNumber: p.idNumber !== null,
  facts: Object.keys(p.facts).length,
})

function contested(one: PersonView, other: PersonView): PairView['stays'] {
  return RESIDENCE_KINDS.flatMap((kind) => {
    const openOf = (p: PersonView) => p.stays.find((s) => s.kind === kind && s.to === null)
    const [a, b] = [openOf(one), openOf(other)]
    if (a === undefined || b === undefined || a.household === b.household) return []
    return [{ kind, proposed: preferredStay(a, b) === 'mine' ? one.id : other.id }]
  })
}

type MergeRow = PersonMergeRow &
  Pick<PersonRow, 'area_path' | 'registered_path'> & {
    readonly loser_name: string
    readonly loser_path: string
    readonly loser_registered: string | null
    readonly stands: PersonState | 'merged'
  }

/** Merges of people the reader sees, the newest first. A survivor that was merged on itself is shown by what it became. */
export async function listMerges(
  deps: RegistryDeps,
  actor: Actor,
  query: RouteInput<typeof duplicateRoutes.merges>['query'],
): Promise<{ items: MergeItem[]; nextCursor: string | null }> {
  const { county, db } = deps
  const ground = groundOf(deps, actor, undefined)
  const where: Sql[] = [sql`m.county = ${county}`, aIn(ground), bIn(ground)]
  if (query.cursor !== undefined) {
    const [id] = readCursor(query.cursor, 1)
    where.push(
      sql`(m.at, m.id) < (select c.at, c.id from person_merge c where c.county = ${county} and c.id = ${uuidOf(id)})`,
    )
  }
  const rows =
    await db.rows<MergeRow>(sql`select m.*, a.area_path, a.registered_path, a.status as stands, b.name as loser_name,
      b.area_path as loser_path, b.registered_path as loser_registered
    from person_merge m join person a on a.county = m.county and a.id = m.survivor_id join person b on b.county = m.county and b.id = m.loser_id
    where ${join(where, ' and ')} order by m.at desc, m.id desc limit ${query.limit + 1}`)
  const page = rows.slice(0, query.limit)
  const people = await standingFor(
    deps,
    page.map((m) => m.survivor_id),
  )
  const last = page.at(-1)
  return {
    items: page.flatMap((m) => {
      const survivor = people.get(m.survivor_id)
      if (survivor === undefined) return []
      const allowed =
        mergesPerson(actor, whereabouts(m)) &&
        mergesPerson(actor, { areaPath: m.loser_path, registeredPath: m.loser_registered })
      return [
        {
          id: m.id,
          at: m.at.toISOString(),
          by: m.by_name,
          reason: m.reason,
          survivor,
          loser: maskName(m.loser_name),
          undone:
            m.undone_at === null
              ? null
              : { by: m.undone_name ?? '', at: m.undone_at.toISOString(), reason: m.undone_reason ?? '' },
          may: { undo: m.undone_at === null && m.stands !== 'merged' && allowed },
        },
      ]
    }),
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(last.id) : null,
  }
}

/** Each row's person of today, followed through merges. */
async function standingFor(
  deps: RegistryDeps,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonItem>> {
  const rows = await deps.db.rows<{ asked: string; id: string }>(sql`with recursive f as (
      select id as asked, id, merged_into from person where county = ${deps.county} and id = any(${[...ids]}::uuid[])
      union all select f.asked, p.id, p.merged_into from f join person p on p.county = ${deps.county} and p.id = f.merged_into)
    select asked, id from f where merged_into is null`)
  const people = await peopleOf(
    deps,
    rows.map((r) => r.id),
  )
  return new Map(
    rows.flatMap((r) => {
      const person = people.get(r.id)
      return person === undefined ? [] : [[r.asked, person] as const]
    }),
  )
}

/** The last search, and whether the reader may ask for one. */
export async function lastRun(
  deps: RegistryDeps,
  actor: Actor,
): Promise<{ run: RunView | null; may: { start: boolean } }> {
  const row = await deps.db.maybe<DuplicateRunRow>(
    sql`select * from duplicate_run where county = ${deps.county} order by asked_at desc limit 1`,
  )
  const posts: readonly string[] = SEARCH_POSTS
  return {
    run: row === undefined ? null : toRun(row),
    may: { start: actor.holdings.some((h) => posts.includes(h.post)) },
  }
}
