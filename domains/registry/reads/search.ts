import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { registryPaths } from '../access.ts'
import { bigramsOf, plainText } from '../rules/names.ts'
import { plainCode } from '../rules/finding.ts'
import { latinParts } from '../rules/foreign.ts'
import { wholePhone } from '../rules/phone.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { idKindOf, PHONE_KIND } from '../repo/person.ts'
import { registryProblem } from '../schema/problems.ts'
import { ID_KINDS } from '../schema/lists.ts'
import type { Found } from '../schema/views.ts'
import type { HomeRow } from '../tables.ts'
import { findRecords } from './custom.ts'
import { listedPeople, toPerson, type ListedRow } from './people.ts'
import { gridName, inside, today } from './scope.ts'
import { searchThings } from './things.ts'

/** Shown of each kind. */
const PAGE = 20

/** What somebody typed into the box. */
type Asked =
  | { readonly as: 'number'; readonly number: string }
  /** Digits alone may be the number of a paper as well. */
  | { readonly as: 'phone'; readonly phone: string; readonly number: string }
  | { readonly as: 'tail'; readonly tail: string }
  /** Parts of a name in Latin letters stand in either order; null: it is none. */
  | { readonly as: 'letters'; readonly letters: string; readonly latin: readonly string[] | null }
  | { readonly as: 'words'; readonly words: string; readonly latin: readonly string[] | null }

/** @throws registry.search-too-short */
export function asked(q: string): Asked {
  const code = plainCode(q)
  if (/^(\d{15}|\d{17}[\dX])$/.test(code)) return { as: 'number', number: code }
  const phone = wholePhone(q)
  if (phone !== null) return { as: 'phone', phone, number: code }
  if (/^\d{4}$/.test(code)) return { as: 'tail', tail: code }
  // A passport or another paper: letters and digits with no word of an address in it.
  if (/^(?=.*\d)[A-Z0-9()]{7,30}$/.test(code)) return { as: 'number', number: code }
  const latin = latinParts(q)
  if (/^[A-Z]{2,6}$/.test(code)) return { as: 'letters', letters: code.toLowerCase(), latin }
  const words = plainText(q)
  if ([...words].length < 2) throw registryProblem('registry.search-too-short', { field: 'q' })
  return { as: 'words', words, latin }
}

/** True for what must not stand in an address line: proxies and histories keep those. */
export const isWholeNumber = (q: string): boolean => ['number', 'phone'].includes(asked(q).as)

/**
 * The one box. One statement a kind, each inside the reader's ground; people masked.
 * @throws registry.search-too-short
 */
export async function search(deps: RegistryDeps, actor: Actor, q: string): Promise<Found> {
  const what = asked(q)
  const paths = registryPaths(actor)
  const [people, homes, buildings, records, things] = await Promise.all([
    findPeople(deps, paths, what),
    what.as === 'words' ? findHomes(deps, paths, what.words) : [],
    what.as === 'words' ? findBuildings(deps, paths, what.words) : [],
    what.as === 'words' ? findRecords(deps, actor, what.words, PAGE + 1) : [],
    searchThings(deps, actor, q),
  ])
  const day = today(deps)
  const cut = <T>(rows: readonly T[]): readonly T[] => rows.slice(0, PAGE)
  return {
    people: cut(people).map((p) => toPerson(deps, p, day)),
    homes: cut(homes).map(({ id, address, kind, area_path }) => ({
      id,
      address,
      kind,
      grid: gridName(deps, area_path),
    })),
    buildings: cut(buildings).map(({ id, address, area_path }) => ({
      id,
      address,
      grid: gridName(deps, area_path),
    })),
    records: [...cut(records)],
    ...things,
    more: {
      people: people.length > PAGE,
      homes: homes.length > PAGE,
      buildings: buildings.length > PAGE,
      records: records.length > PAGE,
      ...things.more,
    },
  }
}

/**
 * The reader's ground as a filter that no index of places serves: what was typed is rare and decides, a place is not. Left to
 * itself the planner, who does not know the words of a prepared statement, walks everybody of a street (measured at 660,000 people:
 * 212 ms against 8).
 */
const within = (column: Sql, paths: readonly string[]): Sql => inside(sql`(${column} || '')`, paths)

function findPeople(deps: RegistryDeps, paths: readonly string[], what: Asked): Promise<ListedRow[]> {
  const where = sql`p.county = ${deps.county} and ${peopleCondition(deps, what)} and (${within(sql`p.area_path`, paths)} or ${within(sql`p.registered_path`, paths)})`
  return deps.db.rows<ListedRow>(listedPeople(where, sql``, PAGE + 1))
}

/** Pairs alone do not know their order: from three characters on the text is compared too. */
const holdsText = (column: Sql, words: string): Sql =>
  [...words].length === 2 ? sql`true` : sql`${column} like ${`%${words.replaceAll(/[%_\\]/g, '\\$&')}%`}`

/** Said in full: the index holds those with a number who were not merged, and a prepared statement proves neither by itself. */
const ofNumber = (deps: RegistryDeps, number: string): Sql =>
  sql`(p.merged_into is null and p.id_index is not null and p.id_index = any(${ID_KINDS.flatMap((kind) => deps.fields.blindAll(idKindOf(kind), number))}::bytea[]))`

/**
 * Every part somewhere in the name in Latin letters: the pairs are looked up in the one index of names, then the text is read. Who has
 * a name in Latin letters only has it as the name.
 */
const holdsLatin = (parts: readonly string[]): Sql =>
  sql`(p.bigrams @> ${[...new Set(parts.filter((p) => p.length > 1).flatMap((p) => bigramsOf(p)))]}::text[]
    and ${join(
      parts.map((part) => sql`coalesce(p.latin, lower(p.name)) like ${`%${part}%`}`),
      ' and ',
    )})`

function peopleCondition(deps: RegistryDeps, what: Asked): Sql {
  switch (what.as) {
    case 'number':
      return ofNumber(deps, what.number)
    case 'phone':
      return sql`(p.phone_index is not null and p.phone_index = any(${[...deps.fields.blindAll(PHONE_KIND, what.phone)]}::bytea[]) or ${ofNumber(deps, what.number)})`
    case 'tail':
      return sql`p.phone_tail = ${what.tail}`
    case 'letters':
      return sql`(p.initials @> ${[what.letters]}::text[] or ${holdsLatin(what.latin ?? [what.letters])})`
    case 'words':
      return what.latin === null
        ? sql`p.bigrams @> ${[...bigramsOf(what.words)]}::text[] and ${holdsText(sql`p.name`, what.words)}`
        : holdsLatin(what.latin)
  }
}

type Place = Pick<HomeRow, 'id' | 'address' | 'area_path'>
const findHomes = (
  deps: RegistryDeps,
  paths: readonly string[],
  words: string,
): Promise<(Place & Pick<HomeRow, 'kind'>)[]> =>
  deps.db.rows(sql`select h.id, h.address, h.area_path, h.kind from home h where h.county = ${deps.county}
    and h.bigrams @> ${[...bigramsOf(words)]}::text[] and ${within(sql`h.area_path`, paths)} limit ${PAGE + 1}`)

/** A building by its line or by another name of it. */
const findBuildings = (deps: RegistryDeps, paths: readonly string[], words: string): Promise<Place[]> =>
  deps.db.rows<Place>(sql`(select b.id, b.address, b.area_path from building b where b.county = ${deps.county}
      and b.bigrams @> ${[...bigramsOf(words)]}::text[] and ${within(sql`b.area_path`, paths)} limit ${PAGE + 1})
    union (select b.id, b.address, b.area_path from address_alias a join building b on b.county = a.county and b.id = a.building_id
      where a.county = ${deps.county} and a.bigrams @> ${[...bigramsOf(words)]}::text[] and ${within(sql`b.area_path`, paths)} limit ${PAGE + 1})
    limit ${PAGE + 1}`)
