import { describe, expect, it } from 'vitest'
import { faultOfTwice, kindBits, nameBits } from './twice.ts'

describe('a number that stands in a file twice', () => {
  it.each([
    [['registered'], ['residing'], true, null],
    [['residing'], ['registered'], true, null],
    [['residing'], ['residing'], true, 'transfer.why.twice'],
    [['registered', 'residing'], ['residing'], true, 'transfer.why.twice'],
    [['registered'], ['registered', 'residing'], true, 'transfer.why.twice'],
    [['residing'], ['residing'], false, 'transfer.why.twice'],
    [['registered'], ['residing'], false, 'transfer.why.twice-name'],
  ] as const)('%j and then %j, same name %s: %s', (first, then, sameName, fault) => {
    expect(faultOfTwice({ line: 2, kinds: kindBits(first), sameName }, then)).toBe(fault)
  })
  it('is held against its name by what fits a table of 32 bits', () => {
    const names = ['张伟', '张 伟', '张偉', '伟张', '欧阳娜娜', '']
    expect(new Set(names.map(nameBits)).size).toBe(names.length)
    for (const name of names) expect(nameBits(name) | 0).toBe(nameBits(name))
  })
})
