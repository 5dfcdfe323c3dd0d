import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryText, type EntryRow } from './rules.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const entry: fc.Arbitrary<EntryRow> = fc.record({
  seq: fc.nat(),
  county: fc.nat(),
  at: text,
  actor_id: fc.option(text.filter((t) => t !== '')),
  actor_name: text,
  act: text,
  subject_kind: text,
  subject_id: text,
  ground: fc.option(text),
  details: text,
})

const anEntry: EntryRow = {
  seq: 7,
  county: 990601,
  at: '2026-11-22T02:00:00.000001',
  actor_id: null,
  actor_name: '',
  act: 'identity.sign-in',
  subject_kind: 'account',
  subject_id: 'a',
  ground: null,
  details: '{}',
}

test('two entries print alike only when they are alike', () => {
  fc.assert(
    fc.property(entry, entry, (a, b) => {
      expect(entryText(a) === entryText(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})

test('a letter moved from one column to the next is another entry', () => {
  const moved = { ...anEntry, act: 'identity.sign-i', subject_kind: 'naccount' }
  expect(entryText(moved)).not.toBe(entryText(anEntry))
  expect(entryText({ ...anEntry, act: 'a|1:b', subject_kind: '' })).not.toBe(
    entryText({ ...anEntry, act: 'a', subject_kind: 'b' }),
  )
})

test('no ground and an empty ground are told apart, and so is every column', () => {
  const others: EntryRow[] = [
    anEntry,
    { ...anEntry, seq: 8 },
    { ...anEntry, county: 990602 },
    { ...anEntry, at: '2026-11-22T02:00:00.000002' },
    { ...anEntry, actor_id: 'x' },
    { ...anEntry, actor_name: 'x' },
    { ...anEntry, act: 'x' },
    { ...anEntry, subject_kind: 'x' },
    { ...anEntry, subject_id: 'x' },
    { ...anEntry, ground: '' },
    { ...anEntry, details: '{"a": 1}' },
  ]
  expect(new Set(others.map((e) => entryText(e))).size).toBe(others.length)
})
