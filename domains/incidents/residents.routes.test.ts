import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import type { PromiseCard, Reported } from './schema/views.ts'
import { incidentDesk, TAIL, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const reportAsResident = async (over: Record<string, unknown> = {}): Promise<Reported> => {
  const r = await desk.send('POST', '/api/incidents', null, desk.reportBody({ source: 'resident', ...over }))
  expect(r.statusCode, r.body).toBe(201)
  return r.json<Reported>()
}
const card = async (number: string): Promise<PromiseCard> => {
  const r = await desk.lookUp(number)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<PromiseCard>()
}

describe('a resident without an account', () => {
  it('reports, and reads with number and tail what was promised, without a name of anybody', async () => {
    const { number, status } = await reportAsResident()
    expect(status).toBe('reported')
    await desk.act(number, 'intake-officer', 'accept')
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit(), opinion: '请张三处理' })
    const seen = await card(number)
    expect(seen).toMatchObject({
      number,
      status: 'dispatched',
      mayRate: false,
      mayReopen: false,
      lamp: 'green',
    })
    expect(seen.dueAt).not.toBeNull()
    expect(seen.timeline.map((t) => t.act)).toEqual(['report', 'accept', 'file', 'dispatch'])
    const text = JSON.stringify(seen)
    for (const a of server.accounts) expect(text).not.toContain(a.name)
    for (const secret of ['王秀英', '王**', '199', '张三', '学府路']) expect(text).not.toContain(secret)
  })

  it('may type the number as printed, with hyphens and blanks', async () => {
    const { number } = await reportAsResident()
    const printed = `${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14)} `
    expect((await desk.lookUp(printed)).json()).toEqual((await desk.lookUp(number)).json())
  })

  it('learns nothing from a number alone: a wrong tail and an unknown number get the same answer', async () => {
    const { number } = await reportAsResident()
    const unknown = `${number.slice(0, 14)}99999`
    const answers = await Promise.all([desk.lookUp(number, '0000'), desk.lookUp(unknown), desk.lookUp('1')])
    const [wrong, missing, short] = answers.map((r) => ({ status: r.statusCode, body: r.body }))
    expect(wrong?.status).toBe(404)
    expect(missing).toEqual(wrong)
    expect(short).toEqual(wrong)
    expect(wrong?.body).toContain('incidents.lookup-failed')
    for (const act of ['rate', 'urge', 'withdraw']) {
      const body = act === 'rate' ? { stars: 1, solved: false } : {}
      const [a, b] = [await desk.resident(number, act, body, '0000'), await desk.resident(unknown, act, body)]
      expect([a.refusal, b.refusal]).toEqual(Array(2).fill('404 incidents.lookup-failed'))
    }
    for (const tail of ['', '12', '12345', 'abcd', '１２３４'])
      expect((await desk.lookUp(number, tail)).statusCode).toBe(400)
    const signedOut = await desk.send('GET', `/api/incidents/${number}`, null)
    expect(signedOut.statusCode).toBe(401)
  })

  it('who gave no phone has nothing to prove: nobody may look', async () => {
    const { number } = await reportAsResident({ reporter: { name: '李四' } })
    for (const tail of ['0000', TAIL]) expect((await desk.lookUp(number, tail)).statusCode).toBe(404)
  })

  it('reports only for themselves: sources of the office need an account', async () => {
    for (const source of ['hotline', 'grid-patrol', 'petition']) {
      const r = await desk.send('POST', '/api/incidents', null, desk.reportBody({ source }))
      expect(r.json()).toMatchObject({ status: 403, code: 'incidents.source-needs-account' })
    }
  })

  it('is answered the same when the report is sent again, and refused other content under its id', async () => {
    const body = desk.reportBody({ source: 'resident' })
    const send = (b: Record<string, unknown>) => desk.send('POST', '/api/incidents', null, b)
    const [a, b, c] = [await send(body), await send(body), await send({ ...body, description: '别的' })]
    expect([a.statusCode, b.statusCode, c.statusCode]).toEqual([201, 200, 409])
    expect(b.json()).toEqual(a.json())
    expect(c.body).not.toContain(a.json<Reported>().number)
  })

  it('is refused a place outside, a time ahead and a class that is not in the list, by name of the field', async () => {
    const refused = async (over: Record<string, unknown>) => {
      const r = await desk.send(
        'POST',
        '/api/incidents',
        null,
        desk.reportBody({ source: 'resident', ...over }),
      )
      const { code, details } = r.json<{ code: string; details: { field?: string } }>()
      return `${r.statusCode} ${code} ${details.field}`
    }
    expect(await refused({ place: { lon: 116.4, lat: 39.9, crs: 'WGS84' } })).toBe(
      '422 incidents.outside-area place',
    )
    expect(await refused({ occurredAt: new Date(NOW + 3_600_000).toISOString() })).toBe(
      '422 incidents.occurred-in-future occurredAt',
    )
    expect(await refused({ catalogue: { standard: 'no', kind: 'matter', code: '1' } })).toBe(
      '422 incidents.unknown-class catalogue',
    )
  })

  it('is limited by the minute', async () => {
    const answers: number[] = []
    for (let n = 0; n < 25; n++) {
      const r = await server.app.inject({
        method: 'POST',
        url: '/api/public/incidents/look-up',
        remoteAddress: '10.1.1.1',
        payload: { number: String(n), tail: '0000' },
      })
      answers.push(r.statusCode)
    }
    expect(answers.filter((s) => s === 404)).toHaveLength(20)
    expect(answers.filter((s) => s === 429)).toHaveLength(5)
  })
})

describe('a resident’s word', () => {
  it('urges once, and is told when again', async () => {
    const number = await desk.reach('accepted')
    expect((await desk.resident(number, 'urge')).refusal).toBe('done')
    const again = await desk.send('POST', '/api/public/incidents/acts', null, {
      id: newId(),
      act: 'urge',
      number,
      tail: TAIL,
    })
    expect(again.statusCode).toBe(429)
    expect(again.json()).toMatchObject({ code: 'incidents.urge-too-soon', details: { seconds: 14_400 } })
    expect(again.headers['retry-after']).toBe('14400')
    clock.advance(4 * 3_600_000)
    expect((await desk.resident(number, 'urge')).refusal).toBe('done')
  })

  it('rates a closed one, once, and the desk sees the stars', async () => {
    const number = await desk.reach('closed')
    expect((await card(number)).mayRate).toBe(true)
    const rated = await desk.resident(number, 'rate', { stars: 2, solved: false, comment: '太慢' })
    expect(rated.card).toMatchObject({ status: 'evaluated', mayRate: false, mayReopen: true })
    expect((await desk.resident(number, 'rate', { stars: 5, solved: true })).refusal).toBe(
      '409 incidents.rated-already',
    )
    expect((await desk.show(number)).rating).toEqual({ stars: 2, solved: false, comment: '太慢' })
  })

  it('is not told the names of staff by a refusal either', async () => {
    const number = await desk.reach('dispatched')
    const r = await desk.send('POST', '/api/public/incidents/acts', null, {
      id: newId(),
      act: 'rate',
      number,
      tail: TAIL,
      stars: 1,
      solved: false,
    })
    expect(r.statusCode).toBe(409)
    for (const a of server.accounts) expect(r.body).not.toContain(a.name)
  })

  it('"not solved" reaches the duty chief, who reopens; then it is handled, closed and rated again', async () => {
    const number = await desk.reach('closed')
    await desk.resident(number, 'rate', { stars: 1, solved: false })
    const asked = await desk.resident(number, 'ask-reopen', { reason: 'not-solved', opinion: '还在' })
    expect(asked.card?.status).toBe('evaluated')
    expect((await desk.resident(number, 'ask-reopen', { reason: 'recurred', opinion: '又来' })).refusal).toBe(
      '409 incidents.reopen-asked',
    )
    expect(await desk.refusal(number, 'intake-officer', 'archive')).toBe('403 incidents.needs-duty-chief')
    expect(
      await desk.refusal(number, 'intake-officer', 'reopen', { reason: 'not-solved', opinion: '属实' }),
    ).toBe('403 platform.not-allowed')
    const opened = await desk.act(number, 'duty-chief', 'reopen', { reason: 'not-solved', opinion: '属实' })
    expect(opened.status).toBe('handling')
    const shown = await desk.show(number)
    expect(shown.requests).toMatchObject([{ kind: 'reopen', status: 'granted' }])
    expect(shown.tasks.filter((t) => t.kind === 'lead').map((t) => t.status)).toEqual(['done', 'taken'])
    expect((await card(number)).lamp).toBe('green')
    await desk.act(number, 'handler', 'feedback', { opinion: '再次清理', withoutEvidenceReason: '夜间' })
    await desk.act(number, 'dispatcher', 'send-check')
    await desk.act(number, 'checker', 'check', { result: 'pass' })
    await desk.act(number, 'intake-officer', 'close')
    const rated = await desk.resident(number, 'rate', { stars: 4, solved: true })
    expect(rated.card).toMatchObject({ status: 'evaluated' })
    expect((await desk.show(number)).rating).toMatchObject({ stars: 4, solved: true })
  })

  it('comes too late after thirty days', async () => {
    const number = await desk.reach('closed')
    clock.advance(31 * 86_400_000)
    expect((await card(number)).mayReopen).toBe(false)
    expect((await desk.resident(number, 'ask-reopen', { reason: 'recurred', opinion: '又来' })).refusal).toBe(
      '409 incidents.reopen-window-over',
    )
    clock.set(NOW)
  })

  it('withdraws before filing, not after', async () => {
    const early = await desk.reach('accepted')
    expect((await desk.resident(early, 'withdraw')).card).toMatchObject({ status: 'voided' })
    const filed = await desk.reach('filed')
    expect((await desk.resident(filed, 'withdraw')).refusal).toBe('409 incidents.withdraw-too-late')
  })

  it('of a merged report follows the master, also when that one is merged too', async () => {
    const [a, b, c] = [
      await desk.reach('reported'),
      await desk.reach('reported'),
      await desk.reach('reported'),
    ]
    await desk.act(a, 'intake-officer', 'merge', { into: b })
    await desk.act(b, 'intake-officer', 'merge', { into: c })
    await desk.act(c, 'intake-officer', 'accept')
    expect(await card(a)).toMatchObject({ number: a, status: 'accepted' })
    expect((await card(a)).timeline.map((t) => t.act)).toEqual(['report', 'accept'])
    expect((await desk.show(a)).mergedInto).toBe(b)
  })

  it('cannot do what the office does', async () => {
    const number = await desk.reach('reported')
    for (const act of ['accept', 'void', 'close', 'comment'])
      expect((await desk.resident(number, act, { opinion: '好' })).refusal).toBe('400 platform.invalid-input')
  })

  it('was declined with the reason and where to go instead', async () => {
    const { number } = await reportAsResident()
    await desk.act(number, 'intake-officer', 'decline', {
      reason: 'other-authority',
      advice: '请拨打供电公司 95598',
    })
    const seen = await card(number)
    expect(seen.status).toBe('rejected')
    expect(JSON.stringify(seen)).toContain('95598')
  })
})
