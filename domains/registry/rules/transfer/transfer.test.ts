import { describe, expect, it } from 'vitest'
import { validate } from 'uuid'
import { IMPORT_FIELDS } from '../../schema/transfer-lists.ts'
import { dayOfCell, idKindFor, nationalityOf, paperOf, relationOf, staysOf, type Cell } from './cells.ts'
import { columnsByHeads, guessColumns, HEADS, lacking } from './heads.ts'
import { idAt, idsBetween, idSpace, MADE, madeBy } from './ids.ts'
import { isArea, isBlank, readLine } from './line.ts'

const WORDS = new Map([
  ['02', '02'],
  ['户主', '02'],
  ['长子', '22'],
  ['配偶', '10'],
  ['妻', '12'],
  ['独生女', '31'],
])
const value = (read: { ok: boolean; value?: unknown; code?: string }): unknown =>
  read.ok ? read.value : read.code

describe('columns', () => {
  it('of the template are all known', () => {
    expect(guessColumns(IMPORT_FIELDS.map((f) => HEADS[f]))).toEqual(
      Object.fromEntries(IMPORT_FIELDS.map((f, i) => [f, i])),
    )
  })
  it.each<[string[], Record<string, number>]>([
    [
      ['序号', '姓 名', '身份证号（必填）', '手机号码', '现住址'],
      { name: 1, idNumber: 2, phone: 3, address: 4 },
    ],
    [['户主姓名', '姓名', '公民身份号码'], { name: 1, idNumber: 2 }],
    [['XM', 'SFZH', 'DZ'], { name: 0, idNumber: 1, address: 2 }],
    [
      ['小区名称', '楼栋号', '单元号', '房号', '姓名'],
      { estate: 0, block: 1, entrance: 2, room: 3, name: 4 },
    ],
    [['姓名', '联系电话1', '地址'], { name: 0, phone: 1, address: 2 }],
    [['', '备注'], {}],
  ])('%j', (heads, columns) => expect(guessColumns(heads)).toEqual(columns))
  it('that were kept are found by their heads, wherever they stand now', () =>
    expect(columnsByHeads({ name: '姓名', phone: '电话', room: '房' }, ['电 话', '姓名'])).toEqual({
      name: 1,
      phone: 0,
    }))
  it.each([
    [{ idNumber: 0 }, 'transfer.lacking.name'],
    [{ name: 0 }, 'transfer.lacking.address'],
    [{ name: 0, room: 1 }, 'transfer.lacking.address'],
    [{ name: 0, address: 1, lon: 2 }, 'transfer.lacking.place'],
    [{ name: 0, room: 1, estate: 2 }, null],
    [{ name: 0, address: 1 }, null],
  ])('%j lacks %s', (columns, key) => expect(lacking(columns)).toBe(key))
})

describe('cells', () => {
  it.each<[Cell, unknown]>([
    ['1990-01-30', '1990-01-30'],
    ['1990年1月30日', '1990-01-30'],
    ['1990/1/30 00:00:00', '1990-01-30'],
    [19900130, '1990-01-30'],
    [32903, '1990-01-30'],
    [32903.75, '1990-01-30'],
    ['', null],
    [null, null],
    ['1990-02-30', 'transfer.why.day'],
    [0.5, 'transfer.why.day'],
    ['不详', 'transfer.why.day'],
  ])('day %j: %j', (cell, day) => expect(value(dayOfCell(cell))).toBe(day))
  it.each<[Cell, unknown]>([
    [110105194912310000, 'transfer.why.digits-lost'],
    ['1.10105E+17', 'transfer.why.digits-lost'],
    [13812341234, '13812341234'],
    ['’11010519491231002X', '11010519491231002X'],
    [' 110 ', '110'],
    ['x'.repeat(501), 'transfer.why.too-long'],
    [true, ''],
  ])('paper %j: %j', (cell, paper) => expect(value(paperOf(cell))).toBe(paper))
  it.each([
    ['户主', '02'],
    ['本人', '02'],
    ['2', '02'],
    ['01', 'transfer.why.relation'],
    ['妻子', '12'],
    ['长子', '22'],
    ['邻居', 'transfer.why.relation'],
    ['', null],
  ])('relation %s: %s', (text, code) => expect(value(relationOf(text, WORDS))).toBe(code))
  it.each([
    ['', 'CHN'],
    ['中国', 'CHN'],
    ['中国香港', 'CHN'],
    ['越南', 'VNM'],
    ['deu', 'DEU'],
    ['火星', 'transfer.why.nationality'],
  ])('nationality %s: %s', (text, code) => expect(value(nationalityOf(text))).toBe(code))
  it('kinds of papers and of stays', () => {
    expect(value(idKindFor('', 'E12345678'))).toBe('passport')
    expect(value(idKindFor('', '11010519491231002X'))).toBe('resident-id')
    expect(value(idKindFor('', ''))).toBe('none')
    expect(value(idKindFor('出生证', '1'))).toBe('transfer.why.id-kind')
    expect(value(staysOf('户籍且居住'))).toEqual(['registered', 'residing'])
    expect(value(staysOf(''))).toEqual(['residing'])
    expect(value(staysOf('寄宿'))).toBe('transfer.why.stay')
  })
})

describe('lines', () => {
  const heads = ['姓名', '证件号码', '小区', '幢号', '单元', '室号', '详细地址', '与户主关系']
  const columns = guessColumns(heads)
  it('in parts and in one line lead to the same building', () => {
    const parts = readLine(['张三', '', '望湖花园', '6栋', '2单元', '0301室', '', '户主'], columns, WORDS)
    const whole = readLine(['张三', '', '', '', '', '', '望湖花园6栋2单元301', '户主'], columns, WORDS)
    expect(parts.reasons).toEqual([])
    expect(whole.reasons).toEqual([])
    for (const { line } of [parts, whole])
      expect([line.home.entrance, line.home.room, line.home.floor]).toEqual(['2', '301', 3])
    expect(parts.line.home.keys.some((k) => whole.line.home.keys.includes(k))).toBe(true)
  })
  it('say everything that is wrong with them at once', () => {
    const { reasons } = readLine(['', 1.1e17, '', '', '', '', '望湖花园6栋', '邻居'], columns, WORDS)
    expect(reasons.map((r) => [r.field, r.code])).toEqual([
      ['name', 'transfer.why.name'],
      ['idNumber', 'transfer.why.digits-lost'],
      ['address', 'transfer.why.no-room'],
      ['relation', 'transfer.why.relation'],
    ])
  })
  it('of blanks are no lines', () => {
    expect(isBlank(['', ' ', null])).toBe(true)
    expect(isBlank([0])).toBe(false)
  })
})

describe('ids of an import', () => {
  const space = idSpace('01939e5a-0000-7000-8123-456789abcdef', Date.parse('2026-11-26T00:00:00Z'))
  it('are UUIDs, tell kind and line again, and lie between the ends of their kind', () => {
    for (const made of MADE)
      for (const line of [2, 1_000_001, 0x3ffffff]) {
        const id = idAt(space, made, line)
        expect(validate(id), id).toBe(true)
        expect(madeBy(space, id)).toEqual({ made, line })
        const [from, to] = idsBetween(space, made, line, line)
        expect(from <= id && id <= to).toBe(true)
        expect(idAt(space, made, line - 1) < from).toBe(true)
      }
    expect(madeBy(space, '01939e5a-0000-7000-8123-456789abcdef')).toBeNull()
  })
})

describe('areas', () => {
  it.each([
    ['桂园社区', '桂园', true],
    ['桂园社区', '桂园社区居委会', true],
    ['云溪街道', '云溪街道办事处', true],
    ['桂园社区', '桂林社区', false],
  ])('%s and %s: %s', (name, said, same) => expect(isArea(name, said)).toBe(same))
})
