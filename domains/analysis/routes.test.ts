import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW } from '@lifang/domains/incidents/examples.ts'
import { incidentDesk, REACHES, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { HOUR, DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { Wall } from './schema.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk

beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  for (const status of REACHES) await desk.reach(status)
  await desk.reach('handling', { place: desk.placeIn(1), source: 'petition' })
  const declined = await desk.reach('reported')
  await desk.act(declined, 'duty-chief', 'decline', {
    reason: 'not-public-matter',
    advice: '请到业主委员会反映',
  })
  // Some of them go over their limits, the reports of the next day do not.
  clock.advance(DAY + 2 * HOUR)
  await desk.report({}, 'intake-officer')
  await desk.report({ place: desk.placeIn(1) }, 'intake-officer')
  // As the demo's people do it: an act of today on a case of yesterday.
  await desk.reach('closed')
})
afterAll(() => server.end())

const get = async (post: string): Promise<Wall> => {
  clock.advance(1_001)
  const r = await desk.send('GET', '/api/wall', post)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<Wall>()
}
/** How many the list shows under a filter: the recount. */
async function counted(query: string, post = 'leader'): Promise<number> {
  let n = 0
  let cursor: string | null = ''
  while (cursor !== null) {
    const tail: string = cursor === '' ? '' : `&cursor=${cursor}`
    const r = await desk.send('GET', `/api/incidents?limit=100&${query}${tail}`, post)
    expect(r.statusCode, r.body).toBe(200)
    const page = r.json<{ items: unknown[]; nextCursor: string | null }>()
    n += page.items.length
    cursor = page.nextCursor
  }
  return n
}

describe('every number of the wall', () => {
  it('is the count of the list behind it', async () => {
    const wall = await get('leader')
    expect(wall.open.n).toBeGreaterThan(10)
    expect(wall.open.n).toBe(await counted('status=open'))
    expect(wall.open.overdue).toBeGreaterThan(0)
    expect(wall.open.overdue).toBe(await counted('status=open&lamp=red'))
    expect(wall.today.reported).toBe(await counted(`since=${wall.today.since}`))
    expect(wall.today.closed).toBe(await counted(`closedSince=${wall.today.since}`))
    expect(wall.onTime.timed).toBeGreaterThan(0)
    const within = `closedSince=${wall.onTime.since}`
    expect(wall.onTime.onTime).toBe(await counted(`${within}&lamp=green`))
    expect(wall.onTime.timed).toBe(
      (await counted(`${within}&lamp=green`)) + (await counted(`${within}&lamp=red`)),
    )
    expect(wall.uses.cases).toBe(await counted(`closedSince=${wall.uses.since}`))
    for (const { stages, lamps } of wall.stages)
      for (const [lamp, n] of Object.entries(lamps))
        expect(n, `${stages.join()} ${lamp}`).toBe(
          await counted(`status=open&stage=${stages.join(',')}&lamp=${lamp}`),
        )
    expect(wall.stages.flatMap((s) => Object.values(s.lamps)).reduce((a, b) => a + b, 0)).toBe(wall.open.n)
    for (const u of wall.units) {
      expect(u.open).toBe(await counted(`status=open&department=${u.id}`))
      expect(u.overdue).toBe(await counted(`status=open&lamp=red&department=${u.id}`))
      expect(u.overdueSince === null).toBe(u.overdue === 0)
    }
    for (const g of wall.grids.filter((one) => one.open > 0)) {
      expect(g.open).toBe(await counted(`status=open&area=${g.code}`))
      expect(g.overdue).toBe(await counted(`status=open&lamp=red&area=${g.code}`))
    }
    expect(wall.grids.reduce((s, g) => s + g.open, 0)).toBe(wall.open.n)
    const from = wall.today.since
    for (const node of wall.flow.nodes) {
      const by =
        node.sources.length > 0 ? `source=${node.sources.join(',')}` : `status=${node.statuses.join(',')}`
      expect(node.n, node.id).toBe(await counted(`since=${from}&${by}`))
    }
    for (const day of wall.trend.slice(-2)) {
      const [since, until] = [0, DAY].map((ms) =>
        new Date(Date.parse(`${day.date}T00:00:00+08:00`) + ms).toISOString(),
      )
      expect(day.reported).toBe(await counted(`since=${since}&until=${until}`))
      expect(day.closed).toBe(await counted(`closedSince=${since}&closedUntil=${until}`))
    }
  })

  it('has its denominator: households of the grids in force', async () => {
    const { place } = await get('leader')
    const { grids, households } = await server.admin.one<{ grids: number; households: number }>(
      sql`select count(*)::integer as grids, sum(households)::integer as households from area where level_key = 'grid' and valid_to is null`,
    )
    expect(place).toMatchObject({ grids, households })
  })

  it('begins its thirty days at the office day, which is not the day of Greenwich', async () => {
    const { trend, today } = await get('leader')
    expect(trend).toHaveLength(30)
    expect(today.since).toMatch(/T16:00:00\.000Z$/)
    expect(trend.at(-1)?.date).toBe(new Date(clock.now() + 8 * HOUR).toISOString().slice(0, 10))
    expect(trend.some((d) => d.rest)).toBe(true)
  })
})

describe('the wall', () => {
  it('tells what was done without who and without words', async () => {
    const { number } = await desk.report({ description: '王家的事，电话 13800001111' })
    const wall = await get('leader')
    const [last] = wall.feed.rows
    expect(last).toMatchObject({ number, act: 'report', status: 'reported' })
    expect(wall.feed.rows.length).toBeLessThanOrEqual(12)
    const text = JSON.stringify(wall)
    for (const secret of ['王家', '13800001111', '王秀英', '学府路', ...server.accounts.map((a) => a.name)])
      expect(text).not.toContain(secret)
  })

  it('moves when something is reported, and is the same bytes while nothing does', async () => {
    const before = await get('leader')
    const tag = async (etag = ''): Promise<[number, string]> => {
      const r = await desk.send('GET', '/api/wall', 'leader', undefined, { 'if-none-match': etag })
      return [r.statusCode, String(r.headers['etag'])]
    }
    const [, etag] = await tag()
    expect(await tag(etag)).toEqual([304, etag])
    await desk.report()
    // Kept for a second, then told.
    expect((await tag(etag))[0]).toBe(304)
    const after = await get('leader')
    expect(after.today.reported).toBe(before.today.reported + 1)
    expect(after.open.n).toBe(before.open.n + 1)
    expect((await tag(etag))[0]).toBe(200)
  })

  it('folds a source of one petition a day', async () => {
    await desk.report({ source: 'petition' })
    const { flow } = await get('leader')
    expect(flow.nodes.some((n) => n.id === 'source:petition')).toBe(false)
    for (const node of flow.nodes.filter((n) => n.id.startsWith('source:')))
      expect(node.n).toBeGreaterThanOrEqual(Math.min(5, flow.nodes[0]?.n ?? 0))
  })

  it('ends at the reader’s place: a leader of one community has that community', async () => {
    const whole = await get('leader')
    const leader = server.accounts.find((a) => a.post === 'leader')
    const community = server.deps.directory.area(
      server.deps.directory.locate(desk.placeIn(1).lon, desk.placeIn(1).lat)?.grid.parentId ?? '',
    )
    if (leader === undefined || community === undefined) throw new Error('the demo has no leader')
    await server.admin.run(sql`update holding set area_id = ${community.id} where post = 'leader'
      and account_id = (select id from account where username = ${leader.username})`)
    await server.reload()
    clock.advance(5_000)
    const part = await get('leader')
    expect(part.place.name).toBe(community.name)
    expect(part.grids.every((g) => g.community === community.name)).toBe(true)
    expect(part.open.n).toBeGreaterThan(0)
    expect(part.open.n).toBeLessThan(whole.open.n)
    expect(part.open.n).toBe(await counted('status=open'))
    expect(part.today.reported).toBe(await counted(`since=${part.today.since}`))
  })

  it('of another county shows nothing of it', async () => {
    const before = await get('supervisor').catch(() => get('dispatcher'))
    const moved = await server.admin.run(
      sql`update incident set area_path = '990699/001/' where number = (select max(number) from incident where status = 'archived')`,
    )
    expect(moved).toBe(1)
    const after = await get('dispatcher')
    expect(after.trend.reduce((s, d) => s + d.reported, 0)).toBe(
      before.trend.reduce((s, d) => s + d.reported, 0) - 1,
    )
  })
})

describe('the views', () => {
  it('hold no reporter, description, address or position', async () => {
    const columns = await server.admin.rows<{ name: string }>(
      sql`select distinct column_name as name from information_schema.columns where table_name in ('incident_outline', 'incident_act_outline')`,
    )
    const names = columns.map((c) => c.name)
    expect(names.length).toBeGreaterThan(15)
    for (const kept of [
      'description',
      'address',
      'lon',
      'lat',
      'reported_by',
      'actor_id',
      'actor_name',
      'opinion',
      'details',
    ])
      expect(names).not.toContain(kept)
  })
  it('leave out the class of a confidential matter', async () => {
    await server.admin.run(sql`update incident set confidential = true where class_name is not null`)
    expect(
      await server.admin.one(
        sql`select count(class_name)::integer as named, count(*) > 10 as many from incident_outline`,
      ),
    ).toEqual({ named: 0, many: true })
  })
})
