import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { boardDifferences } from './reads/board.ts'
import { ACTS } from './schema/lists.ts'
import type { Act } from './schema/words.ts'
import { incidentDesk, type Desk, type Reach } from './testing/desk.ts'

let server: TestServer
let desk: Desk
let inspector = ''
let otherUnit = ''
let section = ''
beforeAll(async () => {
  server = await testServer({ clock: setClock(NOW) })
  desk = await incidentDesk(server)
  inspector = (await desk.send('GET', '/api/me', 'inspector')).json<{ id: string }>().id
  otherUnit =
    (await desk.send('GET', '/api/me', 'handler#1')).json<{ holdings: { departmentId: string }[] }>()
      .holdings[0]?.departmentId ?? ''
  section = newId()
  await server.admin
    .run(sql`insert into department (id, county, key, name, kind, path, area_id, fallback, valid_from)
    select ${section}, county, 'works-night', '市政夜班', kind, path || 'night/', area_id, false, valid_from from department where id = ${desk.unit()}`)
  await server.reload()
})
afterAll(() => server.end())

type Body = Record<string, unknown>
interface Race {
  readonly from: Reach
  readonly over?: Body
  /** Done before, one after another. */
  readonly prepare?: (number: string) => Promise<unknown>
  readonly posts: readonly [string, string]
  readonly body?: (number: string, which: 0 | 1) => Body | Promise<Body>
  /** What the second is told; 'both' when the act only adds to the history and nobody loses. */
  readonly loser: string
}

const request = (kind: string) => async (number: string) => ({
  request: await desk.pending(number, kind),
  grant: true,
})
const askExtension = async (number: string): Promise<void> => {
  await desk.act(number, 'handler', 'ask-extension', { amount: 1, opinion: '等材料' })
  await desk.act(number, 'dispatcher', 'decide-extension', await request('extension')(number))
}
const askHold = async (number: string): Promise<void> => {
  await desk.act(number, 'handler', 'ask-hold', holdBody())
  await desk.act(number, 'duty-chief', 'decide-hold', await request('hold')(number))
}
const holdBody = (): Body => ({
  reason: 'funding',
  plan: '列入计划',
  reviewAt: new Date(NOW + 86_400_000).toISOString(),
})
/** Filed under a class that allows an extension. */
const extendable = async (number: string): Promise<void> => {
  const m = desk.matter(
    (e) => e.conditions[0]?.extension != null && e.conditions[0].limit.unit === 'working-day',
  )
  await desk.act(number, 'intake-officer', 'file', { catalogue: m.key, condition: m.conditions[0]?.seq })
  await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
  await desk.act(number, 'handler', 'take')
}
const withAssisting = (number: string) =>
  desk.act(number, 'handler', 'add-assisting', { department: otherUnit })
const supervised = (number: string) =>
  desk.act(number, 'supervisor', 'supervise', { level: 'notice', opinion: '抓紧' })
/** The street's own path is not above the district's desk, nor is a community below itself. */
const NO_DESK = '403 incidents.not-your-desk'
const NOT_BELOW = '422 incidents.desk-not-below'
const communityOf = async (number: string): Promise<string> =>
  (await desk.show(number)).grid.code.slice(0, -3)
const WRONG = '409 incidents.wrong-status'
const PENDING = '409 incidents.request-pending'
const DECIDED = '409 incidents.request-decided'

/** Every act that two people could press at once, each from two accounts where the office has two. */
const RACES: Record<Act, Race> = {
  'self-close': {
    from: 'reported',
    over: { source: 'resident' },
    posts: ['grid-worker', 'community-manager'],
    body: () => ({ catalogue: desk.matter((m) => m.selfHandling).key, withoutPhotoReason: '雨天' }),
    loser: WRONG,
  },
  'send-verify': {
    from: 'reported',
    posts: ['intake-officer', 'duty-chief'],
    body: () => ({ assignee: inspector }),
    loser: WRONG,
  },
  verify: {
    from: 'reported',
    prepare: (n) => desk.act(n, 'intake-officer', 'send-verify', { assignee: inspector }),
    posts: ['inspector', 'inspector'],
    body: (_n, i) => ({ result: i === 0 ? 'exist' : 'not-exist' }),
    loser: WRONG,
  },
  accept: { from: 'reported', posts: ['intake-officer', 'intake-officer#1'], loser: WRONG },
  decline: {
    from: 'reported',
    posts: ['duty-chief', 'duty-chief#1'],
    body: () => ({ reason: 'untrue', advice: '无' }),
    loser: WRONG,
  },
  file: {
    from: 'accepted',
    posts: ['intake-officer', 'intake-officer#1'],
    body: () => desk.classOf(),
    loser: WRONG,
  },
  dispatch: {
    from: 'filed',
    posts: ['dispatcher', 'dispatcher#1'],
    body: (_n, i) => ({ department: i === 0 ? desk.unit() : otherUnit }),
    loser: WRONG,
  },
  take: { from: 'dispatched', posts: ['handler', 'handler-lead'], loser: WRONG },
  'ask-return': {
    from: 'dispatched',
    posts: ['handler', 'handler-lead'],
    body: () => ({ reason: 'not-our-duty', opinion: '不归我管' }),
    loser: PENDING,
  },
  'decide-return': {
    from: 'dispatched',
    prepare: (n) => desk.act(n, 'handler', 'ask-return', { reason: 'duplicate', opinion: '重复' }),
    posts: ['dispatcher', 'dispatcher#1'],
    body: request('return'),
    loser: WRONG,
  },
  delegate: {
    from: 'handling',
    posts: ['handler', 'handler-lead'],
    body: () => ({ department: section }),
    loser: '422 incidents.not-below-your-unit',
  },
  'add-assisting': {
    from: 'handling',
    posts: ['handler', 'dispatcher'],
    body: () => ({ department: otherUnit }),
    loser: '409 incidents.already-assisting',
  },
  'finish-assisting': {
    from: 'handling',
    prepare: withAssisting,
    posts: ['handler#1', 'handler-lead#1'],
    body: () => ({ opinion: '完成' }),
    loser: '403 incidents.not-your-unit',
  },
  'excuse-assisting': {
    from: 'handling',
    prepare: withAssisting,
    posts: ['dispatcher', 'duty-chief'],
    body: async (n) => ({
      task: (await desk.show(n)).tasks.find((t) => t.kind === 'assisting')?.id,
      opinion: '免',
    }),
    loser: '404 incidents.no-such-task',
  },
  'ask-extension': {
    from: 'accepted',
    prepare: extendable,
    posts: ['handler', 'handler-lead'],
    body: () => ({ amount: 1, opinion: '等' }),
    loser: PENDING,
  },
  'decide-extension': {
    from: 'accepted',
    prepare: async (n) => {
      await extendable(n)
      await askExtension(n)
    },
    posts: ['duty-chief', 'leader'],
    body: request('extension'),
    loser: DECIDED,
  },
  'ask-hold': { from: 'handling', posts: ['handler', 'handler-lead'], body: holdBody, loser: PENDING },
  'decide-hold': {
    from: 'handling',
    prepare: askHold,
    posts: ['leader', 'leader'],
    body: request('hold'),
    loser: DECIDED,
  },
  'release-hold': {
    from: 'held',
    posts: ['dispatcher', 'duty-chief'],
    loser: '409 incidents.not-on-hold',
  },
  feedback: {
    from: 'handling',
    posts: ['handler', 'handler-lead'],
    body: async (_n, i) => ({
      opinion: '好了',
      photos: [{ file: await desk.photo(i === 0 ? 'handler' : 'handler-lead'), kind: 'after' }],
    }),
    loser: WRONG,
  },
  'send-check': { from: 'feedback', posts: ['dispatcher', 'dispatcher#1'], loser: WRONG },
  check: {
    from: 'checking',
    posts: ['checker', 'checker'],
    body: async (_n, i) =>
      i === 0
        ? { result: 'pass' }
        : { result: 'fail', photos: [{ file: await desk.photo('checker'), kind: 'after' }] },
    loser: DECIDED,
  },
  rework: { from: 'failed', posts: ['dispatcher', 'dispatcher#1'], loser: WRONG },
  close: { from: 'passed', posts: ['intake-officer', 'intake-officer#1'], loser: WRONG },
  'close-on-papers': {
    from: 'unable',
    posts: ['duty-chief', 'duty-chief#1'],
    body: () => ({ waiver: '凭验收单' }),
    loser: WRONG,
  },
  'ask-force-close': {
    from: 'feedback',
    posts: ['duty-chief', 'duty-chief#1'],
    body: () => ({ opinion: '不合理' }),
    loser: PENDING,
  },
  'decide-force-close': {
    from: 'feedback',
    prepare: (n) => desk.act(n, 'duty-chief', 'ask-force-close', { opinion: '不合理' }),
    posts: ['leader', 'leader'],
    body: request('force-close'),
    loser: WRONG,
  },
  'ask-reopen': {
    from: 'closed',
    posts: ['intake-officer', 'intake-officer#1'],
    body: () => ({ reason: 'not-solved', opinion: '还在' }),
    loser: PENDING,
  },
  reopen: {
    from: 'closed',
    posts: ['duty-chief', 'duty-chief#1'],
    body: () => ({ reason: 'recurred', opinion: '又来' }),
    loser: WRONG,
  },
  rate: {
    from: 'closed',
    posts: ['intake-officer', 'intake-officer#1'],
    body: (_n, i) => ({ stars: i + 1, solved: true }),
    loser: WRONG,
  },
  archive: { from: 'evaluated', posts: ['intake-officer', 'duty-chief'], loser: WRONG },
  void: {
    from: 'handling',
    over: { source: 'resident' },
    posts: ['duty-chief', 'duty-chief#1'],
    body: () => ({ reason: 'false', opinion: '无' }),
    loser: WRONG,
  },
  'decide-void': {
    from: 'handling',
    prepare: (n) => desk.act(n, 'duty-chief', 'void', { reason: 'false', opinion: '无' }),
    posts: ['duty-chief#1', 'leader'],
    body: request('void'),
    loser: WRONG,
  },
  merge: {
    from: 'reported',
    prepare: async (n) => void masters.set(n, (await desk.report()).number),
    posts: ['intake-officer', 'dispatcher'],
    body: (n) => ({ into: masters.get(n) }),
    loser: WRONG,
  },
  'hand-up': {
    from: 'accepted',
    posts: ['intake-officer', 'dispatcher'],
    body: () => ({ opinion: '上交' }),
    loser: NO_DESK,
  },
  'hand-down': {
    from: 'accepted',
    posts: ['intake-officer', 'dispatcher'],
    body: async (n) => ({ area: await communityOf(n), opinion: '下派' }),
    loser: NOT_BELOW,
  },
  'hand-over': {
    from: 'accepted',
    posts: ['intake-officer', 'dispatcher'],
    body: async (n) => ({ area: `${await communityOf(n)}004`, opinion: '平转' }),
    loser: '422 incidents.same-grid',
  },
  withdraw: { from: 'accepted', posts: ['intake-officer', 'intake-officer'], loser: WRONG },
  supervise: {
    from: 'handling',
    posts: ['supervisor', 'leader'],
    body: () => ({ level: 'yellow', opinion: '快' }),
    loser: '409 incidents.already-supervised',
  },
  'reply-supervision': {
    from: 'handling',
    prepare: supervised,
    posts: ['handler', 'handler-lead'],
    body: () => ({ opinion: '明天' }),
    loser: 'both',
  },
  'lift-supervision': {
    from: 'handling',
    prepare: supervised,
    posts: ['supervisor', 'leader'],
    loser: '409 incidents.not-supervised',
  },
  'mark-urgent': {
    from: 'handling',
    posts: ['leader', 'duty-chief'],
    loser: '409 incidents.already-urgent',
  },
  instruct: { from: 'handling', posts: ['leader', 'leader'], body: () => ({ opinion: '办' }), loser: 'both' },
  urge: {
    from: 'handling',
    posts: ['intake-officer', 'supervisor'],
    loser: '429 incidents.urge-too-soon',
  },
  comment: {
    from: 'handling',
    posts: ['dispatcher', 'leader'],
    body: () => ({ opinion: '看过' }),
    loser: 'both',
  },
  'add-evidence': {
    from: 'handling',
    posts: ['dispatcher', 'handler'],
    body: async (_n, i) => ({ photos: [await desk.photo(i === 0 ? 'dispatcher' : 'handler')] }),
    loser: 'both',
  },
} satisfies Record<Act, Race>
const masters = new Map<string, string>()

interface Refusal {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly details: Record<string, unknown>
}

/** History in one piece, one lead at most, one run of a clock going at a time, counters equal to a recount. */
async function inOrder(number: string): Promise<string[]> {
  const { timeline, version, status, stages, tasks } = await desk.show(number)
  timeline.forEach((s, i) => expect(s.from).toBe(i === 0 ? null : timeline[i - 1]?.to))
  expect(timeline.at(-1)?.to).toBe(status)
  expect(version).toBe(timeline.length - 1)
  expect(
    tasks.filter((t) => t.kind === 'lead' && (t.status === 'waiting' || t.status === 'taken')).length,
  ).toBe(status === 'dispatched' || status === 'handling' ? 1 : 0)
  const going = stages.filter((s) => s.clock.state !== 'stopped').map((s) => s.stage)
  expect(new Set(going).size).toBe(going.length)
  expect(await boardDifferences(server.admin)).toEqual([])
  return timeline.map((s) => s.act)
}

describe('two people at once', () => {
  it.each(ACTS)('%s', async (act) => {
    const race = RACES[act]
    const number = await desk.reach(race.from, race.over)
    await race.prepare?.(number)
    const bodies = [await race.body?.(number, 0), await race.body?.(number, 1)]
    const before = (await desk.show(number)).timeline.length
    const answers = await Promise.all(
      race.posts.map((post, i) =>
        desk.send('POST', `/api/incidents/${number}/acts/${act}`, post, { id: newId(), ...bodies[i] }),
      ),
    )
    const lost = answers.filter((a) => a.statusCode !== 200)
    const history = await inOrder(number)
    if (race.loser === 'both') {
      expect(lost.map((a) => a.body)).toEqual([])
      expect(history.slice(before)).toEqual([act, act])
      return
    }
    expect(lost).toHaveLength(1)
    const refusal = lost[0]?.json<Refusal>()
    expect(`${refusal?.status} ${refusal?.code}`).toBe(race.loser)
    expect(history.slice(before)).toEqual([act])
    expect(refusal?.title).toMatch(/[一-龥]{4}/)
    if (race.loser === WRONG || race.loser === DECIDED) {
      // The loser learns what happened and who did it, unless that were a secret.
      const won = (await desk.show(number)).timeline.at(-1)
      expect(refusal?.details).toMatchObject({ lastAct: act, lastBy: won?.actor })
    }
  })

  it('the same command sent twice at once is carried out once and answered twice', async () => {
    for (const act of ['accept', 'feedback'] as const) {
      const number = await desk.reach(act === 'accept' ? 'reported' : 'handling')
      const post = act === 'accept' ? 'intake-officer' : 'handler'
      const body = {
        id: newId(),
        ...(act === 'feedback'
          ? { opinion: '好', photos: [{ file: await desk.photo('handler'), kind: 'after' }] }
          : {}),
      }
      const answers = await Promise.all(
        Array.from({ length: 4 }, () =>
          desk.send('POST', `/api/incidents/${number}/acts/${act}`, post, body),
        ),
      )
      expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200, 200])
      expect(new Set(answers.map((a) => a.body)).size).toBe(1)
      expect((await inOrder(number)).filter((a) => a === act)).toHaveLength(1)
    }
    const report = desk.reportBody()
    const made = await Promise.all(
      Array.from({ length: 4 }, () => desk.send('POST', '/api/incidents', 'intake-officer', report)),
    )
    expect(made.map((a) => a.statusCode).toSorted()).toEqual([200, 200, 200, 201])
    expect(new Set(made.map((a) => a.json<{ number: string }>().number)).size).toBe(1)
  })

  it('two incidents are not merged into each other', async () => {
    for (let n = 0; n < 5; n++) {
      const [a, b] = [await desk.reach('reported'), await desk.reach('reported')]
      const answers = await Promise.all([
        desk.refusal(a, 'intake-officer', 'merge', { into: b }),
        desk.refusal(b, 'dispatcher', 'merge', { into: a }),
      ])
      expect(answers.filter((x) => x === 'done')).toHaveLength(1)
      expect(answers.filter((x) => x.startsWith('409'))).toHaveLength(1)
      await Promise.all([inOrder(a), inOrder(b)])
    }
  })
})

/** Different acts from one state, pressed together: whatever comes first, the case stays one story. */
const PAIRS: readonly (readonly [Reach, readonly [string, Act, Body?][]])[] = [
  [
    'reported',
    [
      ['intake-officer', 'accept'],
      ['duty-chief', 'decline', { reason: 'untrue', advice: '无' }],
      ['duty-chief#1', 'void', { reason: 'test', opinion: '无' }],
      ['leader', 'comment', { opinion: '看' }],
    ],
  ],
  [
    'dispatched',
    [
      ['handler', 'take'],
      ['handler-lead', 'ask-return', { reason: 'duplicate', opinion: '重' }],
      ['dispatcher', 'add-assisting'],
      ['duty-chief', 'mark-urgent'],
    ],
  ],
  [
    'handling',
    [
      ['handler', 'feedback', { opinion: '好', withoutEvidenceReason: '无' }],
      ['handler-lead', 'ask-hold'],
      ['dispatcher', 'add-assisting'],
      ['supervisor', 'supervise', { level: 'red', opinion: '快' }],
    ],
  ],
  [
    'handling',
    [
      ['handler', 'feedback'],
      ['handler-lead', 'feedback'],
      ['leader', 'instruct', { opinion: '办' }],
      ['duty-chief', 'void', { reason: 'test', opinion: '无' }],
    ],
  ],
  [
    'feedback',
    [
      ['dispatcher', 'send-check'],
      ['duty-chief', 'ask-force-close', { opinion: '不' }],
      ['dispatcher#1', 'send-check'],
    ],
  ],
  [
    'passed',
    [
      ['intake-officer', 'close'],
      ['duty-chief', 'void', { reason: 'test', opinion: '无' }],
      ['intake-officer#1', 'close'],
    ],
  ],
  [
    'closed',
    [
      ['intake-officer', 'rate', { stars: 1, solved: false }],
      ['duty-chief', 'reopen', { reason: 'recurred', opinion: '又' }],
      ['intake-officer#1', 'ask-reopen', { reason: 'recurred', opinion: '又' }],
    ],
  ],
]

describe('different acts at once', () => {
  it.each(PAIRS)('from %s', async (from, acts) => {
    for (let n = 0; n < 4; n++) {
      const number = await desk.reach(from)
      const withBodies = await Promise.all(
        acts.map(async ([post, act, body]) => {
          if (body !== undefined) return { post, act, body }
          if (act === 'add-assisting') return { post, act, body: { department: otherUnit } }
          if (act === 'ask-hold') return { post, act, body: holdBody() }
          if (act === 'feedback')
            return {
              post,
              act,
              body: { opinion: '好', photos: [{ file: await desk.photo(post), kind: 'after' }] },
            }
          return { post, act, body: {} }
        }),
      )
      const answers = await Promise.all(
        withBodies.map(({ post, act, body }) => desk.refusal(number, post, act, body)),
      )
      expect(answers.filter((a) => a.startsWith('5') || a.startsWith('400'))).toEqual([])
      expect(answers).toContain('done')
      const history = await inOrder(number)
      const tail = history.slice(-answers.filter((a) => a === 'done').length)
      expect(tail.toSorted()).toEqual(
        acts.flatMap(([, act], i) => (answers[i] === 'done' ? [act] : [])).toSorted(),
      )
    }
  })
})
