import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPassword, checkPolicy, lockUntil } from './rules.ts'
import { DEFAULT_POLICY } from './schema/policy.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-11-22T02:00:00Z')

describe('lock-out', () => {
  test.each([
    [1, null],
    [4, null],
    [5, 1],
    [6, 2],
    [7, 4],
    [10, 32],
    [11, 60],
    [12, 60],
    [1_000_000, 60],
  ])('after %i failures: %s minutes', (failures, minutes) => {
    expect(lockUntil(failures, NOW)).toBe(minutes === null ? null : NOW + minutes * MINUTE)
  })

  test('one more failure never shortens it, and it always ends by itself', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (failures) => {
        const now = lockUntil(failures, NOW) ?? NOW
        const next = lockUntil(failures + 1, NOW) ?? NOW
        expect(next).toBeGreaterThanOrEqual(now)
        expect(next - NOW).toBeLessThanOrEqual(60 * MINUTE)
      }),
    )
  })
})

describe('password rule', () => {
  const wang = { username: 'wangfang', name: '王芳芳' }
  const why = (password: string, account = wang): unknown => {
    const decided = checkPassword(password, account)
    return decided.ok ? 'taken' : decided.problem.details['why']
  }

  test.each([
    ['Lifang-2026', 'taken'],
    ['aaab1111-2', 'repeats'],
    ['Aa1aaa1aaa', 'taken'],
    ['长安街里坊Ab1', 'length'],
    ['长安街里坊长安街Ab1', 'taken'],
    ['Lifang-20', 'length'],
    ['lifang2026', 'kinds'],
    ['LIFANG2026', 'kinds'],
    ['1234567890', 'kinds'],
    ['Lifang2026', 'taken'],
    ['lifang-2026', 'taken'],
    ['Xx-WangFang-1', 'own-name'],
    ['Xx-王芳芳-12345', 'own-name'],
    ['Abc1111-xyz', 'repeats'],
    ['Abc111-xyz9', 'taken'],
    ['Abc😀😀😀😀-xy1', 'repeats'],
    ['Lifang-2026\u0000', 'characters'],
    ['Lifang-2026\ud800', 'characters'],
    ['', 'length'],
  ])('%j: %s', (password, expected) => {
    expect(why(password)).toBe(expected)
  })

  test('a name of two characters is in too many words to be refused', () => {
    expect(why('Li-Lifang-26', { username: 'li', name: '李' })).toBe('taken')
  })

  test('what is taken has ten characters; characters are counted, not code units', () => {
    expect(why('😀😁😂😃Aa1')).toBe('length')
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (password) => {
        if (checkPassword(password, wang).ok) expect([...password].length).toBeGreaterThanOrEqual(10)
      }),
    )
  })
})

describe('a policy', () => {
  test('as delivered undoes nothing of itself', () => {
    expect(checkPolicy(DEFAULT_POLICY).ok).toBe(true)
  })

  test.each([
    [2, null],
    [3, 20],
    [4, 40],
    [5, 45],
    [10_000, 45],
  ])('of three failures, 20 minutes and 45 at most: after %i, %s minutes', (failures, minutes) => {
    const policy = { ...DEFAULT_POLICY, lockAfter: 3, lockMinutes: 20, longestLockMinutes: 45 }
    expect(lockUntil(failures, NOW, policy)).toBe(minutes === null ? null : NOW + minutes * MINUTE)
  })

  test.each([
    ['Abcdef-2', 8, true],
    ['Abcdef-2', 9, false],
    ['Abcdef-2𠮷', 9, true],
  ])('%s with at least %i characters: %s', (password, passwordLength, taken) => {
    expect(checkPassword(password, { username: 'x1', name: '王' }, { passwordLength }).ok).toBe(taken)
  })
})
