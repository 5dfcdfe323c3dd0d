import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { office } from '@lifang/domains/calendar/examples.ts'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { OWN_SOURCES } from '@lifang/domains/incidents/schema/community.ts'
import type { IncidentDetail, IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import { incidentDesk, REACHES, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { ratePer1000 } from './rules.ts'
import type { Week } from './schema/week.ts'

const MONDAY = '2026-11-16'
const SINCE = office(`${MONDAY} 00:00`)
const UNTIL = SINCE + 7 * DAY
const clock = setClock(SINCE - 4 * DAY)
let server: TestServer
let desk: Desk
let here = ''

async function sendBack(number: string): Promise<void> {
  await desk.act(number, 'handler', 'ask-return', { reason: 'not-our-duty', opinion: '不归我们' })
  const request = await desk.pending(number, 'return')
  await desk.act(number, 'duty-chief', 'decide-return', { request, grant: true })
  await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
}
async function selfClose(): Promise<void> {
  const { number } = await desk.report({ source: 'grid-patrol' })
  await desk.act(number, 'community-manager', 'self-close', {
    catalogue: desk.matter((m) => m.selfHandling).key,
    withoutPhotoReason: '雨天',
  })
}

let returned = ''
let reopened = ''
let held = ''

beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  const { lon, lat } = desk.placeIn(0)
  here = server.deps.directory.locate(lon, lat)?.community?.code ?? ''
  // The week before: ended then, still open, and gone up then.
  await desk.reach('closed')
  await selfClose()
  const late = await desk.reach('checking')
  await desk.reach('handling', { source: 'forum' })
  // The week itself, from its first minute to its last.
  clock.set(SINCE)
  await desk.report()
  clock.set(office('2026-11-18 10:00'))
  for (const status of REACHES) await desk.reach(status)
  await desk.act(late, 'checker', 'check', { result: 'pass' })
  await desk.act(late, 'intake-officer', 'close')
  await selfClose()
  await desk.reach('handling', { source: 'grid-patrol' })
  for (let i = 0; i < 6; i++) await desk.reach('evaluated', { source: 'grid-patrol' })
  const other = await desk.reach('handling', { place: desk.placeIn(1) })
  returned = await desk.reach('dispatched')
  await sendBack(returned)
  await sendBack(returned)
  reopened = await desk.reach('closed')
  await desk.act(reopened, 'duty-chief', 'reopen', { reason: 'not-solved', opinion: '居民反映仍在' })
  held = await desk.reach('held')
  const declined = await desk.report({ source: 'delegate' })
  await desk.act(declined.number, 'duty-chief', 'decline', {
    reason: 'not-public-matter',
    advice: '请找物业',
  })
  const up = await desk.reach('accepted')
  await desk.act(up, 'dispatcher', 'hand-down', { area: here, opinion: '社区办理' })
  await desk.act(up, 'community-manager', 'hand-up', { opinion: '超出社区职责' })
  expect(other).not.toBe('')
  clock.set(UNTIL - 60_000)
  await desk.report({ description: '赵家门口，电话 13800001111' }, 'intake-officer')
  // The week after: of none of its numbers but open and overdue.
  clock.set(UNTIL)
  await desk.report()
  clock.set(office('2026-11-25 10:00'))
  await desk.reach('closed')
})
afterAll(() => server.end())

const get = async (query = '', post = 'community-manager'): Promise<Week> => {
  const r = await desk.send('GET', `/api/community/week?${query}`, post)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<Week>()
}
/** Every case of the community as the lists of the street show it under a filter: the recount. */
async function listed(query: string, area = here): Promise<IncidentItem[]> {
  const items: IncidentItem[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const tail: string = cursor === '' ? '' : `&cursor=${cursor}`
    const r = await desk.send(
      'GET',
      `/api/incidents?limit=100&area=${area}&${query}${tail}`,
      'intake-officer',
    )
    expect(r.statusCode, r.body).toBe(200)
    const page = r.json<{ items: IncidentItem[]; nextCursor: string | null }>()
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
const counted = async (query: string, area?: string): Promise<number> => (await listed(query, area)).length
const whole = async (): Promise<IncidentDetail[]> =>
  Promise.all((await listed('')).map((i) => desk.show(i.number)))
const did = (cases: readonly IncidentDetail[], act: string, from: number, to: number): IncidentDetail[] =>
  cases.filter((c) =>
    c.timeline.some((s) => s.act === act && Date.parse(s.at) >= from && Date.parse(s.at) < to),
  )

/** The sums of seven days, by the lists and by the cases' own histories. */
async function recount(from: number, area?: string): Promise<Week['sums']> {
  const [since, until] = [new Date(from).toISOString(), new Date(from + 7 * DAY).toISOString()]
  const closed = `closedSince=${since}&closedUntil=${until}`
  const cases = await whole()
  return {
    reported: await counted(`since=${since}&until=${until}`, area),
    closed: await counted(closed, area),
    self: await counted(`${closed}&status=self-closed`, area),
    timed: (await counted(`${closed}&lamp=green`, area)) + (await counted(`${closed}&lamp=red`, area)),
    onTime: await counted(`${closed}&lamp=green`, area),
    reopened: did(cases, 'reopen', from, from + 7 * DAY).length,
    declined: did(cases, 'decline', from, from + 7 * DAY).length,
  }
}

describe('every number of the weekly pack', () => {
  it('is what a recount finds, for the week and the one before', async () => {
    const week = await get()
    expect([week.monday, week.sunday, week.running]).toEqual([MONDAY, '2026-11-22', false])
    expect([week.since, week.until]).toEqual([new Date(SINCE).toISOString(), new Date(UNTIL).toISOString()])
    expect(week.sums).toEqual(await recount(SINCE))
    expect(week.before).toEqual(await recount(SINCE - 7 * DAY))
    // A week in which one of them is nothing would prove nothing of it.
    for (const [name, n] of Object.entries(week.sums)) expect(n, name).toBeGreaterThan(0)
    expect(week.sums.onTime).toBeLessThan(week.sums.timed)
    expect(week.open).toBe(await counted('status=open'))
    expect(week.overdue).toBe(await counted('status=open&lamp=red'))
    expect(week.onHold).toBe((await listed('status=open')).filter((i) => i.onHold).length)
  })

  it('by grid adds up to the total, and each row is the count of that grid', async () => {
    const week = await get()
    for (const g of week.grids) {
      const area = server.deps.directory
        .areas()
        .find((a) => a.levelKey === 'grid' && a.name === g.name && a.code.startsWith(here))
      const { reopened: _r, declined: _d, ...sums } = await recount(SINCE, area?.code)
      expect(g).toMatchObject({ ...sums, households: area?.households ?? null })
      expect(g.open).toBe(await counted('status=open', area?.code))
      expect(g.overdue).toBe(await counted('status=open&lamp=red', area?.code))
      expect(g.rate).toBe(ratePer1000(g.reported, g.households))
    }
    for (const key of ['reported', 'closed', 'self', 'timed', 'onTime'] as const)
      expect(
        week.grids.reduce((s, g) => s + g[key], 0),
        key,
      ).toBe(week.sums[key])
    expect(week.grids.reduce((s, g) => s + g.open, 0)).toBe(week.open)
    expect(week.grids.reduce((s, g) => s + (g.households ?? 0), 0)).toBe(week.community.households)
  })

  it('by class is the count of that class, and the rest is what is left', async () => {
    const { classes, sums } = await get()
    const within = await listed(
      `since=${new Date(SINCE).toISOString()}&until=${new Date(UNTIL).toISOString()}`,
    )
    for (const { name, n } of classes.rows)
      expect(n, name).toBe(within.filter((i) => i.categoryName === name).length)
    expect(classes.rows.length).toBeGreaterThan(1)
    expect(classes.unnamed).toBe(within.filter((i) => i.categoryName === null).length)
    expect(classes.rows.reduce((s, r) => s + r.n, 0) + classes.others + classes.unnamed).toBe(sums.reported)
  })

  it('lists what went up in the week with its answer, and counts what is still up from before', async () => {
    const week = await get()
    const cases = (await whole()).filter((c) => c.status !== 'self-closed')
    const wentUpAt = (c: IncidentDetail): number | null => {
      const handed = c.timeline.findLast((s) => s.act === 'hand-up')
      if (handed !== undefined) return Date.parse(handed.at)
      return OWN_SOURCES.includes(c.source) ? Date.parse(c.reportedAt) : null
    }
    const within = cases.filter((c) => {
      const at = wentUpAt(c)
      return at !== null && at >= SINCE && at < UNTIL
    })
    expect(week.up.map((u) => u.number).toSorted()).toEqual(within.map((c) => c.number).toSorted())
    expect(new Set(week.up.map((u) => u.answer))).toEqual(
      new Set(['in-hand', 'closed', 'declined', 'waiting']),
    )
    expect(week.up.find((u) => u.how === 'hand-up')).toMatchObject({ desk: '云溪街道', answer: 'waiting' })
    const earlier = cases.filter((c) => (wentUpAt(c) ?? SINCE) < SINCE && IS_OPEN[c.status])
    expect(earlier.length).toBeGreaterThan(0)
    expect(week.upEarlier).toBe(earlier.length)
  })

  it('lists what is overdue and on hold, and what the meeting is to decide', async () => {
    const week = await get()
    const red = await listed('status=open&lamp=red')
    expect(week.late.map((l) => l.number).toSorted()).toEqual(red.map((i) => i.number).toSorted())
    expect(week.late.map((l) => l.dueSince)).toEqual(week.late.map((l) => l.dueSince).toSorted())
    expect(week.held.map((h) => h.number)).toContain(held)
    expect(week.held[0]).toMatchObject({ reason: 'funding' })
    const rules = (number: string) => week.topics.find((t) => t.number === number)?.reasons.map((r) => r.rule)
    expect(rules(returned)).toEqual(['returned-twice'])
    expect(rules(reopened)).toEqual(['disputed'])
    expect(week.late.find((l) => l.number === returned)).toMatchObject({ waits: 'returned', times: 2 })
  })

  it('tells ratings as a recount of the rows finds them, and few of them not at all', async () => {
    const { ratings } = await get()
    const row = await server.admin.one<{ n: number; solved: number; average: number }>(
      sql`select count(*)::integer as n, (count(*) filter (where solved))::integer as solved, round(avg(stars), 1)::float as average
          from incident where stars is not null and rated_at >= ${new Date(SINCE)} and rated_at < ${new Date(UNTIL)}
            and area_path like ${`${String(server.deps.directory.areaByCode(here)?.path)}%`}`,
    )
    expect(row.n).toBeGreaterThan(5)
    expect(ratings).toMatchObject({ ...row, high: row.n, middle: 0, low: 0 })
    const few = await get(`week=2026-11-23`)
    expect(few.ratings).toMatchObject({ n: 0, average: null })
    await server.admin.run(sql`update incident set stars = null where id in (
      select id from incident where stars is not null order by id limit ${row.n - 3})`)
    expect((await get()).ratings).toEqual({
      n: null,
      high: null,
      middle: null,
      low: null,
      solved: null,
      average: null,
    })
  })
})

describe('the pack', () => {
  it('holds no name, telephone number, address or word of a resident, and no class of a confidential matter', async () => {
    await server.admin.run(sql`update incident set confidential = true where number = ${returned}`)
    const week = await get()
    const text = JSON.stringify(week)
    for (const secret of [
      '赵家',
      '13800001111',
      '王秀英',
      '19900001234',
      '学府路',
      '路边堆放',
      '居民反映仍在',
    ])
      expect(text).not.toContain(secret)
    for (const account of server.accounts) expect(text).not.toContain(account.name)
    expect(week.topics.find((t) => t.number === returned)).toMatchObject({
      className: null,
      confidential: true,
    })
  })

  it('takes any day for its week, and refuses what is no week of ours', async () => {
    const thursday = await get('week=2026-11-19')
    expect(thursday.monday).toBe(MONDAY)
    const running = await get('week=2026-11-25')
    expect([running.monday, running.running]).toEqual(['2026-11-23', true])
    for (const week of [
      '2026-11-30',
      '2027-01-01',
      '2026-02-30',
      '1999-01-01',
      '0001-01-01',
      '%00',
      'heute',
    ]) {
      const r = await desk.send('GET', `/api/community/week?week=${week}`, 'community-manager')
      expect([r.statusCode, week]).toEqual([400, week])
    }
    expect((await desk.send('GET', '/api/community/week', 'leader')).statusCode).toBe(403)
  })

  it('of another community is another’s', async () => {
    const other = await get('', 'community-manager#1')
    expect(other.community.code).not.toBe(here)
    expect(other.open).toBe(await counted('status=open', other.community.code))
    const r = await desk.send('GET', `/api/community/week?community=${here}`, 'community-manager#1')
    expect(r.statusCode).toBe(400)
  })
})
