import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { RESIDENT_ACTS, type ResidentAct } from './schema/promise.ts'
import type { PromiseCard } from './schema/views.ts'
import { incidentDesk, REACHES, TAIL, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const card = async (number: string): Promise<PromiseCard> => {
  const r = await desk.lookUp(number)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<PromiseCard>()
}
const BODY: Readonly<Record<ResidentAct, Record<string, unknown>>> = {
  urge: {},
  withdraw: {},
  rate: { stars: 3, solved: true },
  'ask-reopen': { reason: 'not-solved', opinion: '还在' },
}

describe('the promise card', () => {
  it('names what is next, the post and unit, why it waits and what happens when late, at every point of a life', async () => {
    const seen: Record<string, string> = {}
    for (const reach of REACHES) {
      const { next, responsible, waiting, late } = await card(await desk.reach(reach))
      seen[reach] = [next, responsible?.post ?? '-', waiting?.why ?? '-', late].join(' ')
    }
    expect(seen).toEqual({
      reported: 'accept intake-officer stage before',
      verifying: 'verify grid-worker stage before',
      accepted: 'file intake-officer stage before',
      filed: 'dispatch dispatcher stage before',
      dispatched: 'take handler stage before',
      handling: 'handle handler stage before',
      held: 'resume duty-chief hold paused',
      feedback: 'check checker stage before',
      checking: 'check checker stage before',
      passed: 'close intake-officer stage before',
      failed: 'rework dispatcher stage before',
      unable: 'check checker stage before',
      closed: 'rate - - over',
      evaluated: 'done - - over',
      archived: 'done - - over',
    })
  })

  it('says the hold in words’ keys with its review, the unit, and the grid', async () => {
    const held = await card(await desk.reach('held'))
    expect(held.waiting).toMatchObject({ why: 'hold', hold: 'funding' })
    expect(held.waiting?.reviewAt).not.toBeNull()
    const handling = await card(await desk.reach('handling'))
    expect(handling.responsible?.unit).toBe(handling.department)
    expect(handling.grid.name).not.toBe('')
    expect(handling.stages.map((s) => s.stage)).toContain('handle')
  })

  it('names the desk that decides: the street’s centre, or the community it was handed down to', async () => {
    const number = await desk.reach('accepted')
    expect((await card(number)).responsible).toEqual({ post: 'intake-officer', unit: '云溪街道联动分中心' })
    const area = (await desk.show(number)).grid.code.slice(0, -3)
    await desk.act(number, 'duty-chief', 'hand-down', { area, opinion: '社区即可处置' })
    const community = server.deps.directory.areaByCode(area)?.name
    expect((await card(number)).responsible).toEqual({ post: 'intake-officer', unit: community })
  })

  it('shows no clock of a supervision order, which is the office’s business', async () => {
    const number = await desk.reach('handling')
    const before = await card(number)
    await desk.act(number, 'supervisor', 'supervise', { level: 'notice', opinion: '请抓紧' })
    const after = await card(number)
    expect(after.stages.map((s) => s.stage)).toEqual(before.stages.map((s) => s.stage))
    expect(JSON.stringify(after)).not.toContain('请抓紧')
  })

  it('counts the rest days on the way, and says lateness truly', async () => {
    const number = await desk.reach('handling')
    const before = await card(number)
    const days = (Date.parse(before.dueAt ?? '') - NOW) / 86_400_000
    expect(before.waiting?.restDays).toBeLessThanOrEqual(Math.ceil(days))
    const rested = before.rests.reduce((sum, r) => sum + Date.parse(r.to) - Date.parse(r.from), 0)
    expect(rested).toBe((before.waiting?.restDays ?? -1) * 86_400_000)
    clock.set(Date.parse(before.dueAt ?? '') + 1)
    expect((await card(number)).late).toBe('late')
    clock.set(NOW)
  })

  it('offers an act exactly when it would not be refused, and refuses in the sentence it announced', async () => {
    for (const reach of REACHES) {
      for (const act of RESIDENT_ACTS) {
        const number = await desk.reach(reach)
        const announced = (await card(number)).acts[act]
        const { refusal } = await desk.resident(number, act, BODY[act])
        expect(refusal.replace(/^\d+ /, ''), `${act} at ${reach}`).toBe(
          announced.may ? 'done' : announced.why,
        )
      }
    }
  }, 120_000)

  it('explains that a merged report is handled with another, and that "not solved" was said already', async () => {
    const [a, b] = [await desk.reach('reported'), await desk.reach('reported')]
    await desk.act(a, 'intake-officer', 'merge', { into: b })
    expect((await desk.resident(a, 'urge')).refusal).toBe('409 incidents.merged-report')
    expect((await card(a)).acts.urge.why).toBe('incidents.merged-report')
    const closed = await desk.reach('closed')
    await desk.resident(closed, 'ask-reopen', BODY['ask-reopen'])
    expect(await card(closed)).toMatchObject({ next: 'answer', waiting: { why: 'answer' } })
    expect((await desk.resident(closed, 'ask-reopen', BODY['ask-reopen'])).refusal).toBe(
      '409 incidents.reopen-asked',
    )
  })

  it('answers a repeated command as the first time, also when it would be refused now', async () => {
    const number = await desk.reach('closed')
    const body = { id: newId(), act: 'ask-reopen', number, tail: TAIL, ...BODY['ask-reopen'] }
    const send = () => desk.send('POST', '/api/public/incidents/acts', null, body)
    expect([(await send()).statusCode, (await send()).statusCode]).toEqual([200, 200])
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::int as n from incident_step where id = ${body.id}`,
    )
    expect(n).toBe(1)
  })
})

describe('removing my own details', () => {
  const forget = (body: Record<string, unknown>) =>
    desk.send('POST', '/api/public/incidents/forget-me', null, body)

  it('takes name, phone and the proof away at once, keeps the case, and is in the audit', async () => {
    const number = await desk.reach('handling')
    const body = { id: newId(), number, tail: TAIL }
    const done = await forget(body)
    expect(done.statusCode, done.body).toBe(200)
    expect(done.json()).toEqual({ number, forgottenAt: new Date(NOW).toISOString() })
    expect((await desk.lookUp(number)).json()).toMatchObject({ code: 'incidents.lookup-failed' })
    for (const act of RESIDENT_ACTS)
      expect((await desk.resident(number, act, BODY[act])).refusal).toBe('404 incidents.lookup-failed')
    const row = await server.admin.one<Record<string, unknown>>(
      sql`select r.* from incident_reporter r join incident i on i.id = r.incident_id where i.number = ${number}`,
    )
    expect([row['name'], row['phone'], row['name_masked'], row['phone_masked'], row['tail_index']]).toEqual(
      Array(5).fill(null),
    )
    const shown = await desk.show(number)
    expect(shown).toMatchObject({ status: 'handling', description: '路边堆放垃圾，气味很大' })
    expect(shown.reporter).toEqual({ name: null, phone: null, confidential: false })
    const full = await desk.send('POST', `/api/incidents/${number}/reporter`, 'intake-officer', {
      id: newId(),
      reason: '回访核实',
    })
    expect(full.json()).toEqual({ name: null, phone: null })
    const lines = await server.admin.rows<{ actor_name: string; details: object }>(
      sql`select actor_name, details from audit_entry where act = 'incidents.forget-reporter' and subject_id = ${shown.id}`,
    )
    expect(lines).toEqual([{ actor_name: '', details: { number } }])
    await desk.act(number, 'handler', 'feedback', { opinion: '已处置', withoutEvidenceReason: '夜间' })
  })

  it('needs the proof, says no more than a look-up, and is the same answer when sent again', async () => {
    const number = await desk.reach('reported')
    const wrong = await forget({ id: newId(), number, tail: '0000' })
    const unknown = await forget({ id: newId(), number: `${number.slice(0, 14)}99999`, tail: TAIL })
    expect(wrong.statusCode).toBe(404)
    expect(unknown.body).toBe(wrong.body)
    const body = { id: newId(), number, tail: TAIL }
    const first = await forget(body)
    clock.advance(60_000)
    expect((await forget(body)).json()).toEqual(first.json())
    clock.set(NOW)
    expect((await forget({ ...body, id: newId() })).statusCode).toBe(404)
    const other = await desk.reach('reported')
    expect((await forget({ ...body, number: other })).json()).toMatchObject({
      code: 'platform.command-reused',
    })
    expect((await desk.lookUp(other)).statusCode).toBe(200)
  })

  it('happens once when pressed twice at once', async () => {
    const number = await desk.reach('reported')
    const same = { id: newId(), number, tail: TAIL }
    const answers = await Promise.all([forget(same), forget(same), forget({ ...same, id: newId() })])
    expect(answers.filter((r) => r.statusCode >= 500)).toEqual([])
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::int as n from audit_entry where act = 'incidents.forget-reporter' and details->>'number' = ${number}`,
    )
    expect(n).toBe(1)
  })

  it('is limited by the minute', async () => {
    const codes: number[] = []
    for (let n = 0; n < 12; n++) {
      const r = await server.app.inject({
        method: 'POST',
        url: '/api/public/incidents/forget-me',
        remoteAddress: '10.1.1.2',
        payload: { id: newId(), number: String(n), tail: '0000' },
      })
      codes.push(r.statusCode)
    }
    expect(codes.filter((s) => s === 429)).toHaveLength(2)
  })
})
