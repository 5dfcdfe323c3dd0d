import { describe, expect, it } from 'vitest'
import { Mapping, parseTime, toCase } from './foreign.ts'

const mapping = Mapping.parse({
  name: 'test',
  timeZone: 'America/New_York',
  columns: {
    id: 'id',
    openedAt: 'open',
    targetAt: 'target',
    closedAt: 'close',
    status: 'status',
    lon: 'lon',
    lat: 'lat',
    label: 'label',
  },
  status: { Open: 'open', Closed: 'closed', 'Closed (Duplicate)': 'duplicate' },
  label: { ONTIME: true, OVERDUE: false },
  coordinates: { placeholders: [[-77, 39]], box: [-76.9, 39.1, -76.3, 39.7] },
})
const row = {
  id: '1',
  open: '2015-01-05T10:00:00',
  target: '2015-01-06T10:00:00',
  close: '2015-01-06T09:59:59',
  status: 'Closed',
  lon: '-76.6',
  lat: '39.3',
  label: 'ONTIME',
}
const reason = (over: Record<string, string>): unknown => {
  const made = toCase({ ...row, ...over }, mapping)
  return made.ok ? 'taken' : [made.problem.details['field'], made.problem.details['reason']]
}

describe('a row of another system', () => {
  it('becomes a case whose on-time verdict is ours', () => {
    const made = toCase(row, mapping)
    expect(made.ok && [made.value.onTime, made.value.label]).toEqual([true, true])
    const late = toCase({ ...row, close: '2015-01-06T10:00:01' }, mapping)
    expect(late.ok && late.value.onTime).toBe(false)
  })

  it('is on time at the very second of its target', () => {
    const made = toCase({ ...row, close: row.target }, mapping)
    expect(made.ok && made.value.onTime).toBe(true)
  })

  it.each([
    [{ id: '' }, ['id', 'missing']],
    [{ status: 'Odd' }, ['status', 'unknown']],
    [{ open: '' }, ['openedAt', 'missing']],
    [{ open: '2015-02-30T10:00:00' }, ['openedAt', 'not-a-time']],
    [{ close: '01/06/2015' }, ['closedAt', 'not-a-time']],
    [{ lon: '-77', lat: '39' }, ['place', 'placeholder']],
    [{ lon: 'x' }, ['place', 'not-a-number']],
    [{ lat: '41.0' }, ['place', 'outside-box']],
  ])('is rejected with field and reason: %j', (over, expected) => {
    expect(reason(over)).toEqual(expected)
  })

  it('keeps a case closed before it was opened unless the mapping rejects it', () => {
    expect(reason({ close: '2015-01-04T10:00:00' })).toBe('taken')
    const strict = toCase(
      { ...row, close: '2015-01-04T10:00:00' },
      { ...mapping, closedBeforeOpened: 'reject' },
    )
    expect(strict.ok).toBe(false)
  })
})

describe('times of a zone', () => {
  it.each([
    ['2015-01-05T10:00:00', '2015-01-05T15:00:00.000Z'],
    ['2015-07-05T10:00:00', '2015-07-05T14:00:00.000Z'],
    ['2015-03-08T01:59:59', '2015-03-08T06:59:59.000Z'],
    ['2015-03-08T03:00:00', '2015-03-08T07:00:00.000Z'],
    ['2015-07-05T10:00:00+08:00', '2015-07-05T02:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    const at = parseTime(text, 'America/New_York')
    expect(at === null ? null : new Date(at).toISOString()).toBe(instant)
  })

  it('keeps order over the hour that summer time skips and the one it repeats', () => {
    const hours = [
      '2015-03-08T01:30:00',
      '2015-03-08T02:30:00',
      '2015-03-08T03:30:00',
      '2015-11-01T00:30:00',
      '2015-11-01T01:30:00',
      '2015-11-01T02:30:00',
    ]
    const at = hours.map((h) => parseTime(h, 'America/New_York') ?? 0)
    expect(at.toSorted((a, b) => a - b)).toEqual(at)
  })
})
