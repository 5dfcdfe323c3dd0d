import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { z } from 'zod'
import { sha256 } from '@lifang/platform/crypto.ts'
import { newId } from '@lifang/platform/id.ts'
import { town } from '../../db/demo/town.ts'
import { ConfigError, type Config } from '../config.ts'

const Account = z.object({ username: z.string(), password: z.string(), post: z.string() })
const Message = z.object({
  message_id: z.string(),
  title: z.string().default(''),
  body: z.string().default(''),
  created_at: z.string().optional(),
})
type Message = z.infer<typeof Message>
const Me = z.object({ id: z.string(), holdings: z.array(z.object({ departmentId: z.string().nullable() })) })
const Done = z.object({ number: z.string(), status: z.string() })
const Item = z.object({
  number: z.string(),
  status: z.string(),
  lamp: z.string(),
  stage: z.string().nullable(),
})
const Entries = z.object({
  entries: z.array(
    z.object({
      key: z.object({ standard: z.string(), kind: z.string(), code: z.string() }),
      name: z.string(),
      domain: z.string(),
      department: z.object({ id: z.string() }).nullable(),
      conditions: z.array(z.object({ seq: z.number(), closingEvidence: z.array(z.string()) })),
    }),
  ),
})

/** Everything over HTTP, as any outside program would do it. */
class Desk {
  readonly base: string
  readonly cookies = new Map<string, string>()
  requests = 0
  constructor(base: string) {
    this.base = base
  }
  async signIn(post: string, account: { username: string; password: string }): Promise<void> {
    const response = await fetch(`${this.base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: account.username, password: account.password }),
    })
    if (!response.ok) throw new Error(`sign-in of ${post}: ${await response.text()}`)
    this.cookies.set(post, (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '')
  }
  async call(post: string, method: string, path: string, body?: unknown): Promise<unknown> {
    this.requests++
    const response = await fetch(this.base + path, {
      method,
      headers: {
        cookie: this.cookies.get(post) ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
}

async function* messages(file: string): AsyncGenerator<Message> {
  const source = createReadStream(file)
  const parser = parse({ columns: true, bom: true, relax_column_count: true, skip_empty_lines: true })
  const raw = file.endsWith('.gz') ? source.pipe(createGunzip()) : source
  source.on('error', (e) => parser.destroy(e))
  raw.pipe(parser)
  for await (const row of parser) yield Message.parse(row)
}

/** The same message always lives the same life: its id decides place, class and turns taken. */
const draw = (id: string, what: string): number => sha256(`${id}|${what}`).readUInt32BE(0) / 2 ** 32

const LANES = 8

/**
 * Sends real messages as residents' reports and plays desk, unit and checker through to closed and rated; one in twelve is
 * returned and dispatched again, one in fifteen fails its check and is reworked. Prints counts, throughput and a
 * reconciliation: every message is in exactly one state.
 */
export async function replay(
  config: Config,
  file: string | undefined,
  options: ReadonlyMap<string, string>,
): Promise<number> {
  if (file === undefined)
    throw new ConfigError('用法：replay 文件.csv.gz [--url http://localhost:8080] [--speed N]')
  const desk = new Desk(options.get('url') ?? `http://localhost:${config.port}`)
  const speed = Number(options.get('speed') ?? '0')
  const accounts = z
    .array(Account)
    .parse(JSON.parse(await readFile(join(config.dataDir, 'demo-accounts.json'), 'utf8')))
  const handlers: string[] = []
  for (const [i, a] of accounts.entries()) {
    if (!['intake-officer', 'dispatcher', 'checker', 'handler'].includes(a.post)) continue
    const key = a.post === 'handler' ? `handler-${i}` : a.post
    if (desk.cookies.has(key)) continue
    await desk.signIn(key, a)
    if (a.post === 'handler') handlers.push(key)
  }
  const unitOf = new Map<string, string>()
  for (const h of handlers) {
    const unit = Me.parse(await desk.call(h, 'GET', '/api/me')).holdings[0]?.departmentId
    if (unit !== null && unit !== undefined) unitOf.set(unit, h)
  }
  const checker = Me.parse(await desk.call('checker', 'GET', '/api/me')).id
  const { entries } = Entries.parse(await desk.call('intake-officer', 'GET', '/api/responsibility-list'))
  const classes = entries.filter(
    (e) => e.department !== null && unitOf.has(e.department.id) && e.key.kind === 'matter',
  )
  if (classes.length === 0) throw new Error('no class of the list belongs to a unit with a demo handler')
  const points = town({}).buildings

  const numbers = new Map<string, string>()
  const failed: { id: string; error: string }[] = []
  const started = performance.now()
  let first: number | undefined
  const live = async (m: Message): Promise<void> => {
    if (speed > 0 && m.created_at !== undefined) {
      const at = Date.parse(m.created_at)
      first ??= at
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, (at - (first ?? at)) / speed - (performance.now() - started))),
      )
    }
    const point = points[Math.floor(draw(m.message_id, 'place') * points.length)]
    const matter = classes[Math.floor(draw(m.message_id, 'class') * classes.length)]
    if (point === undefined || matter?.department == null) return
    const [lon, lat] = point.at
    const text = `${m.title}\n${m.body}`.replaceAll('\u0000', '').trim().slice(0, 4000)
    const report = Done.parse(
      await desk.call('intake-officer', 'POST', '/api/incidents', {
        id: newId(),
        source: 'resident',
        occurredAt: new Date(Date.now() - 60_000).toISOString(),
        place: { lon, lat, crs: 'CGCS2000' },
        address: point.address.slice(0, 200),
        description: text === '' ? '（来信无正文）' : text,
        reporter: {
          phone: `1990000${String(Math.floor(draw(m.message_id, 'phone') * 10_000)).padStart(4, '0')}`,
        },
      }),
    )
    numbers.set(m.message_id, report.number)
    const act = (post: string, name: string, body: Record<string, unknown> = {}) =>
      desk.call(post, 'POST', `/api/incidents/${report.number}/acts/${name}`, { id: newId(), ...body })
    const handler = unitOf.get(matter.department.id) ?? ''
    const condition = matter.conditions[0]?.seq ?? 1
    await act('intake-officer', 'accept')
    await act('intake-officer', 'file', { catalogue: matter.key, condition })
    await act('dispatcher', 'dispatch', { department: matter.department.id })
    if (draw(m.message_id, 'return') < 1 / 12) {
      await act(handler, 'ask-return', { reason: 'not-our-duty', opinion: '经核不属本单位职责' })
      const { requests } = z
        .object({ requests: z.array(z.object({ id: z.string(), status: z.string() })) })
        .parse(await desk.call('dispatcher', 'GET', `/api/incidents/${report.number}`))
      const request = requests.find((r) => r.status === 'pending')?.id
      await act('dispatcher', 'decide-return', { request, grant: true, opinion: '同意退回，另派' })
      await act('dispatcher', 'dispatch', { department: matter.department.id, opinion: '再派' })
    }
    await act(handler, 'take')
    const finish = async () => {
      await act(handler, 'feedback', {
        opinion: '已办理并答复来信人',
        withoutEvidenceReason: '书面答复，无现场照片',
      })
      await act('dispatcher', 'send-check', { assignee: checker })
    }
    await finish()
    if (draw(m.message_id, 'rework') < 1 / 15) {
      await act('checker', 'check', {
        result: 'fail',
        opinion: '答复不完整',
        withoutPhotoReason: '书面答复，无现场照片',
      })
      await act('dispatcher', 'rework')
      await finish()
    }
    await act('checker', 'check', { result: 'pass' })
    await act('intake-officer', 'close')
    await act('intake-officer', 'rate', {
      stars: 1 + Math.floor(draw(m.message_id, 'stars') * 5),
      solved: draw(m.message_id, 'stars') > 0.2,
    })
  }

  let read = 0
  const waiting: Message[] = []
  for await (const m of messages(file)) {
    read++
    waiting.push(m)
  }
  const lane = async (): Promise<void> => {
    for (let m = waiting.shift(); m !== undefined; m = waiting.shift()) {
      const { message_id } = m
      await live(m).catch((error: unknown) => failed.push({ id: message_id, error: String(error) }))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const seconds = (performance.now() - started) / 1000

  const count = {
    status: {} as Record<string, number>,
    lamp: {} as Record<string, number>,
    stage: {} as Record<string, number>,
  }
  const add = (group: Record<string, number>, key: string): void => void (group[key] = (group[key] ?? 0) + 1)
  let found = 0
  for (const number of numbers.values()) {
    const item = Item.parse(await desk.call('intake-officer', 'GET', `/api/incidents/${number}`))
    found++
    add(count.status, item.status)
    add(count.lamp, item.lamp)
    add(count.stage, item.stage ?? '-')
  }
  const reconciled =
    read === numbers.size && found === read && failed.length === 0 && new Set(numbers.values()).size === read
  process.stdout.write(
    `${JSON.stringify(
      {
        messages: read,
        numbers: numbers.size,
        distinctNumbers: new Set(numbers.values()).size,
        found,
        failed: failed.slice(0, 20),
        ...count,
        requests: desk.requests,
        seconds: Math.round(seconds * 10) / 10,
        lifecyclesPerSecond: Math.round((numbers.size / seconds) * 10) / 10,
        reconciled,
      },
      null,
      2,
    )}\n`,
  )
  return reconciled ? 0 : 1
}
