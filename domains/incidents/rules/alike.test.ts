import { describe, expect, it } from 'vitest'
import { classesDiffer, rankAlike, sameClass, sharedWords, type Open } from './alike.ts'

const key = (code: string) => ({ standard: 'S', kind: 'matter' as const, code })
const open = (over: Partial<Open> & { readonly name: string }) => ({
  category: null,
  categoryName: null,
  description: '',
  address: null,
  metres: 100,
  ...over,
})
const names = (told: Parameters<typeof rankAlike>[0], list: ReturnType<typeof open>[]) =>
  rankAlike(told, list, 300).map((a) => a.of.name)

describe('words two reports share', () => {
  it.each([
    ['路灯不亮', '小区门口路灯不亮两天了', 1],
    ['路灯 不亮！', '路灯不亮', 1],
    ['路灯不亮', '垃圾堆放', 0],
    ['', '垃圾堆放', 0],
    ['。', '。', 0],
    ['灯', '灯', 0],
  ])('%s and %s: %d', (a, b, share) => {
    expect(sharedWords(a, b)).toBe(share)
    expect(sharedWords(b, a)).toBe(share)
  })
})

it('a class differs only when both are known', () => {
  for (const [a, b, same, differ] of [
    [key('1'), key('1'), true, false],
    [key('1'), key('2'), false, true],
    [key('1'), null, false, false],
    [null, null, false, false],
    [key('1'), { ...key('1'), kind: 'component' as const }, false, true],
  ] as const)
    expect([sameClass(a, b), classesDiffer(a, b)]).toEqual([same, differ])
})

describe('the order', () => {
  it('goes by distance while nothing is said', () => {
    const list = [open({ name: 'near', metres: 10 }), open({ name: 'far', metres: 290 })]
    expect(names({ words: '', category: null }, list)).toEqual(['near', 'far'])
  })
  it('puts like words before a nearer one of another matter', () => {
    const list = [
      open({ name: 'rubbish', metres: 10, description: '垃圾堆放' }),
      open({ name: 'lamp', metres: 120, description: '路口路灯不亮' }),
    ]
    expect(names({ words: '路灯不亮了', category: null }, list)).toEqual(['lamp', 'rubbish'])
  })
  it('puts the same class first and one that differs last', () => {
    const list = [
      open({ name: 'other', metres: 5, category: key('2') }),
      open({ name: 'unknown', metres: 40 }),
      open({ name: 'same', metres: 200, category: key('1') }),
    ]
    expect(names({ words: '', category: key('1') }, list)).toEqual(['same', 'unknown', 'other'])
    expect(rankAlike({ words: '', category: key('1') }, list, 300).map((a) => a.apart)).toEqual([
      null,
      null,
      'class-differs',
    ])
  })
  it('calls likely what is near and alike, and nothing by distance alone', () => {
    const likely = (told: string, over: Partial<Open>) =>
      rankAlike({ words: told, category: key('1') }, [open({ name: 'x', ...over })], 300)[0]?.likely
    expect(likely('', { metres: 50, category: key('1') })).toBe(true)
    expect(likely('路灯不亮', { metres: 50, description: '路灯不亮' })).toBe(true)
    expect(likely('', { metres: 0 })).toBe(false)
    expect(likely('', { metres: 61, category: key('1') })).toBe(false)
    expect(likely('路灯不亮', { metres: 1, description: '路灯不亮', category: key('2') })).toBe(false)
  })
})
