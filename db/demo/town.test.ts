import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { area } from '@lifang/domains/grid/rules/geometry.ts'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import { checkTopology } from '@lifang/domains/grid/rules/topology.ts'
import type { DrawnGrid } from '@lifang/domains/grid/rules/topology.ts'
import { departments } from './departments.ts'
import { staff } from './people.ts'
import { DEMO_COUNTY, DEMO_STREET, district, town } from './town.ts'
import type { Town, TownArea } from './town/plan.ts'

const drawn = town()
const large = district()

const level = (plan: Town, wanted: TownArea['level'], parent?: string) =>
  plan.areas.filter((a) => a.level === wanted && (parent === undefined || a.parent === parent))
const asGrid = (a: TownArea): DrawnGrid => ({
  id: a.code,
  shape: a.shape,
  kind: a.kind ?? 'general',
  type: a.type ?? 'rural',
  households: a.level === 'grid' ? a.households : null,
})
const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

describe('云溪街道', () => {
  it('is one street of 8 communities and 40 grids, about three kilometres across', () => {
    expect(
      ['county', 'street', 'community', 'grid'].map((l) => level(drawn, l as TownArea['level']).length),
    ).toEqual([1, 1, 8, 40])
    const [street] = level(drawn, 'street')
    expect(street?.code).toBe(DEMO_STREET)
    expect(street?.name).toBe('云溪街道')
    expect((street?.squareMetres ?? 0) / 1e6).toBeGreaterThan(8.5)
    expect((street?.squareMetres ?? 0) / 1e6).toBeLessThan(11.5)
    expect(level(drawn, 'community').map((a) => a.name)).toContain('桂园社区')
  })

  it('has communities that tile the street and grids that tile every community', () => {
    for (const parent of drawn.areas.filter((a) => a.level !== 'grid')) {
      const children = drawn.areas.filter((a) => a.parent === parent.code)
      const findings = checkTopology(parent.shape, children.map(asGrid))
      expect(
        findings.filter((f) => f.blocks),
        parent.name,
      ).toEqual([])
      const sum = children.reduce((total, child) => total + area(child.shape), 0)
      expect(Math.abs(sum - area(parent.shape))).toBeLessThan(1)
    }
  })

  it('has codes that begin with the code above, and no code twice', () => {
    expect(new Set(drawn.areas.map((a) => a.code)).size).toBe(drawn.areas.length)
    for (const a of drawn.areas) if (a.parent) expect(a.code.startsWith(a.parent)).toBe(true)
    for (const g of level(drawn, 'grid')) expect(g.code).toMatch(g.kind === 'dedicated' ? /9\d\d$/ : /0\d\d$/)
    expect(DEMO_COUNTY.code.startsWith('99')).toBe(true)
  })

  it('puts every address into exactly one grid, the one it says', () => {
    const grids = level(drawn, 'grid').map((g) => ({ id: g.code, shape: g.shape }))
    const index = new GridIndex(grids)
    const alone = grids.map((grid) => ({ id: grid.id, only: new GridIndex([grid]) }))
    for (const building of drawn.buildings) {
      expect(index.locate(...building.at)).toBe(building.grid)
      const holding = alone.filter((g) => g.only.locate(...building.at) !== null)
      expect(holding.map((g) => g.id)).toEqual([building.grid])
    }
    for (const poi of drawn.pois) expect(index.locate(...poi.at)).toBe(poi.grid)
  })

  it('has addresses used once, like those of a town', () => {
    expect(drawn.buildings.length).toBeGreaterThan(2000)
    expect(new Set(drawn.buildings.map((b) => b.address)).size).toBe(drawn.buildings.length)
    for (const b of drawn.buildings) expect(b.address).toMatch(/^[\u4e00-\u9fa5]{2,8} \d{1,3} [号栋]$/)
    expect(drawn.buildings.some((b) => b.address.startsWith('学府路 '))).toBe(true)
  })

  it('spreads every grid’s households over its buildings, within the norm but for the two that are meant to stand out', () => {
    for (const grid of level(drawn, 'grid')) {
      const sum = drawn.buildings
        .filter((b) => b.grid === grid.code)
        .reduce((total, b) => total + b.households, 0)
      expect(sum, grid.code).toBe(grid.households)
    }
    const street = level(drawn, 'street')[0]
    expect(street?.households).toBe(level(drawn, 'grid').reduce((total, g) => total + g.households, 0))
    const findings = checkTopology(null, level(drawn, 'grid').map(asGrid))
    expect(findings.map((f) => `${f.check} ${f.households ?? ''}`).toSorted()).toEqual([
      'too-few-households 268',
      'too-many-households 642',
    ])
    expect(new Set(level(drawn, 'grid').map((g) => g.type)).size).toBe(4)
    expect(level(drawn, 'grid').filter((g) => g.kind === 'dedicated')).toHaveLength(2)
  })

  it('has what a map needs: a river, a lake, named roads of all sizes, parks', () => {
    expect(drawn.water.map((w) => w.kind)).toEqual(expect.arrayContaining(['river', 'lake']))
    for (const kind of ['arterial', 'riverside', 'collector', 'lane']) {
      expect(drawn.roads.filter((r) => r.class === kind).length).toBeGreaterThan(0)
    }
    expect(drawn.roads.every((r) => r.name.length > 1 && r.path.length > 1)).toBe(true)
    expect(drawn.blocks.some((b) => b.use === 'park' && b.name === '望湖公园')).toBe(true)
    for (const kind of ['government', 'police', 'fire-station', 'community-centre', 'bus-stop']) {
      expect(
        drawn.pois.some((p) => p.kind === kind),
        kind,
      ).toBe(true)
    }
  })

  it('fits into a megabyte and a half and is the same every time', () => {
    expect(Buffer.byteLength(JSON.stringify(drawn))).toBeLessThan(1_500_000)
    expect(hash(town())).toBe(hash(drawn))
    expect(hash(town({ seed: 7 }))).not.toBe(hash(drawn))
    // Rounded to six places, so the same on every machine. A wanted change of the town changes this line.
    expect(hash(drawn)).toBe('2a7f28516c8b7d49')
  })
})

describe('the district', () => {
  it('has 15 streets, 99 communities, 652 grids', () => {
    expect(level(large, 'street')).toHaveLength(15)
    expect(level(large, 'community')).toHaveLength(99)
    expect(level(large, 'grid')).toHaveLength(652)
    expect(level(large, 'street')[0]?.name).toBe('云溪街道')
    expect(new Set(large.areas.map((a) => a.code)).size).toBe(large.areas.length)
    expect(new Set(level(large, 'community').map((a) => a.name)).size).toBe(99)
  })

  it('tiles at every level', () => {
    for (const parent of large.areas.filter((a) => a.level !== 'grid')) {
      const children = large.areas.filter((a) => a.parent === parent.code)
      expect(children.length, parent.name).toBeGreaterThan(1)
      const sum = children.reduce((total, child) => total + area(child.shape), 0)
      expect(Math.abs(sum - area(parent.shape)), parent.name).toBeLessThan(1)
      expect(
        checkTopology(parent.shape, children.map(asGrid)).filter((f) => f.blocks),
        parent.name,
      ).toEqual([])
    }
    // Many polygons: slow on a busy machine.
  }, 90_000)

  it('is the same every time', () => {
    expect(hash(large.areas)).toBe(hash(district().areas))
  })
})

describe('the staff', () => {
  const team = staff(drawn.areas, departments, 1)

  it('has exactly one grid worker in every grid', () => {
    const workers = team.holdings.filter((h) => h.post === 'grid-worker')
    expect(workers.map((h) => h.seat).toSorted()).toEqual(level(drawn, 'grid').map((g) => g.code))
    expect(new Set(workers.map((h) => h.person)).size).toBe(40)
  })

  it('has fictional phones, names used once, holdings of people that exist', () => {
    expect(new Set(team.people.map((p) => p.name)).size).toBe(team.people.length)
    for (const p of team.people) {
      expect(p.phone).toMatch(/^1990000\d{4}$/)
      expect(p.name).toMatch(/^[\u4e00-\u9fa5]{2,3}$/)
    }
    const keys = new Set(team.people.map((p) => p.key))
    expect(team.holdings.filter((h) => !keys.has(h.person))).toEqual([])
    expect(staff(drawn.areas, departments, 1)).toEqual(team)
  })

  it('shows both team templates side by side, with some vacancies', () => {
    expect(new Set(Object.values(team.templates))).toEqual(new Set(['1+4+X', 'one-lead-three-members']))
    const withOfficers = level(drawn, 'grid').filter((g) => team.templates[g.parent ?? ''] === '1+4+X')
    const police = team.holdings.filter((h) => h.post === 'police-officer').length
    expect(police).toBeGreaterThan(withOfficers.length / 2)
    expect(police).toBeLessThan(withOfficers.length)
  })

  it('has enough phone numbers for the whole district', () => {
    expect(staff(large.areas, departments, 1).people.length).toBeLessThan(10_000)
  })
})
