import { describe, expect, it } from 'vitest'
import { cleanPhone, cleanWords, lettersOf, wordsWrong } from './clean.ts'

describe('words', () => {
  it.each([
    ['turning marks', '垃圾\u202e堆\u2066很\u200f多', '垃圾堆很多'],
    ['zero width and byte order', '\ufeff路\u200b灯\u2060坏了', '路灯坏了'],
    ['controls', 'a\u0000b\u0007c', 'abc'],
    ['line ends', '一\r\n二\r三\n四', '一\n二\n三\n四'],
    ['half a pair', '好\ud83d坏', '好坏'],
    ['emoji stay whole', '👨‍👩‍👧🙏🏽', '👨‍👩‍👧🙏🏽'],
    ['markup is words', '<b onclick="x">井盖</b>', '<b onclick="x">井盖</b>'],
  ])('%s', (_, given, kept) => {
    expect(cleanWords(given)).toBe(kept)
  })
  it('count as people count', () => {
    expect(lettersOf('  👨‍👩‍👧井盖坏了 ')).toBe(5)
    expect(lettersOf('\u202e\u202e')).toBe(0)
  })
  it.each([
    ['', 'empty'],
    [' \u200b\n ', 'empty'],
    ['路灯坏了', 'short'],
    ['路口的路灯坏了三天了', null],
    ['坏'.repeat(500), null],
    ['坏'.repeat(501), 'long'],
    ['👨‍👩‍👧‍👦'.repeat(500), 'long'],
  ])('%j is %s', (words, wrong) => {
    expect(wordsWrong(words)).toBe(wrong)
  })
})

describe('a telephone', () => {
  it.each([
    ['13800001234', '13800001234'],
    [' 138 0000 1234 ', '138 0000 1234'],
    ['１３８００００１２３４', '13800001234'],
    ['（0730）8123456', '0730-8123456'],
    ['+86 138 0000 1234', '+86 138 0000 1234'],
    ['12345', null],
    ['abc', null],
    ['', null],
  ])('%j → %j', (given, kept) => {
    expect(cleanPhone(given)).toBe(kept)
  })
})
