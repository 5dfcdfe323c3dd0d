import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { ComparisonView, TaskItem, TaskView, Theirs } from './schema/comparison.ts'
import { comparisonDesk, type ComparisonDesk } from './testing/comparison.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let desk: ComparisonDesk
let community = ''
let grid = ''
/** Nobody of ours is so old: every record is somebody whom only they have. */
const SCOPE = { fields: ['name', 'sex', 'phone', 'address'], ageFrom: 118, ageTo: 120 }
const HEAD = '姓名,性别,身份证号,联系电话,现住址'
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  const pathOf = async (post: string): Promise<string> =>
    (await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', post)).holdings[0]?.areaPath ??
    ''
  const codeAt = (path: string): string => server.deps.directory.areaByPath(path)?.code ?? ''
  community = codeAt(await pathOf('community-manager'))
  grid = codeAt(await pathOf('grid-worker'))
  desk = comparisonDesk(server, office, community)
})
afterAll(() => server.end())

let strangers = 0
interface Said {
  readonly name: string
  readonly number: string
  readonly phone: string
  readonly address: string
}
const said = (address: string): Said => {
  const n = strangers++
  return {
    name: `司马${'甲乙丙丁戊己庚辛壬癸子丑寅卯'[n] ?? '某'}`,
    number: office.idNumber(`19${String(40 + n)}0607`, 301 + 2 * n),
    phone: `1990004${String(1000 + n)}`,
    address,
  }
}
const compared = (...of: readonly Said[]): Promise<ComparisonView> =>
  desk.compared(
    `${[HEAD, ...of.map((s) => `${s.name},男,${s.number},${s.phone},${s.address}`)].join('\n')}\n`,
    SCOPE,
  )
const addressOf = async (home: string): Promise<string> =>
  (await server.admin.one<{ address: string }>(sql`select address from home where id = ${home}`)).address
const oneTask = async (comparison: string, query = 'state=open'): Promise<TaskItem> => {
  const [task] = await desk.tasks(`comparison=${comparison}&${query}`)
  if (task === undefined) throw new Error('no task')
  return task
}
const at = (task: string, act = ''): string => `/api/registry/comparison-tasks/${task}${act}`
const entryOf = (s: Said, over: object = {}) => ({
  do: 'add',
  id: newId(),
  person: { name: s.name, sex: 'male', idKind: 'resident-id', idNumber: s.number, phone: s.phone, ...over },
  stays: [{ kind: 'residing', household: newId(), relation: '02' }],
  from: '2020-05-01',
})
const show = (task: string, post = 'grid-worker'): Promise<Theirs> =>
  office.ok('POST', at(task, '/theirs'), post, { id: newId(), reason: '上门登记前核对' })

describe('somebody whom only they have', () => {
  it('leads to the home of their address, is registered there, and the task points to them; again is the same', async () => {
    const home = await office.home()
    const them = said(await addressOf(home))
    const { id } = await compared(them)
    const task = await oneTask(id)
    expect(task).toMatchObject({ verdict: 'theirs-only', placed: true, area: { code: grid } })
    const { values, leads } = await show(task.id)
    expect(values).toMatchObject({ name: them.name, idNumber: them.number, phone: them.phone })
    expect(leads.home).toEqual({ id: home, address: them.address })
    const before = await desk.task(task.id, 'grid-worker')
    expect(before).toMatchObject({ person: null, may: { register: true, place: false } })
    const body = { ...office.proof({ source: 'comparison' }), version: 1, home, entry: entryOf(them) }
    // A refusal at a field of the person, and nothing is half done.
    expect(
      await office.refusal('POST', at(task.id, '/register'), 'grid-worker', {
        ...body,
        id: newId(),
        entry: entryOf(them, { phone: '12' }),
      }),
    ).toMatch(/phone$/)
    expect((await desk.task(task.id)).state).toBe('open')
    const done = await office.ok<TaskView>('POST', at(task.id, '/register'), 'grid-worker', body)
    expect(done).toMatchObject({
      state: 'registered',
      verdict: 'theirs-only',
      acts: [],
      person: { id: body.entry.id, seen: true },
      may: { register: false },
    })
    expect(await office.ok('POST', at(task.id, '/register'), 'grid-worker', body)).toEqual(done)
    expect(
      await office.refusal('POST', at(task.id, '/register'), 'grid-worker', { ...body, id: newId() }),
    ).toBe('409 registry.changed-meanwhile version')
    const person = await office.ok<{ name: string; stays: { to: string | null }[] }>(
      'GET',
      `/api/registry/people/${body.entry.id}`,
      'grid-worker',
    )
    expect(person).toMatchObject({ name: them.name, stays: [{ to: null }] })
    const { report } = await desk.show(id)
    expect(report?.total).toMatchObject({ open: 0, tasks: 1, matched: 0, verdicts: { 'theirs-only': 1 } })
  })

  it('races: of two who register one record one is told, and one person is there', async () => {
    const home = await office.home()
    const them = said(await addressOf(home))
    const { id } = await compared(them)
    const task = await oneTask(id)
    const both = await Promise.all(
      ['grid-worker', 'community-manager'].map((post) =>
        office.refusal('POST', at(task.id, '/register'), post, {
          ...office.proof(),
          version: 1,
          home,
          entry: entryOf(them),
        }),
      ),
    )
    expect(both.toSorted()).toEqual(['409 registry.changed-meanwhile version', 'done'])
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from person where name = ${them.name}`,
    )
    expect(n).toBe(1)
  })

  it('who is known meanwhile is not written twice: they move here with the number in hand', async () => {
    const home = await office.home()
    const them = said(await addressOf(home))
    const { id } = await compared(them)
    const task = await oneTask(id)
    const known = await office.register(await office.home(), {
      name: them.name,
      idKind: 'resident-id',
      idNumber: them.number,
    })
    const body = { ...office.proof(), version: 1, home }
    const taken = await office.send('POST', at(task.id, '/register'), 'grid-worker', {
      ...body,
      entry: entryOf(them),
    })
    expect(taken.json()).toMatchObject({
      code: 'registry.id-number-taken',
      details: { person: known.id, field: expect.stringContaining('idNumber') as string },
    })
    const done = await office.ok<TaskView>('POST', at(task.id, '/register'), 'grid-worker', {
      ...body,
      id: newId(),
      entry: {
        do: 'move-in',
        person: known.id,
        version: 1,
        stays: [{ kind: 'residing', household: newId(), relation: null }],
        from: '2026-11-20',
        idNumber: them.number,
      },
    })
    expect(done).toMatchObject({ state: 'registered', person: { id: known.id } })
  })

  it.each([
    ['another office', 'community-manager#1', '404 comparison.not-found id'],
    ['a duty chief, who keeps nobody', 'duty-chief', '403 platform.not-allowed'],
    ['a leader', 'leader', '403 platform.not-allowed'],
  ])('is registered by who keeps the ground, not by %s', async (_, post, expected) => {
    const home = await office.home()
    const them = said(await addressOf(home))
    const task = await oneTask((await compared(them)).id)
    const body = { ...office.proof(), version: 1, home, entry: entryOf(them) }
    expect(await office.refusal('POST', at(task.id, '/register'), post, body)).toBe(expected)
  })
})

describe('an address that leads to no grid', () => {
  it('is a task of the office over the area, which gives it a grid or a home; then it is one of that grid', async () => {
    const home = await office.home()
    const [byGrid, byHome, away] = [said('没有的路九百号'), said('没有的路九百零一号'), said('外省某县某村')]
    const { id } = await compared(byGrid, byHome, away)
    const mine = `comparison=${id}&place=none`
    const tasks = await desk.tasks(mine)
    expect(tasks).toHaveLength(3)
    expect(tasks.every((x) => !x.placed && x.area.code === community)).toBe(true)
    expect(await desk.tasks(mine, 'grid-worker')).toEqual([])
    const ids = new Map<string, string>()
    for (const x of tasks) ids.set((await show(x.id, 'community-manager')).values.name ?? '', x.id)
    const of = (who: Said): string => ids.get(who.name) ?? ''
    const place = (who: Said, body: object, post = 'community-manager') =>
      office.refusal('POST', at(of(who), '/place'), post, { id: newId(), version: 1, ...body })
    expect(await place(byGrid, {})).toBe('422 comparison.place-needed grid')
    expect(await place(byGrid, { grid, home })).toBe('422 comparison.place-needed grid')
    expect(await place(byGrid, { grid: community })).toBe('422 comparison.no-grid-there grid')
    const far = server.deps.directory
      .areas()
      .find(
        (a) =>
          a.levelKey === 'grid' && !a.path.includes(server.deps.directory.areaByCode(community)?.path ?? '-'),
      )
    expect(await place(byGrid, { grid: far?.code })).toBe('422 comparison.place-outside grid')
    expect(await place(byGrid, { home: newId() })).toBe('404 registry.not-found home')
    expect(await place(byGrid, { grid }, 'grid-worker')).toBe('403 platform.not-allowed')
    expect(await place(byGrid, { grid })).toBe('done')
    expect(await place(byGrid, { grid })).toBe('409 registry.changed-meanwhile version')
    expect(await place(byHome, { home }, 'duty-chief')).toBe('done')
    // The worker of that grid has them now, and the home that was said fills the form.
    const theirs = await desk.tasks(`comparison=${id}`, 'grid-worker')
    expect(theirs.map((x) => x.id).toSorted()).toEqual([of(byGrid), of(byHome)].toSorted())
    expect((await show(of(byHome))).leads.home?.id).toBe(home)
    const settled = await desk.act(
      of(away),
      { act: 'not-here', reason: '外省地址，已退回公安' },
      'duty-chief',
    )
    expect(settled).toMatchObject({ state: 'not-here', reason: '外省地址，已退回公安' })
    expect(await desk.tasks(`${mine}&state=open`)).toEqual([])
    const rows = (await desk.show(id)).report?.rows ?? []
    expect(rows.map((r) => [r.area.code, r.placed, r.records, r.open])).toEqual([
      [community, false, 1, 0],
      [grid, true, 2, 2],
    ])
  })

  it('what is not of the area says why', async () => {
    const task = await oneTask((await compared(said('没有的路一千号'))).id)
    const body = { id: newId(), act: 'not-here', version: 1 }
    expect(await office.refusal('POST', at(task.id), 'community-manager', body)).toBe(
      '422 comparison.reason-needed reason',
    )
    // A duty chief answers for the area and keeps nobody: nothing else of it is theirs to say.
    expect(
      await office.refusal('POST', at(task.id), 'duty-chief', {
        ...body,
        act: 'keep-ours',
        reason: '以我方为准',
      }),
    ).toBe('403 registry.not-your-area id')
    expect((await desk.task(task.id, 'duty-chief')).acts).toEqual(['not-here'])
  })
})

describe('the list behind a number of the report', () => {
  it('has as many records as the number says, open and settled, row by row and verdict by verdict', async () => {
    const home = await office.home()
    const address = await addressOf(home)
    const known = said(address)
    await office.register(home, {
      name: known.name,
      sex: 'male',
      idKind: 'resident-id',
      idNumber: known.number,
      phone: '19900009999',
    })
    const { id } = await compared(known, said(address), said(address), said('没有的路两千号'))
    const [first] = await desk.tasks(`comparison=${id}&record=theirs-only&place=own&area=${grid}`)
    await desk.act(first?.id ?? '', { act: 'keep-ours', reason: '查无此人，已核' }, 'grid-worker')
    const { report } = await desk.show(id)
    const counted = (query: string) =>
      office.ok<{ total: number; records: number }>(
        'GET',
        `/api/registry/comparison-tasks?limit=1&comparison=${id}&${query}`,
        'community-manager',
      )
    const numbers = []
    for (const row of report?.rows ?? []) {
      const here = `area=${row.area.code}&place=own`
      for (const verdict of ['differs', 'ours-only', 'theirs-only', 'to-check'] as const) {
        const { records } = await counted(`${here}&state=all&record=${verdict}`)
        expect(records, `${row.area.name} ${verdict}`).toBe(row.verdicts[verdict])
        numbers.push(records)
      }
      expect((await counted(`${here}&state=all`)).total).toBe(row.tasks)
      const [open, unverified, settled] = await Promise.all(
        ['open', 'unverified', 'settled'].map(
          async (state) => (await counted(`${here}&state=${state}`)).total,
        ),
      )
      expect((open ?? 0) + (unverified ?? 0)).toBe(row.open)
      expect((open ?? 0) + (unverified ?? 0) + (settled ?? 0)).toBe(row.tasks)
    }
    expect(numbers.toSorted()).toEqual([0, 0, 0, 0, 0, 1, 1, 2])
    expect((await counted('state=settled')).records).toBe(1)
  })
})
