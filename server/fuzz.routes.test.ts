import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { setClock } from '@lifang/platform/clock.ts'
import { boundRoutes } from '@lifang/platform/http/bind.ts'
import { newId } from '@lifang/platform/id.ts'
import type { RouteShape } from '@lifang/platform/route.ts'
import { sql } from '@lifang/platform/sql.ts'
import { aCommand, NOW } from '@lifang/domains/incidents/examples.ts'
import { SHEET_COLUMNS, SHEET_HEADS } from '@lifang/domains/incidents/rules/sheet.ts'
import type { ListEntry } from '@lifang/domains/incidents/schema/responsibility.ts'
import { ACTS } from '@lifang/domains/incidents/schema/lists.ts'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { testServer, type TestServer } from './testing.ts'

/** Requests of the random walk; with the fixed ones below every run sends more than 3,000. */
const REQUESTS = 3200
const POSTS = [
  'intake-officer',
  'duty-chief',
  'dispatcher',
  'handler',
  'leader',
  'grid-worker',
  'grid-manager',
  'system-admin',
  'security-admin',
  'audit-admin',
] as const

/** Of these the account of the whole county, for whom the list's acts open. */
const WHOLE_COUNTY: Partial<Record<string, number>> = { 'duty-chief': 2, leader: 1 }

let server: TestServer
let desk: Desk
let routes: readonly RouteShape[] = []
let number = ''
const cookies = new Map<string, string>()
beforeAll(async () => {
  server = await testServer({ clock: setClock(NOW) })
  desk = await incidentDesk(server)
  // A stream that opens is an answer without end; its refusals are tried in the matrix.
  routes = (boundRoutes.get(server.app) ?? []).filter(
    (r) => r.transport !== 'stream' && !(r.method === 'DELETE' && r.path === '/api/session'),
  )
  number = await desk.reach('handling')
  for (const p of POSTS)
    cookies.set(
      p,
      p === 'system-admin' || p === 'security-admin' || p === 'audit-admin'
        ? await server.signInAdmin(p)
        : await server.signIn(p, WHOLE_COUNTY[p] ?? 0),
    )
  // With an open draft the walk gets past the door of the list's acts.
  const opened = { id: newId(), note: '草案' }
  expect((await desk.send('POST', '/api/list/draft', 'duty-chief#2', opened)).statusCode).toBe(200)
})
afterAll(() => server.end())

/** Texts that have broken somebody's server. */
const HOSTILE = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  '𠮷野家'.repeat(50),
  "' or 1=1 --",
  "'; drop table incident; --",
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '../../../../etc/passwd',
  '%00%ff%fe',
  '%',
  '_%\\',
  '\\',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e309',
  '99999999999999999999999999',
  '0x7fffffff',
  '0000-00-00T00:00:00Z',
  '275760-09-13T00:00:00.001Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30T10:00:00+08:00',
  '9999-12-31T23:59:59.999999999Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  '{"$gt":""}',
  '\r\nSet-Cookie: a=b',
] as const

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, -1, 1.5, 1e308, -1e308, 2 ** 53, -(2 ** 63), 1e21, 5e-324, 4294967296),
  },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [[]], [null], { a: 1 }, [{}]) },
)

/** A value of the shape a schema asks for, with something else in a place or two. */
function near(schema: z.core.JSONSchema.BaseSchema | boolean | undefined, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema !== 'object' || depth > 5) return scalar
  const variants = schema.anyOf ?? schema.oneOf
  if (variants !== undefined) return fc.oneof(...variants.map((v) => near(v as typeof schema, depth + 1)))
  if (schema.const !== undefined) return mostly(fc.constant(schema.const))
  if (schema.enum !== undefined) return mostly(fc.constantFrom(...schema.enum))
  switch (schema.type) {
    case 'object': {
      const shape = Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([k, v]) => [k, near(v as typeof schema, depth + 1)]),
      )
      const extra = fc.dictionary(fc.constantFrom('x', '', 'a.b', 'constructor'), scalar, { maxKeys: 1 })
      const whole = fc.record(shape, { requiredKeys: [] })
      return fc.oneof(
        { weight: 5, arbitrary: fc.record(shape) },
        { weight: 2, arbitrary: whole },
        { weight: 2, arbitrary: fc.tuple(whole, extra).map(([a, b]) => ({ ...a, ...b })) },
        { weight: 1, arbitrary: scalar },
      )
    }
    case 'array':
      return mostly(fc.array(near(schema.items as typeof schema, depth + 1), { maxLength: 14 }))
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: -5, max: 200 }), fc.double(), scalar)
    case 'boolean':
      return mostly(fc.boolean())
    case 'string':
      if (schema.format === 'uuid') return mostly(fc.uuid())
      if (schema.format === 'date-time')
        return mostly(
          fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((d) => d.toISOString()),
        )
      if (schema.pattern !== undefined) return mostly(fc.stringMatching(new RegExp(schema.pattern)))
      return fc.oneof(fc.constantFrom('办理意见', '试试看', ...HOSTILE), fc.string({ unit: 'grapheme' }))
    default:
      return scalar
  }
}
const mostly = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: scalar })

const jsonSchema = (schema: z.ZodType | undefined) =>
  schema === undefined ? undefined : z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })

interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly post: string | null
  readonly headers: Record<string, string>
  readonly payload: string | Buffer | undefined
}

const query = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return ''
  const pairs = Object.entries(value).map(([k, v]) => {
    const text = typeof v === 'string' ? v : JSON.stringify(v)
    return `${encodeURIComponent(k)}=${encodeURIComponent((text ?? '').toWellFormed())}`
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
/** JSON as a hostile client writes it: lone surrogates and NUL escaped, so that they reach us. */
const raw = (value: unknown): string => JSON.stringify(value) ?? ''

/** Mostly somebody whom the route lets in, so that the walk gets past the door. */
function whoFor({ access }: RouteShape): fc.Arbitrary<string | null> {
  const anybody = fc.constantFrom<string | null>(...POSTS, null)
  const fit = POSTS.filter((p) => typeof access === 'string' || access.posts.includes(p))
  if (fit.length === 0) return anybody
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fit) }, { weight: 1, arbitrary: anybody })
}

function requestOf(route: RouteShape): fc.Arbitrary<Sent> {
  const params = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constant(route.path.includes('{number}') ? number : String(server.deps.county)),
    },
    { weight: 1, arbitrary: fc.uuid() },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...HOSTILE).map((h) => encodeURIComponent(h.toWellFormed()).slice(0, 300)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%00', '%zz', '%ff', '%c0%ae', 'a%2fb', '%ed%a0%80', "1'--", '1;2'),
    },
  )
  return fc
    .record({
      post: whoFor(route),
      param: params,
      query: fc.oneof(
        { weight: 4, arbitrary: near(jsonSchema(route.query)) },
        { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('area', 'limit', 'x[y]', ''), scalar) },
      ),
      body: near(jsonSchema(route.body)),
      kind: fc.constantFrom('json', 'json', 'json', 'json', 'text', 'form', 'none', 'latin', 'broken', 'xml'),
    })
    .map(({ post, param, query: q, body, kind }): Sent => {
      const url =
        route.path.replace(/\{\w+\}/, param === '' ? 'x' : param) +
        (route.query === undefined ? '' : query(q))
      const types: Record<string, string> = {
        json: 'application/json',
        broken: 'application/json',
        latin: 'application/json; charset=latin1',
        text: 'text/plain',
        form: 'application/x-www-form-urlencoded',
        xml: 'application/xml',
      }
      const type = types[kind]
      const text = raw(body)
      const carries = route.method !== 'GET' && kind !== 'none'
      return {
        method: route.method,
        url,
        post,
        headers: carries && type !== undefined ? { 'content-type': type } : {},
        payload: !carries
          ? undefined
          : kind === 'broken'
            ? text.slice(0, Math.max(1, text.length - 2))
            : text,
      }
    })
}

let strangers = 0
const tally = new Map<number, number>()
async function send({ method, url, post, headers, payload }: Sent) {
  strangers++
  const cookie = post === null ? undefined : cookies.get(post)
  const r = await server.app.inject({
    method,
    url,
    remoteAddress: `10.8.${Math.floor(strangers / 200) % 250}.${strangers % 200}`,
    headers: { ...headers, ...(cookie === undefined ? {} : { cookie }) },
    ...(payload === undefined ? {} : { payload }),
  })
  tally.set(r.statusCode, (tally.get(r.statusCode) ?? 0) + 1)
  return r
}
/** Never the server's fault, and every refusal a problem with a Chinese title. */
async function holds(sent: Sent): Promise<number> {
  const r = await send(sent)
  const told = `${sent.method} ${sent.url} as ${sent.post} → ${r.statusCode} ${r.body.slice(0, 300)}`
  expect(r.statusCode, told).toBeLessThan(500)
  if (r.statusCode >= 400) {
    expect(r.headers['content-type'], told).toMatch(/^application\/problem\+json/)
    const problem = r.json<{ title: string; code: string; status: number; type: string }>()
    expect(problem.status, told).toBe(r.statusCode)
    expect(problem.title, told).toMatch(/\p{Script=Han}{2}/u)
    expect(problem.code, told).toMatch(/^[a-z]+\.[a-z-]+$/)
    expect(problem.title, told).not.toMatch(/select|insert|\bat \/|Error:/)
  }
  return r.statusCode
}

const json = { 'content-type': 'application/json' }

describe('no input makes the server fail', () => {
  it(`${REQUESTS} random requests over the whole route table`, async () => {
    const each = Math.ceil(REQUESTS / routes.length)
    let sent = 0
    for (const route of routes) {
      await fc.assert(
        fc.asyncProperty(requestOf(route), async (request) => {
          sent++
          await holds(request)
        }),
        { numRuns: each, seed: 20261122, interruptAfterTimeLimit: 60_000 },
      )
    }
    expect(sent).toBeGreaterThanOrEqual(REQUESTS)
    // Requests that all fail at the door would prove nothing.
    expect(tally.get(400) ?? 0).toBeGreaterThan(300)
    expect((tally.get(200) ?? 0) + (tally.get(201) ?? 0)).toBeGreaterThan(100)
  }, 180_000)

  it('hostile texts in every text of a valid act and a valid report', async () => {
    for (const act of ACTS) {
      const { body } = aCommand(act)
      const texts = Object.entries(body).filter(([k, v]) => typeof v === 'string' && k !== 'id')
      for (const [field] of texts)
        for (const bad of ['\u0000', '\ud800', "'; --", '<b>x</b>', 'x'.repeat(9000)]) {
          await holds({
            method: 'POST',
            url: `/api/incidents/${number}/acts/${act}`,
            post: 'duty-chief',
            headers: { 'content-type': 'application/json' },
            payload: raw({ ...body, [field]: bad }),
          })
        }
    }
    for (const field of ['description', 'address', 'foreignNumber', 'occurredAt', 'source', 'id'])
      for (const bad of HOSTILE) {
        const status = await holds({
          method: 'POST',
          url: '/api/incidents',
          post: 'intake-officer',
          headers: { 'content-type': 'application/json' },
          payload: raw(desk.reportBody({ [field]: bad })),
        })
        if (bad.includes('\u0000') || !bad.isWellFormed()) expect(status).toBe(400)
      }
  })

  it('hostile texts in every text of a list entry, and in every cell of a sheet', async () => {
    const { draft } = (await desk.send('GET', '/api/list', 'duty-chief#2')).json<{
      draft: { revision: number } | null
    }>()
    // The walk may have given the draft up.
    if (draft === null)
      await desk.send('POST', '/api/list/draft', 'duty-chief#2', { id: newId(), note: '草案' })
    const { catalogue } = desk.classOf()
    const at = new URLSearchParams({ version: 'draft', ...catalogue }).toString()
    const { entry } = (await desk.send('GET', `/api/list/entry?${at}`, 'duty-chief')).json<{
      entry: ListEntry
    }>()
    const { key, name: _name, evidence: _evidence, ...whole } = entry
    for (const bad of HOSTILE)
      for (const spoilt of [
        { ...whole, legalBasis: bad },
        { ...whole, domain: bad },
        { ...whole, departmentId: bad },
        { ...whole, conditions: entry.conditions.map((c) => ({ ...c, text: bad, closing: bad })) },
      ])
        await holds({
          method: 'POST',
          url: '/api/list/draft/entry',
          post: 'duty-chief',
          headers: json,
          payload: raw({ id: newId(), revision: 0, key, entry: spoilt }),
        })
    const clean = (text: string): string => text.toWellFormed().replaceAll('\u0000', '')
    const rows = HOSTILE.map((bad) => SHEET_COLUMNS.map(() => clean(bad)))
    const sheet = Buffer.from(
      await writeXlsx({ sheets: [{ name: 'x', rows: [SHEET_COLUMNS.map((c) => SHEET_HEADS[c]), ...rows] }] }),
    )
    const cut = [sheet, sheet.subarray(0, 400), Buffer.concat([sheet.subarray(0, 200), sheet])]
    for (const bytes of cut)
      await holds({
        method: 'POST',
        url: `/api/list/draft/import?id=${newId()}&revision=0`,
        post: 'duty-chief',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        payload: Buffer.concat([
          Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'),
          bytes,
          Buffer.from('\r\n--b--\r\n'),
        ]),
      })
  })

  it('what is kept is what was sent: fragments of HTML and SQL come back as text', async () => {
    const description = `<script>alert('1')</script> '; drop table incident; -- \${x} 100% _\\`
    const { number: n } = await desk.report({ description })
    expect((await desk.show(n)).description).toBe(description)
    const { n: tables } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from pg_tables where tablename = 'incident'`,
    )
    expect(tables).toBe(1)
  })

  const post = { method: 'POST', url: '/api/incidents', post: 'intake-officer' } as const
  it.each<[string, Omit<Sent, 'method' | 'url' | 'post'>, number]>([
    ['two megabytes', { headers: json, payload: `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}` }, 413],
    ['a thousand brackets', { headers: json, payload: '['.repeat(1000) }, 400],
    ['a hundred thousand objects', { headers: json, payload: '{"a":'.repeat(100_000) }, 400],
    ['deep but closed', { headers: json, payload: `${'['.repeat(500)}${']'.repeat(500)}` }, 400],
    ['nothing', { headers: json, payload: '' }, 400],
    ['half a JSON', { headers: json, payload: '{"id":' }, 400],
    ['a number beyond all numbers', { headers: json, payload: '{"id":1e999999}' }, 400],
    ['a prototype', { headers: json, payload: '{"__proto__":{"admin":true}}' }, 400],
    ['an escaped prototype', { headers: json, payload: '{"\\u005f\\u005fproto__":{"admin":true}}' }, 400],
    ['a byte order mark', { headers: json, payload: '\ufeff{}' }, 400],
    [
      'bytes that are no UTF-8',
      { headers: json, payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
      400,
    ],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' }, 415],
    ['text', { headers: { 'content-type': 'text/plain' }, payload: 'hallo' }, 415],
    [
      'XML',
      {
        headers: { 'content-type': 'application/xml' },
        payload: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      },
      415,
    ],
    ['a type that is none', { headers: { 'content-type': ';;;' }, payload: '{}' }, 415],
    [
      'multipart where JSON belongs',
      { headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' },
      400,
    ],
    [
      'multipart without a boundary',
      { headers: { 'content-type': 'multipart/form-data' }, payload: 'x' },
      400,
    ],
  ])('%s', async (_name, sent, status) => {
    const got = await holds({ ...post, ...sent })
    expect([status, 400, 415, 406].includes(got), `${got}`).toBe(true)
    if (status === 413) expect(got).toBe(413)
  })

  it('methods a route does not have, paths that are none, and headers that lie', async () => {
    const paths = [
      '/api/incidents',
      `/api/incidents/${number}`,
      '/api/session',
      '/api/me',
      '/nowhere',
      '/api/',
      '/api/incidents/',
    ]
    for (const url of [
      ...paths,
      '/api/incidents/%00',
      '/api/incidents/%ff',
      '//',
      '/api//incidents',
      `/api/incidents/${'9'.repeat(3000)}`,
    ])
      for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
        if (url === '/api/session' && method === 'DELETE') continue
        const got = await holds({ method, url, post: 'intake-officer', headers: json, payload: '{}' })
        expect(got).toBeGreaterThanOrEqual(400)
      }
    for (const cookie of [
      'lifang_session=',
      'lifang_session=\u00ff',
      `lifang_session=${'x'.repeat(5000)}`,
      '=;;;=',
      'lifang_session="',
    ]) {
      const r = await server.app.inject({ method: 'GET', url: '/api/me', headers: { cookie } })
      expect(r.statusCode).toBe(401)
    }
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Bearer \u00ff',
      'Basic eDp5',
      `Bearer ${'x'.repeat(5000)}`,
    ]) {
      const r = await server.app.inject({ method: 'GET', url: '/api/me', headers: { authorization } })
      expect(r.statusCode).toBe(401)
    }
    for (const origin of ['null', 'https://evil.example', '://', 'file://']) {
      const r = await server.app.inject({
        method: 'POST',
        url: '/api/incidents',
        headers: { origin, cookie: cookies.get('intake-officer') ?? '', ...json },
        payload: '{}',
      })
      expect(r.json()).toMatchObject({ status: 403, code: 'platform.foreign-origin' })
    }
  })
})
