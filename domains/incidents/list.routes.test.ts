import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { defaultPolicy } from './rules/policy.ts'
import { boardDifferences, foldDeltas } from './reads/board.ts'
import type { IncidentItem } from './schema/views.ts'
import { ACTS } from './schema/lists.ts'
import type { Act } from './schema/words.ts'
import { incidentDesk, REACHES, type Desk } from './testing/desk.ts'

const HOUR = 3_600_000
const clock = setClock(NOW)
let server: TestServer
let desk: Desk
/** One incident of every reach in the first community, one in the second. */
const made = new Map<string, string>()
let elsewhere = ''
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  for (const status of REACHES) {
    clock.advance(1000)
    made.set(status, await desk.reach(status))
  }
  elsewhere = (await desk.report({ place: desk.placeIn(1), description: '树枝 100% 断了_倒在路上\\' })).number
})
afterAll(() => server.end())

interface Page {
  readonly items: readonly IncidentItem[]
  readonly nextCursor: string | null
}
const page = async (query: string, post = 'intake-officer'): Promise<Page> => {
  const r = await desk.send('GET', `/api/incidents?limit=100&${query}`, post)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<Page>()
}
const numbers = async (query: string, post?: string): Promise<string[]> =>
  (await page(query, post)).items.map((i) => i.number)
const refused = async (query: string): Promise<string> => {
  const r = await desk.send('GET', `/api/incidents?${query}`, 'intake-officer')
  return `${r.statusCode} ${r.json<{ code: string }>().code}`
}
const at = (reach: string): string => made.get(reach) ?? '?'

describe('the list', () => {
  it('shows what one may see, newest first', async () => {
    const all = await numbers('')
    expect(all).toEqual([elsewhere, ...[...made.values()].toReversed()])
    expect(await numbers('', 'handler')).toHaveLength(
      REACHES.length - ['reported', 'verifying', 'accepted', 'filed'].length,
    )
    expect(await numbers('', 'handler#1')).toEqual([])
    const manager = await numbers('', 'community-manager')
    const other = await numbers('', 'community-manager#1')
    expect(manager).not.toContain(elsewhere)
    expect(manager).toHaveLength(REACHES.length)
    expect(other).toEqual([elsewhere])
  })

  it('says what each running clock was given, so that a row can draw it', async () => {
    const { items } = await page('')
    const limits = (reach: string) => {
      const item = items.find((i) => i.number === at(reach))
      return [item?.stageLimit ?? null, item?.totalLimit === null]
    }
    expect(limits('reported')).toEqual([defaultPolicy.stages.accept, true])
    expect(limits('filed')).toEqual([defaultPolicy.stages.dispatch, false])
    expect(limits('closed')).toEqual([null, true])
    const { limit, stageLimit } = await desk.show(at('handling'))
    expect(stageLimit).toEqual(limit)
  })

  it('is filtered by state', async () => {
    expect(await numbers('status=filed')).toEqual([at('filed')])
    expect((await numbers('status=filed,accepted')).toSorted()).toEqual(
      [at('accepted'), at('filed')].toSorted(),
    )
    const open = await page('status=open')
    expect(open.items.some((i) => ['closed', 'evaluated', 'archived'].includes(i.status))).toBe(false)
    expect(open.items).toHaveLength(REACHES.length + 1 - 3)
    expect(await refused('status=gone')).toBe('400 platform.invalid-input')
  })

  it('is filtered by lamp, each incident being in exactly one', async () => {
    clock.advance(3 * HOUR)
    const lamps = ['green', 'yellow', 'red', 'grey']
    const sets = await Promise.all(lamps.map((lamp) => page(`lamp=${lamp}`)))
    sets.forEach(({ items }, i) => {
      for (const item of items) expect([item.number, item.lamp]).toEqual([item.number, lamps[i]])
    })
    expect(sets.flatMap((s) => s.items)).toHaveLength(REACHES.length + 1)
    expect(sets[3]?.items.map((i) => i.number)).toContain(at('held'))
    expect(sets[2]?.items.length).toBeGreaterThan(0)
    clock.advance(-3 * HOUR)
  })

  it('is filtered by place, class, unit and time', async () => {
    const grid = (await page('')).items.find((i) => i.number === elsewhere)?.grid.code ?? ''
    expect(await numbers(`area=${grid}`)).toEqual([elsewhere])
    expect(await numbers(`area=${grid.slice(0, 12)}`)).toEqual([elsewhere])
    expect(await refused('area=nowhere')).toBe('400 platform.invalid-input')
    const { code } = desk.classOf().catalogue
    const major = code.startsWith('L') ? code.slice(0, 3) : code.slice(0, 2)
    const filed = REACHES.length - 3
    expect(await numbers(`category=${code}`)).toHaveLength(filed)
    expect(await numbers(`category=${major}`)).toHaveLength(filed)
    expect(await numbers(`category=${major},${code}`)).toHaveLength(filed)
    expect(await numbers('category=ZZ')).toEqual([])
    expect(await numbers('category=,')).toHaveLength(REACHES.length + 1)
    expect(await numbers(`department=${desk.unit()}`)).toHaveLength(filed - 1)
    const since = new Date(NOW + 5000).toISOString()
    expect(await numbers(`since=${encodeURIComponent(since)}`)).toHaveLength(REACHES.length + 1 - 4)
    expect(await refused('since=yesterday')).toBe('400 platform.invalid-input')
  })

  it('is searched by words and by the beginning of a number; wildcards are letters', async () => {
    const q = (text: string) => numbers(`q=${encodeURIComponent(text)}`)
    expect(await q('断了')).toEqual([elsewhere])
    expect(await q('100%')).toEqual([elsewhere])
    expect(await q('%断')).toEqual([])
    expect(await q('了_倒')).toEqual([elsewhere])
    expect(await q('断_')).toEqual([])
    expect(await q('路上\\')).toEqual([elsewhere])
    expect(await q(elsewhere)).toEqual([elsewhere])
    expect(await q(`${elsewhere.slice(0, 6)}-${elsewhere.slice(6)}`)).toEqual([elsewhere])
    expect(await q("'; drop table incident; --")).toEqual([])
  })

  it('is paged without loss or repeat while others report', async () => {
    const before = await numbers('')
    const seen: string[] = []
    let cursor: string | null = ''
    for (let n = 0; cursor !== null; n++) {
      const url: string = `/api/incidents?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`
      const r = await desk.send('GET', url, 'intake-officer')
      const { items, nextCursor }: Page = r.json<Page>()
      expect(items.length).toBeLessThanOrEqual(3)
      seen.push(...items.map((i) => i.number))
      cursor = nextCursor
      clock.advance(1)
      await desk.report()
      expect(n).toBeLessThan(50)
    }
    expect(seen).toEqual(before)
  })

  it('orders those of one instant too', async () => {
    const same = await Promise.all(Array.from({ length: 5 }, () => desk.report()))
    const first = await desk.send('GET', '/api/incidents?limit=2', 'intake-officer')
    const { items, nextCursor } = first.json<Page>()
    const rest = await numbers(`cursor=${nextCursor}`)
    const all = [...items.map((i) => i.number), ...rest]
    expect(new Set(all).size).toBe(all.length)
    for (const { number } of same) expect(all).toContain(number)
  })

  it.each([
    'x',
    'eA',
    '%00',
    Buffer.from('1|2').toString('base64url'),
    Buffer.from('x|y').toString('base64url'),
    'a'.repeat(300),
  ])('refuses the cursor %s', async (cursor) => {
    expect(await refused(`cursor=${cursor}`)).toMatch(/^400 /)
  })
})

describe('the board', () => {
  const board = async (query: string, post = 'intake-officer', etag?: string) => {
    const r = await desk.send(
      'GET',
      `/api/boards/incidents?${query}`,
      post,
      undefined,
      etag === undefined ? {} : { 'if-none-match': etag },
    )
    return { status: r.statusCode, etag: r.headers['etag'] as string, body: r.body }
  }
  const rows = async (query: string, post?: string) =>
    JSON.parse((await board(query, post)).body) as { columns: string[]; rows: (string | number)[][] }

  it('counts by state what the list lists, for every reader', async () => {
    for (const post of [
      'intake-officer',
      'community-manager',
      'community-manager#1',
      'grid-worker',
      'leader',
    ]) {
      const { items } = await page('', post)
      const counted = new Map<string, number>()
      for (const i of items) counted.set(i.status, (counted.get(i.status) ?? 0) + 1)
      const cells = (await rows('by=status', post)).rows
      expect(Object.fromEntries(cells), post).toEqual(Object.fromEntries(counted))
    }
    expect((await rows('by=status', 'handler')).rows).toEqual([])
  })

  it('sums to the same by place, class and cell, before and after folding', async () => {
    const total = async (by: string) =>
      (await rows(`by=${by}`)).rows.reduce((n, r) => n + Number(r.at(-1)), 0)
    const before = [await total('place'), await total('category'), await total('status'), await total('cell')]
    expect(new Set(before).size).toBe(1)
    await foldDeltas(server.admin)
    expect([
      await total('place'),
      await total('category'),
      await total('status'),
      await total('cell'),
    ]).toEqual(before)
  })

  it('is answered 304 while nothing changed, and anew after any act', async () => {
    const first = await board('by=cell')
    expect(first.status).toBe(200)
    expect(await board('by=cell', 'intake-officer', first.etag)).toMatchObject({ status: 304, body: '' })
    await desk.act(at('accepted'), 'duty-chief', 'decline', { reason: 'untrue', advice: '无' })
    const second = await board('by=cell', 'intake-officer', first.etag)
    expect(second.status).toBe(200)
    expect(second.etag).not.toBe(first.etag)
    await foldDeltas(server.admin)
    expect((await board('by=cell', 'intake-officer', second.etag)).status).toBe(304)
  })

  it('shows a place only within one’s own', async () => {
    const grid = (await page('', 'community-manager#1')).items[0]?.grid.code ?? ''
    expect((await rows(`by=place&area=${grid}`, 'community-manager')).rows).toEqual([])
    expect((await rows(`by=place&area=${grid}&level=grid`, 'community-manager#1')).rows).toEqual([[grid, 1]])
    // A sum above one's own place is not given: a manager of one community asking for the street gets the community.
    const street = await rows('by=place&level=street', 'community-manager#1')
    expect(street.rows).toEqual([[grid.slice(0, 12), 1]])
  })

  it('equals a recount after a storm of acts, folded in between or not', async () => {
    /** Who usually does it; a third of all acts is tried by anybody. */
    const usual: Partial<Record<Act, string>> = {
      accept: 'intake-officer',
      file: 'intake-officer',
      'send-verify': 'intake-officer',
      dispatch: 'dispatcher',
      take: 'handler',
      feedback: 'handler',
      'send-check': 'dispatcher',
      check: 'checker',
      close: 'intake-officer',
      rate: 'intake-officer',
      reopen: 'duty-chief',
      archive: 'duty-chief',
      decline: 'duty-chief',
      void: 'duty-chief',
      merge: 'intake-officer',
      comment: 'leader',
    }
    const bodies: Record<string, Record<string, unknown>> = {
      file: desk.classOf(),
      dispatch: { department: desk.unit() },
      feedback: { opinion: '好', withoutEvidenceReason: '无' },
      check: { result: 'pass' },
      decline: { reason: 'untrue', advice: '无' },
      void: { reason: 'false', opinion: '无' },
      rate: { stars: 3, solved: true },
      reopen: { reason: 'recurred', opinion: '又' },
      comment: { opinion: '看过' },
      merge: { into: at('handling') },
    }
    const targets = [
      ...(await Promise.all(Array.from({ length: 12 }, () => desk.report({ source: 'resident' })))).map(
        (r) => r.number,
      ),
      ...made.values(),
    ]
    let seed = 7
    const pick = <T>(of: readonly T[]): T => {
      seed = (seed * 48271) % 2147483647
      return of[seed % of.length] as T
    }
    let done = 0
    for (let round = 0; round < 40; round++) {
      const answers = await Promise.all([
        ...Array.from({ length: 12 }, () => {
          const act = seed % 3 === 0 ? pick(ACTS) : pick(Object.keys(usual) as Act[])
          return desk.refusal(pick(targets), usual[act] ?? 'duty-chief', act, bodies[act] ?? {})
        }),
        ...(round % 4 === 0 ? [foldDeltas(server.admin).then(() => 'folded')] : []),
        desk.report({ source: 'resident' }).then(() => 'reported'),
      ])
      done += answers.filter((a) => a === 'done').length
      expect(answers.filter((a) => a.startsWith('5'))).toEqual([])
      expect(await boardDifferences(server.admin)).toEqual([])
    }
    expect(done).toBeGreaterThan(40)
    await foldDeltas(server.admin)
    expect(await boardDifferences(server.admin)).toEqual([])
  })
})

describe('the live stream', () => {
  it('tells only what is in scope, by number and topic and nothing else', async () => {
    await server.relay.start()
    const open = async (post: string) => {
      const r = await server.app.inject({
        method: 'GET',
        url: '/api/live/incidents',
        headers: { cookie: await server.signIn(...(post.split('#') as [string])) },
        payloadAsStream: true,
      })
      expect(r.headers['content-type']).toMatch(/^text\/event-stream/)
      const heard: string[] = []
      const stream = r.stream()
      stream.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
      return { heard, close: () => stream.destroy() }
    }
    const [mine, unit] = [await open('intake-officer'), await open('handler')]
    const manager = await open('community-manager')
    const { number } = await desk.report({ place: desk.placeIn(1) })
    for (let n = 0; n < 100 && !mine.heard.join('').includes(number); n++)
      await new Promise((resolve) => setTimeout(resolve, 30))
    expect(mine.heard.join('')).toContain(
      `event: incident\ndata: ${JSON.stringify({ topic: 'incidents.report', number, status: 'reported' })}`,
    )
    const here = at('filed')
    await desk.act(here, 'intake-officer', 'comment', { opinion: '机密的话' })
    for (let n = 0; n < 100 && !manager.heard.join('').includes(here); n++)
      await new Promise((resolve) => setTimeout(resolve, 30))
    expect(manager.heard.join('')).toContain(here)
    expect(manager.heard.join('')).not.toContain(number)
    expect(unit.heard.join('')).not.toContain(number)
    expect(mine.heard.join('')).not.toContain('机密')
    for (const s of [mine, unit, manager]) s.close()
  })
})

describe('my own reports', () => {
  it('are those I reported, wherever they lie, and never another’s', async () => {
    const mine = await desk.report({ source: 'grid-patrol', place: desk.placeIn(1) }, 'grid-worker')
    expect(await numbers('reporter=me', 'grid-worker')).toEqual([mine.number])
    expect(await numbers('reporter=me&status=closed', 'grid-worker')).toEqual([])
    expect(await numbers('reporter=me', 'grid-worker#1')).toEqual([])
    expect(await numbers('reporter=me', 'handler')).toEqual([])
    expect(await refused(`reporter=${mine.id}`)).toBe('400 platform.invalid-input')
  })
})
