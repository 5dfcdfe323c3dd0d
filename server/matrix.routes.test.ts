import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '@lifang/domains/identity/public.ts'
import { POSTS, POST_SEAT } from '@lifang/domains/grid/schema.ts'
import { aCommand } from '@lifang/domains/incidents/examples.ts'
import { WHO } from '@lifang/domains/incidents/access.ts'
import { ACTS } from '@lifang/domains/incidents/schema/lists.ts'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { boundRoutes } from '@lifang/platform/http/bind.ts'
import { newId } from '@lifang/platform/id.ts'
import type { RouteShape } from '@lifang/platform/route.ts'
import { sql } from '@lifang/platform/sql.ts'
import { NOW } from '@lifang/domains/incidents/examples.ts'
import { testServer, type TestServer } from './testing.ts'

const ADMINS = ['system-admin', 'security-admin', 'audit-admin'] as const
const EVERYBODY: readonly string[] = [...POSTS, ...ADMINS]
const PASSWORD = 'Lifang-2026-x'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
let routes: readonly RouteShape[] = []
/** Cookie of one holder of each post; everybody but the county's own sits in the first street. */
const cookies = new Map<string, string>()
/** In our street, in the hands of the demo unit. */
let ours = ''
/** The same, moved to another street and another unit before anybody of ours touched it. */
let neighbours = ''
let photo = ''

beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  routes = boundRoutes.get(server.app) ?? []
  await seatEveryPost()
  for (const admin of ADMINS) cookies.set(admin, await server.signInAdmin(admin))
  ours = await desk.reach('handling')
  const file = await desk.photo('intake-officer')
  photo = file
  neighbours = await desk.reach('handling', { photos: [file], description: '邻街道的事情' })
  await moveAway(neighbours)
})
afterAll(() => server.end())

/** One account for each post that the demo gives none: the matrix knows no post by hearsay. */
async function seatEveryPost(): Promise<void> {
  const known = new Set(server.accounts.map((a) => a.post as string))
  const hash = await hashPassword(PASSWORD)
  const grid = desk.placeIn(0)
  const here = server.deps.directory.locate(grid.lon, grid.lat)
  for (const post of POSTS.filter((p) => !known.has(p))) {
    const account = newId()
    await server.admin
      .run(sql`insert into account (id, county, username, name, kind, password_hash, must_change_password)
      values (${account}, ${server.deps.county}, ${`test-${post}`}, ${post}, 'person', ${hash}, false)`)
    await server.admin
      .run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from)
      values (${newId()}, ${server.deps.county}, ${account}, ${post}, ${here?.grid.id},
        ${POST_SEAT[post] === 'department' ? desk.unit() : null}, ${new Date(0)})`)
  }
  await server.reload()
  for (const post of POSTS)
    cookies.set(post, known.has(post) ? await server.signIn(post) : await signIn(`test-${post}`, PASSWORD))
}
async function signIn(username: string, password: string): Promise<string> {
  const payload = { username, password }
  const r = await server.app.inject({ method: 'POST', url: '/api/session', payload })
  const cookie = r.cookies.find((c) => c.name === 'lifang_session')
  if (cookie === undefined) throw new Error(r.body)
  return `lifang_session=${cookie.value}`
}
async function moveAway(number: string): Promise<void> {
  const path = `${server.deps.county}/999/001/001/`
  await server.admin.run(
    sql`update incident set area_path = ${path}, reported_by = null where number = ${number}`,
  )
  await server.admin.run(sql`update incident_task t set department_path = 'elsewhere/', assignee_id = null
    from incident i where i.id = t.incident_id and i.number = ${number}`)
  await server.admin.run(sql`update incident_delta set area_path = ${path}
    where id in (select max(id) from incident_delta where status = 'handling' and n = 1)`)
}

const url = (route: RouteShape, number: string): string =>
  route.path
    .replace('{number}', number)
    .replace('{code}', String(server.deps.county))
    .replace('{id}', route.path === '/api/files/{id}' ? photo : newId())

let strangers = 0
async function call(route: RouteShape, who: string | null, number: string, payload?: object) {
  strangers++
  const cookie = who === null ? undefined : cookies.get(who)
  if (who !== null && cookie === undefined) throw new Error(`nobody holds ${who}`)
  const r = await server.app.inject({
    method: route.method,
    url: url(route, number),
    remoteAddress: `10.7.${Math.floor(strangers / 250) % 250}.${strangers % 250}`,
    headers: cookie === undefined ? {} : { cookie },
    ...(payload === undefined ? {} : { payload }),
    payloadAsStream: route.transport === 'stream',
  })
  if (route.transport === 'stream' && r.statusCode === 200) {
    r.stream().destroy()
    return { status: 200, body: '', code: '', gate: false }
  }
  const body = route.transport === 'stream' ? await text(r.stream()) : r.body
  const json = body.startsWith('{')
    ? (JSON.parse(body) as { code?: string; details?: { posts?: unknown } })
    : {}
  return {
    status: r.statusCode,
    body,
    code: json.code ?? '',
    gate: json.code === 'platform.not-allowed' && json.details?.posts !== undefined,
  }
}

describe('every route', () => {
  it('has an access rule, one operation, and is declared in a table', () => {
    expect(routes.length).toBeGreaterThan(60)
    const seen = new Set<string>()
    for (const r of routes) {
      const name = `${r.method} ${r.path}`
      expect(seen.has(name), `${name} twice`).toBe(false)
      seen.add(name)
      const { access } = r as { access: unknown }
      const ruled =
        access === 'public' ||
        access === 'signed-in' ||
        (typeof access === 'object' &&
          access !== null &&
          'posts' in access &&
          Array.isArray(access.posts) &&
          access.posts.length > 0)
      expect(ruled, `${name} has no access rule`).toBe(true)
      const known: readonly string[] = EVERYBODY
      if (typeof r.access === 'object')
        for (const p of r.access.posts) expect(known, `${name} names ${p}`).toContain(p)
    }
  })

  it('of the process is in a table, or is one of the few that only tell how the process is', () => {
    const paths: string[] = []
    const stack: string[] = []
    for (const line of server.app.printRoutes({ commonPrefix: false }).split('\n')) {
      const match = /^((?:[│ ] {3})*)(?:├── |└── )(\S*)(?: \(([A-Z, ]+)\))?$/.exec(line)
      if (match === null) continue
      const depth = (match[1] ?? '').length / 4
      stack.length = depth
      stack.push(match[2] ?? '')
      for (const method of (match[3] ?? '').split(', '))
        if (method !== '' && method !== 'HEAD') paths.push(`${method} ${stack.join('')}`)
    }
    const declared = new Set(routes.map((r) => `${r.method} ${r.path.replaceAll(/\{(\w+)\}/g, ':$1')}`))
    const others = paths.filter((p) => !declared.has(p) && !p.startsWith('GET /api/docs'))
    expect(others.toSorted()).toEqual([
      'GET /api/openapi.json',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
    ])
    expect(paths.length).toBeGreaterThan(declared.size)
  })

  it('is open to the posts its rule names and to nobody else', async () => {
    const wrong: string[] = []
    for (const route of routes) {
      // Signing out would end the sessions the matrix walks with.
      if (route.path === '/api/session' && route.method === 'DELETE') continue
      const payload = route.method === 'GET' || route.method === 'DELETE' ? undefined : {}
      const stranger = await call(route, null, ours, payload)
      const shut = route.access !== 'public'
      if (shut !== (stranger.status === 401 && stranger.code === 'platform.not-signed-in'))
        if (!(route.path === '/api/session'))
          wrong.push(`${route.method} ${route.path}: a stranger gets ${stranger.status}`)
      for (const who of EVERYBODY) {
        const r = await call(route, who, ours, payload)
        const may = typeof route.access === 'string' || route.access.posts.includes(who)
        if (r.status === 401 || r.gate === may || r.status >= 500)
          wrong.push(`${route.method} ${route.path}: ${who} gets ${r.status} ${r.code}, the rule says ${may}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

describe('a neighbour’s record', () => {
  const onIncidents = (): readonly RouteShape[] => routes.filter((r) => r.path.includes('{number}'))
  /** A body the route accepts, so that nothing but the scope refuses. */
  const bodyFor = (route: RouteShape): object | undefined => {
    const act = ACTS.find((a) => route.path.endsWith(`/acts/${a}`))
    if (act !== undefined) {
      const body: Record<string, unknown> = { ...aCommand(act).body, id: newId() }
      if (act === 'add-evidence') body['photos'] = [{ file: newId(), kind: 'near' }]
      if (act === 'merge') body['into'] = ours
      return body
    }
    if (route.method === 'GET') return undefined
    if (route.path.endsWith('/subjects')) return { id: newId(), subject: { kind: 'facility', id: newId() } }
    if (route.path.endsWith('/subjects/remove')) return { id: newId(), link: newId() }
    return { id: newId(), reason: '核实情况' }
  }

  it('is not found by any post of ours on any route that names an incident', async () => {
    const wrong: string[] = []
    expect(onIncidents()).toHaveLength(ACTS.length + 9)
    for (const route of onIncidents()) {
      for (const who of EVERYBODY) {
        const r = await call(route, who, neighbours, bodyFor(route))
        const denied = r.gate ? r.status === 403 : r.status === 404 && r.code === 'incidents.not-found'
        if (!denied) wrong.push(`${route.method} ${route.path}: ${who} gets ${r.status} ${r.code}`)
        if (r.body.includes('邻街道')) wrong.push(`${route.path} shows it to ${who}`)
      }
    }
    expect(wrong).toEqual([])
    const { n } = await server.admin.one<{ n: number }>(
      sql`select max(version) as n from incident where number = ${neighbours}`,
    )
    expect(n).toBe(4)
  }, 120_000)

  it('is refused just as a number that does not exist', async () => {
    const [show] = onIncidents().filter((r) => r.method === 'GET')
    if (show === undefined) throw new Error('no route shows an incident')
    const there = await call(show, 'intake-officer', neighbours)
    const none = await call(show, 'intake-officer', `${ours.slice(0, -5)}99999`)
    expect(there).toEqual(none)
  })

  it('while our own is found by every post that has to do with it', async () => {
    const show = routes.find((r) => r.path === '/api/incidents/{number}')
    if (show === undefined) throw new Error('no route shows an incident')
    for (const who of [
      'intake-officer',
      'dispatcher',
      'duty-chief',
      'leader',
      'handler',
      'handler-lead',
      'police-officer',
      'monitor',
    ])
      expect((await call(show, who, ours)).status, who).toBe(200)
    for (const who of ['community-manager', 'grid-worker'])
      expect([200, 404], who).toContain((await call(show, who, ours)).status)
    for (const who of ['grid-participant', 'volunteer-aide', ...ADMINS])
      expect((await call(show, who, ours)).gate, who).toBe(true)
  })

  it('is in no list, no board, no photo and no stream', async () => {
    const get = (path: string, who: string) =>
      server.app.inject({ method: 'GET', url: path, headers: { cookie: cookies.get(who) ?? '' } })
    for (const who of POSTS) {
      const list = await get('/api/incidents?limit=100', who)
      expect(list.body, who).not.toContain(neighbours)
      const searched = await get(`/api/incidents?q=${neighbours}`, who)
      if (searched.statusCode === 200) expect(searched.json<{ items: [] }>().items, who).toEqual([])
      const board = await get('/api/boards/incidents?by=cell&level=grid', who)
      expect(board.body, who).not.toContain('/999/')
      expect((await get(`/api/files/${photo}`, who)).statusCode, who).not.toBe(200)
    }
  })

  it('is not reached through one of ours: merging into it, or being told of it as a near one', async () => {
    const number = await desk.reach('reported')
    expect(await desk.refusal(number, 'intake-officer', 'merge', { into: neighbours })).toBe(
      '409 incidents.merge-target-not-open',
    )
    expect((await desk.show(number)).duplicates.map((d) => d.number)).not.toContain(neighbours)
  })

  it('of another county is not found by administrators either', async () => {
    const id = newId()
    await server.admin
      .run(sql`insert into account (id, county, username, name, kind, password_hash, must_change_password)
      values (${id}, 990699, 'stranger', '外县人', 'person', 'none', false)`)
    const admin = async (path: string, who: string, payload: object) => {
      const r = await server.app.inject({
        method: 'POST',
        url: path.replace('{id}', id),
        headers: { cookie: cookies.get(who) ?? '' },
        payload,
      })
      return r.statusCode
    }
    expect(await admin('/api/accounts/{id}/disable', 'system-admin', { reason: '试一试' })).toBe(404)
    expect(await admin('/api/accounts/{id}/password', 'system-admin', { password: PASSWORD })).toBe(404)
    expect(
      await admin('/api/accounts/{id}/tokens', 'security-admin', { id: newId(), label: '试', days: 3 }),
    ).toBe(404)
    const list = await server.app.inject({
      method: 'GET',
      url: '/api/accounts?q=stranger',
      headers: { cookie: cookies.get('system-admin') ?? '' },
    })
    expect(list.json<{ items: [] }>().items).toEqual([])
  })
})

describe('the responsibility list', () => {
  const of = (path: string): readonly string[] => {
    const route = routes.find((r) => r.path === path && r.method === 'POST')
    return typeof route?.access === 'object' ? route.access.posts : []
  }
  it('is edited by one post and published by another', () => {
    const acts = ['', '/entry', '/retire', '/revert', '/discard', '/import']
    for (const act of acts) expect(of(`/api/list/draft${act}`), act).toEqual(['duty-chief'])
    expect(of('/api/list/draft/publish')).toEqual(['leader'])
    expect(of('/api/list/withdraw')).toEqual(['leader'])
  })
  it('is kept by posts of the whole county: the same post of one street changes nothing', async () => {
    const draft = {
      id: newId(),
      revision: 0,
      version: 'demo-1',
      reason: '试一试',
      note: '试一试',
      from: null,
    }
    const { standard, kind, code } = server.deps.list.entries()[0]?.key ?? {}
    const key = { standard, kind, code }
    const pick = (...names: (keyof typeof draft)[]) => Object.fromEntries(names.map((n) => [n, draft[n]]))
    const tried: readonly (readonly [string, string, object])[] = [
      ['duty-chief', '/api/list/draft', pick('id', 'note')],
      ['duty-chief', '/api/list/draft/retire', { ...pick('id', 'revision'), key }],
      ['duty-chief', '/api/list/draft/revert', { ...pick('id', 'revision'), key }],
      ['duty-chief', '/api/list/draft/discard', pick('id', 'revision')],
      ['leader', '/api/list/draft/publish', pick('id', 'revision', 'from')],
      ['leader', '/api/list/withdraw', pick('id', 'version', 'reason')],
    ]
    for (const [who, path, payload] of tried) {
      const headers = { cookie: cookies.get(who) ?? '' }
      const r = await server.app.inject({ method: 'POST', url: path, headers, payload })
      expect([path, r.statusCode, r.json<{ code: string }>().code]).toEqual([
        path,
        403,
        'list.whole-county-only',
      ])
    }
  })
  it('is read by everyone of staff and by no administrator', async () => {
    const read = routes.filter((r) => r.method === 'GET' && r.path.startsWith('/api/list'))
    expect(read.length).toBeGreaterThan(5)
    for (const who of ['handler', 'grid-worker', 'leader'])
      expect((await call(tree(), who, ours)).status, who).toBe(200)
    for (const who of ADMINS) for (const r of read) expect((await call(r, who, ours)).gate, r.path).toBe(true)
  })
  const tree = (): RouteShape => {
    const found = routes.find((r) => r.path === '/api/list')
    if (found === undefined) throw new Error('no route shows the list')
    return found
  }
})

describe('three administrators', () => {
  it('none does another’s work, and none does the office’s', () => {
    const of = (admin: string) =>
      routes
        .filter((r) => typeof r.access === 'object' && r.access.posts.includes(admin))
        .map((r) => `${r.method} ${r.path}`)
    const shared = (a: string, b: string) => of(a).filter((r) => of(b).includes(r))
    expect(shared('system-admin', 'audit-admin')).toEqual([])
    expect(shared('security-admin', 'audit-admin')).toEqual([])
    // Both look at the accounts; neither route changes anything.
    for (const both of shared('system-admin', 'security-admin')) expect(both).toMatch(/^GET /)
    for (const admin of ADMINS) for (const r of of(admin)) expect(r).not.toContain('/api/incidents')
    expect(
      Object.values(WHO)
        .flat()
        .some((c) => c.as === 'area' && c.posts.some((p) => (ADMINS as readonly string[]).includes(p))),
    ).toBe(false)
  })
})
