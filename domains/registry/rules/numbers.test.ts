import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idCheckDigit, readIdNumber } from './id-number.ts'
import { readPhone } from './phone.ts'
import { readUscc, usccCheck } from './uscc.ts'

const TODAY = '2026-11-22'
/** Sample data is not part of the repository: the folder the variable names, or none. */
const SAMPLES = process.env['LIFANG_DATA_SAMPLES'] ?? 'no-samples'
const lines = (file: string): string[][] =>
  readFileSync(`${SAMPLES}/vectors/${file}`, 'utf8')
    .replaceAll('\r', '')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','))
const codes = (
  found: { ok: true; warnings: readonly { code: string }[] } | { ok: false; fault: { code: string } },
) =>
  (found.ok ? found.warnings.map((w) => w.code) : [found.fault.code]).map((code) =>
    code.replace(/^registry-rules\.(id-number|uscc|phone)-/, ''),
  )

describe('identity numbers (GB 11643)', () => {
  it.each([
    // text, value, kind, born, sex, warnings
    ['11010519491231002X', '11010519491231002X', 'resident', '1949-12-31', 'female', []],
    ['440524188001010014', '440524188001010014', 'resident', '1880-01-01', 'male', ['very-old']],
    ['810000199408230021', '810000199408230021', 'hmt-residence', '1994-08-23', 'female', []],
    ['830000199001019906', '830000199001019906', 'hmt-residence', '1990-01-01', 'female', []],
    ['32050619920821996x', '32050619920821996X', 'resident', '1992-08-21', 'female', []],
    [' 6402 0220 0702 0999 14 ', '640202200702099914', 'resident', '2007-02-09', 'male', []],
    ['６４０２０２２００７０２０９９９１４', '640202200702099914', 'resident', '2007-02-09', 'male', []],
    ['32050619920821996×', '32050619920821996X', 'resident', '1992-08-21', 'female', []],
    ['32050619920821996Ⅹ', '32050619920821996X', 'resident', '1992-08-21', 'female', []],
    ['430602200002299950', '430602200002299950', 'resident', '2000-02-29', 'male', []],
    // Real cards are known to break these: kept, with the reason.
    ['420106198605019929', '420106198605019929', 'resident', '1986-05-01', 'female', ['checksum']],
    [
      '430602190002299954',
      '430602190002299954',
      'resident',
      null,
      'male',
      ['date-not-in-calendar', 'very-old'],
    ],
    ['000602198001019996', '000602198001019996', 'resident', '1980-01-01', 'male', ['area-unknown']],
    ['640202070209991', '640202190702099918', 'old-15', '1907-02-09', 'male', ['old-number']],
    ['640202070209997', null, 'old-15', null, 'male', ['old-number', 'century-unsure']],
  ])('%s', (text, value, kind, born, sex, warnings) => {
    const read = readIdNumber(text, TODAY)
    expect(read).toMatchObject({ ok: true, value, kind, born, sex })
    expect(codes(read)).toEqual(warnings)
  })

  it.each([
    ['', 'length'],
    ['64020220070209991', 'length'],
    ['6402022007020999140', 'length'],
    ['64020220070209A914', 'characters'],
    ['640202200702099X14', 'characters'],
    ['😀40202200702099914', 'length'],
    ['110***********002X', 'masked'],
    ['430602199013019971', 'date-impossible'],
    ['430602199000119971', 'date-impossible'],
    ['430602200102299960', 'date-impossible'],
    ['430602202901019982', 'future'],
    ['640202079909991', 'date-impossible'],
  ])('refuses %s: %s', (text, fault) => {
    const read = readIdNumber(text, TODAY)
    expect(read.ok).toBe(false)
    expect(codes(read)).toEqual([fault])
  })

  it('reads permanent residence cards of foreigners, and made-up numbers of the demonstration as residents', () => {
    const foreign = '91115619850407123'
    expect(readIdNumber(foreign + idCheckDigit(foreign), TODAY)).toMatchObject({
      kind: 'foreign-permanent',
      born: '1985-04-07',
      sex: 'male',
    })
    const made = '99060219850407124'
    expect(readIdNumber(made + idCheckDigit(made), TODAY)).toMatchObject({
      kind: 'resident',
      sex: 'female',
      warnings: [],
    })
  })

  it('takes a birth of today and refuses one of tomorrow', () => {
    const of = (date: string) => `430602${date}001` + idCheckDigit(`430602${date}001`)
    expect(readIdNumber(of('20261122'), TODAY).ok).toBe(true)
    expect(codes(readIdNumber(of('20261123'), TODAY))).toEqual(['future'])
  })

  it('sees every single wrong digit and every swap of neighbours', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 })
    fc.assert(
      fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (list, at, add) => {
        const other = list.with(at, ((list[at] ?? 0) + add) % 10)
        expect(idCheckDigit(other.join(''))).not.toBe(idCheckDigit(list.join('')))
        const [a = 0, b = 0] = [list[at], list[(at + 1) % 17]]
        if (at === 16 || a === b) return
        const swapped = list.with(at, b).with(at + 1, a)
        expect(idCheckDigit(swapped.join(''))).not.toBe(idCheckDigit(list.join('')))
      }),
    )
  })

  if (existsSync(SAMPLES))
    it('agrees with every vector of the samples', () => {
      const vectors = lines('gb11643_id_numbers_synthetic.csv')
      expect(vectors).toHaveLength(85)
      for (const [value = '', expected, note] of vectors) {
        const read = readIdNumber(value, TODAY)
        const doubts = codes(read).filter((code) => code !== 'very-old')
        if (expected === 'valid') expect([note, doubts, read.ok && read.value]).toEqual([note, [], value])
        else if (expected === 'valid_15') expect([note, doubts]).toEqual([note, ['old-number']])
        else if (expected === 'valid_if_normalised') {
          expect([note, doubts]).toEqual([note, []])
          expect(read.ok && read.value).not.toBe(value)
        } else expect([value, note, doubts.length]).toEqual([value, note, 1])
      }
    })
})

describe('unified social credit codes (GB 32100)', () => {
  it.each(['91350100M000100Y43', '91110000101623741K', '911101066976941872', '52340303JURQ283F5A'])(
    'accepts %s',
    (code) => {
      expect(readUscc(code)).toMatchObject({ ok: true, value: code, warnings: [] })
      expect(readUscc(` ${code.toLowerCase()} `)).toMatchObject({ ok: true, value: code, warnings: [] })
    },
  )
  it('splits the parts', () => {
    expect(readUscc('91350100M000100Y43')).toMatchObject({
      department: '9',
      body: '1',
      area: '350100',
      organisation: 'M000100Y4',
    })
  })
  it.each([
    ['91350211M0000XUF46', ['checksum']],
    ['52340303GQH6DA1F0N', ['checksum']],
  ])('keeps %s with its reason', (code, warnings) => {
    expect(readUscc(code)).toMatchObject({ ok: true, value: code })
    expect(codes(readUscc(code))).toEqual(warnings)
  })
  it.each([
    ['52340303JURQ283F5', 'length'],
    ['', 'length'],
    ['52340303IURQ283F5A', 'characters'],
    ['9135010OM000100Y43', 'characters-meant'],
    ['91350100M0001中0Y43', 'characters'],
    ['9135**********0Y43', 'masked'],
  ])('refuses %s: %s', (code, fault) => {
    expect(codes(readUscc(code))).toEqual([fault])
  })
  it('has a character for a sum that is a multiple of 31', () => {
    expect(usccCheck('0'.repeat(17))).toBe('0')
    expect(usccCheck('I'.repeat(17))).toBeNull()
  })
  if (existsSync(SAMPLES))
    it('agrees with every vector of the samples', () => {
      const vectors = lines('gb32100_uscc_synthetic.csv')
      expect(vectors).toHaveLength(55)
      for (const [value = '', expected, note] of vectors) {
        const read = readUscc(value)
        if (expected === 'invalid') expect([value, note, codes(read).length]).toEqual([value, note, 1])
        else expect([read.ok && read.value, codes(read)]).toEqual([value.toUpperCase(), []])
      }
    })
})

describe('phones', () => {
  it.each([
    ['13812341234', 'mobile', '13812341234', '1234', []],
    [' 138 1234 1234 ', 'mobile', '13812341234', '1234', []],
    ['１３８－１２３４－１２３４', 'mobile', '13812341234', '1234', []],
    ['+86 138-1234-1234', 'mobile', '13812341234', '1234', []],
    ['008613812341234', 'mobile', '13812341234', '1234', []],
    ['013812341234', 'mobile', '13812341234', '1234', []],
    ['19900001234', 'mobile', '19900001234', '1234', []],
    ['0730-8612345', 'landline', '0730-8612345', '2345', []],
    ['07308612345', 'landline', '0730-8612345', '2345', []],
    ['（0730）8612345', 'landline', '07308612345', '2345', []],
    ['010-62345678', 'landline', '010-62345678', '5678', []],
    ['01062345678', 'landline', '010-62345678', '5678', []],
    ['+86 21 62345678', 'landline', '021-62345678', '5678', []],
    ['0730-8612345转801', 'landline', '0730-8612345-801', '2345', []],
    ['0730-8612345-801', 'landline', '0730-8612345-801', '2345', []],
    ['0000-6201001', 'landline', '0000-6201001', '1001', []],
    ['8612345', 'landline', '8612345', '2345', ['no-area-code']],
    ['400-123-4567', 'service', '4001234567', '4567', []],
    ['+852 2123 4567', 'foreign', '+85221234567', '4567', ['foreign']],
  ])('%s', (text, kind, value, tail, warnings) => {
    const read = readPhone(text)
    expect(read).toMatchObject({
      ok: true,
      kind,
      tail,
      value: value === '07308612345' ? '0730-8612345' : value,
    })
    expect(codes(read)).toEqual(warnings)
  })
  it.each([
    ['', 'characters'],
    ['1381234123', 'length'],
    ['138123412345', 'length'],
    ['12812341234', 'length'],
    ['138****1234', 'masked'],
    ['无', 'characters'],
    ['110', 'length'],
  ])('refuses "%s": %s', (text, fault) => expect(codes(readPhone(text))).toEqual([fault]))
})
