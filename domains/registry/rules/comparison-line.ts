/** One line of another register's list: what it says of a person and of its own record. What cannot be read says why. */
import { plainCode } from './finding.ts'
import { readIdNumber } from './id-number.ts'
import { dayOfCell, paperOf, sexOf, textOf, type Cell, type Read } from './transfer/cells.ts'
import { guessColumns, plainHead } from './transfer/heads.ts'
import { isBlank } from './transfer/line.ts'
import {
  COMPARED_FIELDS,
  type ComparedField,
  type LineField,
  type TheirState,
} from '../schema/comparison-lists.ts'

/** Column from 0, by field. */
export type LineColumns = Readonly<Partial<Record<LineField, number>>>
export interface UnreadLine {
  readonly line: number
  readonly field: LineField | null
  /** Phrase key. */
  readonly code: string
}
export type TheirValues = Readonly<Partial<Record<ComparedField, string>>>
export interface TheirLine {
  readonly values: TheirValues
  readonly state: Exclude<TheirState, 'absent'>
  /** Number that can be looked for, in its plain spelling; null: none, or masked. */
  readonly number: string | null
  /** YYYY-MM-DD as said, or as the number says; null: neither. */
  readonly born: string | null
}

/** Own knowledge of lists that offices pass around. */
const STATE_HEADS = new Set(
  '状态 人员状态 户籍状态 人口状态 户口状态 学籍状态 注销标志 注销状态 死亡标志 是否注销 是否死亡 state status'.split(
    ' ',
  ),
)

/** What the heads look like; who sends the list says whether it is so. */
export function guessLineColumns(heads: readonly string[]): LineColumns {
  const known = guessColumns(heads)
  const found: Partial<Record<LineField, number>> = {}
  for (const field of COMPARED_FIELDS) {
    const at = known[field]
    if (at !== undefined) found[field] = at
  }
  const at = heads.findIndex((head) => STATE_HEADS.has(plainHead(head)))
  if (at >= 0) found.state = at
  return found
}

/** Phrase key of what is missing for lines to be told apart; null: enough. */
export function lackingColumns(
  columns: LineColumns,
): 'comparison.lacking.name' | 'comparison.lacking.key' | null {
  if (columns.name === undefined) return 'comparison.lacking.name'
  return columns.idNumber === undefined && columns.birthDate === undefined ? 'comparison.lacking.key' : null
}

const GONE = /注销|销户|迁出|退学|毕业|转出|cancel/i
const DEAD = /死亡|去世|亡故|deceased|dead/i
const HERE = /^(?:|正常|在册|有效|在籍|在读|在校|健在|未注销|未死亡|否|无|n|no|0|present|active)$/i
/** Words of the state of a record. A head that says 死亡 makes its 是 a death. */
export function stateOf(text: string, head: string): Read<TheirLine['state']> {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '')
  if (HERE.test(plain)) return { ok: true, value: 'present' }
  if (/^(?:是|有|y|yes|1|true|√)$/i.test(plain))
    return { ok: true, value: DEAD.test(head) ? 'deceased' : 'cancelled' }
  if (DEAD.test(plain)) return { ok: true, value: 'deceased' }
  if (GONE.test(plain)) return { ok: true, value: 'cancelled' }
  return { ok: false, code: 'comparison.why.state' }
}

/** @param today YYYY-MM-DD @returns null for a blank line */
export function readTheirLine(
  cells: readonly Cell[],
  columns: LineColumns,
  heads: readonly string[],
  today: string,
): { readonly line: TheirLine } | Omit<UnreadLine, 'line'> | null {
  if (isBlank(cells)) return null
  const cell = (field: LineField): Cell | undefined => {
    const at = columns[field]
    return at === undefined ? null : (cells[at] ?? null)
  }
  const values: Partial<Record<ComparedField, string>> = {}
  for (const field of COMPARED_FIELDS) {
    const given = cell(field)
    const read: Read<string | null> =
      field === 'birthDate'
        ? dayOfCell(given)
        : field === 'idNumber' || field === 'phone'
          ? paperOf(given)
          : textOf(given)
    if (!read.ok) return { field, code: read.code }
    const text = read.value ?? ''
    if (/[\p{Cc}\p{Cf}<>]/u.test(text)) return { field, code: 'comparison.why.text' }
    if (field === 'sex') {
      const sex = sexOf(text)
      if (!sex.ok) return { field, code: sex.code }
    }
    if (text !== '') values[field] = text
  }
  if (values.name === undefined) return { field: 'name', code: 'transfer.why.name' }
  const said = textOf(cell('state'))
  const state = said.ok
    ? stateOf(
        typeof cell('state') === 'boolean' && cell('state') === true ? '是' : said.value,
        heads[columns.state ?? -1] ?? '',
      )
    : said
  if (!state.ok) return { field: 'state', code: state.code }
  const paper = values.idNumber ?? ''
  const read = paper === '' || /[*＊]/.test(paper) ? null : readIdNumber(paper, today)
  const number = read === null ? null : read.ok ? read.value : plainCode(paper)
  const born = values.birthDate ?? (read?.ok === true ? read.born : null)
  if (number === null && born === null) return { field: null, code: 'comparison.why.key' }
  return { line: { values, state: state.value, number, born } }
}
