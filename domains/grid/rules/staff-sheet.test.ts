import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, dayStart } from '@lifang/domains/calendar/rules/instants.ts'
import phrases from '../../../lang/zh-CN/admin.json' with { type: 'json' }
import { readStaff, STAFF_COLUMNS, STAFF_HEADS, STAFF_ROWS, type StaffFacts } from './staff-sheet.ts'

const HEADS = STAFF_COLUMNS.map((c) => STAFF_HEADS[c])
const seat = (key: string, kind: 'area' | 'department' = 'area') => ({
  kind,
  key,
  areaId: key,
  departmentId: kind === 'area' ? null : key,
})
const facts: StaffFacts = {
  today: dayOf('2026-11-26'),
  posts: new Map([
    ['受理员', 'intake-officer'],
    ['处置员', 'handler'],
  ]),
  areas: new Map([
    ['004', [seat('a')]],
    ['第一网格', [seat('a'), seat('b')]],
  ]),
  departments: new Map([['城管中队', [seat('d', 'department')]]]),
}
const read = (...rows: readonly (readonly unknown[])[]) => readStaff([HEADS, ...rows], facts)
const codes = (...rows: readonly (readonly unknown[])[]) =>
  read(...rows).faults.map((f) => f.code.replace('admin.sheet.', ''))

describe('a row', () => {
  test.each<[string, unknown, string | null]>([
    ['ISO', '2026-12-01', '2026-12-01'],
    ['slashes', '2026/12/1', '2026-12-01'],
    ['Chinese', '2026年12月1日', '2026-12-01'],
    ['full width', '２０２６－１２－０１', '2026-12-01'],
    ['a date cell', new Date(Date.UTC(2026, 11, 1)), '2026-12-01'],
    ['an Excel serial', 46357, '2026-12-01'],
    ['nothing is today', '', '2026-11-26'],
    ['no such day', '2026-02-30', null],
    ['a word', '明天', null],
    ['a year nobody means', '9999-12-01', null],
  ])('begins on a date: %s', (_, cell, day) => {
    const { lines, faults } = read(['u1', '甲', '', '受理员', '004', '', cell, ''])
    if (day === null) expect(faults.map((f) => f.code)).toEqual(['admin.sheet.bad-date'])
    else expect(lines[0]?.held?.from).toBe(dayStart(dayOf(day)))
  })

  test('holds the post through its last day', () => {
    const { lines } = read(['u1', '甲', '', '受理员', '004', '', '2026-12-01', '2026-12-01'])
    expect(lines[0]?.held).toMatchObject({
      from: dayStart(dayOf('2026-12-01')),
      to: dayStart(dayOf('2026-12-02')),
    })
  })

  test.each<[string, readonly unknown[], string[]]>([
    ['an area by a name two have', ['u1', '甲', '', '受理员', '第一网格', '', '', ''], ['two-areas']],
    ['a unit’s post without a unit', ['u1', '甲', '', '处置员', '004', '', '', ''], ['wants-department']],
    ['an area’s post without an area', ['u1', '甲', '', '受理员', '', '城管中队', '', ''], ['wants-area']],
    ['a place without a post', ['u1', '甲', '', '', '004', '', '', ''], ['post-missing']],
    ['only an account', ['u1', '甲', '', '', '', '', '', ''], []],
    ['a name with a mark that turns text', ['u1', '甲\u202e', '', '', '', '', '', ''], ['bad-name']],
    ['a formula for a name is text', ['u1', '=1+1', '', '', '', '', '', ''], []],
  ])('%s', (_, row, expected) => {
    expect(codes(row)).toEqual(expected)
  })
})

test('empty rows are passed over, rows are counted as Excel counts, and columns may stand anywhere', () => {
  const { lines, rows } = readStaff(
    [['备注', ...HEADS.toReversed()], [], ['x', '', '', '', '', '', '', '甲', 'u1']],
    facts,
  )
  expect([rows, lines.map((l) => [l.row, l.username, l.name])]).toEqual([1, [[3, 'u1', '甲']]])
})

test('a missing head is the only thing said', () => {
  const { faults } = readStaff([HEADS.slice(1), ['甲']], facts)
  expect(faults).toEqual([{ row: 1, column: '用户名', code: 'admin.sheet.head-missing', value: '' }])
})

test('too many rows end the reading', () => {
  const many = Array.from({ length: STAFF_ROWS + 5 }, (_, i) => [`u${String(i)}`, '甲'])
  expect(codes(...many)).toEqual(['too-many'])
})

test('whatever stands in the cells, it is read or named in a sentence that exists', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.double(),
    fc.boolean(),
    fc.date({ noInvalidDate: false }),
    fc.constantFrom(null, undefined, 'u1', '受理员', '004', '2026-12-01', {}),
  )
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 }), (rows) => {
      for (const fault of read(...rows).faults) expect(Object.keys(phrases)).toContain(fault.code)
    }),
  )
})
