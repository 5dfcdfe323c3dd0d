import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '@lifang/domains/calendar/rules/instants.ts'
import { DEFAULT_PREFERENCE, nextAt, pushAt, quietUntil, type Preference } from './times.ts'
import { render, unknownPlaceholders } from './text.ts'

const office = (text: string): number => Date.parse(`${text}:00+08:00`)
const said = (at: number | null): string | null =>
  at === null ? null : new Date(at + 8 * HOUR).toISOString().slice(5, 16)

const NIGHT = { from: '22:00', to: '07:00' }
const NOON = { from: '12:00', to: '14:00' }

describe('quiet hours', () => {
  it.each([
    ['over midnight, before it', '2026-10-12T23:10', NIGHT, '10-13T07:00'],
    ['over midnight, after it', '2026-10-13T03:00', NIGHT, '10-13T07:00'],
    ['at their beginning', '2026-10-12T22:00', NIGHT, '10-13T07:00'],
    ['at their end', '2026-10-12T07:00', NIGHT, null],
    ['in the day', '2026-10-12T15:00', NIGHT, null],
    ['at noon', '2026-10-12T12:30', NOON, '10-12T14:00'],
    ['of no length', '2026-10-12T12:00', { from: '12:00', to: '12:00' }, null],
  ])('%s', (_what, at, quiet, end) => {
    expect(said(quietUntil(office(at), quiet))).toBe(end)
  })
})

describe('a push', () => {
  const preference: Preference = { ...DEFAULT_PREFERENCE, quiet: NIGHT, digestAt: '08:40' }
  it.each([
    ['of one person’s news in the day goes at once', '2026-10-12T15:00', 'one', false, '10-12T15:00'],
    ['in quiet hours goes when they end', '2026-10-12T23:00', 'one', false, '10-13T07:00'],
    ['of an urgent incident knows no quiet hours', '2026-10-12T23:00', 'one', true, '10-12T23:00'],
    ['of a list waits for the digest', '2026-10-12T09:00', 'list', false, '10-13T08:40'],
    ['of a list, urgent, waits for nothing', '2026-10-12T09:00', 'list', true, '10-12T09:00'],
  ] as const)('%s', (_what, at, weight, urgent, when) => {
    expect(said(pushAt(office(at), preference, { weight, urgent }))).toBe(when)
  })
  it('of a digest inside the quiet hours waits for their end', () => {
    const late = { ...preference, digestAt: '23:00' }
    expect(said(pushAt(office('2026-10-12T09:00'), late, { weight: 'list', urgent: false }))).toBe(
      '10-13T07:00',
    )
  })
  it('is not made where push is off, urgent or not', () => {
    expect(pushAt(0, { ...preference, push: false }, { weight: 'one', urgent: true })).toBeNull()
  })
  it('is never in quiet hours, never before now, and at most two days later', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        time,
        time,
        fc.option(time),
        fc.constantFrom('one' as const, 'list' as const),
        (now, from, to, digestAt, weight) => {
          const wanted: Preference = { ...DEFAULT_PREFERENCE, quiet: { from, to }, digestAt }
          const at = pushAt(now, wanted, { urgent: false, weight }) ?? -1
          expect(at).toBeGreaterThanOrEqual(now)
          expect(at - now).toBeLessThanOrEqual(2 * DAY)
          expect(quietUntil(at, wanted.quiet)).toBeNull()
        },
      ),
    )
  })
  it('next time of day: today when it is not over, else tomorrow', () => {
    expect(said(nextAt(office('2026-10-12T08:40'), '08:40'))).toBe('10-12T08:40')
    expect(said(nextAt(office('2026-10-12T08:41'), '08:40'))).toBe('10-13T08:40')
  })
})

describe('a text', () => {
  const phrases = { 'notices.request.hold': '挂账' }
  it('takes words for codes and leaves no hole for what is missing', () => {
    const template = { title: '待批复：{what}申请{kind|notices.request}', body: '{place} · {unit} · {due}' }
    expect(
      render(template, phrases, { what: '路面积水', kind: 'hold', place: '桂园 07', due: '10-12 14:00' }),
    ).toEqual({
      title: '待批复：路面积水申请挂账',
      body: '桂园 07 · 10-12 14:00',
    })
    expect(render(template, phrases, { what: 'x', kind: 'hold', unit: '' }).body).toBe('')
  })
  it('names placeholders nobody fills', () => {
    expect(unknownPlaceholders('{what} {reporter} {kind|notices.request} {phone}')).toEqual([
      'reporter',
      'phone',
    ])
  })
})
