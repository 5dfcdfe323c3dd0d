import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { seen } from '../unseen.ts'
import { parseJson, refuseBadText } from './text.ts'

const refusal = (raw: string): string => {
  try {
    parseJson(raw)
    return 'taken'
  } catch (error) {
    if (error instanceof Problem)
      return `${error.code} ${[error.details['field'], error.details['reason']].join('')}`
    throw error
  }
}

describe('a JSON body', () => {
  it('is read as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20, stringUnit: 'grapheme' }), (value) => {
        const raw = JSON.stringify(value)
        if (/__proto__|\\u0000|\\ud[89a-f]/i.test(raw)) return
        expect(parseJson(raw)).toEqual(JSON.parse(raw, seen))
      }),
      { seed: 3 },
    )
  })
  it.each([
    ['{"a":"x\\u0000y"}', 'platform.invalid-text a'],
    ['{"a":{"b":["x","\\ud800"]}}', 'platform.invalid-text a.b[1]'],
    ['{"\\udc00":1}', 'platform.invalid-text '],
    ['"\\ud83d\\ude00"', 'taken'],
    ['{"__proto__":1}', 'platform.invalid-json prototype'],
    ['{"a":[{"\\u005f_proto__":1}]}', 'platform.invalid-json prototype'],
    ['{"a":"__proto__"}', 'taken'],
    ['[[[[[[1]]]]]]', 'taken'],
    [`${'['.repeat(64)}${']'.repeat(64)}`, 'taken'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'platform.invalid-json depth'],
    ['"[[[[\\"[[[["', 'taken'],
    [`"${'['.repeat(500)}"`, 'taken'],
    ['{', 'platform.invalid-json '],
    ['', 'taken'],
  ])('%s', (raw, expected) => {
    expect(refusal(raw)).toBe(expected)
  })
  it.each([
    ['a mark that turns words', '{"a":["路灯\u202e坏了"]}', { a: ['路灯坏了'] }],
    ['the same, escaped', '{"a":"路灯\\u202e坏了"}', { a: '路灯坏了' }],
    ['line ends of another system', '{"a":"一\\r\\n二"}', { a: '一\n二' }],
    ['a password', '{"password":"p\\u200bw"}', { password: 'p\u200bw' }],
    ['joined emoji', '{"a":"👨‍👩‍👧"}', { a: '👨‍👩‍👧' }],
  ])('without what nobody sees: %s', (_, raw, expected) => {
    expect(parseJson(raw)).toEqual(expected)
  })
  it('deep enough to break a recursive reader is refused before it is read', () => {
    expect(refusal('['.repeat(1_000_000))).toBe('platform.invalid-json depth')
  })
})

describe('text', () => {
  it('PostgreSQL cannot keep as it is, is refused; everything else passes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const good = !text.includes('\u0000') && text.isWellFormed()
        const check = () => refuseBadText({ deep: [text] }, '')
        if (good) expect(check).not.toThrow()
        else expect(check).toThrow('platform.invalid-text')
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
