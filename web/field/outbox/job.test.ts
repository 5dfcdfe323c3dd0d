import { describe, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { actBodies, ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import '../../testing/every-phrase.ts'
import { wrongWithAct, wrongWithReport, type KnownClass } from './before.ts'
import {
  actBody,
  closeBody,
  isSealed,
  Job,
  newAct,
  newReport,
  reportBody,
  saysSomething,
  type ActJob,
  type JobPhoto,
  type ReportJob,
} from './job.ts'

const NOW = Date.parse('2026-11-26T09:00:00Z')
const owner = newId()
const photo = (kind: JobPhoto['kind'], sent = true): JobPhoto => ({
  key: newId(),
  kind,
  at: '2026-11-26T08:59:00.000Z',
  place: null,
  file: sent ? newId() : null,
})
const HEAP: KnownClass = {
  key: { standard: 'GB/T 47678.5-2026', kind: 'matter', code: '06036' },
  name: '乱堆杂物',
  selfHandling: true,
  signs: '楼道堆物',
}
const COVER: KnownClass = { ...HEAP, key: { ...HEAP.key, code: '01001' }, name: '井盖', selfHandling: false }
const place: ReportJob['place'] = {
  lon: 113.1,
  lat: 29.3,
  crs: 'WGS84',
  from: 'phone',
  accuracy: 8,
  grid: null,
}
const report = (over: Partial<ReportJob> = {}): ReportJob => ({
  ...newReport(owner, NOW),
  place,
  words: '杂物堵了楼道',
  ...over,
})
const act = (which: ActJob['act'], over: Partial<ActJob> = {}): ActJob => ({
  ...newAct(owner, which, { number: '990602', subject: '杂物' }, NOW),
  ...over,
})

describe('a report', () => {
  it('is a command the server can read, with the id minted when the form opened', () => {
    const job = report({ photos: [photo('near')], category: { key: HEAP.key, name: HEAP.name } })
    const body = reportBody(job, 'grid-patrol', NOW)
    expect(ReportBody.parse(body).id).toBe(job.id)
    expect(body?.occurredAt).toBe(job.openedAt)
  })

  it('says the same however often it is asked, so that the same id never carries other content', () => {
    const job = report({ photos: [photo('near')] })
    expect(reportBody(job, 'grid-patrol', NOW + 60_000)).toEqual(reportBody(job, 'grid-patrol', NOW))
  })

  it('is not dated into the future by a clock that was put right since', () => {
    expect(reportBody(report(), 'grid-patrol', NOW - 3_600_000)?.occurredAt).toBe('2026-11-26T08:00:00.000Z')
  })

  it('lets the class speak where there are no words, and keeps odd characters out', () => {
    const category = { key: HEAP.key, name: HEAP.name }
    expect(reportBody(report({ words: ' ', category }), 'grid-patrol', NOW)?.description).toBe('乱堆杂物')
    expect(reportBody(report({ words: '井盖\u202e翻了' }), 'grid-patrol', NOW)?.description).toBe('井盖翻了')
    expect(reportBody(report({ words: '' }), 'grid-patrol', NOW)).toBeNull()
    expect(reportBody(report({ place: null }), 'grid-patrol', NOW)).toBeNull()
  })

  it('carries the photos of before, and the act those of after', () => {
    const [before, after] = [photo('before'), photo('after')]
    const category = { key: HEAP.key, name: HEAP.name }
    const job = report({ self: true, photos: [before, after], category, withoutPhotoReason: '' })
    expect(reportBody(job, 'grid-patrol', NOW)?.photos?.map((p) => p.file)).toEqual([before.file])
    const close = closeBody(job)
    expect(actBodies['self-close'].parse(close).photos?.map((p) => p.file)).toEqual([after.file])
    expect(close?.id).toBe(job.actId)
  })

  const category = { key: HEAP.key, name: HEAP.name }
  it.each<[string, Partial<ReportJob>, readonly string[]]>([
    ['whole', {}, []],
    ['without a place', { place: null }, ['place']],
    ['without words or class', { words: ' ' }, ['words']],
    ['with a class for words', { words: '', category }, []],
    ['with far too many words', { words: '长'.repeat(4001) }, ['words']],
    ['with an address too long', { address: '长'.repeat(201) }, ['address']],
    ['on the spot without a class', { self: true }, ['category']],
    ['on the spot without photos', { self: true, category }, ['photos']],
    ['on the spot without after', { self: true, category, photos: [photo('before')] }, ['photos']],
    ['on the spot with both', { self: true, category, photos: [photo('before'), photo('after')] }, []],
    ['on the spot with a reason', { self: true, category, withoutPhotoReason: '不让拍' }, []],
    [
      'on the spot in a class that must go up',
      { self: true, category: { key: COVER.key, name: '井盖' } },
      ['category'],
    ],
  ])('%s is judged as the server would', (_, over, expected) => {
    expect(Object.keys(wrongWithReport(report(over), 'grid-patrol', [HEAP, COVER], NOW))).toEqual(expected)
  })
})

describe('an act', () => {
  it.each<[string, ActJob, readonly string[]]>([
    ['verify without a result', act('verify'), ['result']],
    ['verify: it is so', act('verify', { result: 'exist' }), []],
    ['verify: it is not, without words', act('verify', { result: 'not-exist' }), ['words']],
    ['verify with a result of a check', act('verify', { result: 'pass' }), ['result']],
    ['check: pass', act('check', { result: 'pass' }), []],
    ['check: fail without anything', act('check', { result: 'fail' }), ['photos', 'words']],
    [
      'check: fail, shown and said',
      act('check', { result: 'fail', words: '没清完', photos: [photo('after')] }),
      [],
    ],
    ['comment without words', act('comment'), ['words']],
    ['comment', act('comment', { words: '已约下午' }), []],
    ['comment too long', act('comment', { words: '长'.repeat(2001) }), ['words']],
    ['photos without one', act('add-evidence'), ['photos']],
    ['photos not sent yet', act('add-evidence', { photos: [photo('near', false)] }), []],
    ['urge', act('urge'), []],
  ])('%s is judged as the server would', (_, job, expected) => {
    const wrong = wrongWithAct(job)
    expect(Object.keys(wrong)).toEqual(expected)
    // Every sentence is one: no key stands in for it.
    for (const words of Object.values(wrong)) expect(words).toMatch(/\p{Script=Han}/u)
    if (expected.length === 0 && job.photos.every((p) => p.file !== null))
      expect(actBodies[job.act].safeParse(actBody(job)).success).toBe(true)
  })
})

describe('a job', () => {
  it('comes out of the drawer as it went in', () => {
    const job = report({ photos: [photo('near', false)] })
    expect(Job.parse(structuredClone(job))).toEqual(job)
    const sealed = { ...act('check', { result: 'pass' }), sealed: { ...actBody(act('check')) } }
    expect(Job.parse(structuredClone(sealed))).toEqual(sealed)
  })

  it('is sealed while nobody knows whether it arrived', () => {
    const body = reportBody(report(), 'grid-patrol', NOW)
    expect(isSealed(report())).toBe(false)
    expect(isSealed(report({ sealed: body }))).toBe(true)
    expect(isSealed(report({ sealed: body, sentAt: '2026-11-26T09:01:00Z' }))).toBe(false)
    expect(isSealed(act('urge', { sealed: { id: newId() } }))).toBe(true)
  })

  it('is nothing to lose until something was said in it', () => {
    expect(saysSomething(newReport(owner, NOW))).toBe(false)
    expect(saysSomething(act('urge'))).toBe(false)
    for (const over of [{ words: 'x' }, { photos: [photo('near')] }, { pressed: true }])
      expect(saysSomething({ ...newReport(owner, NOW), ...over })).toBe(true)
  })
})
