import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { boxOf } from '@lifang/domains/grid/rules/geometry.ts'
import type { AreaDetail } from '@lifang/domains/grid/schema/views.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

it('an open incident keeps the grid of its day, and whoever looks after that ground now goes on with it', async () => {
  const { number } = await desk.report({ source: 'resident' })
  const code = (await desk.show(number, 'grid-worker')).grid.code
  const area = (await desk.send('GET', `/api/areas/${code}`, 'intake-officer')).json<AreaDetail>()
  const shape = area.border?.polygon
  if (shape === undefined) throw new Error('no border')
  const { west, east, south, north } = boxOf(shape)
  const x = (west + east) / 2
  const system = { cookie: await server.signInAdmin('system-admin') }
  const send = (url: string, payload: object) =>
    server.app.inject({ method: 'POST', url, headers: system, payload })
  const id = newId()
  const line = [
    [x, south - 0.001],
    [x, north + 0.001],
  ]
  expect((await send('/api/redraws', { id, kind: 'split', grid: code, line })).statusCode).toBe(201)
  expect((await send(`/api/redraws/${id}/publish`, {})).statusCode).toBe(200)
  clock.advance(1000)
  await server.reload()

  // Posts move with the larger part; its worker goes on seeing and finishing the old case, in lists too.
  const seen = await desk.show(number, 'grid-worker')
  expect(seen.grid.code).toBe(code)
  expect(seen.acts).toContain('self-close')
  const list = (await desk.send('GET', '/api/incidents?limit=100', 'grid-worker')).json<{
    items: { number: string }[]
  }>()
  expect(list.items.map((i) => i.number)).toContain(number)
  // A neighbour's worker does not come to see it.
  expect((await desk.send('GET', `/api/incidents/${number}`, 'grid-worker#1')).statusCode).toBe(404)
  // And the verifier the desk would send is found among those who hold the new grids.
  await desk.act(number, 'intake-officer', 'send-verify')
  const me = (await desk.send('GET', '/api/me', 'grid-worker')).json<{ id: string }>().id
  expect((await desk.show(number)).tasks.find((t) => t.kind === 'verify')?.assignee).toBe(me)
})
