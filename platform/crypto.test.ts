import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELD_ALGORITHMS, FIELD_KEY_BYTES, fieldProvider, macWith, seal } from './crypto.ts'
import type { FieldAlgorithm, FieldKey, FieldKeys } from './crypto.ts'

const key = (id: number, algorithm: FieldAlgorithm = 'sm4-cbc-sm3', fill = id): FieldKey => ({
  id,
  algorithm,
  key: Buffer.alloc(FIELD_KEY_BYTES[algorithm], fill),
})
const INDEX = Buffer.alloc(32, 200)
const first = Buffer.alloc(48, 99)
const provider = (keys: readonly FieldKey[], rest: Partial<FieldKeys> = {}) =>
  fieldProvider({ first, keys, index: [INDEX], ...rest })
const place = { table: 'person', column: 'id_number', row: '018f' }

describe.each(FIELD_ALGORITHMS)('a field sealed by %s', (algorithm) => {
  const one = provider([key(3, algorithm)])
  it('opens where it stands, whatever it says, and looks different every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (plain) => {
        const sealed = one.seal(plain, place)
        expect(one.open(sealed, place)).toBe(plain)
        expect(one.seal(plain, place).equals(sealed)).toBe(false)
        expect(sealed.length % 16).not.toBe(0)
        expect([sealed[1], one.needsReseal(sealed)]).toEqual([3, false])
      }),
    )
  })
  it.each([
    ['another row', { ...place, row: '018e' }],
    ['another column', { ...place, column: 'phone' }],
    ['another table', { ...place, table: 'home' }],
    ['parts that run together', { ...place, table: 'personi', column: 'd_number' }],
  ])('does not open in %s', (_, elsewhere) => {
    const sealed = one.seal('11010519491231002X', place)
    expect(() => one.open(sealed, elsewhere)).toThrow()
  })
  it('does not open when any one bit was changed', () => {
    const sealed = one.seal('11010519491231002X', place)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => one.open(changed, place), `byte ${at}`).toThrow()
    }
    for (const length of [0, 1, 2, 16, 30, 50, sealed.length - 1])
      expect(() => one.open(sealed.subarray(0, length), place), `length ${length}`).toThrow()
  })
  it('hides the length of a short text', () => {
    expect(one.seal('张', place)).toHaveLength(one.seal('欧阳明月', place).length)
  })
})

describe('keys that follow each other', () => {
  const old = provider([key(1)])
  const both = provider([key(2, 'aes-256-gcm'), key(1)])
  it('opens with the old, seals with the newest, and says what is to be sealed anew', () => {
    const before = old.seal('x', place)
    expect([both.open(before, place), both.needsReseal(before)]).toEqual(['x', true])
    const after = both.seal(both.open(before, place), place)
    expect([after[0], after[1], both.needsReseal(after)]).toEqual([2, 2, false])
    expect(() => old.open(after, place)).toThrow('key 2, which is not known')
  })
  it('opens what was sealed before keys had ids, at every length', () => {
    for (let n = 0; n < 70; n++) {
      const sealed = seal(first, 'a'.repeat(n))
      expect([both.open(sealed, place), both.needsReseal(sealed)]).toEqual(['a'.repeat(n), true])
    }
    const without = provider([key(1)], { first: null })
    expect(() => without.open(seal(first, 'a'), place)).toThrow('first key')
  })
  it('does not open with a key of the same id that is another', () => {
    const other = provider([key(1, 'sm4-cbc-sm3', 7)])
    expect(() => other.open(old.seal('x', place), place)).toThrow('does not verify')
  })
  it.each<[string, () => unknown]>([
    ['no key', () => provider([])],
    ['an id twice', () => provider([key(1), key(1)])],
    ['an id out of range', () => provider([key(256)])],
    ['a short key', () => provider([{ ...key(1), key: Buffer.alloc(32) }])],
    ['a short index key', () => provider([key(1)], { index: [Buffer.alloc(16)] })],
    ['an index key that seals', () => provider([key(1)], { index: [Buffer.alloc(32, 1)] })],
  ])('refuses %s', (_, make) => expect(make).toThrow())
})

describe('the blind index', () => {
  const older = Buffer.alloc(32, 201)
  const two = provider([key(1)], { index: [INDEX, older] })
  it('meets for equal texts of one kind, and with no other', () => {
    expect(two.blind('id-number', '1').equals(two.blind('id-number', '1'))).toBe(true)
    expect(two.blind('id-number', '1').equals(two.blind('phone', '1'))).toBe(false)
    expect(two.blind('id-number', '1').equals(two.blind('id-number', '2'))).toBe(false)
    expect(two.blind('id-number', '1')).toHaveLength(32)
  })
  it('is looked for under every key, the newest first', () => {
    const alone = provider([key(1)], { index: [older] })
    expect(two.blindAll('phone', '1')).toEqual([two.blind('phone', '1'), alone.blind('phone', '1')])
  })
})

it('the MAC made ready is the library’s HMAC-SM3, for every key and text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 64 }),
      fc.uint8Array({ maxLength: 300 }),
      (key, data) => {
        const mac = macWith(Buffer.from(key))
        const own = createHmac('sm3', key).update(data).digest()
        // Twice: what was made ready is not used up.
        expect(mac(data).equals(own) && mac(data).equals(own)).toBe(true)
      },
    ),
  )
  expect(() => macWith(Buffer.alloc(65))).toThrow('MAC key of 65 bytes')
})
