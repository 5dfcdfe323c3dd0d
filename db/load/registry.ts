import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import {
  BulkRows,
  foreignColumns,
  gramsOf,
  idKindOf,
  initialKeys,
  personPlace,
  PHONE_KIND,
} from '@lifang/domains/registry/public.ts'
import { FOREIGN_FIELDS, HAZARDS, type BUILDING_USES } from '@lifang/domains/registry/schema/lists.ts'
import { maskIdNumber, maskPhone } from '@lifang/domains/registry/rules/mask.ts'
import { bigramsOf } from '@lifang/domains/registry/rules/names.ts'
import { readPhone } from '@lifang/domains/registry/rules/phone.ts'
import { buildingLine, homeLine } from '@lifang/domains/registry/rules/line.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { demoRegistry } from '../demo/registry.ts'
import { DISTRICT_REGISTRY, STREET_REGISTRY } from '../demo/registry/lots.ts'
import type { DemoBuilding, DemoDuplicate, DemoHome, DemoPerson } from '../demo/registry/plan.ts'
import { district, town } from '../demo/town.ts'
import type { Town } from '../demo/town/plan.ts'
import { BULK_TABLES, withoutIndexes } from './indexes.ts'

export interface RegistryOptions {
  readonly county: number
  readonly fields: FieldProvider
  /** Instant of loading, epoch ms. */
  readonly now: number
}
export interface LoadedRegistry {
  readonly buildings: number
  readonly homes: number
  readonly people: number
}

interface Grid {
  readonly id: string
  readonly path: string
  readonly border: string | null
}

/** The demo street as of the day it is loaded: about 8,000 people, a few of them written down twice. */
export const loadStreetRegistry = (admin: Db, options: RegistryOptions): Promise<LoadedRegistry> => {
  const made = demoRegistry(town(), { size: STREET_REGISTRY, today: dateOf(officeDay(options.now)) })
  return loadRegistry(admin, made.buildings(), options, made.duplicates())
}

/** The demo district: the seed’s figures, 656,877 people in 306,245 homes; the drawing of its blocks alone takes seconds. */
export const loadDistrictRegistry = (
  admin: Db,
  options: RegistryOptions,
  plan: Town = district({ buildings: true }),
): Promise<LoadedRegistry> =>
  loadRegistry(
    admin,
    demoRegistry(plan, {
      size: DISTRICT_REGISTRY,
      today: dateOf(officeDay(options.now)),
      staffPhones: 5000,
    }).buildings(),
    options,
  )

/** Rows that go out together: a grid or a few. */
const ENOUGH = 6_000

/**
 * Loads a fictional registry, grid after grid, in one transaction. Sealed with the deployment's keys like everything a person would
 * enter; the history begins with the load.
 */
export async function loadRegistry(
  admin: Db,
  buildings: Iterable<DemoBuilding>,
  options: RegistryOptions,
  duplicates: Iterable<DemoDuplicate> = [],
): Promise<LoadedRegistry> {
  return admin.transaction(async (tx) => {
    if ((await tx.maybe(sql`select 1 from building limit 1`)) !== undefined)
      return { buildings: 0, homes: 0, people: 0 }
    const load = new Load(options, await gridsOf(tx))
    await withoutIndexes(tx, BULK_TABLES, async () => {
      let grid = ''
      /** What is ready is written while the next grids are drawn and sealed. */
      let writing: Promise<void> = Promise.resolve()
      for (const building of buildings) {
        if (building.grid !== grid) {
          load.register()
          grid = building.grid
          if (load.rows.count > ENOUGH) {
            await writing
            writing = load.rows.take()(tx)
            // Its failure is met where it is waited for.
            writing.catch(() => undefined)
          }
        }
        load.add(building)
      }
      for (const duplicate of duplicates) load.again(duplicate)
      load.register()
      await writing
      await load.rows.take()(tx)
    })
    await tx.run(sql`analyze building, home, person, household, residence`)
    return load.loaded
  })
}

async function gridsOf(tx: Tx): Promise<ReadonlyMap<string, Grid>> {
  const rows = await tx.rows<Grid & { code: string }>(
    sql`select a.id, a.code, a.path, (select b.id from area_border b where b.area_id = a.id order by b.valid_from desc limit 1) as border from area a`,
  )
  return new Map(rows.map((r) => [r.code, r]))
}

class Load {
  readonly loaded = { buildings: 0, homes: 0, people: 0 }
  readonly rows: BulkRows
  readonly #options: RegistryOptions
  readonly #grids: ReadonlyMap<string, Grid>
  /** Ids of homes and who has their 户籍 in them, by the generator's key of the home: a 户籍 never leaves its grid. */
  readonly #homes = new Map<string, string>()
  readonly #gridOf = new Map<string, Grid>()
  readonly #registered = new Map<
    string,
    { readonly person: string; readonly head: boolean; readonly at: DemoPerson }[]
  >()

  constructor(options: RegistryOptions, grids: ReadonlyMap<string, Grid>) {
    this.#options = options
    this.#grids = grids
    this.rows = new BulkRows(options.county, new Date(options.now))
  }

  add(b: DemoBuilding): void {
    const grid = this.#grids.get(b.grid)
    if (grid === undefined) throw new Error(`no grid ${b.grid}`)
    const id = newId()
    const chain = { road: b.road ?? '', estate: b.estate ?? '', door: b.door ?? '', block: b.block ?? '' }
    const line = buildingLine(chain)
    const address = line === '' ? b.address : line
    this.loaded.buildings++
    this.rows.add('building', {
      id,
      area_id: grid.id,
      area_path: grid.path,
      border_id: grid.border,
      ...chain,
      address,
      bigrams: [...bigramsOf(address)],
      lon: b.at[0],
      lat: b.at[1],
      outline: null,
      source_id: null,
      storeys: b.floors,
      use: USES[b.use],
      facts: {},
    })
    for (const home of b.homes) this.#home(home, id, address, grid)
  }

  #home(h: DemoHome, building: string, line: string, grid: Grid): void {
    const id = newId()
    this.#homes.set(h.key, id)
    this.#gridOf.set(h.key, grid)
    this.loaded.homes++
    const entrance = h.unit ?? ''
    const address = homeLine(line, entrance, h.room)
    const facts: Facts = h.visitedOn === null ? {} : { kind: factOf('visit', h.visitedOn) }
    this.rows.add('home', {
      id,
      building_id: building,
      area_id: grid.id,
      area_path: grid.path,
      entrance,
      floor: h.floor,
      room: h.room,
      kind: h.kind,
      hazards: HAZARDS.filter((hazard) => h.hazards.includes(hazard)),
      address,
      bigrams: [...bigramsOf(address)],
      visited_on: h.visitedOn,
      care: h.household?.members.some((m) => m.care !== null) ?? false,
      facts,
    })
    if (h.household === null) return
    const household = newId()
    const [head] = h.household.members
    const ids = h.household.members.map((m) => this.#person(m, grid))
    this.rows.add('household', {
      id: household,
      home_id: id,
      kind: 'residing',
      head_id: ids[0] ?? null,
      founded_on: sinceOf(head),
      ended_on: null,
    })
    for (const [i, member] of h.household.members.entries()) {
      const person = ids[i] ?? ''
      this.rows.add('residence', {
        id: newId(),
        person_id: person,
        home_id: id,
        household_id: household,
        kind: 'residing',
        relation: i === 0 ? '02' : member.kinship,
        from_on: sinceOf(member),
        to_on: null,
        ended_by: null,
        source: member.source,
      })
      if (member.registeredHome !== null) {
        const there = this.#registered.get(member.registeredHome) ?? []
        there.push({ person, head: i === 0, at: member })
        this.#registered.set(member.registeredHome, there)
      }
    }
  }

  #person(p: DemoPerson, grid: Grid): string {
    const { fields } = this.#options
    const id = newId()
    this.loaded.people++
    const phone = p.phone === null ? null : readPhone(p.phone)
    const known = phone?.ok === true ? phone : null
    const fact = factOf(p.source, p.verifiedOn)
    const f = p.foreign
    const kind = p.idNumber === null ? 'none' : (f?.kind ?? 'resident-id')
    const said = {
      foreignSurname: f?.surname ?? null,
      foreignGiven: f?.given ?? null,
      idUntil: f?.until ?? null,
      stayPurpose: f?.purpose ?? null,
      arrivedOn: f?.arrivedOn ?? null,
      leavesOn: f?.leavesOn ?? null,
    }
    const foreign = foreignColumns(said)
    this.rows.add('person', {
      id,
      name: p.name,
      bigrams: gramsOf({ name: p.name, latin: foreign.latin }),
      initials: initialKeys(p.name),
      sex: p.sex,
      birth_date: p.born,
      nationality: f?.nationality ?? 'CHN',
      ...foreign,
      id_kind: kind,
      id_number: p.idNumber === null ? null : fields.seal(p.idNumber, personPlace('id_number', id)),
      id_index: p.idNumber === null ? null : fields.blind(idKindOf(kind), p.idNumber),
      id_masked: p.idNumber === null ? null : maskIdNumber(p.idNumber),
      phone: known === null ? null : fields.seal(known.value, personPlace('phone', id)),
      phone_index: known === null ? null : fields.blind(PHONE_KIND, known.value),
      phone_tail: known?.tail ?? null,
      phone_masked: known === null ? null : maskPhone(known.value),
      sealed: null,
      sealed_fields: [],
      care: p.care !== null,
      status: 'here',
      died_on: null,
      area_path: grid.path,
      registered_path: p.registeredHome === null ? null : grid.path,
      facts: Object.fromEntries(
        [
          'name',
          'sex',
          'birthDate',
          ...(p.idNumber === null ? [] : ['idNumber']),
          ...(known === null ? [] : ['phone']),
          ...(f === null ? [] : ['nationality', ...FOREIGN_FIELDS.filter((field) => said[field] !== null)]),
        ].map((field) => [field, fact]),
      ),
    })
    return id
  }

  /** Somebody written down a second time, in another home and without a number, by a visit of last month. */
  again(d: DemoDuplicate): void {
    const [home, grid] = [this.#homes.get(d.home), this.#gridOf.get(d.home)]
    if (home === undefined || grid === undefined) return
    const on = dateOf(officeDay(this.#options.now - 30 * 86_400_000))
    const { name, sex, born, phone, key } = d
    const person = this.#person(
      {
        key,
        name,
        sex,
        born,
        phone,
        idNumber: null,
        kinship: '02',
        registered: 'outside',
        registeredHome: null,
        care: null,
        source: 'visit',
        verifiedOn: on,
        foreign: null,
      },
      grid,
    )
    const household = newId()
    this.rows.add('household', {
      id: household,
      home_id: home,
      kind: 'residing',
      head_id: person,
      founded_on: on,
      ended_on: null,
    })
    this.rows.add('residence', {
      id: newId(),
      person_id: person,
      home_id: home,
      household_id: household,
      kind: 'residing',
      relation: '02',
      from_on: on,
      to_on: null,
      ended_by: null,
      source: 'visit',
    })
  }

  /** 户籍 once every home is there: people of one home's 户籍 are one household, the first head of a family its head. */
  /** 户籍 once every home of the grid is there: people of one home's 户籍 are one household, the first head of a family its head. */
  register(): void {
    for (const [key, people] of this.#registered) {
      const home = this.#homes.get(key)
      if (home === undefined) continue
      const household = newId()
      const head = people.find((p) => p.head) ?? people[0]
      this.rows.add('household', {
        id: household,
        home_id: home,
        kind: 'registered',
        head_id: head?.person ?? null,
        founded_on: people.map((p) => sinceOf(p.at)).toSorted()[0] ?? sinceOf(undefined),
        ended_on: null,
      })
      for (const p of people)
        this.rows.add('residence', {
          id: newId(),
          person_id: p.person,
          home_id: home,
          household_id: household,
          kind: 'registered',
          relation: p === head ? '02' : head?.head === true ? p.at.kinship : null,
          from_on: sinceOf(p.at),
          to_on: null,
          ended_by: null,
          source: p.at.source,
        })
    }
    this.#registered.clear()
  }
}

const factOf = (source: DemoPerson['source'], on: string) => ({
  source,
  on,
  by: '演示数据',
  confidence: source === 'visit' || source === 'self' ? ('probable' as const) : ('certain' as const),
})
type Facts = Readonly<Record<string, ReturnType<typeof factOf>>>
/** The generator says nothing of when they came: with the house, or with their birth. */
const sinceOf = (p: DemoPerson | undefined): string => {
  const born = p?.born ?? '2016-01-01'
  return born > '2016-01-01' ? born : '2016-01-01'
}

const USES: Readonly<Record<DemoBuilding['use'], (typeof BUILDING_USES)[number]>> = {
  estate: 'residential',
  towers: 'residential',
  'old-town': 'residential',
  village: 'residential',
  commercial: 'commercial',
  market: 'commercial',
  office: 'office',
  industry: 'industrial',
  school: 'public',
  campus: 'public',
  hospital: 'public',
  field: 'other',
  wood: 'other',
  park: 'other',
  bank: 'other',
  outside: 'other',
}
