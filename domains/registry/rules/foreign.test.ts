import { describe, expect, it } from 'vitest'
import { ID_KINDS } from '../schema/lists.ts'
import {
  isNationality,
  NATIONALITIES,
  nationalityCode,
  nationalityWord,
} from '../schema/nationality-lists.ts'
import {
  checkStay,
  endLamps,
  FOREIGN_KINDS,
  foreignName,
  isForeign,
  latinKey,
  latinParts,
  nextEnd,
  readForeignName,
} from './foreign.ts'
import { maskForeignName } from './mask.ts'
import { nationalityOf, purposeOf } from './transfer/cells.ts'

const TODAY = '2026-11-26'

describe('who is a foreign resident', () => {
  it.each(ID_KINDS)('%s with Chinese nationality', (idKind) => {
    expect(isForeign({ idKind, nationality: 'CHN' })).toBe(FOREIGN_KINDS.some((k) => k === idKind))
    expect(isForeign({ idKind, nationality: 'ITA' })).toBe(true)
  })
})

describe('a name in Latin letters', () => {
  it.each([
    ['rossi', 'ROSSI'],
    ['  Maria   Elena ', 'MARIA ELENA'],
    ["o'neill", "O'NEILL"],
    ['O’Neill', "O'NEILL"],
    ['JI‑WOO', 'JI-WOO'],
    ['ji–woo', 'JI-WOO'],
    ['Nguyễn', 'NGUYỄN'],
    ['Nguyê\u0303n', 'NGUYỄN'],
    ['Müller', 'MÜLLER'],
    ['weiß', 'WEISS'],
    ['J. R.', 'J. R.'],
    ['Ł', 'Ł'],
    ['', null],
    ['-', null],
    ['张伟', null],
    ['Иван', null],
    ['ROSSI<<MARIA', null],
    ['ROSSI1', null],
    ['<b>X</b>', null],
    ['\u202EROSSI', null],
    ['ROSSI😀', null],
    ['A'.repeat(40), 'A'.repeat(40)],
    ['A'.repeat(41), null],
    // Capitals may be longer than what was typed.
    ['ß'.repeat(21), null],
  ])('%j is kept as %j', (text, kept) => expect(readForeignName(text)).toBe(kept))

  it.each([
    ['ROSSI', 'MARIA', 'ROSSI MARIA'],
    ['ROSSI', null, 'ROSSI'],
    [null, 'SUHARTO', 'SUHARTO'],
    [null, null, ''],
  ])('%s and %s stand for the name as %s', (surname, given, whole) =>
    expect(foreignName(surname, given)).toBe(whole),
  )

  it.each([
    ['NGUYỄN THỊ HOA', 'nguyen thi hoa'],
    ["D'ANGELO", 'dangelo'],
    ['JI-WOO', 'ji woo'],
    ['ØSTERGÅRD', 'ostergard'],
    ['ĐỨC', 'duc'],
    ['WEISS', 'weiss'],
  ])('%s is searched as %s', (name, key) => expect(latinKey(name)).toBe(key))

  it.each([
    ['Maria Rossi', ['maria', 'rossi']],
    ['ROSSI, Maria', ['rossi', 'maria']],
    ["o'neil", ['oneil']],
    ['müll', ['mull']],
    ['zw', ['zw']],
    ['a b', null],
    ['张伟', null],
    ['SOHO 3号', null],
    ['YA0000007', null],
  ])('%j is looked for as %j', (q, parts) => expect(latinParts(q)).toEqual(parts))

  it.each([
    ['ROSSI', 'MARIA ELENA', 'R** M**'],
    [null, 'SUHARTO', 'S**'],
    [null, null, null],
  ])('%s %s is shown as %s', (surname, given, shown) => expect(maskForeignName(surname, given)).toBe(shown))
})

describe('the days of a stay', () => {
  const stay = { idUntil: '2030-01-01', arrivedOn: '2025-09-01', leavesOn: '2027-07-31' }
  it.each([
    [{}, null, []],
    [{ arrivedOn: TODAY }, null, []],
    [{ arrivedOn: '2026-11-27' }, 'registry.day-in-future arrivedOn', []],
    [{ arrivedOn: '1979-12-31' }, 'registry.day-before-birth arrivedOn', []],
    [{ idUntil: '2025-08-31' }, 'registry.id-until-before-arrival idUntil', []],
    [{ idUntil: '2057-01-01' }, 'registry.day-too-far idUntil', []],
    [{ leavesOn: '2025-08-31' }, 'registry.leaves-before-arrival leavesOn', []],
    [{ leavesOn: '2025-09-01' }, null, ['registry.warning.stay-over']],
    [{ leavesOn: '2099-01-01' }, 'registry.day-too-far leavesOn', []],
    [{ arrivedOn: null, leavesOn: '1970-01-01' }, 'registry.day-before-birth leavesOn', []],
    [{ arrivedOn: null, idUntil: '1970-01-01' }, 'registry.day-before-birth idUntil', []],
    [{ idUntil: '2026-11-25' }, null, ['registry.warning.id-expired', 'registry.warning.stay-beyond-paper']],
    [{ idUntil: TODAY, leavesOn: null }, null, []],
    [{ idUntil: null, arrivedOn: null, leavesOn: null }, null, []],
  ])('%j: %s %j', (over, fault, warnings) => {
    const said = checkStay({ ...stay, ...over }, { birthDate: '1980-01-01', hasPaper: true }, TODAY)
    expect(said.fault === null ? null : `${said.fault.code} ${said.fault.field}`).toBe(fault)
    expect(said.warnings).toEqual(warnings)
  })

  it('has no last day of a paper that is not there', () => {
    const said = checkStay(stay, { birthDate: null, hasPaper: false }, TODAY)
    expect(said.fault).toEqual({ code: 'registry.id-until-without-paper', field: 'idUntil' })
  })
})

describe('the lamp', () => {
  it.each([
    ['2026-11-25', 30, 'red', -1],
    ['2026-11-26', 30, 'yellow', 0],
    ['2026-12-26', 30, 'yellow', 30],
    ['2026-12-27', 30, 'green', 31],
    ['2026-12-27', 60, 'yellow', 31],
    ['2026-12-04', 7, 'green', 8],
  ])('of a paper until %s with %i days is %s', (idUntil, dueDays, lamp, days) =>
    expect(endLamps({ idUntil, leavesOn: null }, TODAY, dueDays)).toEqual([
      { what: 'paper', lamp, until: idUntil, days },
    ]),
  )
  it('is that of what ends first, and none where no day is known', () => {
    const both = endLamps({ idUntil: '2030-01-01', leavesOn: '2026-12-01' }, TODAY, 30)
    expect(both.map((e) => e.what)).toEqual(['paper', 'stay'])
    expect(nextEnd(both)?.what).toBe('stay')
    expect(nextEnd(endLamps({ idUntil: null, leavesOn: null }, TODAY, 30))).toBeNull()
  })
})

describe('nationalities', () => {
  it('are codes in pairs, each once', () => {
    expect(new Set(NATIONALITIES).size).toBe(NATIONALITIES.length)
    for (const code of NATIONALITIES) expect(code).toMatch(/^[A-Z]{3}$/)
    // A country that has no name in Chinese is no country.
    for (const code of NATIONALITIES.filter((c) => !c.startsWith('XX')))
      expect(nationalityWord(code), code).toMatch(/\p{Script=Han}/u)
  })
  it.each([
    ['ITA', 'ITA'],
    ['IT', 'ITA'],
    ['XXA', 'XXA'],
    ['TWN', undefined],
    ['HK', undefined],
    ['ZZZ', undefined],
  ])('%s is %s', (said, code) => expect(nationalityCode(said)).toBe(code))
  it.each([
    ['CHN', '中国', 'China'],
    ['KOR', '韩国', 'South Korea'],
    ['XXA', '无国籍', 'stateless'],
    ['QQQ', 'QQQ', 'QQQ'],
  ])('%s is called %s and %s', (code, zh, en) => {
    expect([nationalityWord(code), nationalityWord(code, 'en')]).toEqual([zh, en])
    expect(isNationality(code)).toBe(code !== 'QQQ')
  })
})

describe('a cell of a sheet', () => {
  it.each([
    ['意大利', 'ITA'],
    ['it', 'ITA'],
    ['香港', 'CHN'],
    ['TWN', 'CHN'],
    ['挪威', 'NOR'],
  ])('of nationality %s is %s', (text, code) =>
    expect(nationalityOf(text)).toEqual({ ok: true, value: code }),
  )
  it.each([
    ['留学', 'study'],
    ['', null],
    ['探亲', 'visit'],
  ])('of purpose %j is %s', (text, purpose) => expect(purposeOf(text)).toEqual({ ok: true, value: purpose }))
  it('of purpose is no number of somebody’s table', () =>
    expect(purposeOf('01')).toEqual({ ok: false, code: 'transfer.why.purpose' }))
})
