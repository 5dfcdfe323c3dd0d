import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import type { FilterRoom } from '../schema/custom-lists.ts'
import { customProblem } from '../schema/custom-problems.ts'
import { MOST_FILTERS, type FilterBody, type FilterName, type FilterView } from '../schema/filters.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type { SavedFilterRow } from '../tables/custom.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>

export const myFilters = async ({ county, db }: RegistryDeps, actor: Actor): Promise<FilterView[]> =>
  (
    await db.rows<SavedFilterRow>(
      sql`select * from saved_filter where county = ${county} and account_id = ${actor.accountId} order by room, name`,
    )
  ).map(({ id, room, name, search, version }) => ({ id, room, name, search, version }))

/** @throws custom.filter-too-many, custom.filter-name-taken */
export const saveFilter = (deps: RegistryDeps, actor: Actor, body: FilterBody): Answer =>
  once(deps, actor, { act: 'save-filter', kind: 'filter', id: body.id }, body, async ({ tx, at }) => {
    const name = checkText(body.name, 'name')
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::integer as n from saved_filter where county = ${deps.county} and account_id = ${actor.accountId}`,
    )
    if (n >= MOST_FILTERS) throw customProblem('custom.filter-too-many', { field: 'name', max: MOST_FILTERS })
    await checkFree(tx, deps.county, actor, body.room, name, body.id)
    await tx.run(sql`insert into saved_filter (county, id, account_id, room, name, search, at)
      values (${deps.county}, ${body.id}, ${actor.accountId}, ${body.room}, ${name}, ${JSON.stringify(body.search)}::jsonb, ${at})`)
    return { id: body.id, version: 1, warnings: [] }
  })

async function checkFree(
  tx: Tx,
  county: number,
  actor: Actor,
  room: FilterRoom,
  name: string,
  self: string,
): Promise<void> {
  const there = await tx.maybe<{ id: string }>(
    sql`select id from saved_filter where county = ${county} and account_id = ${actor.accountId} and room = ${room} and name = ${name}
      and id <> ${self}`,
  )
  if (there !== undefined) throw customProblem('custom.filter-name-taken', { field: 'name' })
}

/** One's own, locked. Somebody else's is as unknown as one that does not exist. @throws registry.not-found */
async function mine({ deps, tx, actor }: Doing, id: string): Promise<SavedFilterRow> {
  const row = await tx.maybe<SavedFilterRow>(
    sql`select * from saved_filter where county = ${deps.county} and id = ${id} and account_id = ${actor.accountId} for update`,
  )
  if (row === undefined) throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

export const renameFilter = (deps: RegistryDeps, actor: Actor, id: string, body: FilterName): Answer =>
  once(deps, actor, { act: 'rename-filter', kind: 'filter', id }, body, async (doing) => {
    const row = await mine(doing, id)
    checkVersion(row, body.version)
    const name = checkText(body.name, 'name')
    await checkFree(doing.tx, deps.county, actor, row.room, name, id)
    await doing.tx.run(sql`update saved_filter set name = ${name}, version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return { id, version: row.version + 1, warnings: [] }
  })

export const deleteFilter = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: { readonly id: string },
): Answer =>
  once(deps, actor, { act: 'delete-filter', kind: 'filter', id }, body, async (doing) => {
    const row = await mine(doing, id)
    await doing.tx.run(sql`delete from saved_filter where county = ${deps.county} and id = ${id}`)
    return { id, version: row.version, warnings: [] }
  })
