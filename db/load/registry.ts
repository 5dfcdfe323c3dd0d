import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { idKindOf, initialKeys, personPlace, PHONE_KIND } from '@lifang/domains/registry/public.ts'
import type { BUILDING_USES } from '@lifang/domains/registry/schema/lists.ts'
import { maskIdNumber, maskPhone } from '@lifang/domains/registry/rules/mask.ts'
import { bigramsOf } from '@lifang/domains/registry/rules/names.ts'
import { readPhone } from '@lifang/domains/registry/rules/phone.ts'
import { buildingLine, homeLine } from '@lifang/domains/registry/rules/line.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { demoRegistry } from '../demo/registry.ts'
import { STREET_REGISTRY } from '../demo/registry/lots.ts'
import type { DemoBuilding, DemoDuplicate, DemoHome, DemoPerson } from '../demo/registry/plan.ts'
import { town } from '../demo/town.ts'
import { insertRows } from './rows.ts'

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

type Row = Readonly<Record<string, unknown>>
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

/** Rows wait here until there are enough for a statement; tables in the order of their foreign keys. */
const TABLES = ['building', 'home', 'person', 'household', 'residence'] as const
const ENOUGH = 4_000

/**
 * Loads a fictional registry, building after building. Sealed with the deployment's keys like everything a person would enter;
 * the history begins with the load.
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
    const load = new Load(tx, options, await gridsOf(tx))
    for (const building of buildings) {
      load.add(building)
      if (load.waiting > ENOUGH) await load.write()
    }
    for (const duplicate of duplicates) load.again(duplicate)
    load.register()
    await load.write()
    await tx.run(sql`update person p set registered_path = h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
      where r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null and p.county = ${options.county}`)
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
  waiting = 0
  readonly #tx: Tx
  readonly #options: RegistryOptions
  readonly #grids: ReadonlyMap<string, Grid>
  readonly #rows: Record<(typeof TABLES)[number], Row[]> = {
    building: [],
    home: [],
    person: [],
    household: [],
    residence: [],
  }
  /** Ids of homes and of the 户籍户 in them, by the generator's key of the home. */
  readonly #homes = new Map<string, string>()
  readonly #gridOf = new Map<string, Grid>()
  readonly #registered = new Map<
    string,
    { readonly person: string; readonly head: boolean; readonly at: DemoPerson }[]
  >()
  readonly #at: Date

  constructor(tx: Tx, options: RegistryOptions, grids: ReadonlyMap<string, Grid>) {
    this.#tx = tx
    this.#options = options
    this.#grids = grids
    this.#at = new Date(options.now)
  }

  #put(table: (typeof TABLES)[number], row: Row): void {
    this.#rows[table].push({ county: this.#options.county, ...row })
    this.waiting++
  }

  add(b: DemoBuilding): void {
    const grid = this.#grids.get(b.grid)
    if (grid === undefined) throw new Error(`no grid ${b.grid}`)
    const id = newId()
    const chain = { road: b.road ?? '', estate: b.estate ?? '', door: b.door ?? '', block: b.block ?? '' }
    const line = buildingLine(chain)
    const address = line === '' ? b.address : line
    this.loaded.buildings++
    this.#put('building', {
      id,
      area_id: grid.id,
      area_path: grid.path,
      border_id: grid.border,
      ...chain,
      address,
      bigrams: bigramsOf(address),
      lon: b.at[0],
      lat: b.at[1],
      storeys: b.floors,
      use: USES[b.use],
      updated_at: this.#at,
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
    const fact = h.visitedOn === null ? {} : { kind: factOf('visit', h.visitedOn) }
    this.#put('home', {
      id,
      building_id: building,
      area_id: grid.id,
      area_path: grid.path,
      entrance,
      floor: h.floor,
      room: h.room,
      kind: h.kind,
      hazards: h.hazards,
      address,
      bigrams: bigramsOf(address),
      visited_on: h.visitedOn,
      care: h.household?.members.some((m) => m.care !== null) ?? false,
      facts: fact,
      updated_at: this.#at,
    })
    if (h.household === null) return
    const household = newId()
    const [head] = h.household.members
    const ids = h.household.members.map((m) => this.#person(m, grid))
    this.#put('household', {
      id: household,
      home_id: id,
      kind: 'residing',
      head_id: ids[0],
      founded_on: sinceOf(head),
      ended_on: null,
    })
    for (const [i, member] of h.household.members.entries()) {
      const person = ids[i] ?? ''
      this.#put('residence', {
        id: newId(),
        person_id: person,
        home_id: id,
        household_id: household,
        kind: 'residing',
        relation: i === 0 ? '02' : member.kinship,
        from_on: sinceOf(member),
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
    this.#put('person', {
      id,
      name: p.name,
      bigrams: bigramsOf(p.name),
      initials: initialKeys(p.name),
      sex: p.sex,
      birth_date: p.born,
      nationality: 'CHN',
      id_kind: p.idNumber === null ? 'none' : 'resident-id',
      id_number: p.idNumber === null ? null : hex(fields.seal(p.idNumber, personPlace('id_number', id))),
      id_index: p.idNumber === null ? null : hex(fields.blind(idKindOf('resident-id'), p.idNumber)),
      id_masked: p.idNumber === null ? null : maskIdNumber(p.idNumber),
      phone: known === null ? null : hex(fields.seal(known.value, personPlace('phone', id))),
      phone_index: known === null ? null : hex(fields.blind(PHONE_KIND, known.value)),
      phone_tail: known?.tail ?? null,
      phone_masked: known === null ? null : maskPhone(known.value),
      care: p.care !== null,
      status: 'here',
      area_path: grid.path,
      registered_path: null,
      facts: Object.fromEntries(
        [
          'name',
          'sex',
          'birthDate',
          ...(p.idNumber === null ? [] : ['idNumber']),
          ...(known === null ? [] : ['phone']),
        ].map((field) => [field, fact]),
      ),
      updated_at: this.#at,
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
      },
      grid,
    )
    const household = newId()
    this.#put('household', {
      id: household,
      home_id: home,
      kind: 'residing',
      head_id: person,
      founded_on: on,
      ended_on: null,
    })
    this.#put('residence', {
      id: newId(),
      person_id: person,
      home_id: home,
      household_id: household,
      kind: 'residing',
      relation: '02',
      from_on: on,
      source: 'visit',
    })
  }

  /** 户籍 once every home is there: people of one home's 户籍 are one household, the first head of a family its head. */
  register(): void {
    for (const [key, people] of this.#registered) {
      const home = this.#homes.get(key)
      if (home === undefined) continue
      const household = newId()
      const head = people.find((p) => p.head) ?? people[0]
      this.#put('household', {
        id: household,
        home_id: home,
        kind: 'registered',
        head_id: head?.person ?? null,
        founded_on: people.map((p) => sinceOf(p.at)).toSorted()[0],
        ended_on: null,
      })
      for (const p of people)
        this.#put('residence', {
          id: newId(),
          person_id: p.person,
          home_id: home,
          household_id: household,
          kind: 'registered',
          relation: p === head ? '02' : head?.head === true ? p.at.kinship : null,
          from_on: sinceOf(p.at),
          source: p.at.source,
        })
    }
  }

  async write(): Promise<void> {
    for (const table of TABLES) {
      await insertRows(this.#tx, table, this.#rows[table].map(withDefaults(table)))
      this.#rows[table] = []
    }
    this.waiting = 0
  }
}

const withDefaults =
  (table: (typeof TABLES)[number]) =>
  (row: Row): Row =>
    table === 'building' ? { facts: {}, ...row } : row

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`
const factOf = (source: DemoPerson['source'], on: string) => ({
  source,
  on,
  by: '演示数据',
  confidence: source === 'visit' || source === 'self' ? 'probable' : 'certain',
})
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
