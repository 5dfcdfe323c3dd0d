import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { VERDICTS } from './rules/comparison.ts'
import type { ComparisonView, TaskItem } from './schema/comparison.ts'
import type { PersonView } from './schema/views.ts'
import { comparisonDesk, type ComparisonDesk } from './testing/comparison.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let desk: ComparisonDesk
/** Everybody of the tests was born within these years, and nobody else. */
const SCOPE = { ageFrom: 100, ageTo: 110 }
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
  const path = me.holdings[0]?.areaPath ?? ''
  desk = comparisonDesk(server, office, server.deps.directory.areaByPath(path)?.code ?? '')
})
afterAll(() => server.end())

const HEAD = '姓名,性别,身份证号,联系电话,现住址,人员状态'
const csv = (...lines: string[]): string => `${[HEAD, ...lines].join('\n')}\n`
const born = (n: number): string => `1920${String(1 + (n % 12)).padStart(2, '0')}15`
let people = 0
interface Made {
  readonly id: string
  readonly name: string
  readonly number: string
  readonly address: string
}
const NAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'
/** Somebody of ours in a home of their own. */
async function ours(over: object = {}): Promise<Made> {
  const n = people++
  const number = office.idNumber(born(n), 101 + 2 * n)
  const name = `${NAMES[n] ?? '王'}${NAMES[n + 1] ?? '李'}${NAMES[(n * 7) % 30] ?? '张'}`
  const home = await office.home()
  const { id } = await office.register(home, {
    name,
    sex: 'male',
    idKind: 'resident-id',
    idNumber: number,
    phone: `1990001${String(1000 + n)}`,
    ...over,
  })
  const { address } = await server.admin.one<{ address: string }>(
    sql`select address from home where id = ${home}`,
  )
  return { id, name, number, address }
}
const phoneOf = (n: number): string => `1990001${String(1000 + n)}`
const rowOf = (
  p: Made,
  over: Partial<Record<'name' | 'sex' | 'number' | 'phone' | 'address' | 'state', string>> = {},
  n = people - 1,
) =>
  [
    over.name ?? p.name,
    over.sex ?? '男',
    over.number ?? p.number,
    over.phone ?? phoneOf(n),
    over.address ?? p.address,
    over.state ?? '',
  ].join(',')

async function planted() {
  const same = await ours()
  const sameRow = rowOf(same)
  const phone = await ours()
  const phoneRow = rowOf(phone, { phone: '19900020000' })
  const named = await ours()
  const namedRow = rowOf(named, { name: '欧阳不同' })
  const bare = await ours({ phone: null })
  const bareRow = rowOf(bare, { phone: '19900020003' })
  const absent = await ours()
  const dead = await ours()
  const deadRow = rowOf(dead, { state: '死亡' })
  const alike = await ours({ idKind: 'none', idNumber: null, birthDate: '1920-05-05' })
  const alikeNumber = office.idNumber('19200505', 901)
  const alikeRow = rowOf(alike, { number: alikeNumber })
  const theirs = office.idNumber('19210101', 903)
  const theirsRow = `司马仅对方,女,${theirs},19900020007,${same.address},`
  const file = csv(
    sameRow,
    phoneRow,
    namedRow,
    bareRow,
    deadRow,
    alikeRow,
    theirsRow,
    '无号人,男,,,,',
    sameRow,
  )
  return { same, phone, named, bare, absent, dead, alike, theirs, file }
}

describe('a comparison', () => {
  let plan: Awaited<ReturnType<typeof planted>>
  let view: ComparisonView
  it('counts planted differences exactly, and the totals are the rows added up', async () => {
    plan = await planted()
    view = await desk.compared(plan.file, SCOPE)
    expect(view).toMatchObject({ state: 'done', lines: 9, unread: 2, records: 8, problem: null })
    expect(view.unreadLines.map((l) => [l.line, l.code])).toEqual([
      [9, 'comparison.why.key'],
      [10, 'comparison.why.twice'],
    ])
    const total = view.report?.total
    expect(total?.verdicts).toEqual({ same: 2, differs: 2, 'ours-only': 1, 'theirs-only': 1, 'to-check': 2 })
    expect(total?.matched).toBe(6)
    // Of the six on both sides: one phone differs, one is theirs only.
    expect(total?.fields).toMatchObject({
      name: { same: 5, of: 6 },
      phone: { same: 4, of: 6 },
      sex: { same: 6, of: 6 },
      address: { same: 6, of: 6 },
    })
    const rows = view.report?.rows ?? []
    for (const verdict of VERDICTS)
      expect(rows.reduce((n, r) => n + r.verdicts[verdict], 0)).toBe(total?.verdicts[verdict])
    expect(rows.reduce((n, r) => n + r.tasks, 0)).toBe(total?.tasks)
    expect(total).toMatchObject({ tasks: 7, open: 7, few: true })
    const tasks = await desk.tasks(`comparison=${view.id}`)
    const told = tasks.map((t) => `${t.field ?? 'record'} ${t.verdict} ${t.theirState}`).toSorted()
    expect(told).toEqual([
      'name differs present',
      'phone differs present',
      'phone theirs-only present',
      'record ours-only absent',
      'record theirs-only present',
      'record to-check deceased',
      'record to-check present',
    ])
    expect(tasks.every((t) => t.dueOn === '2026-12-09' && t.name.includes('*'))).toBe(true)
  })

  const taskOf = async (field: string, verdict: string): Promise<TaskItem> => {
    const [task] = await desk.tasks(`comparison=${view.id}&field=${field}&verdict=${verdict}`)
    if (task === undefined) throw new Error(`no task ${field} ${verdict}`)
    return task
  }
  it('changes nothing by itself; theirs taken stands in the history with its source, once', async () => {
    const task = await taskOf('phone', 'differs')
    const before = await office.ok<PersonView>('GET', `/api/registry/people/${plan.phone.id}`, 'grid-worker')
    expect(before.phone).toBe('199****1001')
    const shown = await desk.task(task.id, 'grid-worker')
    expect(shown.sides.find((s) => s.field === 'phone')).toMatchObject({
      theirs: '199****0000',
      verdict: 'differs',
    })
    expect(JSON.stringify(shown)).not.toContain('19900020000')
    const body = { id: newId(), act: 'take-theirs', version: 1, personVersion: shown.person?.version }
    const url = `/api/registry/comparison-tasks/${task.id}`
    const done = await office.ok('POST', url, 'grid-worker', body)
    expect(done).toMatchObject({ state: 'took-theirs', acts: [] })
    expect(await office.ok('POST', url, 'grid-worker', body)).toEqual(done)
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, id: newId() })).toBe(
      '409 registry.changed-meanwhile version',
    )
    const { changes } = await office.ok<{ changes: { field: string; source: string }[] }>(
      'GET',
      `/api/registry/people/${plan.phone.id}/history`,
      'grid-worker',
    )
    expect(changes.filter((c) => c.field === 'phone').map((c) => c.source)).toEqual(['comparison', 'visit'])
  })

  it('keeps ours for a reason only, and what cannot be verified stays to check', async () => {
    const { id } = await taskOf('name', 'differs')
    const url = `/api/registry/comparison-tasks/${id}`
    const body = { id: newId(), act: 'keep-ours', version: 1 }
    expect(await office.refusal('POST', url, 'grid-worker', body)).toBe('422 comparison.reason-needed reason')
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, id: newId(), act: 'moved-out' })).toBe(
      '409 comparison.not-possible act',
    )
    const unsure = await desk.act(id, { act: 'unverified', reason: '本人外出未归' }, 'grid-worker')
    expect(unsure).toMatchObject({ state: 'unverified', verdict: 'differs' })
    const kept = await desk.act(id, { act: 'keep-ours', reason: '户口簿与我方一致' }, 'grid-worker')
    expect(kept).toMatchObject({ state: 'kept-ours', reason: '户口簿与我方一致' })
    const person = await office.ok<PersonView>('GET', `/api/registry/people/${plan.named.id}`, 'grid-worker')
    expect(person.name).toBe(plan.named.name)
  })

  it('races: of two who settle one task one is told', async () => {
    const { id } = await taskOf('phone', 'theirs-only')
    const { person } = await desk.task(id)
    const body = { act: 'take-theirs', version: 1, personVersion: person?.version }
    const url = `/api/registry/comparison-tasks/${id}`
    const both = await Promise.all(
      ['grid-worker', 'community-manager'].map((post) =>
        office.refusal('POST', url, post, { ...body, id: newId() }),
      ),
    )
    expect(both.toSorted()).toEqual(['409 registry.changed-meanwhile version', 'done'])
  })

  it('records a death, and who moved away, by the acts of the counter', async () => {
    const dead = (await desk.tasks(`comparison=${view.id}&field=record&verdict=to-check`)).find(
      (t) => t.theirState === 'deceased',
    )
    const url = `/api/registry/comparison-tasks/${dead?.id ?? ''}`
    const { person } = await desk.task(dead?.id ?? '')
    const body = { id: newId(), act: 'deceased', version: 1, personVersion: person?.version }
    expect(await office.refusal('POST', url, 'grid-worker', body)).toBe('422 comparison.day-needed on')
    await desk.act(dead?.id ?? '', { act: 'deceased', on: '2026-11-01' }, 'grid-worker')
    await desk.act(
      (await taskOf('record', 'ours-only')).id,
      { act: 'moved-out', on: '2026-11-02' },
      'grid-worker',
    )
    const states = await server.admin.rows<{ status: string }>(
      sql`select status from person where id = any(${[plan.dead.id, plan.absent.id]}::uuid[]) order by status`,
    )
    expect(states.map((s) => s.status)).toEqual(['dead', 'moved-out'])
  })

  it('shows theirs for a reason and writes it down; whom they alone have is registered, not before', async () => {
    const { id } = await taskOf('record', 'theirs-only')
    expect(
      await office.refusal('POST', `/api/registry/comparison-tasks/${id}`, 'grid-worker', {
        id: newId(),
        act: 'done-elsewhere',
        version: 1,
      }),
    ).toBe('409 comparison.not-done-yet act')
    const shown = await office.ok<{ values: Record<string, string> }>(
      'POST',
      `/api/registry/comparison-tasks/${id}/theirs`,
      'grid-worker',
      { id: newId(), reason: '上门登记前核对' },
    )
    expect(shown.values).toMatchObject({ name: '司马仅对方', idNumber: plan.theirs })
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from audit_entry where act = 'registry.comparison-theirs' and subject_id = ${id}`,
    )
    expect(n).toBe(1)
    await office.register(await office.home(), {
      name: '司马仅对方',
      idKind: 'resident-id',
      idNumber: plan.theirs,
    })
    expect(await desk.act(id, { act: 'done-elsewhere' }, 'grid-worker')).toMatchObject({ state: 'done' })
    const left = await desk.tasks(`comparison=${view.id}`)
    expect(left.filter((t) => t.field === null).map((t) => t.matched)).toEqual(['name-birth'])
  })

  it('is nobody else’s: other ground, other posts, and not by an id', async () => {
    const other = server.accounts.filter((a) => a.post === 'grid-worker').length - 1
    const far = `grid-worker#${String(other)}`
    expect(await office.refusal('GET', `/api/registry/comparisons/${view.id}`, far)).toBe(
      '404 comparison.not-found id',
    )
    const [task] = await desk.tasks(`comparison=${view.id}`)
    expect(await office.refusal('GET', `/api/registry/comparison-tasks/${task?.id ?? ''}`, far)).toBe(
      '404 comparison.not-found id',
    )
    expect(await desk.tasks(`comparison=${view.id}`, far)).toEqual([])
    const { id } = await desk.created()
    expect((await desk.send(id, csv(rowOf(plan.same)), 'duty-chief')).statusCode).toBe(404)
    expect(await office.refusal('POST', '/api/registry/comparisons', 'grid-worker', desk.body())).toMatch(
      /^403/,
    )
  })

  it('leaves as a masked workbook, and the download is written down', async () => {
    const r = await office.send('GET', `/api/registry/comparisons/${view.id}/sheet`, 'community-manager')
    const book = await readXlsx(r.rawPayload)
    expect(book.sheets.map((s) => s.name)).toEqual(['网格一致情况', '比对任务'])
    const text = JSON.stringify(book.sheets.map((s) => s.rows))
    for (const secret of [plan.theirs, plan.same.number, plan.same.name, '19900020000'])
      expect(text).not.toContain(secret)
    expect(book.sheets[1]?.rows).toHaveLength(3 + 7)
  })

  it('forgets lines after its days; the counts stay', async () => {
    const folder = join(server.dataDir, 'comparisons')
    for (const name of await readdir(folder))
      expect(readFileSync(join(folder, name)).includes(Buffer.from(plan.theirs))).toBe(false)
    const before = await desk.show(view.id)
    await server.admin.run(
      sql`update comparison set created_at = created_at - interval '91 days' where id = ${view.id}`,
    )
    await server.jobs.find((job) => job.name === 'sweep-comparisons')?.work()
    const after = await desk.show(view.id)
    expect(after).toMatchObject({ purged: true, unreadLines: [] })
    expect(after.report?.total.verdicts).toEqual(before.report?.total.verdicts)
    expect(after.report?.total.fields).toEqual(before.report?.total.fields)
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from comparison_record where comparison_id = ${view.id}
          and (theirs is not null or person_id is not null or key is not null or line is not null)`,
    )
    expect(n).toBe(0)
    const [task] = await desk.tasks(`comparison=${view.id}&state=settled&field=record&verdict=to-check`)
    expect(task?.name).toBe('')
  })
})
