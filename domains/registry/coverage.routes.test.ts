import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dice } from '../../db/demo/random.ts'
import { demoCounty } from '../../db/load/demo.ts'
import { loadStreetRegistry } from '../../db/load/registry.ts'
import { newKeys } from '../../server/keys.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { implausible } from './reads/coverage.ts'
import {
  buildingOrder,
  coverageOf,
  walkingList,
  type HomeOnRound,
  type RoundCycle,
} from './rules/coverage.ts'
import { cycleOf } from './rules/freshness.ts'
import type { CoverageBoard, CycleView, GapItem } from './schema/coverage.ts'
import type { HomeView } from './schema/views.ts'
import { dayAt, registryOffice, type Office } from './testing/office.ts'

const NOW = Date.parse('2026-11-02T02:00:00Z')
const clock = setClock(NOW)
let server: TestServer
let office: Office
let community: string
let grid: string
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  await loadStreetRegistry(server.admin, {
    county: demoCounty,
    fields: fieldProvider(newKeys().fields),
    now: NOW,
  })
  const here = server.deps.directory.locate(office.mine.lon, office.mine.lat)
  grid = here?.grid.code ?? ''
  community = here?.community?.code ?? ''
})
afterAll(() => server.end())

const COVERAGE = '/api/registry/coverage'
const board = (post: string, query = '') => office.ok<CoverageBoard>('GET', `${COVERAGE}${query}`, post)
const begin = (over: object = {}) => ({
  id: newId(),
  name: '十一月入户',
  area: community,
  to: '2026-11-30',
  ...over,
})
async function gapsOf(post: string, area: string): Promise<GapItem[]> {
  const items: GapItem[] = []
  for (let cursor = ''; ;) {
    const page = await office.ok<{ items: GapItem[]; nextCursor: string | null; total: number }>(
      'GET',
      `${COVERAGE}/homes?area=${area}&limit=100${cursor}`,
      post,
    )
    items.push(...page.items)
    if (page.nextCursor === null) {
      expect(items).toHaveLength(page.total)
      return items
    }
    cursor = `&cursor=${page.nextCursor}`
  }
}

/** The rule over every row of a grid, without a word of SQL that counts. */
async function bruteForce(cycle: CycleView, gridPath: string, gridsOfNow: string) {
  const homes = await server.admin.rows<{
    id: string
    area_path: string
    building_id: string
    entrance: string
    floor: number
    room: string
    kind: string
    care: boolean
    visited_on: string | null
    lon: number
    lat: number
  }>(sql`select h.*, b.lon, b.lat from home h join building b on b.id = h.building_id`)
  const fixed = await server.admin.rows<{ home_id: string; area_path: string }>(
    sql`select home_id, area_path from coverage_home where cycle_id = ${cycle.id}`,
  )
  const round: RoundCycle = {
    from: cycle.from,
    to: cycle.to,
    homes: new Set(fixed.filter((f) => f.area_path.startsWith(gridPath)).map((f) => f.home_id)),
  }
  const here = homes.filter((h) => h.area_path.startsWith(gridsOfNow))
  const order = buildingOrder(here.map((h) => ({ id: h.building_id, code: null, at: [h.lon, h.lat] })))
  const onRound = here.map((h): HomeOnRound => ({
    id: h.id,
    building: order.get(h.building_id) ?? 0,
    unit: h.entrance,
    floor: h.floor,
    room: h.room,
    known: h.kind !== 'unknown',
    reachedOn: h.visited_on,
    verifiedOn: h.visited_on,
    cycle: cycleOf([
      ...(h.care ? (['care'] as const) : []),
      ...(h.kind === 'rental' ? (['rental'] as const) : []),
    ]),
  }))
  const day = dayAt(clock.now())
  return { coverage: coverageOf(onRound, round, day), list: walkingList(onRound, round, day) }
}

describe('a cycle of collection', () => {
  it('counts what a count by hand counts, grid by grid, whatever is visited and built meanwhile', async () => {
    const cycle = await office.ok<CycleView>('POST', `${COVERAGE}/cycles`, 'community-manager', begin())
    expect(cycle).toMatchObject({ from: '2026-11-02', to: '2026-11-30', running: true, closed: null })
    const random = dice(23)
    const homes = await server.admin.rows<{ id: string }>(
      sql`select h.id from home h join area a on a.path = h.area_path where a.code = ${grid} order by h.id`,
    )
    expect(homes.length).toBeGreaterThan(60)
    clock.advance(3 * 86_400_000)
    // Some are visited, some of them twice, one by a visit of before the cycle.
    for (const [i, h] of homes.slice(0, 60).entries()) {
      if (random.next() < 0.5) continue
      const view = await office.ok<HomeView>('GET', `/api/registry/homes/${h.id}`, 'grid-worker')
      const kind = (['owner-occupied', 'rental', 'vacant', 'unknown'] as const)[i % 4] ?? 'vacant'
      const verifiedOn = i === 7 ? '2026-10-20' : dayAt(clock.now())
      await office.ok('POST', `/api/registry/homes/${h.id}`, 'grid-worker', {
        ...office.proof({ verifiedOn }),
        version: view.version,
        changes: { kind },
      })
    }
    // And a house goes up: it waits, and does not count.
    const late = await office.homes(await office.building(), ['101', '102', '201'])
    const paths = await server.admin.rows<{ code: string; path: string }>(
      sql`select a.code, a.path from area a join area c on c.id = a.parent_id where c.code = ${community} and a.valid_to is null`,
    )
    const seen = await board('community-manager')
    expect(seen.cycle?.id).toBe(cycle.id)
    expect(seen.rows.map((r) => r.area.code).toSorted()).toEqual(paths.map((p) => p.code).toSorted())
    let fixed = 0
    for (const { code, path } of paths) {
      const by = await bruteForce(cycle, path, path)
      const row = seen.rows.find((r) => r.area.code === code)
      const { homes: n, reached, rate, gone, added, gaps } = row ?? seen.total
      expect({ homes: n, reached, rate, gone, added, gaps }).toEqual(by.coverage)
      const list = await gapsOf('community-manager', code)
      expect(list.map(({ id, gap, added: isNew }) => ({ id, gap, added: isNew }))).toEqual(by.list)
      fixed += n
    }
    expect(seen.total.homes).toBe(fixed)
    expect(seen.total.homes).toBe(cycle.homes)
    const mine = seen.rows.find((r) => r.area.code === grid)
    expect(mine?.added).toBe(3)
    expect(mine?.reached).toBeGreaterThan(10)
    const waiting = await gapsOf('grid-worker', grid)
    expect(waiting.filter((g) => g.added).map((g) => g.id)).toEqual(expect.arrayContaining(late))
  })

  it('is begun by who answers for the ground, once at a time, and replays', async () => {
    const over = begin({ name: '第二个' })
    expect(await office.refusal('POST', `${COVERAGE}/cycles`, 'community-manager', over)).toBe(
      '409 registry.cycle-overlaps area',
    )
    expect(await office.refusal('POST', `${COVERAGE}/cycles`, 'grid-worker', over)).toBe(
      '403 platform.not-allowed',
    )
    const other = begin({ area: grid })
    expect(await office.refusal('POST', `${COVERAGE}/cycles`, 'duty-chief', other)).toBe(
      '409 registry.cycle-overlaps area',
    )
    const { items } = await office.ok<{ items: CycleView[] }>(
      'GET',
      `${COVERAGE}/cycles`,
      'community-manager',
    )
    const [running] = items
    const close = { id: newId(), why: '并入全街道统一采集' }
    const path = `${COVERAGE}/cycles/${running?.id ?? ''}/close`
    const closed = await office.ok<CycleView>('POST', path, 'community-manager', close)
    expect(closed).toMatchObject({ running: false, closed: { why: close.why } })
    expect(await office.ok('POST', path, 'community-manager', close)).toEqual(closed)
    expect(await office.refusal('POST', path, 'community-manager', { ...close, id: newId() })).toBe(
      '409 registry.cycle-over id',
    )
    // Ten begin at once: one begins.
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        office.refusal('POST', `${COVERAGE}/cycles`, 'duty-chief', begin({ area: grid })),
      ),
    )
    expect(all.filter((a) => a === 'done')).toHaveLength(1)
    expect(new Set(all)).toEqual(new Set(['done', '409 registry.cycle-overlaps area']))
  })

  it.each([
    [{ to: '2026-10-01' }, '422 registry.cycle-days to'],
    [{ to: '2029-01-01' }, '422 registry.cycle-days to'],
    [{ to: '2026-02-31' }, '422 registry.day-malformed to'],
    [{ area: '999999' }, '422 registry.unknown-area area'],
    [{ name: ' ' }, '400 platform.invalid-input name'],
  ])('is refused with %j', async (over, said) => {
    expect(await office.refusal('POST', `${COVERAGE}/cycles`, 'community-manager', begin(over))).toBe(said)
  })

  it('shows nobody ground that is not theirs', async () => {
    const there = server.deps.directory.locate(office.other.lon, office.other.lat)
    expect(await office.refusal('GET', `${COVERAGE}?area=${there?.grid.code ?? ''}`, 'grid-worker')).toBe(
      '422 registry.unknown-area area',
    )
    expect(await office.refusal('GET', `${COVERAGE}?cycle=${newId()}`, 'grid-worker')).toBe(
      '404 registry.not-found cycle',
    )
    const mine = await board('grid-worker')
    expect(mine.area.code).toBe(grid)
    expect(mine.trail.map((a) => a.code)).toEqual([grid])
  })
})

it('26 people a household are said to be a misprint, with the reason (seed 000)', () => {
  const said = implausible({ people: 656_877, homes: 306_245, households: 250_000, declared: 24_919 })
  expect(said).toEqual([
    {
      code: 'registry-rules.counts-households-digit',
      of: 'declared',
      details: { people: 656_877, households: 24_919, perHousehold: 26, homes: 306_245, perHome: 2.1 },
    },
  ])
})
