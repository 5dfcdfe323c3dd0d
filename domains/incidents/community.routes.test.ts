import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '@lifang/domains/calendar/rules/instants.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import {
  ANSWER_DAYS,
  COMMUNITY_TABS,
  DONE_DAYS,
  OWN_SOURCES,
  type CommunityDesk,
  type CommunityTab,
} from './schema/community.ts'
import type { IncidentDetail, IncidentItem } from './schema/views.ts'
import { IS_OPEN } from './schema/lists.ts'
import { incidentDesk, REACHES, type Desk } from './testing/desk.ts'

const clock = setClock(NOW - 40 * DAY)
let server: TestServer
let desk: Desk
/** Code of the community of placeIn(0), and of placeIn(1). */
let here = ''
let there = ''

const selfClosed = async (): Promise<void> => {
  const { number } = await desk.report({ source: 'grid-patrol' })
  await desk.act(number, 'community-manager', 'self-close', {
    catalogue: desk.matter((m) => m.selfHandling).key,
    withoutPhotoReason: '雨天',
  })
}

beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  const communityAt = (n: number): string => {
    const { lon, lat } = desk.placeIn(n)
    return server.deps.directory.locate(lon, lat)?.community?.code ?? ''
  }
  ;[here, there] = [communityAt(0), communityAt(1)]
  // Ended too long ago to be listed, and one that is open still and late.
  await desk.reach('closed')
  await selfClosed()
  await desk.reach('handling', { source: 'grid-patrol' })
  clock.set(NOW - 10 * DAY)
  await desk.reach('closed', { source: 'grid-patrol' })
  clock.set(NOW)
  for (const status of REACHES) await desk.reach(status)
  await selfClosed()
  await desk.reach('accepted', { source: 'grid-patrol' })
  await desk.reach('closed', { source: 'forum' })
  await desk.reach('handling', { place: desk.placeIn(1) })
  const declined = await desk.report({ source: 'grid-patrol' })
  await desk.act(declined.number, 'duty-chief', 'decline', {
    reason: 'not-public-matter',
    advice: '请找物业',
  })
  const down = async (): Promise<string> => {
    const number = await desk.reach('accepted')
    await desk.act(number, 'dispatcher', 'hand-down', { area: here, opinion: '社区即可处置' })
    return number
  }
  await down()
  await desk.act(await down(), 'community-manager', 'hand-up', { opinion: '超出社区职责' })
  clock.advance(HOUR)
})
afterAll(() => server.end())

const get = async (query = '', post = 'community-manager'): Promise<CommunityDesk> => {
  const r = await desk.send('GET', `/api/community?${query}`, post)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<CommunityDesk>()
}
/** Every case of a place, one by one, as the street's own desk sees it: the recount goes over these. */
async function everyCase(area: string): Promise<{ item: IncidentItem; detail: IncidentDetail }[]> {
  const items: IncidentItem[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const tail: string = cursor === '' ? '' : `&cursor=${cursor}`
    const r = await desk.send('GET', `/api/incidents?limit=100&area=${area}${tail}`, 'intake-officer')
    const page = r.json<{ items: IncidentItem[]; nextCursor: string | null }>()
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return Promise.all(items.map(async (item) => ({ item, detail: await desk.show(item.number) })))
}
const dayStartsBefore = (days: number): number =>
  Math.floor((clock.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR - (days - 1) * DAY

/** A tab by hand, from what the case's own page says. */
function standsOn(
  tab: CommunityTab,
  { item, detail }: { item: IncidentItem; detail: IncidentDetail },
): boolean {
  const open = IS_OPEN[item.status]
  const last = (...acts: string[]): number =>
    Date.parse(detail.timeline.findLast((s) => acts.includes(s.act))?.at ?? '1970-01-01')
  const atCommunity = open && detail.desk?.code === here
  const wentUp =
    item.status !== 'self-closed' &&
    (OWN_SOURCES.includes(item.source) || detail.timeline.some((s) => s.act === 'hand-up'))
  const closed = ['closed', 'evaluated', 'archived'].includes(item.status)
  const closedAt = last('close', 'close-on-papers', 'self-close')
  switch (tab) {
    case 'open':
      return open
    case 'self':
      return item.status === 'self-closed' && closedAt >= dayStartsBefore(DONE_DAYS)
    case 'up':
      return (
        wentUp &&
        ((open && !atCommunity) ||
          (closed && closedAt >= dayStartsBefore(ANSWER_DAYS)) ||
          (item.status === 'rejected' && last('decline') >= dayStartsBefore(ANSWER_DAYS)))
      )
    case 'down':
      return atCommunity
    case 'done':
      return closed && closedAt >= dayStartsBefore(DONE_DAYS)
  }
}

describe('the desk of a community', () => {
  it('lists and counts on each tab what a recount case by case finds', async () => {
    const cases = await everyCase(here)
    for (const tab of COMMUNITY_TABS) {
      const fit = cases.filter((c) => standsOn(tab, c))
      const answer = await get(`tab=${tab}`)
      expect(fit.length, tab).toBeGreaterThan(0)
      expect(answer.items.map((i) => i.number).toSorted(), tab).toEqual(
        fit.map((c) => c.item.number).toSorted(),
      )
      expect(answer.counts[tab], tab).toBe(fit.length)
      for (const [lamp, n] of Object.entries(answer.lamps))
        expect(n, `${tab} ${lamp}`).toBe(fit.filter((c) => c.item.lamp === lamp).length)
      expect(answer.more).toBe(false)
    }
  })

  it('counts open and overdue by grid, with the households they are divided by', async () => {
    const cases = (await everyCase(here)).filter((c) => IS_OPEN[c.item.status])
    const { grids, open, overdue, community } = await get()
    for (const g of grids) {
      const mine = cases.filter((c) => c.item.grid.code === g.code)
      expect([g.open, g.overdue], g.name ?? '').toEqual([
        mine.length,
        mine.filter((c) => c.item.lamp === 'red').length,
      ])
    }
    expect(overdue).toBeGreaterThan(0)
    expect([open, overdue]).toEqual([cases.length, cases.filter((c) => c.item.lamp === 'red').length])
    expect(grids.reduce((s, g) => s + g.open, 0)).toBe(open)
    const known = await server.admin.one<{ grids: number; households: number }>(
      sql`select count(*)::integer as grids, sum(households)::integer as households from area
          where level_key = 'grid' and valid_to is null and code like ${`${here}%`}`,
    )
    expect(community).toMatchObject({ ...known, code: here, part: false, street: '云溪街道' })
  })

  it('narrows by grid and lamp, and says which desk has what no unit has', async () => {
    const whole = await get()
    const grid = whole.grids.find((g) => g.open > 0)
    const narrow = await get(`grid=${String(grid?.code)}&lamp=red`)
    const wanted = whole.items.filter((i) => i.grid.code === grid?.code && i.lamp === 'red')
    expect(narrow.items.map((i) => i.number)).toEqual(wanted.map((i) => i.number))
    expect(narrow.counts.open).toBe(whole.items.filter((i) => i.grid.code === grid?.code).length)
    for (const item of whole.items) {
      const atDesk = ['reported', 'verifying', 'accepted', 'filed'].includes(item.status)
      expect(item.desk === null, item.status).toBe(!atDesk)
      if (!atDesk) expect(item.department).not.toBeNull()
    }
  })

  it('offers on a row what the rules then allow', async () => {
    const [mine] = (await get('tab=down')).items
    expect(mine?.acts).toEqual(['self-close', 'hand-up', 'comment'])
    expect(mine?.desk).toBe((await get()).community.name)
    const fromDesk = (await get('tab=up')).items.find((i) => i.up?.how === 'hand-up')
    expect(fromDesk).toMatchObject({ desk: '云溪街道', up: { to: '云溪街道' }, acts: ['comment'] })
    const ended = (await get('tab=done')).items
    expect(ended.every((i) => i.acts.length === 0 && i.closedAt !== null)).toBe(true)

    const number = mine?.number ?? ''
    const before = (await get('tab=up')).counts
    await desk.act(number, 'community-manager', 'hand-up', { opinion: '需街道协调' })
    const after = await get('tab=up')
    expect(after.counts).toMatchObject({ up: before.up + 1, down: before.down - 1, open: before.open })
    expect(after.items.find((i) => i.number === number)?.up?.how).toBe('hand-up')
    expect(await desk.refusal(number, 'community-manager', 'hand-up', { opinion: '再上交' })).toBe(
      '403 incidents.not-your-desk',
    )
  })
})

describe('whose desk it is', () => {
  it('is the community’s own and no other’s', async () => {
    const other = await get('tab=open', 'community-manager#1')
    expect(other.community.code).not.toBe(here)
    expect(other.items.every((i) => i.grid.code.startsWith(other.community.code))).toBe(true)
    for (const [query, field] of [
      [`community=${there}`, 'community'],
      ['community=%00', null],
      ['grid=990602', 'grid'],
      [`grid=${there}001`, 'grid'],
      ['tab=alles', 'tab'],
      ['lamp=blue', 'lamp'],
    ] as const) {
      const r = await desk.send('GET', `/api/community?${query}`, 'community-manager')
      expect([r.statusCode, query]).toEqual([400, query])
      if (field !== null) expect(r.body).toContain(field)
    }
    expect((await desk.send('GET', '/api/community', 'dispatcher')).statusCode).toBe(403)
    expect((await desk.send('GET', '/api/community', null)).statusCode).toBe(401)
  })

  it('is a choice for somebody who holds two, and some grids for who leads those', async () => {
    const account = server.accounts.find((a) => a.post === 'community-manager')?.username ?? ''
    const second = server.deps.directory.areaByCode(there)
    await server.admin.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from)
      select ${newId()}, ${server.deps.county}, id, 'community-manager', ${second?.id}, ${new Date(0)} from account where username = ${account}`)
    await server.reload()
    clock.advance(5_000)
    const first = await get()
    expect(first.communities.map((c) => c.code)).toEqual([here, there])
    expect(first.community.code).toBe(here)
    const chosen = await get(`community=${there}`)
    expect(chosen.community.code).toBe(there)
    expect(chosen.items.length).toBeGreaterThan(0)

    const grid = server.deps.directory.areaByCode(`${there}001`)
    await server.admin.run(sql`delete from holding where post = 'community-manager'
      and account_id = (select id from account where username = ${account})`)
    await server.admin.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from)
      select ${newId()}, ${server.deps.county}, id, 'grid-lead', ${grid?.id}, ${new Date(0)} from account where username = ${account}`)
    await server.reload()
    clock.advance(5_000)
    const part = await get()
    expect(part.community).toMatchObject({ code: there, part: true, grids: 1 })
    expect(part.grids.map((g) => g.code)).toEqual([`${there}001`])
    expect(part.items.every((i) => i.grid.code === `${there}001`)).toBe(true)
  })
})
