import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { office } from '@lifang/domains/calendar/examples.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { boardDifferences, foldDeltas } from './reads/board.ts'
import { runTimers } from './reactions.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const gridOf = async (number: string): Promise<string> => (await desk.show(number)).grid.code
/** Community code: the grid's without its last three digits. */
const communityOf = async (number: string): Promise<string> => (await gridOf(number)).slice(0, -3)

describe('the ladder of desks', () => {
  it('goes down to the community, which finishes it on the spot, and the history keeps the way', async () => {
    const number = await desk.reach('accepted')
    await desk.act(number, 'dispatcher', 'hand-down', {
      area: await communityOf(number),
      opinion: '社区即可处置',
    })
    expect((await desk.show(number)).desk?.code).toBe(await communityOf(number))
    await desk.act(number, 'community-manager', 'self-close', {
      catalogue: desk.matter((m) => m.selfHandling).key,
      withoutPhotoReason: '雨天',
    })
    const { status, timeline } = await desk.show(number)
    expect(status).toBe('self-closed')
    expect(timeline.map((s) => s.act)).toEqual(['report', 'accept', 'hand-down', 'self-close'])
    expect(timeline[2]?.details).toMatchObject({ from: '云溪街道' })
  })
  it('goes up again from the community, and from the street to the district, where the street no longer decides', async () => {
    const number = await desk.reach('accepted')
    await desk.act(number, 'duty-chief', 'hand-down', { area: await communityOf(number), opinion: '下派' })
    await desk.act(number, 'community-manager', 'hand-up', { opinion: '超出社区职责' })
    expect((await desk.show(number)).desk?.name).toBe('云溪街道')
    expect(await desk.refusal(number, 'community-manager', 'hand-up', { opinion: '再上交' })).toBe(
      '403 incidents.not-your-desk',
    )
    await desk.act(number, 'duty-chief', 'hand-up', { opinion: '需区级协调' })
    expect(await desk.refusal(number, 'intake-officer', 'file', desk.classOf())).toBe(
      '403 incidents.not-yours',
    )
    expect((await desk.show(number, 'intake-officer')).status).toBe('accepted')
  })
  it('goes over to the grid it belongs to; counters follow and the first reporter still sees it', async () => {
    const number = await desk.reach('accepted', { source: 'hotline' })
    const from = await gridOf(number)
    const other = server.deps.directory
      .areas()
      .find((a) => a.levelKey === 'grid' && a.validTo === null && !a.code.startsWith(from.slice(0, -3)))
    if (other === undefined) throw new Error('one community only')
    await desk.act(number, 'intake-officer', 'hand-over', { area: other.code, opinion: '位置报错' })
    expect(await gridOf(number)).toBe(other.code)
    while ((await foldDeltas(server.db)) > 0) await Promise.resolve()
    expect(await boardDifferences(server.db)).toEqual([])
  })
  it.each([
    ['hand-down', '990602001', 'desk-not-below'],
    ['hand-down', '000', 'desk-not-below'],
    ['hand-over', '990602001', 'not-a-grid'],
  ])('%s to %s is refused: %s', async (act, area, code) => {
    const number = await desk.reach('accepted')
    expect(await desk.refusal(number, 'duty-chief', act, { area, opinion: '试' })).toBe(
      `422 incidents.${code}`,
    )
  })
})

describe('the clock of a supervision order', () => {
  it('runs beside the stages, turns no lamp, and its lateness is told once', async () => {
    clock.set(NOW)
    const number = await desk.reach('handling')
    const before = await desk.show(number)
    await desk.act(number, 'supervisor', 'supervise', { level: 'red', opinion: '抓紧' })
    const after = await desk.show(number)
    expect([after.lamp, after.dueAt, after.totalDueAt]).toEqual([
      before.lamp,
      before.dueAt,
      before.totalDueAt,
    ])
    // The unit works round the clock: one day from Friday is the end of Saturday.
    expect(after.stages.find((s) => s.stage === 'reply')).toMatchObject({
      limit: { amount: 1, unit: 'working-day' },
      clock: { state: 'running', due: office('2026-11-22 00:00') },
    })
    clock.set(office('2026-11-22 00:01'))
    await runTimers(server.deps)
    await runTimers(server.deps)
    const told = await server.admin.rows<{ kind: string }>(
      sql`select a.kind from incident_alarm a join incident i on i.county = a.county and i.id = a.incident_id
          where i.number = ${number} and a.stage = 'reply' order by a.kind`,
    )
    expect(told.map((t) => t.kind)).toEqual(['near-due', 'overdue'])
    await desk.act(number, 'handler', 'reply-supervision', { opinion: '明日完成' })
    const late = (await desk.show(number)).stages.find((s) => s.stage === 'reply')
    expect(late).toMatchObject({ lamp: 'red', clock: { state: 'stopped', onTime: false } })
    clock.set(NOW)
  })
})
