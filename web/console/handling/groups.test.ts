import { expect, it } from 'vitest'
import { byDueDay } from './groups.ts'

const at = (text: string): number => Date.parse(`2026-${text}+08:00`)
const NOW = at('10-10T16:40')

it('puts what is overdue first, then today up to 24:00, then day by day, and what stands last', () => {
  const items = [
    { name: 'monday-late', due: at('10-12T11:50'), onHold: false },
    { name: 'late', due: at('10-10T14:30'), onHold: false },
    { name: 'held', due: at('10-10T17:00'), onHold: true },
    { name: 'midnight', due: at('10-11T00:00'), onHold: false },
    { name: 'sunday', due: at('10-11T09:00'), onHold: false },
    { name: 'no clock', due: null, onHold: false },
    { name: 'monday', due: at('10-12T10:00'), onHold: false },
  ]
  const groups = byDueDay(items, (i) => i, NOW)
  expect(groups.map((g) => [g.kind, g.items.map((i) => i.name)])).toEqual([
    ['overdue', ['late']],
    ['today', ['midnight']],
    ['later', ['sunday']],
    ['later', ['monday-late', 'monday']],
    ['none', ['held', 'no clock']],
  ])
})

it('has no empty group', () => {
  expect(byDueDay([], () => ({ due: null, onHold: false }), NOW)).toEqual([])
})
