import { describe, expect, it } from 'vitest'
import { responsibilityList } from '../../../db/demo/responsibility.ts'
import { suggestClasses, type Suggestible } from './suggest.ts'

const classes: Suggestible[] = responsibilityList
  .filter((e) => !e.confidential)
  .map((e) => ({
    key: { standard: e.standard, kind: e.kind, code: e.code },
    name: e.name,
    signs: e.conditions.map((c) => c.text).join(' '),
  }))
const names = (words: string): string[] => suggestClasses(words, classes).map((c) => c.name)

describe('a guess at the class', () => {
  it.each([
    ['楼下垃圾堆了三天，很臭', /垃圾/],
    ['路口的路灯坏了，晚上看不见', /灯/],
    ['人行道上的井盖破了一个洞', /井盖/],
    ['门口有人占道摆摊卖菜', /占道|经营|摊/],
    ['邻居深夜吵架，邻里纠纷', /邻里纠纷/],
  ])('%s', (words, expected) => {
    expect(classes.length).toBeGreaterThan(50)
    expect(names(words).join(' ')).toMatch(expected)
  })
  it('is none where the words say nothing', () => {
    for (const words of ['', '   ', '？？！', 'zzzzqqqq', '👍👍👍']) expect(names(words)).toEqual([])
  })
  it('is at most three, the same every time, and survives any words', () => {
    const hostile = ['<img src=x onerror=alert(1)>井盖', '\u202e垃圾', '灯'.repeat(5000), '(.*)+[']
    for (const words of hostile) {
      expect(names(words).length).toBeLessThanOrEqual(3)
      expect(names(words)).toEqual(names(words))
    }
  })
})
