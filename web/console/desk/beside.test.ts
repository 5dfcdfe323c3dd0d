import { expect, test } from 'vitest'
import { following, stepped } from './beside.ts'

const list = ['a', 'b', 'c']

test.each([
  [-1, 1, 'a'],
  [-1, -1, 'a'],
  [0, 1, 'b'],
  [2, -1, 'b'],
  [2, 1, undefined],
  [0, -1, undefined],
] as const)('from place %i by %i', (at, by, to) => expect(stepped(list, at, by)).toBe(to))

test.each([
  [-1, 'a'],
  [0, 'b'],
  [1, 'c'],
  [2, 'b'],
] as const)('after place %i', (at, to) => expect(following(list, at)).toBe(to))

test('nothing follows the only one', () => expect(following(['a'], 0)).toBeUndefined())
