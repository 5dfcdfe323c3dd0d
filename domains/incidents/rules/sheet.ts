/**
 * The responsibility list as a sheet: one row a filing condition, the class's own columns repeated. Heads and words are those
 * of the document itself, read back as they are written. Reading finds every error by row and column and decides nothing.
 */
import { formatLimit, parseLimit } from '@lifang/domains/calendar/rules/limits.ts'
import { isDayUnit } from '@lifang/domains/calendar/schema/lists.ts'
import type { EntryCondition, ListEntry, SheetError } from '../schema/responsibility.ts'
import { EVIDENCE_KINDS } from '../schema/lists.ts'
import type { ClassKey, EvidenceKind } from '../schema/words.ts'
import { classText, type ListMap } from './listing.ts'

export const SHEET_HEADS = {
  standard: '标准',
  kind: '类型',
  code: '代码',
  name: '名称',
  domain: '领域',
  unit: '责任单位',
  legalBasis: '依据',
  selfHandling: '允许自办',
  confidential: '举报保密',
  requiredEvidence: '立案证据',
  seq: '序号',
  text: '立案条件',
  limit: '处置时限',
  closing: '结案条件',
  closingEvidence: '结案证据',
  extensionTimes: '可延期次数',
  extensionMax: '延期最多',
} as const
export type SheetColumn = keyof typeof SHEET_HEADS
export const SHEET_COLUMNS = Object.keys(SHEET_HEADS) as readonly SheetColumn[]
/** Rows read at most: a street's list has hundreds. */
export const SHEET_ROWS = 5000

const KIND_WORDS = { component: '部件', matter: '事项' } as const
const EVIDENCE_WORDS = {
  near: '近景',
  far: '远景',
  reference: '参照物',
  before: '处置前',
  after: '处置后',
  document: '文书',
} as const satisfies Record<EvidenceKind, string>

export type Cells = readonly (string | number)[]

const yesNo = (value: boolean): string => (value ? '是' : '否')
const evidenceText = (kinds: readonly EvidenceKind[]): string =>
  kinds.map((k) => EVIDENCE_WORDS[k]).join('、')

/** Rows under the heads. A class without conditions has one row with its condition columns empty. */
export function writeSheet(entries: Iterable<ListEntry>, unitName: (id: string) => string): Cells[] {
  return [...entries].flatMap((e): Cells[] => {
    const own = [
      e.key.standard,
      KIND_WORDS[e.key.kind],
      e.key.code,
      e.name,
      e.domain,
      e.departmentId === null ? '' : unitName(e.departmentId),
      e.legalBasis ?? '',
      yesNo(e.selfHandling),
      yesNo(e.confidential),
      evidenceText(e.requiredEvidence),
    ]
    if (e.conditions.length === 0) return [[...own, '', '', '', '', '', '', '']]
    return e.conditions.map((c) => [
      ...own,
      c.seq,
      c.text,
      formatLimit(c.limit),
      c.closing,
      evidenceText(c.closingEvidence),
      c.extension?.times ?? '',
      c.extension?.maxAmount ?? '',
    ])
  })
}

export interface SheetFacts {
  /** The list the sheet is read into: what a sheet does not say of a class stays. */
  readonly present: ListMap
  /** Ids of units in force by name; several units of one name cannot be told apart. */
  readonly units: ReadonlyMap<string, readonly string[]>
  /** Names of the catalogues' classes by key text. */
  readonly classes: ReadonlyMap<string, string>
}
export interface SheetRead {
  readonly rows: number
  readonly entries: readonly ListEntry[]
  readonly errors: readonly SheetError[]
}

type Row = Readonly<Record<SheetColumn, string>>
const cellText = (value: unknown): string => {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return ''
}

/**
 * Reads a sheet whose first row names the columns (any order; all of them). Codes: `list.sheet.head-missing`, `-empty`,
 * `-too-long`, `-too-many`, `-unknown-kind`, `-unknown-class`, `-unknown-unit`, `-two-units`, `-not-yes-no`,
 * `-unknown-evidence`, `-not-a-number`, `-seq-twice`, `-class-differs`, and the limit's own problems.
 */
export function readSheet(table: readonly (readonly unknown[])[], facts: SheetFacts): SheetRead {
  const errors: SheetError[] = []
  const heads = (table[0] ?? []).map(cellText)
  for (const column of SHEET_COLUMNS)
    if (!heads.includes(SHEET_HEADS[column]))
      errors.push({ row: 1, column: SHEET_HEADS[column], code: 'list.sheet.head-missing', value: '' })
  if (errors.length > 0) return { rows: 0, entries: [], errors }
  const at = new Map(SHEET_COLUMNS.map((c) => [c, heads.indexOf(SHEET_HEADS[c])] as const))
  const entries = new Map<string, ListEntry & { row: number; first: Row }>()
  let rows = 0
  for (const [index, cells] of table.entries()) {
    if (index === 0 || cells.every((c) => cellText(c) === '')) continue
    const line = index + 1
    if (++rows > SHEET_ROWS) {
      errors.push({
        row: line,
        column: SHEET_HEADS.standard,
        code: 'list.sheet.too-many',
        value: String(SHEET_ROWS),
      })
      break
    }
    const row = Object.fromEntries(SHEET_COLUMNS.map((c) => [c, cellText(cells[at.get(c) ?? -1])])) as Record<
      SheetColumn,
      string
    >
    const wrong = (column: SheetColumn, code: string): null => {
      errors.push({ row: line, column: SHEET_HEADS[column], code, value: row[column].slice(0, 60) })
      return null
    }
    readRow(row, line, { facts, entries, wrong })
  }
  return { rows, entries: [...entries.values()].map(({ row: _row, first: _first, ...e }) => e), errors }
}

type Wrong = (column: SheetColumn, code: string) => null
interface Reading {
  readonly facts: SheetFacts
  readonly entries: Map<string, ListEntry & { row: number; first: Row }>
  readonly wrong: Wrong
}

const OWN: readonly SheetColumn[] = [
  'name',
  'domain',
  'unit',
  'legalBasis',
  'selfHandling',
  'confidential',
  'requiredEvidence',
]

function readRow(row: Row, line: number, { facts, entries, wrong }: Reading): void {
  const key = readKey(row, facts, wrong)
  if (key === null) return
  const known = entries.get(classText(key))
  if (known !== undefined) {
    const differs = OWN.find((c) => row[c] !== known.first[c])
    if (differs !== undefined) return void wrong(differs, 'list.sheet.class-differs')
  }
  const entry = known ?? readOwn(row, key, facts, wrong)
  const condition = readCondition(row, wrong)
  if (entry === null) return
  if (condition !== null && entry.conditions.some((c) => c.seq === condition.seq))
    return void wrong('seq', 'list.sheet.seq-twice')
  entries.set(classText(key), {
    ...entry,
    conditions: condition === null ? entry.conditions : [...entry.conditions, condition],
    row: known?.row ?? line,
    first: known?.first ?? row,
  })
}

function readKey(row: Row, facts: SheetFacts, wrong: Wrong): ClassKey | null {
  if (row.standard === '') return wrong('standard', 'list.sheet.empty')
  if (row.code === '') return wrong('code', 'list.sheet.empty')
  const kind = (['component', 'matter'] as const).find((k) => KIND_WORDS[k] === row.kind)
  if (kind === undefined) return wrong('kind', 'list.sheet.unknown-kind')
  const key: ClassKey = { standard: row.standard, kind, code: row.code }
  const text = classText(key)
  return facts.classes.has(text) || facts.present.has(text) ? key : wrong('code', 'list.sheet.unknown-class')
}

function readOwn(row: Row, key: ClassKey, facts: SheetFacts, wrong: Wrong): ListEntry | null {
  const was = facts.present.get(classText(key))
  const bad = (column: SheetColumn, code: string): undefined => void wrong(column, code)
  const units = row.unit === '' ? [] : (facts.units.get(row.unit) ?? null)
  const unit =
    units === null
      ? bad('unit', 'list.sheet.unknown-unit')
      : units.length > 1
        ? // Of several with one name, the one that stands there already is meant.
          (units.find((u) => u === was?.departmentId) ?? bad('unit', 'list.sheet.two-units'))
        : (units[0] ?? null)
  const truth = (column: 'selfHandling' | 'confidential'): boolean | undefined =>
    row[column] === '是' ? true : row[column] === '否' ? false : bad(column, 'list.sheet.not-yes-no')
  const selfHandling = truth('selfHandling')
  const confidential = truth('confidential')
  const requiredEvidence = readEvidence('requiredEvidence', row, wrong)
  const domain = row.domain === '' ? bad('domain', 'list.sheet.empty') : within('domain', row, 60, wrong)
  const legalBasis = within('legalBasis', row, 500, wrong)
  if (
    unit === undefined ||
    selfHandling === undefined ||
    confidential === undefined ||
    requiredEvidence === null ||
    domain === undefined ||
    domain === null ||
    legalBasis === null
  )
    return null
  return {
    key,
    // The catalogue names its classes; the column is for the reader.
    name: was?.name ?? facts.classes.get(classText(key)) ?? row.name,
    domain,
    departmentId: unit,
    legalBasis: legalBasis === '' ? null : legalBasis,
    grade: was?.grade ?? null,
    selfHandling,
    confidential,
    requiredEvidence,
    sources: was?.sources ?? null,
    evidence: was?.evidence ?? 'local',
    conditions: [],
  }
}

function readCondition(row: Row, wrong: Wrong): EntryCondition | null {
  for (const column of ['seq', 'text', 'limit', 'closing'] as const)
    if (row[column] === '') return wrong(column, 'list.sheet.empty')
  const seq = numberOf(row.seq)
  if (seq === null || !Number.isInteger(seq) || seq < 1 || seq > 999)
    return wrong('seq', 'list.sheet.not-a-number')
  const text = within('text', row, 300, wrong)
  const closing = within('closing', row, 500, wrong)
  const closingEvidence = readEvidence('closingEvidence', row, wrong)
  const limit = parseLimit(row.limit)
  if (!limit.ok) return wrong('limit', limit.problem.code)
  if (text === null || closing === null || closingEvidence === null) return null
  const base = { seq, text, limit: limit.value, closing, closingEvidence }
  if (row.extensionTimes === '' && row.extensionMax === '') return { ...base, extension: null }
  const times = numberOf(row.extensionTimes)
  if (times === null || !Number.isInteger(times) || times < 1 || times > 9)
    return wrong('extensionTimes', 'list.sheet.not-a-number')
  const maxAmount = numberOf(row.extensionMax)
  if (maxAmount === null || maxAmount <= 0 || maxAmount > 10_000)
    return wrong('extensionMax', 'list.sheet.not-a-number')
  if (isDayUnit(limit.value.unit) && !Number.isInteger(maxAmount))
    return wrong('extensionMax', 'calendar.limit-fraction')
  return { ...base, extension: { times, maxAmount } }
}

const numberOf = (text: string): number | null => {
  const plain = text.normalize('NFKC')
  return /^\d{1,6}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null
}

const within = (column: SheetColumn, row: Row, max: number, wrong: Wrong): string | null =>
  row[column].length > max ? wrong(column, 'list.sheet.too-long') : row[column]

function readEvidence(
  column: 'requiredEvidence' | 'closingEvidence',
  row: Row,
  wrong: Wrong,
): EvidenceKind[] | null {
  const words = row[column].split(/[、,，;；\s]+/).filter((w) => w !== '')
  const kinds = words.map((w) => EVIDENCE_KINDS.find((k) => EVIDENCE_WORDS[k] === w))
  if (kinds.includes(undefined)) return wrong(column, 'list.sheet.unknown-evidence')
  return [...new Set(kinds.filter((k) => k !== undefined))]
}
