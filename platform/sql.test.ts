import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, join, none, sql } from './sql.ts'

describe('sql', () => {
  it('makes every value a parameter, numbered in order', () => {
    expect(compile(sql`select * from t where a = ${1} and b = ${'x'}`)).toEqual({
      text: 'select * from t where a = $1 and b = $2',
      values: [1, 'x'],
    })
  })

  it('lets pieces of its own become text, nested as deep as they are, and nothing else', () => {
    const inner = sql`b = ${2} or c = ${3}`
    const outer = sql`select ${1} where (${inner}) and d = ${4}${none}`
    expect(compile(outer)).toEqual({
      text: 'select $1 where (b = $2 or c = $3) and d = $4',
      values: [1, 2, 3, 4],
    })
    const forged = { strings: ['1; drop table incident'], parts: [] }
    expect(compile(sql`select ${forged}`)).toEqual({ text: 'select $1', values: [forged] })
  })

  it('joins pieces, one, or none', () => {
    const parts = [sql`a = ${1}`, sql`b`, sql`c = ${2}`]
    expect(compile(join(parts, ' and ')).text).toBe('a = $1 and b and c = $2')
    expect(compile(join(parts.slice(0, 1), ', ')).text).toBe('a = $1')
    expect(compile(sql`x${join([], ' or ')}y`).text).toBe('xy')
  })

  it('no text a request carries is ever part of a statement', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 }), (texts) => {
        const { text, values } = compile(
          sql`select * from t where ${join(
            texts.map((t) => sql`a = ${t}`),
            ' or ',
          )}`,
        )
        expect(values).toEqual(texts)
        expect(text).toBe(`select * from t where ${texts.map((_, i) => `a = $${i + 1}`).join(' or ')}`)
      }),
      { seed: 1 },
    )
  })
})
