import { expect, test } from 'vitest'
import { addressOf } from './call.ts'
import {
  dueDay,
  dueTime,
  dueWhen,
  fromLocalInput,
  limitWords,
  printNumber,
  shortNumber,
  spell,
  toLocalInput,
  when,
} from './time.ts'

const H = 3_600_000
const at = (text: string): number => Date.parse(`${text}+08:00`)

test('times are told as people say them, in office time', () => {
  const now = at('2026-11-22T11:40')
  expect(when(at('2026-11-22T14:20'), now)).toBe('今天 14:20')
  expect(when(at('2026-11-21T09:05'), now)).toBe('昨天 09:05')
  expect(when(at('2026-11-23T00:00'), now)).toBe('明天 00:00')
  expect(when(at('2026-11-18T16:30'), now)).toBe('11-18 16:30')
  expect(when(at('2025-11-18T16:30'), now)).toBe('2025-11-18 16:30')
})

test('a deadline at midnight belongs to the day that ends', () => {
  const now = at('2026-11-22T11:40')
  expect(dueWhen(at('2026-11-23T00:00'), now)).toBe('今天 24:00')
  expect(dueDay(at('2026-11-24T00:00'))).toBe('11-23 周一')
  expect(dueTime(at('2026-11-24T00:00'))).toBe('24:00')
  expect(dueWhen(at('2026-11-23T17:30'), now)).toBe('明天 17:30')
})

test('durations are never overstated', () => {
  expect(spell(0)).toBe('0 分')
  expect(spell(59_000)).toBe('不足 1 分')
  expect(spell(1.5 * H + 59_000)).toBe('1 时 30 分')
  expect(spell(50 * H)).toBe('50 时')
  expect(spell(50 * H, true)).toBe('2 天 2 时')
  expect(spell(-2 * H)).toBe('2 时')
})

test('limits name their unit', () => {
  expect(limitWords({ amount: 10, unit: 'working-hour' })).toBe('10 工作时')
  expect(limitWords({ amount: 0.5, unit: 'working-hour' })).toBe('30 工作分钟')
  expect(limitWords({ amount: 0.25, unit: 'urgent-hour' })).toBe('15 分')
})

test('a local input is office time, whatever zone the machine is in', () => {
  expect(toLocalInput(at('2026-02-13T16:30'))).toBe('2026-02-13T16:30')
  expect(Date.parse(fromLocalInput('2026-02-13T16:30'))).toBe(at('2026-02-13T16:30'))
})

test('numbers are printed in parts and shortened for rows', () => {
  expect(printNumber('9906022026100900317')).toBe('990602-20261009-00317')
  expect(shortNumber('9906022026100900317')).toBe('1009-00317')
  expect(printNumber('X-1')).toBe('X-1')
})

test('addresses: values are escaped, empty ones left out', () => {
  expect(addressOf('/api/incidents/{number}/acts/{act}', { number: 'a/b', act: 'take' })).toBe(
    '/api/incidents/a%2Fb/acts/take',
  )
  expect(addressOf('/api/incidents', {}, { q: '井盖', lamp: undefined, area: '' })).toBe(
    '/api/incidents?q=%E4%BA%95%E7%9B%96',
  )
})
