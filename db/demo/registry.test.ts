import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import { readAddress, meetingKeys } from '@lifang/domains/registry/rules/address.ts'
import { duplicateScore } from '@lifang/domains/registry/rules/duplicates.ts'
import { checkStay, endLamps, readForeignName } from '@lifang/domains/registry/rules/foreign.ts'
import { ageAt, checkHousehold, checkCounts } from '@lifang/domains/registry/rules/household.ts'
import { readIdNumber } from '@lifang/domains/registry/rules/id-number.ts'
import { readPhone } from '@lifang/domains/registry/rules/phone.ts'
import { readUscc } from '@lifang/domains/registry/rules/uscc.ts'
import catalogue from '../reference/catalogues/gbt47678-5-2026.json' with { type: 'json' }
import { departments } from './departments.ts'
import { demoRegistry } from './registry.ts'
import { slotsOf } from './registry/homes.ts'
import { DISTRICT_REGISTRY, STREET_REGISTRY } from './registry/lots.ts'
import type { DemoBuilding, DemoPerson, DemoRegistry } from './registry/plan.ts'
import { district, town } from './town.ts'
import type { Town } from './town/plan.ts'

const TODAY = '2026-11-26'
const drawn = town()
const street = demoRegistry(drawn, { size: STREET_REGISTRY, today: TODAY, staffPhones: 300 })

const peopleOf = (building: DemoBuilding): DemoPerson[] =>
  building.homes.flatMap((h) => h.household?.members ?? [])
function fingerprint(registry: DemoRegistry): string {
  const hash = createHash('sha256')
  for (const list of [
    registry.buildings(),
    registry.duplicates(),
    registry.enterprises(),
    registry.facilities(),
  ])
    for (const one of list) hash.update(JSON.stringify(one))
  return hash.digest('hex').slice(0, 16)
}
const gridsOf = (plan: Town) =>
  plan.areas.filter((a) => a.level === 'grid').map((a) => ({ id: a.code, shape: a.shape }))

/** Sums over one walk through a register; nothing of it is kept but numbers and what must be unique. */
function walk(registry: DemoRegistry) {
  const sums = { buildings: 0, homes: 0, households: 0, people: 0, members: 0 }
  const ages = [0, 0, 0] as [children: number, adults: number, elders: number]
  const ids = new Set<string>()
  const seen = { ids: 0, keys: new Set<string>(), grids: new Set<string>(), wrong: [] as unknown[] }
  const rented = { homes: 0, empty: 0 }
  const foreign: DemoPerson[] = []
  for (const building of registry.buildings()) {
    sums.buildings++
    seen.grids.add(building.grid)
    const rooms = new Set(building.homes.map((h) => `${h.unit ?? ''}-${h.room}`))
    if (rooms.size !== building.homes.length) seen.wrong.push(building.key)
    for (const home of building.homes) {
      sums.homes++
      if (home.kind === 'rental') rented.homes++
      if (home.household === null) rented.empty++
      if ((home.household === null) === ['owner-occupied', 'rental'].includes(home.kind))
        seen.wrong.push(home.key)
      if (home.household === null) continue
      sums.households++
      const { members } = home.household
      sums.members = Math.max(sums.members, members.length)
      const asked = members.map((m) => ({ personId: m.key, kinship: m.kinship, sex: m.sex, born: m.born }))
      if (checkHousehold(asked, TODAY).length > 0) seen.wrong.push([home.key, checkHousehold(asked, TODAY)])
      for (const person of members) {
        sums.people++
        const age = ageAt(person.born, TODAY)
        ages[age < 15 ? 0 : age < 60 ? 1 : 2]++
        if (age < 0 || age > 103 || person.verifiedOn > TODAY) seen.wrong.push(person)
        if (person.idNumber === null) continue
        ids.add(person.idNumber)
        seen.ids++
        if (person.foreign !== null) foreign.push(person)
        if (person.foreign !== null && person.foreign.kind !== 'foreign-permanent') continue
        const read = readIdNumber(person.idNumber, TODAY)
        if (!read.ok || read.warnings.length > 0 || read.born !== person.born || read.sex !== person.sex)
          seen.wrong.push(person)
      }
    }
  }
  return { sums, ages, ids, seen, rented, foreign }
}

describe('the register of 云溪街道', () => {
  const { sums, ages, ids, seen, rented, foreign } = walk(street)

  it('has eight thousand people in every grid of the town', () => {
    expect(sums.people).toBe(8000)
    expect(sums.homes).toBe(STREET_REGISTRY.homes)
    expect(seen.grids.size).toBe(40)
    expect(checkCounts(sums)).toEqual([])
  })

  it('has numbers that are valid, fit their people and are used once; rooms that are; households without a fault', () => {
    expect(seen.wrong).toEqual([])
    expect(ids.size).toBe(seen.ids)
    expect(seen.ids).toBeGreaterThan(7900)
    const papers = new Set(foreign.map((p) => p.idNumber))
    for (const id of ids) expect(id.slice(0, 4) === '9906' || papers.has(id), id).toBe(true)
  })

  it('has a handful from elsewhere, of several countries, a few of whose papers run out and one whose paper has', () => {
    expect(foreign.length).toBeGreaterThanOrEqual(12)
    expect(foreign.length).toBeLessThanOrEqual(20)
    expect(new Set(foreign.map((p) => p.foreign?.nationality)).size).toBeGreaterThan(4)
    const ends = foreign.flatMap((p) =>
      endLamps({ idUntil: p.foreign?.until ?? null, leavesOn: p.foreign?.leavesOn ?? null }, TODAY, 30),
    )
    const papers = (lamp: string): number => ends.filter((e) => e.what === 'paper' && e.lamp === lamp).length
    expect(papers('red')).toBeGreaterThanOrEqual(1)
    expect(papers('yellow')).toBeGreaterThanOrEqual(2)
    for (const { born, foreign: f } of foreign) {
      const given = {
        idUntil: f?.until ?? null,
        arrivedOn: f?.arrivedOn ?? null,
        leavesOn: f?.leavesOn ?? null,
      }
      expect(checkStay(given, { birthDate: born, hasPaper: true }, TODAY).fault).toBeNull()
      for (const name of [f?.surname, f?.given]) if (name != null) expect(readForeignName(name)).toBe(name)
    }
  })

  it('is as old, as large and as settled as a town', () => {
    const share = (n: number) => n / sums.people
    expect(share(ages[0])).toBeGreaterThan(0.13)
    expect(share(ages[0])).toBeLessThan(0.2)
    expect(share(ages[2])).toBeGreaterThan(0.15)
    expect(share(ages[2])).toBeLessThan(0.25)
    expect(sums.people / sums.households).toBeGreaterThan(2.4)
    expect(sums.people / sums.households).toBeLessThan(3.1)
    expect(sums.members).toBeLessThanOrEqual(9)
    expect(rented.homes / sums.homes).toBeGreaterThan(0.1)
    expect(rented.empty / sums.homes).toBeLessThan(0.3)
  })

  it('puts every home into exactly one grid, the one it says, and numbers the buildings of a community', () => {
    const alone = gridsOf(drawn).map((grid) => ({ id: grid.id, only: new GridIndex([grid]) }))
    const sequences = new Set<string>()
    for (const building of street.buildings()) {
      const holding = alone.filter(({ only }) => only.locate(...building.at) !== null)
      expect(holding.map(({ id }) => id)).toEqual([building.grid])
      sequences.add(building.grid.slice(0, 12) + building.sequence)
    }
    expect(sequences.size).toBe(sums.buildings)
  })

  it('has addresses that are read back and lead to one building', () => {
    const keys = new Set<string>()
    for (const building of street.buildings()) {
      const read = readAddress(building.address)
      expect([building.address, read.rest]).toEqual([building.address, null])
      expect(read.road ?? read.estate ?? read.hamlet).toBe(building.road ?? building.estate)
      keys.add(meetingKeys(read)[0] ?? '')
    }
    expect(keys.size).toBe(sums.buildings)
  })

  it('has phones nobody has, each once, and none of the staff', () => {
    const phones = [...street.buildings()].flatMap(peopleOf).flatMap((p) => p.phone ?? [])
    expect(new Set(phones).size).toBe(phones.length)
    for (const phone of phones) {
      expect(phone).toMatch(/^1990000\d{4}$/)
      expect(Number(phone.slice(-4))).toBeGreaterThanOrEqual(300)
    }
  })

  it('knows people whose 户籍 is elsewhere, in a home that exists or outside', () => {
    const homes = new Set([...street.buildings()].flatMap((b) => b.homes.map((h) => h.key)))
    const people = [...street.buildings()].flatMap((b) =>
      b.homes.flatMap((h) => (h.household?.members ?? []).map((p) => ({ ...p, home: h.key }))),
    )
    for (const p of people) {
      if (p.registered === 'outside') expect(p.registeredHome).toBeNull()
      else expect(homes.has(p.registeredHome ?? '')).toBe(true)
      expect(p.registeredHome === p.home).toBe(p.registered === 'here')
    }
    const split = people.filter((p) => p.registered !== 'here').length / people.length
    expect(split).toBeGreaterThan(0.2)
    expect(split).toBeLessThan(0.45)
  })

  it('has a few people written down twice, which the rule for duplicates finds', () => {
    const records = new Map(
      [...street.buildings()].flatMap((b) =>
        b.homes.flatMap((h) => (h.household?.members ?? []).map((p) => [p.key, { p, home: h.key }] as const)),
      ),
    )
    const twice = [...street.duplicates()]
    expect(twice.length).toBeGreaterThan(4)
    expect(twice.length).toBeLessThan(30)
    for (const one of twice) {
      const found = records.get(one.of)
      if (!found) throw new Error(one.of)
      expect(one.home).not.toBe(found.home)
      const first = { ...found.p, phones: [found.p.phone ?? ''], homes: [found.home] }
      const again = { ...one, idNumber: null, phones: [one.phone], homes: [one.home] }
      expect([one.name, duplicateScore(first, again).verdict]).toEqual([one.name, 'likely'])
    }
    expect(twice.some((one) => one.name !== records.get(one.of)?.p.name)).toBe(true)
  })

  it('has establishments with valid codes in buildings of the register', () => {
    const buildings = new Map([...street.buildings()].map((b) => [b.key, b.grid]))
    const all = [...street.enterprises()]
    expect(all).toHaveLength(STREET_REGISTRY.enterprises)
    expect(new Set(all.map((e) => e.code)).size).toBe(all.length)
    for (const e of all) {
      expect(readUscc(e.code)).toMatchObject({ ok: true, value: e.code, area: '990602', warnings: [] })
      expect(readPhone(e.phone)).toMatchObject({ ok: true, kind: 'landline', value: e.phone })
      expect(buildings.get(e.building)).toBe(e.grid)
    }
    expect(new Set(all.map((e) => e.kind)).size).toBe(4)
  })

  it('has facilities of classes the catalogue knows, with departments that exist, in the grid that holds them', () => {
    const names = new Map(
      catalogue.entries.filter((e) => e.kind === 'component').map((e) => [e.code, e.name]),
    )
    const known = new Set(departments.map((d) => d.departmentKey))
    const index = new GridIndex(gridsOf(drawn))
    const all = [...street.facilities()]
    expect(all).toHaveLength(STREET_REGISTRY.facilities)
    for (const f of all) {
      expect(names.get(f.code)).toBe(f.name)
      if (f.department !== null) expect(known.has(f.department)).toBe(true)
      expect(index.locate(...f.at)).toBe(f.grid)
    }
  })

  it('is the same every time, and another with another seed', () => {
    expect(fingerprint(street)).toBe(
      fingerprint(demoRegistry(town(), { size: STREET_REGISTRY, today: TODAY, staffPhones: 300 })),
    )
    expect(fingerprint(demoRegistry(drawn, { size: STREET_REGISTRY, today: TODAY, seed: 7 }))).not.toBe(
      fingerprint(street),
    )
  })

  it('refuses a size that the plan cannot hold', () => {
    const small = { ...STREET_REGISTRY, homes: 10 }
    expect(() => demoRegistry(drawn, { size: small, today: TODAY })).toThrow('too few')
    expect(() => demoRegistry(drawn, { size: { ...STREET_REGISTRY, buildings: 10 }, today: TODAY })).toThrow(
      'too many',
    )
  })
})

describe('rooms of a building', () => {
  it.each([
    ['estate', 6, 9, 9],
    ['estate', 6, 24, 24],
    ['towers', 30, 33, 33],
    ['towers', 18, 144, 144],
    ['village', 3, 2, 2],
    ['market', 1, 5, 5],
  ] as const)('%s of %i floors and %i homes has %i', (use, floors, homes, count) => {
    const slots = slotsOf(use, floors, homes)
    expect(slots).toHaveLength(count)
    expect(new Set(slots.map((s) => `${s.unit ?? ''}-${s.room}`)).size).toBe(count)
    for (const s of slots)
      expect([s.floor >= 1, s.floor <= floors, s.room.startsWith(String(s.floor))]).toEqual([
        true,
        true,
        true,
      ])
  })
})

/** Counts of what is no building, home or person, what of it is not as it should be, and how many stand in each grid. */
function things(plan: Town, registry: DemoRegistry) {
  const index = new GridIndex(gridsOf(plan))
  const buildings = new Map([...registry.buildings()].map((b) => [b.key, b.grid]))
  const counts = { enterprises: 0, facilities: 0, places: 0 }
  const wrong: string[] = []
  const codes = new Set<string>()
  const phones = new Set<string>()
  const perGrid = { facilities: new Map<string, number>(), places: new Map<string, number>() }
  const count = (map: Map<string, number>, grid: string) => map.set(grid, (map.get(grid) ?? 0) + 1)
  const sound = (phone: string): boolean => {
    const read = readPhone(phone)
    return read.ok && read.kind === 'landline' && phone.startsWith('0000-') && !phones.has(phone)
  }
  for (const e of registry.enterprises()) {
    counts.enterprises++
    const read = readUscc(e.code)
    if (!read.ok || read.warnings.length > 0 || codes.has(e.code) || !sound(e.phone)) wrong.push(e.key)
    if (buildings.get(e.building) !== e.grid) wrong.push(e.key)
    codes.add(e.code)
    phones.add(e.phone)
  }
  for (const f of registry.facilities()) {
    counts.facilities++
    count(perGrid.facilities, f.grid)
    if (index.locate(...f.at) !== f.grid) wrong.push(f.key)
  }
  for (const p of registry.places()) {
    counts.places++
    count(perGrid.places, p.grid)
    if (index.locate(...p.at) !== p.grid || !sound(p.phone)) wrong.push(p.key)
    phones.add(p.phone)
  }
  return {
    ...counts,
    wrong,
    most: Math.max(...perGrid.facilities.values()),
    bare: gridsOf(plan).length - perGrid.facilities.size,
  }
}

describe('the register of a small district', () => {
  const plan = district({ streets: 2, communities: 6, grids: 24, buildings: true })
  const planned = plan.areas.filter((a) => a.level === 'grid').reduce((sum, a) => sum + a.households, 0)
  const size = { people: 9_000, homes: planned + 900, buildings: null, enterprises: 860, facilities: 960 }
  const registry = demoRegistry(plan, { size, today: TODAY })

  it('has as many enterprises and facilities as asked, each in the grid that holds it, with codes and phones used once', () => {
    const found = things(plan, registry)
    expect(found).toMatchObject({ enterprises: 860, facilities: 960, wrong: [] })
    // Forty a grid on the average: none without, none with most of them.
    expect(found.bare).toBe(0)
    expect(found.most).toBeLessThan(200)
    // Four services of every community, the stops of the main roads, a site in every sixth grid.
    expect(found.places).toBeGreaterThan(20)
    expect(found.places).toBeLessThan(400)
  })

  it('is the same every time', () => {
    const again = district({ streets: 2, communities: 6, grids: 24, buildings: true })
    const second = demoRegistry(again, { size, today: TODAY })
    expect(fingerprint(registry)).toBe(fingerprint(second))
    expect([...second.places()]).toEqual([...registry.places()])
  })
})

describe('the register of the district', () => {
  it('has the seed’s figures, each number once, every home in the grid that holds it', () => {
    const plan = district({ buildings: true })
    const registry = demoRegistry(plan, { size: DISTRICT_REGISTRY, today: TODAY, staffPhones: 5000 })
    const { sums, ages, ids, seen, foreign } = walk(registry)
    expect(sums).toMatchObject({ people: 656_877, homes: 306_245, buildings: 46_529 })
    expect(seen.grids.size).toBe(652)
    expect(seen.wrong).toEqual([])
    expect(ids.size).toBe(seen.ids)
    expect(foreign.length).toBeGreaterThan(900)
    expect(foreign.length).toBeLessThan(2_500)
    expect(checkCounts(sums)).toEqual([])
    expect(ages[2] / sums.people).toBeGreaterThan(0.15)
    const index = new GridIndex(gridsOf(plan))
    const misplaced: string[] = []
    for (const b of registry.buildings()) if (index.locate(...b.at) !== b.grid) misplaced.push(b.key)
    expect(misplaced).toEqual([])
    expect(things(plan, registry)).toMatchObject({ enterprises: 23_420, facilities: 26_000, wrong: [] })
    // Six hundred thousand people: slow on a busy machine.
  }, 180_000)
})
