import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import type { ListedMatter } from './reads/responsibility.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const HOUR = 3_600_000
const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const unitOf = async (post: string): Promise<string> => {
  const me = await desk.send('GET', '/api/me', post)
  return me.json<{ holdings: { departmentId: string }[] }>().holdings[0]?.departmentId ?? ''
}
const accountIdOf = async (post: string): Promise<string> =>
  (await desk.send('GET', '/api/me', post)).json<{ id: string }>().id
const sees = async (post: string, number: string): Promise<boolean> =>
  (await desk.send('GET', `/api/incidents/${number}`, post)).statusCode === 200
const feedback = { opinion: '已处置', withoutEvidenceReason: '现场不便拍照' }
const stage = async (number: string, name: string) => {
  const { stages } = await desk.show(number)
  return stages.filter((s) => s.stage === name)
}

describe('return and second dispatch', () => {
  it('goes back with a reason, and the next unit gets the whole limit', async () => {
    const number = await desk.reach('dispatched')
    clock.advance(HOUR)
    await desk.act(number, 'handler', 'ask-return', { reason: 'not-our-duty', opinion: '属城管职责' })
    expect(await desk.refusal(number, 'handler', 'ask-return', { reason: 'duplicate', opinion: '又' })).toBe(
      '409 incidents.request-pending',
    )
    expect((await stage(number, 'handle')).map((s) => s.clock.state)).toEqual(['running'])
    const request = await desk.pending(number, 'return')
    const back = await desk.act(number, 'dispatcher', 'decide-return', { request, grant: true })
    expect(back.status).toBe('filed')
    expect(await sees('handler', number)).toBe(false)
    const second = await unitOf('handler#1')
    await desk.act(number, 'dispatcher', 'dispatch', { department: second })
    expect(await sees('handler#1', number)).toBe(true)
    const shown = await desk.show(number)
    expect(shown.timeline.at(-1)).toMatchObject({ act: 'dispatch', details: { redispatch: true } })
    expect(shown.tasks.map((t) => t.status)).toEqual(['returned', 'waiting'])
    const runs = await stage(number, 'handle')
    expect(runs.map((s) => [s.run, s.clock.state])).toEqual([
      [1, 'stopped'],
      [2, 'running'],
    ])
    expect(runs[1]?.clock.startedAt).toBe(clock.now())
    expect(runs[1]?.limit).toEqual(runs[0]?.limit)
    clock.set(NOW)
  })

  it('of the same unit for a second time needs the duty chief', async () => {
    const number = await desk.reach('dispatched')
    const ask = () =>
      desk.act(number, 'handler', 'ask-return', { reason: 'wrong-place', opinion: '位置不对' })
    await ask()
    await desk.act(number, 'dispatcher', 'decide-return', {
      request: await desk.pending(number, 'return'),
      grant: true,
    })
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    await ask()
    const again = { request: await desk.pending(number, 'return'), grant: true }
    expect(await desk.refusal(number, 'dispatcher', 'decide-return', again)).toBe(
      '409 incidents.return-once-only',
    )
    expect((await desk.act(number, 'duty-chief', 'decide-return', again)).status).toBe('filed')
    expect(
      await desk.refusal(number, 'dispatcher', 'dispatch', {
        department: desk.unit(),
        ruling: '由你单位兜底',
      }),
    ).toBe('403 incidents.needs-duty-chief')
    await desk.act(number, 'duty-chief', 'dispatch', { department: desk.unit(), ruling: '由你单位兜底' })
    expect((await desk.show(number)).timeline.at(-1)?.details).toMatchObject({ ruling: '由你单位兜底' })
  })

  it('comes too late after four working hours', async () => {
    const number = await desk.reach('dispatched')
    clock.advance(7 * HOUR)
    expect(
      await desk.refusal(number, 'handler', 'ask-return', { reason: 'duplicate', opinion: '重复' }),
    ).toBe('409 incidents.return-window-over')
    clock.set(NOW)
  })
})

describe('working together', () => {
  it('another unit assists; feedback waits for it; the dispatcher may excuse it', async () => {
    const number = await desk.reach('handling')
    const assisting = await unitOf('handler#1')
    expect(await sees('handler#1', number)).toBe(false)
    await desk.act(number, 'handler', 'add-assisting', { department: assisting })
    expect(await sees('handler#1', number)).toBe(true)
    expect(await desk.refusal(number, 'dispatcher', 'add-assisting', { department: assisting })).toBe(
      '409 incidents.already-assisting',
    )
    expect(await desk.refusal(number, 'handler', 'feedback', feedback)).toBe(
      '409 incidents.assisting-unfinished',
    )
    expect(await desk.refusal(number, 'handler', 'finish-assisting', { opinion: '我来' })).toBe(
      '403 incidents.not-your-unit',
    )
    await desk.act(number, 'handler#1', 'finish-assisting', { opinion: '已拆除' })
    const third = await unitOf('handler#2')
    await desk.act(number, 'dispatcher', 'add-assisting', { department: third })
    const task = (await desk.show(number)).tasks.find((t) => t.department?.id === third)?.id
    await desk.act(number, 'dispatcher', 'excuse-assisting', { task, opinion: '不需要' })
    expect((await desk.act(number, 'handler', 'feedback', feedback)).status).toBe('feedback')
  })

  it('is delegated to a section of one’s own unit, which then sees it and takes the clock over', async () => {
    const id = newId()
    await server.admin
      .run(sql`insert into department (id, county, key, name, kind, path, area_id, fallback, valid_from)
      select ${id}, county, 'works-night', '市政夜班', kind, path || 'night/', area_id, false, valid_from from department where id = ${desk.unit()}`)
    await server.reload()
    const number = await desk.reach('handling')
    expect(await desk.refusal(number, 'handler', 'delegate', { department: await unitOf('handler#1') })).toBe(
      '422 incidents.not-below-your-unit',
    )
    await desk.act(number, 'handler', 'delegate', { department: id })
    const shown = await desk.show(number)
    expect(shown.department).toEqual({ id, name: '市政夜班' })
    expect(shown.stages.filter((s) => s.stage === 'handle')).toHaveLength(1)
    expect((await desk.act(number, 'handler', 'feedback', feedback)).status).toBe('feedback')
  })
})

describe('extension', () => {
  let long: ListedMatter
  beforeAll(() => {
    long = desk.matter((m) =>
      m.conditions.some((c) => c.extension !== null && c.limit.unit === 'working-day' && c.seq === 1),
    )
  })
  const handlingLong = async (): Promise<string> => {
    const number = await desk.reach('accepted')
    await desk.act(number, 'intake-officer', 'file', { catalogue: long.key, condition: 1 })
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    await desk.act(number, 'handler', 'take')
    return number
  }

  it('is approved by two, keeps the original deadline and moves the new one', async () => {
    const number = await handlingLong()
    const before = (await stage(number, 'handle'))[0]
    await desk.act(number, 'handler', 'ask-extension', { amount: 1, opinion: '等材料' })
    const request = await desk.pending(number, 'extension')
    const decide = { request, grant: true }
    expect(await desk.refusal(number, 'duty-chief', 'decide-extension', decide)).toBe(
      '403 incidents.not-yours',
    )
    await desk.act(number, 'dispatcher', 'decide-extension', decide)
    expect((await stage(number, 'handle'))[0]?.clock.due).toBe(before?.clock.due)
    expect(await desk.refusal(number, 'dispatcher', 'decide-extension', decide)).toBe(
      '409 incidents.second-person-needed',
    )
    expect(await desk.refusal(number, 'dispatcher#1', 'decide-extension', decide)).toBe(
      '403 incidents.needs-duty-chief',
    )
    await desk.act(number, 'duty-chief', 'decide-extension', decide)
    const after = (await stage(number, 'handle'))[0]
    expect(after?.clock.originalDue).toBe(before?.clock.due)
    expect(after?.clock.due).toBeGreaterThan(before?.clock.due ?? Infinity)
    expect(after?.clock.extendedBy).toBe(1)
    const times = long.conditions[0]?.extension?.times ?? 0
    if (times === 1)
      expect(await desk.refusal(number, 'handler', 'ask-extension', { amount: 1, opinion: '再延' })).toBe(
        '409 incidents.extension-quota',
      )
  })

  it('is refused above the class maximum and after the deadline', async () => {
    const number = await handlingLong()
    expect(await desk.refusal(number, 'handler', 'ask-extension', { amount: 99, opinion: '很久' })).toBe(
      '422 incidents.extension-too-long',
    )
    clock.advance(40 * 24 * HOUR)
    expect(await desk.refusal(number, 'handler', 'ask-extension', { amount: 1, opinion: '晚了' })).toBe(
      '409 incidents.extension-too-late',
    )
    expect((await desk.show(number)).lamp).toBe('red')
    clock.set(NOW)
  })
})

describe('hold', () => {
  it('stops the clocks after two approvals, is grey, and goes on with what was left', async () => {
    const number = await desk.reach('handling')
    const before = (await stage(number, 'handle'))[0]?.clock
    clock.advance(HOUR)
    await desk.act(number, 'handler', 'ask-hold', {
      reason: 'season',
      plan: '开春补种',
      reviewAt: new Date(NOW + 20 * 24 * HOUR).toISOString(),
    })
    const decide = { request: await desk.pending(number, 'hold'), grant: true }
    expect(await desk.refusal(number, 'leader', 'decide-hold', decide)).toBe('403 incidents.needs-duty-chief')
    await desk.act(number, 'duty-chief', 'decide-hold', decide)
    expect((await desk.show(number)).onHold).toBe(false)
    expect(await desk.refusal(number, 'duty-chief#1', 'decide-hold', decide)).toBe(
      '403 incidents.needs-leader',
    )
    await desk.act(number, 'leader', 'decide-hold', decide)
    const held = await desk.show(number)
    expect(held).toMatchObject({ onHold: true, lamp: 'grey', dueAt: null, totalDueAt: null })
    for (const s of held.stages.filter((x) => x.stage === 'handle' || x.stage === 'total'))
      expect(s.clock).toMatchObject({ state: 'paused', pauseReason: 'season', due: null })
    expect(await desk.refusal(number, 'handler', 'feedback', feedback)).toBe('409 incidents.on-hold')
    clock.advance(10 * 24 * HOUR)
    expect((await desk.show(number)).lamp).toBe('grey')
    await desk.act(number, 'dispatcher', 'release-hold')
    const after = (await stage(number, 'handle'))[0]?.clock
    expect(after?.state).toBe('running')
    const usedBefore = HOUR
    expect(after?.remainingMs).toBe((before?.remainingMs ?? 0) - usedBefore)
    clock.set(NOW)
  })

  it('ends by itself on the review date', async () => {
    const number = await desk.reach('held')
    const timers = server.jobs.find((j) => j.name === 'incident-timers')
    await timers?.work()
    expect((await desk.show(number)).onHold).toBe(true)
    clock.advance(31 * 24 * HOUR)
    await timers?.work()
    const shown = await desk.show(number)
    expect(shown.onHold).toBe(false)
    expect(shown.timeline.at(-1)).toMatchObject({ act: 'release-hold', post: 'system' })
    clock.set(NOW)
  })
})

describe('the check', () => {
  it('failed: rework for the same unit, then checked again and closed', async () => {
    const number = await desk.reach('failed')
    expect(await desk.refusal(number, 'intake-officer', 'close')).toBe('409 incidents.check-result-missing')
    expect((await desk.act(number, 'dispatcher', 'rework', { opinion: '角落未清' })).status).toBe('handling')
    const shown = await desk.show(number)
    expect(shown.tasks.filter((t) => t.kind === 'lead').map((t) => t.status)).toEqual(['done', 'taken'])
    await desk.act(number, 'handler', 'feedback', feedback)
    await desk.act(number, 'dispatcher', 'send-check')
    await desk.act(number, 'checker', 'check', { result: 'pass' })
    expect((await desk.act(number, 'intake-officer', 'close')).status).toBe('closed')
    expect((await desk.show(number)).stages.filter((s) => s.stage === 'handle')).toHaveLength(2)
  })

  it('impossible: again at the same time of day, or closed on papers with a waiver by the duty chief', async () => {
    const again = await desk.reach('unable')
    expect((await desk.show(again)).status).toBe('feedback')
    await desk.act(again, 'duty-chief', 'send-check', { sameTimeOfDay: true })
    expect((await desk.show(again)).timeline.at(-1)?.details).toEqual({ sameTimeOfDay: true })
    await desk.act(again, 'checker', 'check', { result: 'pass' })
    await desk.act(again, 'intake-officer', 'close')
    const papers = await desk.reach('unable')
    expect(await desk.refusal(papers, 'dispatcher', 'close-on-papers', { waiver: '凭验收单' })).toBe(
      '403 platform.not-allowed',
    )
    await desk.act(papers, 'duty-chief', 'close-on-papers', { waiver: '围挡封闭，凭验收单结案' })
    const shown = await desk.show(papers)
    expect(shown.closedBy).toBe('papers')
    expect(shown.timeline.at(-1)?.details).toEqual({ waiver: '围挡封闭，凭验收单结案' })
  })

  it('is nobody’s who handled it: not sent, not done', async () => {
    const number = await desk.reach('feedback')
    expect(
      await desk.refusal(number, 'dispatcher', 'send-check', { assignee: await accountIdOf('handler') }),
    ).toBe('422 incidents.assignee-unfit')
    await desk.act(number, 'dispatcher', 'send-check', { assignee: await accountIdOf('inspector') })
    expect(await desk.refusal(number, 'checker', 'check', { result: 'pass' })).toBe('403 incidents.not-yours')
    expect((await desk.act(number, 'inspector', 'check', { result: 'pass' })).status).toBe('checking')
  })

  it('is closed by force only by two, and counted apart', async () => {
    const number = await desk.reach('feedback')
    await desk.act(number, 'duty-chief', 'ask-force-close', { opinion: '诉求不合理' })
    const decide = { request: await desk.pending(number, 'force-close'), grant: true }
    expect(await desk.refusal(number, 'duty-chief#1', 'decide-force-close', decide)).toBe(
      '403 platform.not-allowed',
    )
    await desk.act(number, 'leader', 'decide-force-close', decide)
    expect((await desk.show(number)).closedBy).toBe('force')
  })
})

describe('ending early', () => {
  it('a complaint is voided by two persons', async () => {
    const number = await desk.reach('accepted')
    await desk.act(number, 'duty-chief', 'void', { reason: 'test', opinion: '测试数据' })
    expect((await desk.show(number)).status).toBe('accepted')
    const decide = { request: await desk.pending(number, 'void'), grant: true }
    expect(await desk.refusal(number, 'duty-chief', 'decide-void', decide)).toBe(
      '409 incidents.second-person-needed',
    )
    expect((await desk.act(number, 'duty-chief#1', 'decide-void', decide)).status).toBe('voided')
    const found = await desk.lookUp(number)
    expect(found.json()).toMatchObject({ status: 'voided' })
  })

  it('what is no complaint is voided at once; complaints are declined by the duty chief alone', async () => {
    const number = await desk.reach('accepted', { source: 'resident' })
    expect((await desk.act(number, 'duty-chief', 'void', { reason: 'false', opinion: '查无' })).status).toBe(
      'voided',
    )
    const complaint = await desk.reach('reported')
    const decline = { reason: 'untrue', advice: '可向信访部门反映' }
    expect(await desk.refusal(complaint, 'intake-officer', 'decline', decline)).toBe(
      '403 incidents.needs-duty-chief',
    )
    expect((await desk.act(complaint, 'duty-chief', 'decline', decline)).status).toBe('rejected')
  })

  it('duplicates are suggested by place, time and class with a photo, and merged', async () => {
    const place = desk.placeIn(1)
    const photo = await desk.photo('intake-officer')
    const first = await desk.report({ place, photos: [photo] })
    const near = await desk.report({ place: { ...place, lon: place.lon + 0.0002 } })
    const shown = await desk.show(near.number)
    expect(shown.duplicates).toEqual([
      {
        number: first.number,
        status: 'reported',
        metres: expect.any(Number),
        minutes: 0,
        photo: `/api/files/${photo}`,
      },
    ])
    expect(shown.duplicates[0]?.metres).toBeLessThan(30)
    await desk.act(near.number, 'intake-officer', 'merge', { into: first.number })
    expect(await desk.show(near.number)).toMatchObject({ status: 'voided', mergedInto: first.number })
    expect((await desk.show(first.number)).duplicates).toEqual([])
    expect(await desk.refusal(first.number, 'intake-officer', 'merge', { into: first.number })).toBe(
      '422 incidents.same-incident',
    )
    expect(await desk.refusal(first.number, 'intake-officer', 'merge', { into: near.number })).toBe(
      '409 incidents.merge-target-not-open',
    )
  })
})

describe('on the spot, urgent, verified', () => {
  it('a grid worker closes what was done on the spot, with both photos', async () => {
    const { catalogue } = { catalogue: desk.matter((m) => m.selfHandling).key }
    const { number } = await desk.report({ source: 'grid-patrol' }, 'grid-worker')
    expect(await desk.refusal(number, 'grid-worker', 'self-close', { catalogue })).toBe(
      '422 incidents.evidence-missing',
    )
    const photos = [
      { file: await desk.photo('grid-worker'), kind: 'before' },
      { file: await desk.photo('grid-worker'), kind: 'after' },
    ]
    const done = await desk.act(number, 'grid-worker', 'self-close', { catalogue, photos })
    expect(done.status).toBe('self-closed')
    const shown = await desk.show(number)
    expect(shown.closedBy).toBe('self')
    expect(shown.evidence.map((e) => e.kind).toSorted()).toEqual(['after', 'before'])
    const not = desk.matter((m) => !m.selfHandling).key
    const other = await desk.report({ source: 'grid-patrol' }, 'grid-worker')
    expect(
      await desk.refusal(other.number, 'grid-worker', 'self-close', {
        catalogue: not,
        withoutPhotoReason: '雨',
      }),
    ).toBe('422 incidents.class-not-self-handled')
  })

  it('urgent: short limits from the report on, or from the next stage once marked', async () => {
    const urgent = await desk.report({ urgent: true })
    expect((await stage(urgent.number, 'accept'))[0]?.limit).toEqual({ amount: 0.25, unit: 'urgent-hour' })
    const number = await desk.reach('reported')
    await desk.act(number, 'duty-chief', 'mark-urgent')
    expect(await desk.refusal(number, 'leader', 'mark-urgent')).toBe('409 incidents.already-urgent')
    expect((await stage(number, 'accept'))[0]?.limit.unit).toBe('working-hour')
    await desk.act(number, 'intake-officer', 'accept')
    expect((await stage(number, 'file'))[0]?.limit.unit).toBe('urgent-hour')
  })

  it('verified by somebody named, with three answers', async () => {
    const inspector = await accountIdOf('inspector')
    const verify = async (result: string): Promise<string> => {
      const number = await desk.reach('reported')
      await desk.act(number, 'intake-officer', 'send-verify', { assignee: inspector })
      expect(await desk.refusal(number, 'inspector#1', 'verify', { result })).toBe('403 incidents.not-yours')
      return (await desk.act(number, 'inspector', 'verify', { result })).status
    }
    expect([await verify('exist'), await verify('not-exist'), await verify('unable')]).toEqual([
      'accepted',
      'rejected',
      'reported',
    ])
    const patrol = await desk.report({ source: 'grid-patrol' }, 'grid-worker')
    expect(await desk.refusal(patrol.number, 'intake-officer', 'send-verify')).toBe(
      '409 incidents.professional-source',
    )
  })

  it('supervised: its own reply limit, the deadline stays, lifted by who supervises', async () => {
    const number = await desk.reach('handling')
    const { dueAt } = await desk.show(number)
    await desk.act(number, 'supervisor', 'supervise', { level: 'yellow', opinion: '进展缓慢' })
    expect(await desk.refusal(number, 'leader', 'supervise', { level: 'notice', opinion: '抓紧' })).toBe(
      '409 incidents.already-supervised',
    )
    await desk.act(number, 'handler', 'reply-supervision', { opinion: '明日完成' })
    const shown = await desk.show(number)
    expect(shown).toMatchObject({ supervision: 'yellow', dueAt })
    await desk.act(number, 'leader', 'lift-supervision')
    expect((await desk.show(number)).supervision).toBeNull()
    await desk.act(number, 'leader', 'instruct', { opinion: '举一反三' })
  })
})
