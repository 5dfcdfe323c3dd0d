import { describe, expect, it } from 'vitest'
import type { ListEntry } from '../schema/responsibility.ts'
import { classText } from './listing.ts'
import {
  readSheet,
  SHEET_COLUMNS,
  SHEET_HEADS,
  writeSheet,
  type SheetColumn,
  type SheetFacts,
} from './sheet.ts'

const entry: ListEntry = {
  key: { standard: 'LOCAL', kind: 'component', code: '01002' },
  name: '污水井盖',
  domain: 'urban-management',
  departmentId: 'u1',
  legalBasis: null,
  grade: 'important',
  selfHandling: false,
  confidential: false,
  requiredEvidence: ['near', 'far'],
  sources: ['resident'],
  evidence: 'local',
  conditions: [
    {
      seq: 1,
      text: '缺失',
      limit: { amount: 2, unit: 'urgent-hour' },
      closing: '已围护',
      closingEvidence: ['after'],
      extension: null,
    },
    {
      seq: 2,
      text: '松动',
      limit: { amount: 3, unit: 'working-day' },
      closing: '稳固',
      closingEvidence: [],
      extension: { times: 1, maxAmount: 2 },
    },
  ],
}
const facts: SheetFacts = {
  present: new Map([[classText(entry.key), entry]]),
  units: new Map([
    ['市政站', ['u1']],
    ['同名站', ['u2', 'u3']],
  ]),
  classes: new Map([['LOCAL|component|01003', '雨水井盖']]),
}
const heads = SHEET_COLUMNS.map((c) => SHEET_HEADS[c])
const rows = writeSheet([entry], () => '市政站')
const withCell = (row: number, column: SheetColumn, value: string | number) =>
  [heads, ...rows].map((r, i) =>
    i === row ? r.map((c, j) => (j === SHEET_COLUMNS.indexOf(column) ? value : c)) : r,
  )

describe('a sheet', () => {
  it('that was written is read as the same entries, columns in any order', () => {
    expect(readSheet([heads, ...rows], facts)).toEqual({ rows: 2, entries: [entry], errors: [] })
    const turned = [heads, ...rows].map((r) => r.toReversed())
    expect(readSheet(turned, facts).entries).toEqual([entry])
  })
  it('keeps what it does not say: grade and sources of the class', () => {
    expect(readSheet([heads, ...rows], facts).entries[0]).toMatchObject({
      grade: 'important',
      sources: ['resident'],
    })
  })
  it.each<[number, SheetColumn, string | number, string]>([
    [1, 'standard', '', 'list.sheet.empty'],
    [1, 'kind', '部门', 'list.sheet.unknown-kind'],
    [1, 'code', '99999', 'list.sheet.unknown-class'],
    [1, 'unit', '没有的站', 'list.sheet.unknown-unit'],
    [1, 'unit', '同名站', 'list.sheet.two-units'],
    [1, 'selfHandling', '可', 'list.sheet.not-yes-no'],
    [1, 'requiredEvidence', '近景、录像', 'list.sheet.unknown-evidence'],
    [1, 'seq', '一', 'list.sheet.not-a-number'],
    [2, 'seq', 1, 'list.sheet.seq-twice'],
    [2, 'text', '', 'list.sheet.empty'],
    [2, 'text', 'x'.repeat(301), 'list.sheet.too-long'],
    [2, 'limit', '3天', 'calendar.limit-unit-unknown'],
    [2, 'limit', '1.5工作日', 'calendar.limit-fraction'],
    [2, 'limit', '紧急', 'calendar.limit-malformed'],
    [2, 'extensionTimes', 'x', 'list.sheet.not-a-number'],
    [2, 'extensionMax', 1.5, 'calendar.limit-fraction'],
    [2, 'domain', 'hazard', 'list.sheet.class-differs'],
  ])('row %i, %s = %j: %s', (row, column, value, code) => {
    const { errors } = readSheet(withCell(row, column, value), facts)
    expect(errors[0]).toEqual({
      row: row + 1,
      column: SHEET_HEADS[column],
      code,
      value: String(value).slice(0, 60),
    })
  })
  it('without a column says which', () => {
    const { errors } = readSheet([heads.filter((h) => h !== '处置时限')], facts)
    expect(errors).toEqual([{ row: 1, column: '处置时限', code: 'list.sheet.head-missing', value: '' }])
  })
  it('finds all errors, not the first only', () => {
    const table = withCell(1, 'limit', '3天').map((r, i) =>
      i === 2 ? r.map((c, j) => (j === SHEET_COLUMNS.indexOf('closing') ? '' : c)) : r,
    )
    expect(readSheet(table, facts).errors.map((e) => e.row)).toEqual([2, 3])
  })
  it('passes over empty rows and counts rows as the sheet does', () => {
    const [one, two] = rows
    if (one === undefined || two === undefined) throw new Error('two rows were written')
    const spoilt = two.map((c, j) => (j === SHEET_COLUMNS.indexOf('limit') ? 'x' : c))
    expect(readSheet([heads, one, heads.map(() => ''), spoilt], facts).errors[0]?.row).toBe(4)
  })
})
