import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer()
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

describe('an incident lives its whole life over HTTP', () => {
  it('is reported, accepted, filed, dispatched, taken, handled, checked by another, closed, rated and archived', async () => {
    const { number } = await desk.report()
    await desk.act(number, 'intake-officer', 'accept', {})
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    await desk.act(number, 'handler', 'take', {})
    await desk.act(number, 'handler', 'feedback', {
      opinion: '已清理',
      photos: [{ file: await desk.photo('handler'), kind: 'after' }],
    })
    await desk.act(number, 'dispatcher', 'send-check', {})
    await desk.act(number, 'checker', 'check', { result: 'pass' })
    await desk.act(number, 'intake-officer', 'close', {})
    await desk.act(number, 'intake-officer', 'rate', { stars: 5, solved: true })
    const done = await desk.act(number, 'intake-officer', 'archive', {})
    expect(done.status).toBe('archived')
    const shown = await desk.show(number)
    expect(shown.timeline.map((t) => t.act)).toEqual([
      'report',
      'accept',
      'file',
      'dispatch',
      'take',
      'feedback',
      'send-check',
      'check',
      'close',
      'rate',
      'archive',
    ])
    expect(shown.closedBy).toBe('check')
    expect(shown.stages.map((s) => s.stage).toSorted()).toEqual([
      'accept',
      'check',
      'close',
      'dispatch',
      'file',
      'handle',
      'take',
      'total',
    ])
    expect(shown.stages.every((s) => s.clock.state === 'stopped' && s.lamp === 'green')).toBe(true)
  })

  it('gives the same answer to the same command and refuses other content under its id', async () => {
    const body = desk.reportBody()
    const first = await desk.send('POST', '/api/incidents', 'intake-officer', body)
    const again = await desk.send('POST', '/api/incidents', 'intake-officer', body)
    const other = await desk.send('POST', '/api/incidents', 'intake-officer', {
      ...body,
      description: '别的内容',
    })
    expect([first.statusCode, again.statusCode, other.statusCode]).toEqual([201, 200, 409])
    expect(again.json()).toEqual(first.json())
    expect(other.json()).toMatchObject({ code: 'platform.command-reused' })
    const { number } = first.json<{ number: string }>()
    // One id is one command: neither a report under an act's id, nor an act under a report's.
    expect(await desk.refusal(number, 'intake-officer', 'accept', { id: body['id'] })).toBe(
      '409 platform.command-reused',
    )
    const accept = { id: newId() }
    const path = `/api/incidents/${number}/acts/accept`
    const a = await desk.send('POST', path, 'intake-officer', accept)
    const b = await desk.send('POST', path, 'intake-officer', accept)
    const c = await desk.send('POST', path, 'intake-officer', { ...accept, opinion: '又一次' })
    expect([a.statusCode, b.statusCode, c.statusCode]).toEqual([200, 200, 409])
    expect(b.json()).toEqual(a.json())
    const asReport = await desk.send('POST', '/api/incidents', 'intake-officer', { ...body, id: accept.id })
    expect(asReport.json()).toMatchObject({ status: 409, code: 'platform.command-reused' })
  })
})
