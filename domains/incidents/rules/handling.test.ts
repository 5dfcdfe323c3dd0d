import { expect, it } from 'vitest'
import { handlingTabs, type InHand } from './handling.ts'

const END = Date.parse('2026-10-11T00:00+08:00')
const base: InHand = { task: 'taken', due: END + 1, onHold: false, sentBack: 0, missing: [] }

it.each<[string, Partial<InHand>, string[]]>([
  ['nothing to do today', {}, ['all']],
  ['waits to be taken', { task: 'waiting' }, ['take', 'all']],
  ['not taken, evidence is not yet asked for', { task: 'waiting', missing: ['after'] }, ['take', 'all']],
  ['due at 24:00 is today’s', { due: END }, ['today', 'all']],
  ['overdue is due today', { due: END - 999_999_999 }, ['today', 'all']],
  ['on hold nothing is due', { due: END, onHold: true, missing: ['after'] }, ['all']],
  ['no clock', { due: null }, ['all']],
  ['sent back by the checker', { sentBack: 1 }, ['returned', 'all']],
  ['evidence missing', { missing: ['after'] }, ['evidence', 'all']],
  ['all at once', { due: END, sentBack: 2, missing: ['after'] }, ['today', 'returned', 'evidence', 'all']],
])('%s', (_name, over, tabs) => {
  expect(handlingTabs({ ...base, ...over }, END)).toEqual(tabs)
})
