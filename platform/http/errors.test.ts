import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { loadPhrases } from '../phrases.ts'
import { asProblem, problemBody } from './errors.ts'

const database = (code: string): pg.DatabaseError => {
  const error = new pg.DatabaseError('secret detail of the database', 10, 'error')
  error.code = code
  return error
}
const coded = (code: string, statusCode?: number): Error =>
  Object.assign(new Error('framework words'), { code, ...(statusCode === undefined ? {} : { statusCode }) })

describe('what was thrown becomes a problem, or stays a bug', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a problem', new Problem('a.b', 409), '409 a.b'],
    ['a value PostgreSQL cannot hold', database('22003'), '400 platform.invalid-input'],
    ['bytes that are no text', database('22021'), '400 platform.invalid-input'],
    ['a date out of range', database('22008'), '400 platform.invalid-input'],
    ['the database shutting down', database('57P01'), '503 platform.unavailable'],
    ['a full disk', database('53100'), '503 platform.unavailable'],
    ['too many connections', database('53300'), '503 platform.unavailable'],
    ['a lost connection', database('08006'), '503 platform.unavailable'],
    ['a refused connection', coded('ECONNREFUSED'), '503 platform.unavailable'],
    ['a reset connection', coded('ECONNRESET'), '503 platform.unavailable'],
    ['a cut connection', new Error('Connection terminated unexpectedly'), '503 platform.unavailable'],
    [
      'a connection lost while it was being used',
      new Error('Client has encountered a connection error and is not queryable'),
      '503 platform.unavailable',
    ],
    ['a connection that timed out', coded('ETIMEDOUT'), '503 platform.unavailable'],
    [
      'a pool without a free place',
      new Error('timeout exceeded when trying to connect'),
      '503 platform.unavailable',
    ],
    ['a body too large', coded('FST_ERR_CTP_BODY_TOO_LARGE', 413), '413 platform.too-large'],
    ['a file too large', coded('FST_REQ_FILE_TOO_LARGE', 413), '413 platform.too-large'],
    ['a wrong media type', coded('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), '415 platform.wrong-content-type'],
    ['any other refusal of the framework', coded('FST_ERR_SOMETHING', 414), '414 platform.invalid-input'],
    ['a broken constraint', database('23505'), undefined],
    ['a wrong statement', database('42601'), undefined],
    ['a bug', new TypeError('x is not a function'), undefined],
    ['a framework fault', coded('FST_ERR_X', 500), undefined],
    ['a thrown text', 'oops', undefined],
    ['nothing', null, undefined],
  ])('%s', (_name, thrown, expected) => {
    const problem = asProblem(thrown)
    expect(problem === undefined ? undefined : `${problem.status} ${problem.code}`).toBe(expected)
    expect(JSON.stringify(problem?.details ?? {})).not.toContain('secret')
  })
})

describe('the body of a refusal', () => {
  it('is RFC 9457 with a code, details and a Chinese title', () => {
    const phrases = loadPhrases('zh-CN')
    expect(problemBody(phrases, new Problem('platform.too-many-requests', 429, { seconds: 7 }))).toEqual({
      type: 'urn:lifang:problem:platform.too-many-requests',
      title: expect.stringMatching(/7 ?秒/),
      status: 429,
      code: 'platform.too-many-requests',
      details: { seconds: 7 },
    })
  })
})
