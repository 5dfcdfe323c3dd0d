import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { Done } from './schema/views.ts'
import type { PlaceView } from './schema/unit-views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

type Corner = [number, number]
/** A square round the place, that many tens of metres wide, moved aside by degrees. */
const square = (size = 1, east = 0): { type: 'Polygon'; coordinates: Corner[][] } => {
  const { lon, lat } = office.mine
  const d = size * 5e-5
  const corner = (x: number, y: number): Corner => [lon + east + x * d, lat + y * d]
  return {
    type: 'Polygon',
    coordinates: [[corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)]],
  }
}
const body = (over: object = {}) => ({
  ...office.proof(),
  name: '望湖农贸市场',
  kind: 'market',
  place: { ...office.mine, crs: 'CGCS2000' },
  ...over,
})
const add = async (over: object = {}): Promise<string> =>
  (await office.ok<Done>('POST', '/api/registry/places', 'grid-worker', body(over))).id
const show = (id: string) => office.ok<PlaceView>('GET', `/api/registry/places/${id}`, 'grid-worker')
const edit = (id: string, version: number, changes: object, post = 'grid-worker') =>
  office.refusal('POST', `/api/registry/places/${id}`, post, { ...office.proof(), version, changes })

describe('the outline of a place', () => {
  it('comes with it, is drawn anew and taken away, each with its line', async () => {
    const id = await add({ outline: square() })
    const first = await show(id)
    expect(first.outline).toMatchObject({ type: 'Polygon' })
    expect(first.facts['outline']).toMatchObject({ source: 'visit' })
    expect(await edit(id, 1, { outline: square(2) })).toBe('done')
    // As wide, and elsewhere: another outline all the same.
    expect(await edit(id, 2, { outline: square(2, 5e-5) })).toBe('done')
    expect(await edit(id, 3, { outline: null })).toBe('done')
    const { outline, changes, version } = await show(id)
    expect([outline, version]).toEqual([null, 4])
    const lines = changes.filter((c) => c.field === 'outline').map((c) => [c.from, c.to])
    expect(lines).toHaveLength(4)
    expect(lines.map(([from]) => from === null)).toEqual([false, false, false, true])
    for (const [from, to] of lines.slice(0, -1)) expect(from).not.toBe(to)
    expect(lines[0]?.[0]).toMatch(/^4,\d+,[0-9a-f]{8}$/)
  })

  it.each([
    ['not closed', () => ({ ...square(), coordinates: [square().coordinates[0]?.slice(0, 4)] }), 'malformed'],
    [
      'with a hole',
      () => ({ ...square(2), coordinates: [...square(2).coordinates, ...square(1).coordinates] }),
      'malformed',
    ],
    ['far from the place', () => square(1, 0.02), 'malformed'],
    ['of three hundred kilometres', () => square(60_000), 'outside'],
  ])('%s is refused at its field, and nothing is kept', async (_name, outline, code) => {
    const refusal = `422 registry.outline-${code} outline`
    expect(
      await office.refusal('POST', '/api/registry/places', 'grid-worker', body({ outline: outline() })),
    ).toBe(refusal)
    const id = await add()
    expect(await edit(id, 1, { outline: outline() })).toBe(refusal)
    expect([(await show(id)).outline, (await show(id)).version]).toEqual([null, 1])
  })

  it.each([
    ['a point', { type: 'Point', coordinates: [113, 29] }],
    ['text', '<svg onload=alert(1)>'],
    ['words for numbers', { type: 'Polygon', coordinates: [[['a', 'b']]] }],
    [
      'thousands of corners',
      { type: 'Polygon', coordinates: [Array.from({ length: 2_001 }, () => [113, 29])] },
    ],
  ])('that is %s is no outline', async (_name, outline) => {
    const id = await add()
    expect(await edit(id, 1, { outline })).toMatch(/^400 platform\.invalid-input changes\.outline/)
  })

  it('holds its place: one that moves too far from it is refused until it is drawn anew', async () => {
    // About 180 m to the east, which a gate may be.
    const id = await add({ outline: square(1, 0.00185) })
    const { lon, lat } = office.mine
    const moved = (east: number) => ({ place: { lon: lon + east, lat, crs: 'CGCS2000' } })
    expect(await edit(id, 1, moved(-6e-4))).toBe('422 registry.outline-malformed outline')
    expect(await edit(id, 1, moved(1e-4))).toBe('done')
    expect(await edit(id, 2, { ...moved(-6e-4), outline: square(2) })).toBe('done')
  })

  it('is changed by who edits only', async () => {
    const id = await add()
    expect(await edit(id, 1, { outline: square() }, 'leader')).toBe('403 platform.not-allowed')
  })

  it('drawn by two at once: one is told that it changed meanwhile', async () => {
    const id = await add()
    const both = await Promise.all([edit(id, 1, { outline: square(1) }), edit(id, 1, { outline: square(2) })])
    expect(both.toSorted()).toEqual(['409 registry.changed-meanwhile version', 'done'])
  })
})
