import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import sharp from 'sharp'
import type { TestServer } from '../../../server/testing.ts'
import type { ListedMatter } from '../reads/responsibility.ts'
import type { ActDone, IncidentDetail, PromiseCard, Reported } from '../schema/views.ts'

/** A post of the demo street, or with '#1' the second account of it: 'duty-chief#1'. */
export type PostName = string
type Answer = Awaited<ReturnType<TestServer['app']['inject']>>

/** How far `reach` brings an incident. Beside the states: a check result not yet acted on, and a hold. */
export const REACHES = [
  'reported',
  'verifying',
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'held',
  'feedback',
  'checking',
  'passed',
  'failed',
  'unable',
  'closed',
  'evaluated',
  'archived',
] as const
export type Reach = (typeof REACHES)[number]

/** What tests of the loop do again and again: report, act as a post, upload a photo, look. */
export interface Desk {
  reportBody(over?: Record<string, unknown>): Record<string, unknown>
  report(over?: Record<string, unknown>, post?: PostName): Promise<Reported>
  /** `post` null: a stranger, each from an address of their own so that limits for strangers do not bind the tests. */
  send(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    post: PostName | null,
    payload?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** Does an act; throws with the problem when refused. */
  act(number: string, post: PostName, act: string, body?: Record<string, unknown>): Promise<ActDone>
  /** The refusal's code and status, or 'done'. */
  refusal(number: string, post: PostName, act: string, body?: Record<string, unknown>): Promise<string>
  /** The same for a resident with number and tail. */
  resident(
    number: string,
    act: string,
    body?: Record<string, unknown>,
    tail?: string,
  ): Promise<{ readonly refusal: string; readonly card: PromiseCard | null }>
  lookUp(number: string, tail?: string): Promise<Answer>
  show(number: string, post?: PostName): Promise<IncidentDetail>
  /** Id of the request of this kind that waits. */
  pending(number: string, kind: string): Promise<string>
  photo(post: PostName): Promise<string>
  /** Class and condition whose unit has a handler with a demo account. */
  classOf(): { catalogue: { standard: string; kind: string; code: string }; condition: number }
  /** An entry of the list that `fits`, else an error. */
  matter(fits: (m: ListedMatter) => boolean): ListedMatter
  /** The unit of the demo account 'handler'. */
  unit(): string
  /** A point of the first grid of the nth community, by code. */
  placeIn(community: number): { lon: number; lat: number; crs: 'CGCS2000' }
  /** Brings an incident to a state by the shortest way. */
  reach(status: Reach, over?: Record<string, unknown>): Promise<string>
}

/** The last four digits of the phone `reportBody` gives. */
export const TAIL = '1234'

export async function incidentDesk(server: TestServer): Promise<Desk> {
  const { app, deps } = server
  let strangers = 0
  const send: Desk['send'] = async (method, url, post, payload, headers = {}) => {
    const [name = '', nth = '0'] = (post ?? '').split('#')
    strangers++
    return app.inject({
      method,
      url,
      remoteAddress: `10.9.${Math.floor(strangers / 250) % 250}.${strangers % 250}`,
      headers: {
        ...headers,
        ...(post === null ? {} : { cookie: await server.signIn(name, Number(nth)) }),
      },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
  }
  const me = (await send('GET', '/api/me', 'handler')).json<{ holdings: { departmentId: string | null }[] }>()
  const unitId = me.holdings[0]?.departmentId ?? ''
  const matter: Desk['matter'] = (fits) => {
    const found = deps.list.entries().find(fits)
    if (found === undefined) throw new Error('no entry of the list fits')
    return found
  }
  const usual = matter((e) => e.departmentId === unitId && !e.confidential)
  const points = await pointsInside(server)
  let picture = 0

  const desk: Desk = {
    send,
    reportBody: (over = {}) => ({
      id: newId(),
      source: 'hotline',
      occurredAt: new Date(deps.clock.now() - 60_000).toISOString(),
      place: desk.placeIn(0),
      address: '学府路 74 号门前',
      description: '路边堆放垃圾，气味很大',
      reporter: { name: '王秀英', phone: '199 0000 1234' },
      ...over,
    }),
    report: async (over = {}, post = 'intake-officer') => {
      const r = await send('POST', '/api/incidents', post, desk.reportBody(over))
      if (r.statusCode !== 201) throw new Error(r.body)
      return r.json<Reported>()
    },
    act: async (number, post, act, body = {}) => {
      const r = await send('POST', `/api/incidents/${number}/acts/${act}`, post, { id: newId(), ...body })
      if (r.statusCode !== 200) throw new Error(`${act}: ${r.body}`)
      return r.json<ActDone>()
    },
    refusal: async (number, post, act, body = {}) => {
      const r = await send('POST', `/api/incidents/${number}/acts/${act}`, post, { id: newId(), ...body })
      return told(r)
    },
    resident: async (number, act, body = {}, tail = TAIL) => {
      const r = await send('POST', '/api/public/incidents/acts', null, {
        id: newId(),
        act,
        number,
        tail,
        ...body,
      })
      return { refusal: told(r), card: r.statusCode === 200 ? r.json<PromiseCard>() : null }
    },
    lookUp: (number, tail = TAIL) => send('POST', '/api/public/incidents/look-up', null, { number, tail }),
    show: async (number, post = 'intake-officer') => {
      const r = await send('GET', `/api/incidents/${number}`, post)
      if (r.statusCode !== 200) throw new Error(r.body)
      return r.json<IncidentDetail>()
    },
    pending: async (number, kind) => {
      const { requests } = await desk.show(number)
      const found = requests.find((r) => r.kind === kind && r.status === 'pending')
      if (found === undefined) throw new Error(`no pending ${kind} on ${number}`)
      return found.id
    },
    photo: async (post) => {
      picture++
      const bytes = await sharp({
        create: { width: 320, height: 240, channels: 3, background: { r: picture % 256, g: 90, b: 60 } },
      })
        .jpeg()
        .toBuffer()
      const boundary = 'lifangtest'
      const payload = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`,
        ),
        bytes,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ])
      const r = await send('POST', '/api/files', post, payload, {
        'content-type': `multipart/form-data; boundary=${boundary}`,
      })
      if (r.statusCode !== 201) throw new Error(r.body)
      return r.json<{ id: string }>().id
    },
    classOf: () => ({ catalogue: usual.key, condition: usual.conditions[0]?.seq ?? 1 }),
    matter,
    unit: () => unitId,
    placeIn: (community) => {
      const point = points[community]
      if (point === undefined) throw new Error(`no community ${community}`)
      return { lon: point[0], lat: point[1], crs: 'CGCS2000' }
    },
    reach: async (status, over = {}) => {
      const { number } = await desk.report(over)
      await walk(desk, number, status)
      return number
    },
  }
  return desk
}

const told = (r: Answer): string =>
  r.statusCode === 200 ? 'done' : `${r.statusCode} ${r.json<{ code: string }>().code}`

/** The shortest way to each point of a life, one act after another. */
async function walk(desk: Desk, number: string, to: Reach): Promise<void> {
  const check = (result: string) => async () =>
    desk.act(number, 'checker', 'check', {
      result,
      ...(result === 'fail' ? { photos: [{ file: await desk.photo('checker'), kind: 'after' }] } : {}),
    })
  if (to === 'reported') return
  if (to === 'verifying') {
    await desk.act(number, 'intake-officer', 'send-verify')
    return
  }
  const toChecking: [Reach, () => Promise<unknown>][] = [
    ['accepted', () => desk.act(number, 'intake-officer', 'accept')],
    ['filed', () => desk.act(number, 'intake-officer', 'file', desk.classOf())],
    ['dispatched', () => desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })],
    ['handling', () => desk.act(number, 'handler', 'take')],
    ...(to === 'held' ? [['held', () => hold(desk, number)] as [Reach, () => Promise<unknown>]] : []),
    [
      'feedback',
      () =>
        desk.act(number, 'handler', 'feedback', { opinion: '已处置', withoutEvidenceReason: '现场不便拍照' }),
    ],
    ['checking', () => desk.act(number, 'dispatcher', 'send-check')],
  ]
  const after: Record<'failed' | 'unable', [Reach, () => Promise<unknown>][]> = {
    failed: [['failed', check('fail')]],
    unable: [['unable', check('unable')]],
  }
  const passed: [Reach, () => Promise<unknown>][] = [
    ['passed', check('pass')],
    ['closed', () => desk.act(number, 'intake-officer', 'close')],
    ['evaluated', () => desk.act(number, 'intake-officer', 'rate', { stars: 5, solved: true })],
    ['archived', () => desk.act(number, 'intake-officer', 'archive')],
  ]
  for (const [name, step] of [...toChecking, ...(to === 'failed' || to === 'unable' ? after[to] : passed)]) {
    await step()
    if (name === to) return
  }
}

async function hold(desk: Desk, number: string): Promise<void> {
  const reviewAt = new Date(Date.parse((await desk.show(number)).reportedAt) + 30 * 86_400_000)
  await desk.act(number, 'handler', 'ask-hold', {
    reason: 'funding',
    plan: '列入下月计划',
    reviewAt: reviewAt.toISOString(),
  })
  const request = await desk.pending(number, 'hold')
  await desk.act(number, 'duty-chief', 'decide-hold', { request, grant: true })
  await desk.act(number, 'leader', 'decide-hold', { request, grant: true })
}

/** For each community, by code, a point inside its first grid. */
async function pointsInside(server: TestServer): Promise<[number, number][]> {
  const borders = await server.admin.rows<{
    code: string
    polygon: { coordinates: [number, number][][] }
  }>(
    sql`select a.code, b.polygon from area_border b join area a on a.id = b.area_id where a.grid_kind is not null order by a.code`,
  )
  const points = new Map<string, [number, number]>()
  for (const { code, polygon } of borders) {
    const community = server.deps.directory.areaByCode(code)?.parentId ?? ''
    if (points.has(community)) continue
    const ring = polygon.coordinates[0] ?? []
    // The mean of the corners is inside for the demo's convex-enough blocks; a grid where it is not is passed over.
    const mean = ring.reduce<[number, number]>(
      (s, [x, y]) => [s[0] + x / ring.length, s[1] + y / ring.length],
      [0, 0],
    )
    if (server.deps.directory.locate(mean[0], mean[1])?.grid.code === code) points.set(community, mean)
  }
  if (points.size < 2) throw new Error('the demo has no two communities with a test point')
  return [...points.values()]
}
