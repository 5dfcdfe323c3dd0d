import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { boxOf, parts } from './rules/geometry.ts'
import { pointInside } from './rules/inside.ts'
import type { Position, Shape } from './schema.ts'
import type { AreaDetail, AreaItem, FindingView, RedrawItem, RedrawPlan, RedrawView } from './schema/views.ts'

const clock = setClock(Date.parse('2026-11-20T10:00:00+08:00'))
const DAY = 86_400_000
const COMMUNITY = '990602001001'
let server: TestServer
beforeAll(async () => {
  server = await testServer({ clock })
})
afterAll(() => server.end())

type Body<T> = T & { code: string; details?: Record<string, unknown> }
async function call<T>(method: 'GET' | 'POST', url: string, payload?: object, post = 'grid-manager') {
  const headers = { cookie: await server.signIn(post) }
  const r = await server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: r.statusCode, body: r.json<Body<T>>() }
}
const send = <T = RedrawView>(url: string, payload: object) => call<T>('POST', url, payload)
const detail = async (code: string) => (await call<AreaDetail>('GET', `/api/areas/${code}`)).body
const borderOf = async (code: string): Promise<Shape> => {
  const { border } = await detail(code)
  if (border === null) throw new Error(`${code} has no border`)
  return border.polygon
}
const checks = async (community = COMMUNITY): Promise<FindingView[]> =>
  (await call<{ items: FindingView[] }>('GET', `/api/areas/checks?parent=${community}`)).body.items.filter(
    (f) => f.blocks,
  )
const gridsOf = async (community = COMMUNITY) =>
  (await call<{ items: AreaItem[] }>('GET', `/api/areas?under=${community}`)).body.items.filter(
    (a) => a.parent === community,
  )

const polygon = (...ring: Position[]): Shape => ({
  type: 'Polygon',
  coordinates: [[...ring, ...ring.slice(0, 1)]],
})
/** A small box around a corner of the grid that lies inside the community: it takes ground from every grid that meets there. */
async function cornerBox(code: string, size = 0.0003): Promise<Shape> {
  const siblings = await gridsOf(code.slice(0, 12))
  const shapes = await Promise.all(siblings.map(async (s) => borderOf(s.code)))
  const corners = shapes.map((s) => parts(s).flat(2))
  const meets = (at: Position): number =>
    corners.filter((list) => list.some((c) => c[0] === at[0] && c[1] === at[1])).length
  const own = parts(await borderOf(code)).flat(2)
  const community = parts(await borderOf(code.slice(0, 12))).flat(2)
  const inner = own.find((at) => meets(at) > 1 && !community.some((c) => c[0] === at[0] && c[1] === at[1]))
  if (inner === undefined) throw new Error('no inner corner')
  const [x, y] = inner
  return polygon([x - size, y - size], [x + size, y - size], [x + size, y + size], [x - size, y + size])
}
const draw = (shape: unknown, over: object = {}, more: readonly object[] = []) => ({
  id: newId(),
  kind: 'draw',
  community: COMMUNITY,
  parts: [{ is: 'drawn', name: '新画网格', polygon: shape, ...over }, ...more],
})
const sum = (list: RedrawPlan['before']): number => list.reduce((n, p) => n + (p.households ?? 0), 0)
const publish = async (id: string): Promise<RedrawView> => {
  const r = await send(`/api/redraws/${id}/publish`, {})
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  clock.advance(60_000)
  return r.body
}

/** An open case of a caller. */
async function report(lon: number, lat: number): Promise<string> {
  const r = await call<{ number: string }>(
    'POST',
    '/api/incidents',
    {
      id: newId(),
      source: 'hotline',
      occurredAt: new Date(clock.now() - 60_000).toISOString(),
      place: { lon, lat, crs: 'CGCS2000' },
      address: '学府路 74 号门前',
      description: '路边堆着垃圾',
    },
    'intake-officer',
  )
  expect(r.status, JSON.stringify(r.body)).toBe(201)
  return r.body.number
}

describe('a grid drawn over others', () => {
  test('takes their ground, they keep their codes, and a roll back gives it back', async () => {
    const before = await gridsOf()
    const shape = await cornerBox(`${COMMUNITY}002`)
    const body = draw(shape)
    const tried = await send<RedrawPlan>('/api/redraws/trial', body)
    expect(tried.body.findings.filter((f) => f.blocks)).toEqual([])
    const draft = await send('/api/redraws', body)
    expect([draft.status, draft.body.kind, draft.body.parent?.code]).toEqual([201, 'draw', COMMUNITY])
    expect((await send('/api/redraws', body)).status).toBe(200)
    expect((await send('/api/redraws', { ...body, document: '改过' })).body.code).toBe(
      'platform.command-reused',
    )
    const { before: was, after } = draft.body
    expect(was.length).toBeGreaterThan(1)
    expect(after.length).toBe(was.length + 1)
    expect(sum(after)).toBe(sum(was))
    const m2 = (list: RedrawPlan['before']): number => list.reduce((n, p) => n + p.areaM2, 0)
    expect(Math.abs(m2(after) - m2(was))).toBeLessThan(1)
    expect((await gridsOf()).length).toBe(before.length)

    const done = await publish(body.id)
    const made = done.after.find((p) => p.name === '新画网格')?.code ?? ''
    expect(made).toMatch(new RegExp(`^${COMMUNITY}\\d{3}$`))
    expect(await checks()).toEqual([])
    expect((await gridsOf()).map((g) => g.code).toSorted()).toEqual(
      [...before.map((g) => g.code), made].toSorted(),
    )
    expect((await detail(made)).teams[0]?.vacancies).toBeGreaterThan(0)
    const [x, y] = [
      (boxOf(shape).west + boxOf(shape).east) / 2,
      (boxOf(shape).south + boxOf(shape).north) / 2,
    ]
    expect(server.deps.directory.locate(x, y)?.grid.code).toBe(made)
    const changed = await Promise.all(was.map(async (p) => detail(p.code ?? '')))
    expect(changed.every((d) => d.validTo === null && d.border !== null && d.border.version > 1)).toBe(true)

    // Who was given the new grid loses it with the roll back, and nobody of the old grids is pushed out.
    const worker = await server.admin.one<{ id: string }>(
      sql`select account_id as id from holding where post = 'grid-worker' and area_id = ${was[0]?.id} and valid_to is null`,
    )
    await server.admin.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from)
      select ${newId()}, county, account_id, 'steward', ${done.after.find((p) => p.code === made)?.id}, ${new Date(clock.now())}
      from holding where account_id = ${worker.id} limit 1`)
    await server.reload()
    clock.advance(DAY)
    const back = { id: newId(), reason: '居民意见较大' }
    const undone = await send(`/api/redraws/${body.id}/roll-back`, back)
    expect([undone.status, undone.body.kind]).toEqual([201, 'restore'])
    expect((await send(`/api/redraws/${body.id}/roll-back`, back)).status).toBe(200)
    clock.advance(60_000)
    expect((await detail(made)).validTo).not.toBeNull()
    expect(await checks()).toEqual([])
    for (const p of was) {
      const now = await detail(p.code ?? '')
      expect([now.border?.polygon, now.households]).toEqual([p.polygon, p.households])
      expect(now.roster.filter((h) => h.post === 'grid-worker')).toHaveLength(1)
    }
    expect((await detail(made)).successors.map((s) => s.code).toSorted()).toEqual(
      was.map((p) => p.code).toSorted(),
    )
    expect(
      (await send(`/api/redraws/${body.id}/roll-back`, { id: newId(), reason: '再来一次' })).body.code,
    ).toBe('grid.rollback-done')
  })

  test('with other changes of the same drawing, and as two that do not overlap', async () => {
    const shape = await cornerBox(`${COMMUNITY}003`)
    const { west, east, south, north } = boxOf(shape)
    const middle = (west + east) / 2
    const halves = [
      polygon([west, south], [middle, south], [middle, north], [west, north]),
      polygon([middle, south], [east, south], [east, north], [middle, north]),
    ]
    const body = draw(halves[0], { name: '西半' }, [
      { is: 'drawn', name: '东半', polygon: halves[1], households: 61, type: 'estate' },
    ])
    const tried = await send<RedrawPlan>('/api/redraws/trial', body)
    expect(tried.body.findings.filter((f) => f.blocks)).toEqual([])
    expect(tried.body.after.find((p) => p.name === '东半')?.households).toBe(61)
    expect(tried.body.after.map((p) => p.name)).toEqual(expect.arrayContaining(['西半', '东半']))
  })

  test('is the same whether the drawing has made room already or leaves it to the server', async () => {
    const shape = await cornerBox(`${COMMUNITY}002`)
    const alone = (await send<RedrawPlan>('/api/redraws/trial', draw(shape))).body
    const room = alone.after.flatMap((p) =>
      p.code === null ? [] : [{ is: 'kept', code: p.code, polygon: p.polygon }],
    )
    const made = (await send<RedrawPlan>('/api/redraws/trial', draw(shape, {}, room))).body
    const facts = (plan: RedrawPlan) =>
      plan.after
        .map((p) => [p.code, p.households, Math.round(p.areaM2)] as const)
        .toSorted((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))
    expect(facts(made)).toEqual(facts(alone))
    expect(made.findings).toEqual(alone.findings)
  })

  test('open cases are counted where they lie', async () => {
    const [lon, lat] = pointInside(await borderOf(`${COMMUNITY}001`)) ?? [0, 0]
    await report(lon, lat)
    const size = 0.0001
    const shape = polygon(
      [lon - size, lat - size],
      [lon + size, lat - size],
      [lon + size, lat + size],
      [lon - size, lat + size],
    )
    const whole = server.deps.directory.locate(lon, lat)?.grid.code ?? ''
    const { west, south } = boxOf(await borderOf(whole))
    expect([west < lon - size, south < lat - size]).toEqual([true, true])
    const { body } = await send<RedrawPlan>('/api/redraws/trial', draw(shape))
    expect(body.after.find((p) => p.name === '新画网格')?.openIncidents).toBe(1)
    expect(body.moves.reduce((n, m) => n + m.openIncidents, 0)).toBe(1)
  })
})

describe('a grid drawn where none is', () => {
  test('fills the gap; a roll back leaves it again, unless open cases would lose their ground', async () => {
    const community = '990602001002'
    const [, victim] = await gridsOf(community)
    if (victim === undefined) throw new Error('no grid')
    const shape = await borderOf(victim.code)
    await server.admin.run(
      sql`update area set valid_to = ${new Date(clock.now() - 1)} where id = ${victim.id}`,
    )
    await server.admin.run(
      sql`update area_border set valid_to = ${new Date(clock.now() - 1)} where area_id = ${victim.id}`,
    )
    await server.reload()
    expect((await checks(community)).map((f) => f.check)).toEqual(['gap'])
    const body = { ...draw(shape, { households: 333 }), community }
    const draft = await send('/api/redraws', body)
    expect([draft.status, draft.body.before, draft.body.after.map((p) => p.households)]).toEqual([
      201,
      [],
      [333],
    ])
    const { items } = (await call<{ items: RedrawItem[] }>('GET', `/api/redraws?parent=${community}`)).body
    expect(items.map((i) => [i.id, i.kind])).toContainEqual([body.id, 'draw'])
    const done = await publish(body.id)
    expect(await checks(community)).toEqual([])
    const [made] = done.after
    const [lon, lat] = pointInside(shape) ?? [0, 0]
    const number = await report(lon, lat)
    const back = () => send(`/api/redraws/${body.id}/roll-back`, { id: newId(), reason: '画错了地方' })
    expect((await back()).body.code).toBe('grid.redraw-loses-points')
    await server.admin.run(sql`update incident set status = 'closed' where number = ${number}`)
    const undone = await back()
    expect([undone.status, undone.body.after]).toEqual([201, []])
    clock.advance(60_000)
    expect((await checks(community)).map((f) => f.check)).toEqual(['gap'])
    expect((await detail(made?.code ?? '')).validTo).not.toBeNull()
  })

  test('is the first grid of a community that has none', async () => {
    const community = '990602001003'
    const was = await gridsOf(community)
    const ids = was.map((g) => g.id)
    await server.admin.run(
      sql`update area set valid_to = ${new Date(clock.now() - 1)} where id = any(${ids}::uuid[])`,
    )
    await server.admin.run(
      sql`update area_border set valid_to = ${new Date(clock.now() - 1)} where area_id = any(${ids}::uuid[])`,
    )
    await server.reload()
    const whole = { ...draw(await borderOf(community), { name: '第一格', type: 'rural' }), community }
    await send('/api/redraws', whole)
    const done = await publish(whole.id)
    expect(await checks(community)).toEqual([])
    const first = await detail(done.after[0]?.code ?? '')
    expect([first.levelKey, first.kind, first.type, first.households]).toEqual([
      'grid',
      'general',
      'rural',
      null,
    ])
  })
})

describe('what is refused', () => {
  const refusal = async (body: object) => {
    const r = await send('/api/redraws/trial', body)
    return [r.status, r.body.code, r.body.details?.['field'] ?? null]
  }
  test('rings that are none, each by the field', async () => {
    const own = await borderOf(`${COMMUNITY}002`)
    const { west, east, south, north } = boxOf(own)
    const [mx, my] = [(west + east) / 2, (south + north) / 2]
    const at = 'parts.0.polygon'
    const cases: readonly (readonly [object, number, string, string | null])[] = [
      [
        polygon([mx, my], [mx + 0.001, my + 0.001], [mx + 0.001, my], [mx, my + 0.001]),
        422,
        'grid.border-invalid',
        at,
      ],
      [polygon([mx, my], [mx + 0.001, my]), 422, 'grid.border-invalid', at],
      [{ type: 'Polygon', coordinates: [[]] }, 422, 'grid.border-invalid', at],
      [polygon([mx + 5, my], [mx + 5.1, my], [mx + 5.1, my + 0.1]), 422, 'grid.draw-outside', at],
      [own, 422, 'grid.draw-swallows', at],
      [
        polygon(
          [mx - 0.0002, south - 1],
          [mx + 0.0002, south - 1],
          [mx + 0.0002, north + 1],
          [mx - 0.0002, north + 1],
        ),
        422,
        'grid.draw-cuts-apart',
        at,
      ],
    ]
    for (const [shape, ...wanted] of cases) expect(await refusal(draw(shape))).toEqual(wanted)
    expect((await refusal(draw(polygon([400, 91], [1, 1], [2, 2]))))[0]).toBe(400)
    expect((await refusal(draw(own, { name: '' })))[0]).toBe(400)
  })

  test('what lies partly outside is said in the draft and is not published', async () => {
    const { west, south } = boxOf(await borderOf(COMMUNITY))
    const [, , , , first] = parts(await borderOf(COMMUNITY)).flat(2)
    const [x, y] = first ?? [west, south]
    const body = draw(
      polygon(
        [x - 0.0002, y - 0.0002],
        [x + 0.0002, y - 0.0002],
        [x + 0.0002, y + 0.0002],
        [x - 0.0002, y + 0.0002],
      ),
    )
    const draft = await send('/api/redraws', body)
    expect(draft.body.findings.filter((f) => f.blocks).map((f) => f.check)).toContain('outside-parent')
    expect((await send(`/api/redraws/${body.id}/publish`, {})).body.code).toBe('grid.draft-unclean')
  })

  test('places that are no community, grids of others, micro grids under the ground, others’ ground', async () => {
    const shape = await cornerBox(`${COMMUNITY}002`)
    for (const community of ['404', '990602', '990602001', `${COMMUNITY}002`])
      expect((await send('/api/redraws/trial', { ...draw(shape), community })).status).toBe(404)
    const strange = { is: 'kept', code: '990602001004001', polygon: await borderOf('990602001004001') }
    expect(await refusal(draw(shape, {}, [strange]))).toEqual([422, 'grid.merge-across-parents', 'parts'])
    for (const post of ['community-manager', 'leader', 'grid-worker'])
      expect((await call('POST', '/api/redraws/trial', draw(shape), post)).status).toBe(403)
    const giver = await detail(`${COMMUNITY}002`)
    const micro = newId()
    await server.admin
      .run(sql`insert into area (id, county, parent_id, level, level_key, code, name, path, grid_kind, grid_type, valid_from)
      values (${micro}, ${server.deps.county}, ${giver.id}, ${giver.level + 1}, 'micro', ${`${giver.code}01`}, '微格', ${`${giver.path}01/`}, 'micro', 'estate', ${new Date(0)})`)
    expect((await refusal(draw(shape)))[1]).toBe('grid.redraw-has-micro')
    await server.admin.run(sql`delete from area where id = ${micro}`)
  })

  test('two who publish over the same ground: the second is computed again', async () => {
    const shape = await cornerBox(`${COMMUNITY}002`)
    const [one, two] = [draw(shape, { name: '甲画' }), draw(shape, { name: '乙画' })]
    for (const body of [one, two]) expect((await send('/api/redraws', body)).status).toBe(201)
    const both = await Promise.all([one, two].map(async ({ id }) => send(`/api/redraws/${id}/publish`, {})))
    expect(both.map((r) => r.status).toSorted((a, b) => a - b)).toEqual([200, 422])
    expect(both.find((r) => r.status === 422)?.body.code).toBe('grid.draw-swallows')
    clock.advance(60_000)
    expect(await checks()).toEqual([])
  })
})
