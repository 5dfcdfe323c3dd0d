import { expect, it } from 'vitest'
import { lacks, type Result } from './answer.ts'

it.each([
  ['pass', 0, '', []],
  ['exist', 0, '', []],
  ['fail', 0, '', ['photos', 'opinion']],
  ['fail', 1, ' ', ['opinion']],
  ['fail', 0, '还有垃圾', ['photos']],
  ['fail', 2, '还有垃圾', []],
  ['unable', 3, '', ['opinion']],
  ['unable', 0, '大门锁着', []],
  ['not-exist', 0, '\n', ['opinion']],
  ['not-exist', 0, '没有看到', []],
] as const satisfies readonly (readonly [Result, number, string, readonly string[]])[])(
  '%s with %d photos and “%s” lacks %j',
  (result, photos, words, missing) => {
    expect(lacks(result, { photos, words })).toEqual(missing)
  },
)
