import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CardSetting } from '@lifang/domains/grid/schema/publication.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import type { CasesSetting } from './schema/publication.ts'

const clock = setClock(NOW)
let server: TestServer
let cookie = ''
beforeAll(async () => {
  server = await testServer({ clock })
  cookie = await server.signInAdmin('system-admin')
})
afterAll(() => server.end())

const read = async <T>(path: string): Promise<T> =>
  (await server.app.inject({ url: path, headers: { cookie } })).json<T>()
const put = (path: string, payload: object, as = cookie) =>
  server.app.inject({ method: 'PUT', url: path, headers: { cookie: as }, payload })
const told = (r: { statusCode: number; json: <T>() => T }): string =>
  r.statusCode === 200 ? 'done' : `${r.statusCode} ${r.json<{ code: string }>().code}`
const audited = async (act: string): Promise<number> =>
  (await server.admin.one<{ n: number }>(sql`select count(*)::int as n from audit_entry where act = ${act}`))
    .n

describe('the public card of a grid worker', () => {
  const CARD = '/api/publication/card'
  it('starts at the default, is decided, and the same again changes nothing', async () => {
    const first = await read<CardSetting>(CARD)
    expect(first).toEqual({ fields: ['surname', 'office-phone', 'duties'], duties: null, decidedAt: null })
    const body = { fields: ['surname', 'duties'], duties: ['每日巡查'], seen: null }
    expect(told(await put(CARD, body))).toBe('done')
    const now = await read<CardSetting>(CARD)
    expect(now).toMatchObject({ fields: body.fields, duties: body.duties })
    clock.advance(1000)
    expect(told(await put(CARD, body))).toBe('done')
    expect(await read<CardSetting>(CARD)).toEqual(now)
    expect(await audited('grid.publish-card')).toBe(1)
  })
  it('of two administrators who decide over the same, the second is told', async () => {
    const { decidedAt } = await read<CardSetting>(CARD)
    clock.advance(1000)
    const both = await Promise.all(
      [['surname'], ['full-name']].map((fields) => put(CARD, { fields, duties: null, seen: decidedAt })),
    )
    expect(both.map(told).toSorted()).toEqual(['409 grid.publication-moved', 'done'])
  })
  it.each([
    [{ fields: ['address'], duties: null, seen: null }, '400 platform.invalid-input'],
    [{ fields: [], duties: ['长'.repeat(61)], seen: null }, '400 platform.invalid-input'],
    [{ fields: [], duties: [' '], seen: null }, '400 platform.invalid-input'],
  ])('%j → %s', async (body, code) => {
    expect(told(await put(CARD, body))).toBe(code)
  })
})

describe('cases shown to everybody', () => {
  const CASES = '/api/publication/cases'
  it('are none until it is decided; then those of the domains chosen', async () => {
    // The demo shows some.
    await server.admin.run(sql`delete from incident_publication`)
    clock.advance(61_000)
    const first = await read<CasesSetting>(CASES)
    expect(first).toMatchObject({ shown: false, domains: [], decidedAt: null })
    expect(first.known).toContain('urban-management')
    const shown = () => server.app.inject({ url: '/api/public/incidents' })
    expect((await shown()).statusCode).toBe(404)
    expect(told(await put(CASES, { shown: true, domains: ['none'], seen: null }))).toBe(
      '422 incidents.unknown-domain',
    )
    expect(told(await put(CASES, { shown: true, domains: ['urban-management'], seen: null }))).toBe('done')
    // What is shown is kept for a minute.
    clock.advance(61_000)
    expect((await shown()).statusCode).toBe(200)
    expect(await audited('incidents.publish-cases')).toBe(1)
  })
  it('of two administrators who decide over the same, the second is told', async () => {
    const { decidedAt } = await read<CasesSetting>(CASES)
    clock.advance(1000)
    const both = await Promise.all(
      [
        { shown: false, domains: [] },
        { shown: true, domains: ['urban-management', 'urban-management'] },
      ].map((body) => put(CASES, { ...body, seen: decidedAt })),
    )
    expect(both.map(told).toSorted()).toEqual(['409 incidents.publication-moved', 'done'])
  })
  it('are decided by the system administrator and nobody else', async () => {
    for (const post of ['leader', 'duty-chief', 'grid-manager'])
      expect(
        told(await put(CASES, { shown: true, domains: [], seen: null }, await server.signIn(post))),
      ).toBe('403 platform.not-allowed')
  })
})
