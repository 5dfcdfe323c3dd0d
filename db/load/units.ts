import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { contactPlace, nameColumns, phoneColumns } from '@lifang/domains/registry/public.ts'
import { maskName } from '@lifang/domains/registry/rules/mask.ts'
import { readPhone } from '@lifang/domains/registry/rules/phone.ts'
import {
  ENTERPRISE_HAZARDS,
  type EnterpriseState,
  type SmallPlace,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { dice, type Dice } from '../demo/random.ts'
import { demoRegistry } from '../demo/registry.ts'
import { DISTRICT_REGISTRY, layLots, STREET_REGISTRY, type RegistrySize } from '../demo/registry/lots.ts'
import type { DemoEnterprise, DemoFacility, DemoPlace } from '../demo/registry/plan.ts'
import { town } from '../demo/town.ts'
import type { Town } from '../demo/town/plan.ts'
import type { RegistryOptions } from './registry.ts'
import { withoutIndexes } from './indexes.ts'
import { copyRows } from './rows.ts'

export interface LoadedUnits {
  readonly enterprises: number
  readonly facilities: number
  readonly places: number
}

/** Enterprises, facilities and places of the demo street, once its buildings are there. */
export const loadStreetUnits = (admin: Db, options: RegistryOptions): Promise<LoadedUnits> =>
  loadUnits(admin, town(), STREET_REGISTRY, options)

/**
 * Those of the whole district, with the seed's 23,420 enterprises.
 * @param plan the drawn district, which the load of its buildings has at hand
 */
export const loadDistrictUnits = (admin: Db, options: RegistryOptions, plan: Town): Promise<LoadedUnits> =>
  loadUnits(admin, plan, DISTRICT_REGISTRY, options)

interface Ground {
  readonly area_id: string
  readonly area_path: string
  readonly border_id: string | null
}
interface Standing extends Ground {
  readonly id: string
  readonly address: string
  readonly lon: number
  readonly lat: number
}
interface Loading {
  readonly options: RegistryOptions
  readonly chance: Dice
  readonly today: string
  readonly at: Date
}

/** Each register by COPY, its indexes built afterwards. A database that has one already is left as it is. */
export async function loadUnits(
  admin: Db,
  plan: Town,
  size: RegistrySize,
  options: RegistryOptions,
): Promise<LoadedUnits> {
  const today = dateOf(officeDay(options.now))
  const made = demoRegistry(plan, { size, today })
  const loading: Loading = {
    options,
    today,
    chance: dice(plan.seed).fork('units'),
    at: new Date(options.now),
  }
  return admin.transaction(async (tx) => {
    if ((await tx.maybe(sql`select 1 from facility limit 1`)) !== undefined)
      return { enterprises: 0, facilities: 0, places: 0 }
    const grids = await gridsOf(tx)
    const buildings = await buildingsOf(tx, plan, size)
    const units = await departmentsOf(tx)
    const loaded = await withoutIndexes(tx, ['enterprise', 'facility', 'place'], async () => ({
      enterprises: await copyRows(
        tx,
        'enterprise',
        mapped(made.enterprises(), (e) => enterpriseRow(loading, e, buildings)),
      ),
      facilities: await copyRows(
        tx,
        'facility',
        mapped(made.facilities(), (f, i) => facilityRow(loading, f, i, grids, units)),
      ),
      places: await copyRows(
        tx,
        'place',
        mapped(made.places(), (p) => placeRow(loading, p, grids)),
      ),
    }))
    await tx.run(sql`analyze enterprise, facility, place`)
    return loaded
  })
}

function* mapped<T, U>(from: Iterable<T>, make: (one: T, index: number) => U): Generator<U> {
  let index = 0
  for (const one of from) yield make(one, index++)
}

async function gridsOf(tx: Tx): Promise<ReadonlyMap<string, Ground>> {
  const rows = await tx.rows<Ground & { code: string }>(
    sql`select a.code, a.id as area_id, a.path as area_path,
      (select b.id from area_border b where b.area_id = a.id order by b.valid_from desc limit 1) as border_id from area a`,
  )
  return new Map(rows.map(({ code, ...ground }) => [code, ground]))
}
const departmentsOf = async (tx: Tx): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await tx.rows<{ key: string; id: string }>(sql`select key, id from department`)).map((d) => [
      d.key,
      d.id,
    ]),
  )

/** Buildings by the generator's key: where they stand tells which is which. */
async function buildingsOf(tx: Tx, plan: Town, size: RegistrySize): Promise<ReadonlyMap<string, Standing>> {
  const rows = await tx.rows<Standing>(
    sql`select id, area_id, area_path, border_id, address, lon, lat from building`,
  )
  const at = new Map(rows.map((b) => [`${b.lon},${b.lat}`, b]))
  const lots = layLots(plan, size, plan.seed).flatMap((grid) => grid.lots)
  return new Map(
    lots.flatMap((lot) => {
      const found = at.get(`${lot.at[0]},${lot.at[1]}`)
      return found === undefined ? [] : [[lot.key, found] as const]
    }),
  )
}

function contactOf(
  { options: { fields } }: Loading,
  kind: 'enterprise' | 'place',
  id: string,
  contact: string,
  phone: string,
) {
  const read = readPhone(phone)
  if (!read.ok) throw new Error(`${phone} is no phone`)
  return {
    contact: fields.seal(contact, contactPlace(kind, 'contact', id)),
    contact_masked: maskName(contact),
    ...phoneColumns(fields, contactPlace(kind, 'phone', id), read.value),
  }
}
/** Facts of some fields, learnt on one day of the last year. */
function factsOf({ chance, today }: Loading, source: 'visit' | 'certificate', fields: readonly string[]) {
  const on = new Date(Date.parse(`${today}T00:00:00Z`) - chance.int(3, 360) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const fact = { source, on, by: '演示数据', confidence: source === 'visit' ? 'probable' : 'certain' }
  return Object.fromEntries(fields.map((field) => [field, fact]))
}

/** Which of the nine a trade is, by the words of its name. */
const SMALL: readonly (readonly [RegExp, SmallPlace])[] = [
  [/餐馆|早餐店/, 'restaurant'],
  [/便利店|蔬果店|服装店|五金店|药店/, 'shop'],
  [/理发店/, 'beauty-bath'],
  [/旅馆/, 'hotel'],
  [/棋牌室/, 'entertainment'],
  [/维修部|机械制造/, 'workshop'],
  [/教育咨询|幼儿园/, 'school'],
  [/卫生|诊所/, 'clinic'],
]

function enterpriseRow(
  loading: Loading,
  e: DemoEnterprise,
  buildings: ReadonlyMap<string, Standing>,
): Record<string, unknown> {
  const { chance, options, at } = loading
  const id = newId()
  const standing = buildings.get(e.building)
  if (standing === undefined) throw new Error(`no building ${e.building} for ${e.key}`)
  const small = SMALL.find(([words]) => words.test(e.name))?.[1] ?? null
  // Offices and schools do not come and go.
  const lasting = e.kind === 'institution' || e.kind === 'social-organisation'
  const drawn = chance.weighted<EnterpriseState>([
    ['operating', 92],
    ['closed', 4],
    ['moved', 2],
    ['cancelled', 2],
  ])
  const state = lasting ? 'operating' : drawn
  const hazards =
    small !== null && chance.chance(0.12)
      ? [...new Set([chance.pick(ENTERPRISE_HAZARDS), chance.pick(ENTERPRISE_HAZARDS)])].toSorted()
      : []
  const { id: building_id, address, ...ground } = standing
  return {
    county: options.county,
    id,
    ...ground,
    ...nameColumns(e.name),
    kind: e.kind,
    uscc: e.code,
    industry: e.trade,
    legal_person: e.legalPerson,
    state,
    small_place: small,
    hazards,
    building_id,
    address,
    ...contactOf(loading, 'enterprise', id, e.legalPerson, e.phone),
    facts: {
      ...factsOf(loading, 'certificate', ['name', 'uscc', 'kind', 'legalPerson']),
      ...factsOf(loading, 'visit', ['state', 'hazards', 'smallPlace', 'place', 'contact', 'phone']),
    },
    updated_at: at,
  }
}

function facilityRow(
  loading: Loading,
  f: DemoFacility,
  index: number,
  grids: ReadonlyMap<string, Ground>,
  units: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const { options, at } = loading
  const ground = grids.get(f.grid)
  if (ground === undefined) throw new Error(`no grid ${f.grid}`)
  return {
    county: options.county,
    id: newId(),
    ...ground,
    ...nameColumns(`${f.road}${f.name}`),
    class_standard: f.standard,
    class_code: f.code,
    class_name: f.name,
    identity_code: `${String(options.county)}${f.code}${String(index + 1).padStart(6, '0')}`,
    owner: f.department === null ? '' : '云溪区城市管理局',
    keeper_id: f.department === null ? null : (units.get(f.department) ?? null),
    state: f.state,
    address: f.road,
    lon: f.at[0],
    lat: f.at[1],
    facts: factsOf(loading, 'visit', ['class', 'state', 'place', 'keeper', 'identityCode']),
    updated_at: at,
  }
}

function placeRow(
  loading: Loading,
  p: DemoPlace,
  grids: ReadonlyMap<string, Ground>,
): Record<string, unknown> {
  const id = newId()
  const ground = grids.get(p.grid)
  if (ground === undefined) throw new Error(`no grid ${p.grid}`)
  return {
    county: loading.options.county,
    id,
    ...ground,
    ...nameColumns(p.name),
    kind: p.kind,
    state: p.state,
    responsible: p.responsible,
    address: '',
    lon: p.at[0],
    lat: p.at[1],
    ...contactOf(loading, 'place', id, p.contact, p.phone),
    facts: factsOf(loading, 'visit', ['name', 'placeKind', 'state', 'place', 'contact', 'phone']),
    updated_at: loading.at,
  }
}

/**
 * What the demo's cases are about: a broken facility of the class the case names, nearest within 300 m; the nearest trade for
 * smoke and stalls, the nearest site for what sites do, the nearest building for what neighbours do.
 */
export async function linkCases(admin: Db, county: number): Promise<void> {
  const metres = sql`(((t.lon - i.lon) * cos(radians(i.lat))) ^ 2 + (t.lat - i.lat) ^ 2)`
  // Degrees of latitude, squared.
  const within = (m: number): number => (m / 111_320) ** 2
  const insert = sql`insert into incident_subject (county, id, incident_id, kind, subject_id, added_by, added_name, added_at)
    select i.county, gen_random_uuid(), i.id`
  const who = sql`i.reported_by, coalesce((select a.name from account a where a.id = i.reported_by), '演示数据'), i.reported_at`
  await admin.transaction(async (tx) => {
    await tx.run(sql`${insert}, 'facility', n.id, ${who} from incident i cross join lateral (select t.id from facility t where t.county = i.county
        and t.class_code = i.class_code and ${metres} < ${within(300)} order by ${metres} limit 1) n
      where i.county = ${county} and not i.confidential and i.class_standard = 'GB/T 47678.5-2026'`)
    await tx.run(sql`${insert}, 'enterprise', n.id, ${who} from incident i cross join lateral (select t.id from enterprise t where t.county = i.county
        and t.state = 'operating' and ${metres} < ${within(200)} order by ${metres} limit 1) n
      where i.county = ${county} and not i.confidential and i.class_code in ('06027', '09005', '09006', '09015', '06030', '07005', '07006', '09020')`)
    await tx.run(sql`${insert}, 'place', n.id, ${who} from incident i cross join lateral (select t.id from place t where t.county = i.county
        and t.kind in ('construction-site', 'market') and ${metres} < ${within(600)} order by ${metres} limit 1) n
      where i.county = ${county} and not i.confidential and (i.class_code like '08%' or i.class_code in ('09020', '06010'))`)
    await tx.run(sql`${insert}, 'building', n.id, ${who} from incident i cross join lateral (select t.id from building t where t.county = i.county
        and ${metres} < ${within(60)} order by ${metres} limit 1) n
      where i.county = ${county} and not i.confidential
        and (i.class_code like 'L%' or i.class_code in ('06001', '06007', '06028', '09012'))`)
  })
}
