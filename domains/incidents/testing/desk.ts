import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import sharp from 'sharp'
import type { TestServer } from '../../../server/testing.ts'
import type { ActDone, IncidentDetail, Reported } from '../schema/views.ts'

/** What tests of the loop do again and again: report, act as a post, upload a photo, look. */
export interface Desk {
  reportBody(over?: Record<string, unknown>): Record<string, unknown>
  report(over?: Record<string, unknown>, post?: string): Promise<Reported>
  send(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    post: string | null,
    payload?: unknown,
  ): Promise<Awaited<ReturnType<TestServer['app']['inject']>>>
  /** Does an act; throws with the problem when refused. */
  act(number: string, post: string, act: string, body: Record<string, unknown>): Promise<ActDone>
  /** The refusal's code and status, or 'done'. */
  refusal(number: string, post: string, act: string, body: Record<string, unknown>): Promise<string>
  show(number: string, post?: string): Promise<IncidentDetail>
  photo(post: string): Promise<string>
  /** Class and condition whose unit has a handler with a demo account. */
  classOf(): { catalogue: { standard: string; kind: string; code: string }; condition: number }
  unit(): string
  /** Brings an incident to a state by the shortest way. */
  reach(
    status: 'accepted' | 'filed' | 'dispatched' | 'handling' | 'feedback' | 'checking' | 'closed',
  ): Promise<string>
}

export async function incidentDesk(server: TestServer): Promise<Desk> {
  const { app, deps } = server
  const send: Desk['send'] = async (method, url, post, payload) =>
    app.inject({
      method,
      url,
      headers: post === null ? {} : { cookie: await server.signIn(post) },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
  const me = (await send('GET', '/api/me', 'handler')).json<{ holdings: { departmentId: string | null }[] }>()
  const unitId = me.holdings[0]?.departmentId ?? ''
  const matter = deps.list.entries().find((e) => e.departmentId === unitId && !e.confidential)
  if (matter === undefined) throw new Error('no class belongs to the demo handler')
  const condition = matter.conditions[0]?.seq ?? 1
  const streets = deps.directory.areas().filter((a) => a.levelKey === 'grid')
  const border = await server.admin.rows<{ polygon: { coordinates: [number, number][][] } }>(
    sql`select polygon from area_border b join area a on a.id = b.area_id where a.grid_kind is not null order by a.code limit 1`,
  )
  const ring = border[0]?.polygon.coordinates[0] ?? []
  // A point inside: the mean of the first grid's corners is inside for the demo's convex-enough blocks; else any located point.
  const mean = ring.reduce(
    (s, [x, y]) => [s[0] + x / ring.length, s[1] + y / ring.length] as [number, number],
    [0, 0] as [number, number],
  )
  if (deps.directory.locate(mean[0], mean[1]) === null || streets.length === 0)
    throw new Error('the test point lies in no grid')
  let picture = 0

  const desk: Desk = {
    send,
    reportBody: (over = {}) => ({
      id: newId(),
      source: 'hotline',
      occurredAt: new Date(deps.clock.now() - 60_000).toISOString(),
      place: { lon: mean[0], lat: mean[1], crs: 'CGCS2000' },
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
    act: async (number, post, act, body) => {
      const r = await send('POST', `/api/incidents/${number}/acts/${act}`, post, { id: newId(), ...body })
      if (r.statusCode !== 200) throw new Error(`${act}: ${r.body}`)
      return r.json<ActDone>()
    },
    refusal: async (number, post, act, body) => {
      const r = await send('POST', `/api/incidents/${number}/acts/${act}`, post, { id: newId(), ...body })
      return r.statusCode === 200 ? 'done' : `${r.statusCode} ${r.json<{ code: string }>().code}`
    },
    show: async (number, post = 'intake-officer') => {
      const r = await send('GET', `/api/incidents/${number}`, post)
      if (r.statusCode !== 200) throw new Error(r.body)
      return r.json<IncidentDetail>()
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
      const r = await app.inject({
        method: 'POST',
        url: '/api/files',
        headers: {
          cookie: await server.signIn(post),
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        payload,
      })
      if (r.statusCode !== 201) throw new Error(r.body)
      return r.json<{ id: string }>().id
    },
    classOf: () => ({ catalogue: matter.key, condition }),
    unit: () => unitId,
    reach: async (status) => {
      const { number } = await desk.report()
      const steps: [string, () => Promise<unknown>][] = [
        ['accepted', () => desk.act(number, 'intake-officer', 'accept', {})],
        ['filed', () => desk.act(number, 'intake-officer', 'file', desk.classOf())],
        ['dispatched', () => desk.act(number, 'dispatcher', 'dispatch', { department: unitId })],
        ['handling', () => desk.act(number, 'handler', 'take', {})],
        [
          'feedback',
          () =>
            desk.act(number, 'handler', 'feedback', {
              opinion: '已处置',
              withoutEvidenceReason: '现场不便拍照',
            }),
        ],
        ['checking', () => desk.act(number, 'dispatcher', 'send-check', {})],
        [
          'closed',
          async () => {
            await desk.act(number, 'checker', 'check', { result: 'pass' })
            await desk.act(number, 'intake-officer', 'close', {})
          },
        ],
      ]
      for (const [name, step] of steps) {
        await step()
        if (name === status) break
      }
      return number
    },
  }
  return desk
}
