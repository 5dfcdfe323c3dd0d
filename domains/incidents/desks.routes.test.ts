import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { Exceptions, Handling, type ExceptionItem } from './schema/desks.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const get = async <T>(schema: { parse(value: unknown): T }, url: string, post: string): Promise<T> => {
  const r = await desk.send('GET', url, post)
  if (r.statusCode !== 200) throw new Error(r.body)
  return schema.parse(r.json())
}
const handling = (post = 'handler') => get(Handling, '/api/handling', post)
const exceptions = (post: string) => get(Exceptions, '/api/exceptions', post)
/** Out of our sight: another street's place, another unit's task. */
const moveAway = async (number: string): Promise<void> => {
  await server.admin.run(
    sql`update incident set area_path = ${`${server.deps.county}/999/001/001/`}, reported_by = null where number = ${number}`,
  )
  await server.admin.run(sql`update incident_task t set department_path = 'elsewhere/', assignee_id = null
    from incident i where i.id = t.incident_id and i.number = ${number}`)
}

describe('the handling unit’s desk', () => {
  it('has each case on its tabs, counts what it lists and names the evidence that is missing', async () => {
    const asks = desk.matter(
      (m) =>
        m.departmentId === desk.unit() &&
        !m.confidential &&
        m.conditions.some((c) => c.closingEvidence.includes('after')),
    )
    const condition = asks.conditions.find((c) => c.closingEvidence.includes('after'))
    const toTake = await desk.reach('dispatched')
    const inHand = await desk.reach('accepted')
    await desk.act(inHand, 'intake-officer', 'file', { catalogue: asks.key, condition: condition?.seq })
    await desk.act(inHand, 'dispatcher', 'dispatch', { department: desk.unit() })
    await desk.act(inHand, 'handler', 'take')
    const back = await desk.reach('failed')
    await desk.act(back, 'dispatcher', 'rework')
    const held = await desk.reach('held')
    const fed = await desk.reach('feedback')
    const elsewhere = await desk.reach('handling', { description: '别的单位的事情' })
    await moveAway(elsewhere)

    const { items, counts, more } = await handling()
    const on = (tab: string) => items.filter((i) => i.tabs.some((x) => x === tab)).map((i) => i.number)
    expect(on('take')).toEqual([toTake])
    expect(on('returned')).toEqual([back])
    expect(on('evidence')).toContain(inHand)
    expect(items.find((i) => i.number === inHand)?.missing).toContain('after')
    expect(on('today')).not.toContain(held)
    expect(on('all')).toEqual(expect.arrayContaining([toTake, inHand, back, held]))
    expect(on('all')).not.toContain(fed)
    expect(on('all')).not.toContain(elsewhere)
    for (const [tab, n] of Object.entries(counts)) expect([tab, n]).toEqual([tab, on(tab).length])
    expect(more).toBe(false)

    // A photo of the state after, and the evidence tab lets it go.
    const file = await desk.photo('handler')
    await desk.act(inHand, 'handler', 'add-evidence', { photos: [{ file, kind: 'after' }] })
    const after = (await handling()).items.find((i) => i.number === inHand)
    expect(after?.missing).not.toContain('after')
  })

  it('is another unit’s with another unit’s account, and no other post’s', async () => {
    const other = server.accounts
      .filter((a) => a.post === 'handler')
      .findIndex((a, i) => i > 0 && a.area !== '')
    const mine = new Set((await handling()).items.map((i) => i.number))
    const theirs = (await handling(`handler#${String(other)}`)).items.map((i) => i.number)
    expect(mine.size).toBeGreaterThan(0)
    expect(theirs.filter((n) => mine.has(n))).toEqual([])
    expect((await desk.send('GET', '/api/handling', 'dispatcher')).statusCode).toBe(403)
  })

  it('takes many one by one: a refusal of one stops none of the others, and the same command twice is once', async () => {
    const numbers = [await desk.reach('dispatched'), await desk.reach('dispatched')] as const
    await desk.act(numbers[0], 'handler', 'take')
    expect(await desk.refusal(numbers[0], 'handler', 'take')).toBe('409 incidents.wrong-status')
    const id = newId()
    expect(await desk.refusal(numbers[1], 'handler', 'take', { id })).toBe('done')
    expect(await desk.refusal(numbers[1], 'handler', 'take', { id })).toBe('done')
    expect(
      (await handling()).items.filter((i) => i.tabs.includes('take') && numbers.includes(i.number)),
    ).toEqual([])
  })
})

describe('the page of exceptions', () => {
  const find = (list: readonly ExceptionItem[], number: string) => list.find((i) => i.number === number)

  it('passes a hold from the chief to the leader, and to the supervisor only to know', async () => {
    const number = await desk.reach('handling')
    const reviewAt = new Date(clock.now() + 30 * 86_400_000).toISOString()
    await desk.act(number, 'handler', 'ask-hold', { reason: 'funding', plan: '列入下月计划', reviewAt })
    const first = await exceptions('duty-chief')
    expect(find(first.decide, number)?.reasons[0]).toMatchObject({ rule: 'hold', act: 'decide-hold' })
    expect(find((await exceptions('leader')).know, number)?.reasons[0]).toMatchObject({
      rule: 'hold',
      act: null,
    })
    expect(find((await exceptions('supervisor')).know, number)?.reasons[0]?.act).toBeNull()

    const request = await desk.pending(number, 'hold')
    await desk.act(number, 'duty-chief', 'decide-hold', { request, grant: true })
    expect(find((await exceptions('duty-chief')).know, number)).toBeDefined()
    const leader = await exceptions('leader')
    expect(find(leader.decide, number)?.reasons[0]).toMatchObject({ rule: 'hold', act: 'decide-hold' })
    expect(leader.rules.hold).toBe(1)
    await desk.act(number, 'leader', 'decide-hold', { request, grant: true })
    const done = await exceptions('leader')
    expect(find([...done.decide, ...done.know], number)).toBeUndefined()
    expect(done.rules.hold).toBe(0)
  })

  it('shows an order with its reply clock, an urgent case and the red ones by unit, and none of a neighbour', async () => {
    const supervised = await desk.reach('handling')
    await desk.act(supervised, 'supervisor', 'supervise', { level: 'notice', opinion: '尽快办理' })
    const urgent = await desk.reach('handling')
    await desk.act(urgent, 'duty-chief', 'mark-urgent')
    const foreign = await desk.reach('handling', { description: '邻街道的事情' })
    await desk.act(foreign, 'duty-chief', 'mark-urgent')
    await moveAway(foreign)
    const page = await exceptions('supervisor')
    const order = find(page.know, supervised)?.reasons.find((r) => r.rule === 'supervised')
    expect(order?.act).toBe('lift-supervision')
    expect(order?.at).not.toBeNull()
    expect(find([...page.know, ...page.decide], urgent)?.reasons.map((r) => r.rule)).toContain('urgent')
    expect(JSON.stringify(page)).not.toContain('邻街道')

    clock.set(clock.now() + 40 * 86_400_000)
    const late = await exceptions('leader')
    expect(late.red).toBeGreaterThan(0)
    expect(late.reds.reduce((sum, r) => sum + r.n, 0)).toBe(late.red)
    expect(find(late.know, supervised)?.reasons.map((r) => r.rule)).toContain('reply-overdue')
    const overdue = late.decide.find((i) => i.reasons.some((r) => r.rule === 'total-overdue'))
    expect(overdue?.reasons.find((r) => r.rule === 'total-overdue')?.act).toBe('supervise')
    // Every item counts under its rules, and no rule counts what is not listed.
    for (const [rule, n] of Object.entries(late.rules))
      expect([
        rule,
        [...late.decide, ...late.know].filter((i) => i.reasons.some((r) => r.rule === rule)).length,
      ]).toEqual([rule, n])
    expect((await desk.send('GET', '/api/exceptions', 'dispatcher')).statusCode).toBe(403)
  })
})
