/** Enterprises, facilities and places as rows: what is common to the three. */
import type { FieldPlace, FieldProvider } from '@lifang/platform/crypto.ts'
import type { Files } from '@lifang/platform/files.ts'
import { sql, Sql } from '@lifang/platform/sql.ts'
import { seesThing } from '../access.ts'
import { maskName, maskPhone } from '../rules/mask.ts'
import { bigramsOf, initialsOfPlace } from '../rules/names.ts'
import { phoneForms, readPhone } from '../rules/phone.ts'
import { registryProblem } from '../schema/problems.ts'
import type { ContactField, ThingKind } from '../schema/unit-lists.ts'
import type { FactsColumn } from '../tables.ts'
import type { EnterpriseRow, FacilityRow, PlaceRow } from '../tables/units.ts'
import { factsAfter, keepChanges, type FieldChange } from './changes.ts'
import type { Doing } from './command.ts'
import type { RegistryDeps } from './deps.ts'
import { checkText } from './person.ts'

/** What the routes of enterprises, facilities and places are given beside the registry's own. */
export interface UnitDeps extends RegistryDeps {
  /** Component classes of the catalogues, which belong to incidents. */
  readonly components: () => Promise<readonly Component[]>
  readonly files: Files
}
export interface Component {
  readonly standard: string
  readonly code: string
  readonly name: string
  readonly major: string
  readonly evidence: string
}

export interface ThingRows {
  readonly enterprise: EnterpriseRow
  readonly facility: FacilityRow
  readonly place: PlaceRow
}
const SELECT = {
  enterprise: sql`select * from enterprise`,
  facility: sql`select * from facility`,
  place: sql`select * from place`,
} as const satisfies Record<ThingKind, Sql>
export const selectThing = (kind: ThingKind): Sql => SELECT[kind]

/** The row, locked until the command ends. @throws registry.not-found, also for one on other people's ground */
export async function lockThing<K extends ThingKind>(
  doing: Doing,
  kind: K,
  id: string,
): Promise<ThingRows[K]> {
  const { deps, tx, actor } = doing
  const row = await tx.maybe<ThingRows[K]>(
    sql`${SELECT[kind]} where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined || !seesThing(actor, row.area_path))
    throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

/** Gathers what changed, and what was said again and is known anew though nothing changed. */
export class Telling {
  readonly changes: FieldChange[] = []
  readonly said: FieldChange[] = []
  tell(
    field: string,
    old: string | null,
    now: string | null,
    more: Pick<FieldChange, 'confidence' | 'note'> & { readonly sensitive?: boolean } = {},
  ): void {
    const blank = (text: string | null): string | null => (text === '' ? null : text)
    const change = { field, old: blank(old), new: blank(now), sensitive: false, ...more }
    if (change.old === null && change.new === null) return
    this.said.push(change)
    if (change.old !== change.new) this.changes.push(change)
  }
}

/** A name that can stand in a list. @throws registry.thing-name-empty, bad-text */
export function checkName(given: string): string {
  const name = given.replaceAll(/\s+/g, ' ')
  if (name === '') throw registryProblem('registry.thing-name-empty', { field: 'name' })
  checkText(name, 'name')
  if (!/[\p{L}\p{N}]/u.test(name)) throw registryProblem('registry.bad-text', { field: 'name' })
  return name
}

/** Initials and their beginnings from two letters on: 云溪百佳便利店 is found by yx, yxbj and yxbjbl. */
export function thingInitials(name: string): string[] {
  const all = initialsOfPlace(name)
  return Array.from({ length: Math.max(0, Math.min(all.length, 8) - 1) }, (_, i) => all.slice(0, i + 2))
}
export const nameColumns = (name: string) => ({
  name,
  bigrams: [...bigramsOf(name)],
  initials: thingInitials(name),
})

/** Where a sealed contact stands. */
export const contactPlace = (kind: 'enterprise' | 'place', column: ContactField, id: string): FieldPlace => ({
  table: kind,
  column,
  row: id,
})

/** Not the kind of people's phones: whose number stands in both is told to nobody who has the table alone. */
const PHONE_KIND = 'registry-contact-phone'
const NO_PHONE = { phone: null, phone_masked: null, phone_keys: [], phone_tail: null }

/** The columns of a phone in one spelling: sealed, masked, and what it is found by. */
export function phoneColumns(
  fields: FieldProvider,
  at: FieldPlace,
  value: string,
): Pick<EnterpriseRow, 'phone' | 'phone_masked' | 'phone_keys' | 'phone_tail'> {
  const read = readPhone(value)
  return {
    phone: fields.seal(value, at),
    phone_masked: maskPhone(value),
    phone_keys: phoneForms(value).map((form) => fields.blind(PHONE_KIND, form)),
    phone_tail: read.ok && /^\d{4}$/.test(read.tail) ? read.tail : null,
  }
}
/** Enterprises or places with this phone, as a filter. */
export const hasPhone = (fields: FieldProvider, value: string): Sql =>
  sql`t.phone_keys && ${[...fields.blindAll(PHONE_KIND, value)]}::bytea[]`

export type ContactColumns = Pick<
  EnterpriseRow,
  'contact' | 'contact_masked' | 'phone' | 'phone_masked' | 'phone_keys' | 'phone_tail'
>
export const NO_CONTACT: ContactColumns = {
  contact: null,
  contact_masked: null,
  ...NO_PHONE,
}

/** @throws registry.bad-text, phone-malformed */
export function settleContact(
  deps: RegistryDeps,
  at: { readonly kind: 'enterprise' | 'place'; readonly id: string; readonly telling: Telling },
  before: ContactColumns,
  given: { readonly contact?: string | null | undefined; readonly phone?: string | null | undefined },
): ContactColumns {
  const place = (column: ContactField) => contactPlace(at.kind, column, at.id)
  const open = (column: ContactField): string | null =>
    before[column] === null ? null : deps.fields.open(before[column], place(column))
  // Of a whole row only the contact: the rest is settled elsewhere.
  const { contact, contact_masked, phone, phone_masked, phone_keys, phone_tail } = before
  let now: ContactColumns = { contact, contact_masked, phone, phone_masked, phone_keys, phone_tail }
  if (given.contact !== undefined) {
    const said = given.contact === null || given.contact === '' ? null : checkText(given.contact, 'contact')
    at.telling.tell('contact', open('contact'), said, { sensitive: true })
    now = {
      ...now,
      contact: said === null ? null : deps.fields.seal(said, place('contact')),
      contact_masked: said === null ? null : maskName(said),
    }
  }
  if (given.phone !== undefined) {
    const said = given.phone === null || given.phone === '' ? null : plainPhone(given.phone)
    at.telling.tell('phone', open('phone'), said, { sensitive: true })
    now = {
      ...now,
      ...(said === null ? NO_PHONE : phoneColumns(deps.fields, place('phone'), said)),
    }
  }
  return now
}

function plainPhone(given: string): string {
  const read = readPhone(given)
  if (read.ok) return read.value
  throw registryProblem('registry.phone-malformed', {
    field: 'phone',
    why: read.fault.code,
    ...read.fault.details,
  })
}

const columns = (names: string): Sql => new Sql([names], [])
const ANY = 'area_id, area_path, border_id, name, bigrams, initials, state, address, lon, lat, facts'
const CONTACT = 'contact, contact_masked, phone, phone_masked, phone_keys, phone_tail'
const COLUMNS = {
  enterprise: columns(
    `${ANY}, ${CONTACT}, kind, uscc, industry, legal_person, small_place, hazards, building_id, home_id`,
  ),
  facility: columns(
    `${ANY}, class_standard, class_code, class_name, identity_code, owner, keeper_id, keeper`,
  ),
  place: columns(`${ANY}, ${CONTACT}, kind, responsible, outline`),
} as const satisfies Record<ThingKind, Sql>

type Kept<K extends ThingKind> = Omit<ThingRows[K], 'county' | 'id' | 'version' | 'updated_at' | 'facts'>

/** Bytes travel in JSON as the text PostgreSQL reads. */
const toRow = (row: object): string =>
  JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value
      ? `\\x${Buffer.from(value.data as number[]).toString('hex')}`
      : value,
  )

/** Writes the row as it is from now on, with its facts and its history. @param before null: a new one */
export async function keepThing<K extends ThingKind>(
  doing: Doing,
  kind: K,
  id: string,
  now: Kept<K>,
  telling: Telling,
  before: { readonly facts: FactsColumn; readonly version: number } | null,
): Promise<number> {
  const { deps, tx, at } = doing
  const facts = factsAfter(before?.facts ?? {}, doing, telling.said)
  const json = toRow({ ...now, facts })
  const names: Sql = COLUMNS[kind]
  if (before === null) await tx.run(insertOf(kind, names, json, deps.county, id, at))
  else await tx.run(updateOf(kind, names, json, deps.county, id, at))
  await keepChanges(doing, kind, id, telling.changes)
  return before === null ? 1 : before.version + 1
}

function insertOf(kind: ThingKind, names: Sql, json: string, county: number, id: string, at: Date): Sql {
  const head = sql`(county, id, updated_at, ${names}) select ${county}, ${id}, ${at}, ${names}`
  switch (kind) {
    case 'enterprise':
      return sql`insert into enterprise ${head} from jsonb_populate_record(null::enterprise, ${json}::jsonb)`
    case 'facility':
      return sql`insert into facility ${head} from jsonb_populate_record(null::facility, ${json}::jsonb)`
    case 'place':
      return sql`insert into place ${head} from jsonb_populate_record(null::place, ${json}::jsonb)`
  }
}
function updateOf(kind: ThingKind, names: Sql, json: string, county: number, id: string, at: Date): Sql {
  const where = sql`where county = ${county} and id = ${id}`
  const next = sql`version = version + 1, updated_at = ${at}`
  switch (kind) {
    case 'enterprise':
      return sql`update enterprise set ${next}, (${names}) = (select ${names} from jsonb_populate_record(null::enterprise, ${json}::jsonb)) ${where}`
    case 'facility':
      return sql`update facility set ${next}, (${names}) = (select ${names} from jsonb_populate_record(null::facility, ${json}::jsonb)) ${where}`
    case 'place':
      return sql`update place set ${next}, (${names}) = (select ${names} from jsonb_populate_record(null::place, ${json}::jsonb)) ${where}`
  }
}

/** Enterprises of a building stand where it stands, and their line begins with its line. */
export async function followEnterprises(doing: Doing, building: string, oldLine: string): Promise<void> {
  const { deps, tx } = doing
  await tx.run(sql`update enterprise e set area_id = b.area_id, area_path = b.area_path, border_id = b.border_id, lon = b.lon, lat = b.lat,
      address = case when ${oldLine} <> '' and starts_with(e.address, ${oldLine}) then b.address || substr(e.address, length(${oldLine}) + 1) else e.address end,
      version = e.version + 1
    from building b where b.county = e.county and b.id = e.building_id and e.county = ${deps.county} and e.building_id = ${building}
      and ((e.area_path, e.lon, e.lat) is distinct from (b.area_path, b.lon, b.lat) or b.address <> ${oldLine})`)
}
