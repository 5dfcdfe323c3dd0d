import type { Problem } from '@lifang/platform/problem.ts'
import type { Reason } from '../../rules/transfer/cells.ts'
import type { ImportLine } from '../../rules/transfer/line.ts'
import type { BulkRows } from '../../repo/bulk.ts'
import { FOREIGN_FIELDS, type ResidenceKind } from '../../schema/lists.ts'
import {
  IMPORT_COUNTS,
  type ImportCount,
  type ImportField,
  type LineVerdict,
} from '../../schema/transfer-lists.ts'
import type { HouseholdRow } from '../../tables.ts'

export interface SaidLine {
  readonly line: number
  readonly verdict: LineVerdict
  readonly reasons: readonly Reason[]
}
/** Somebody who is known and moves to where the sheet says. */
export interface Move {
  readonly line: number
  readonly person: string
  readonly home: string
  readonly stays: readonly {
    readonly kind: ResidenceKind
    readonly household: string
    readonly relation: string | null
  }[]
  readonly from: string
}

export const noCounts = (): Record<ImportCount, number> => ({
  lines: 0,
  added: 0,
  known: 0,
  moved: 0,
  wrong: 0,
  doubtful: 0,
  homes: 0,
  households: 0,
  buildings: 0,
})
export function addCounts(
  a: Readonly<Record<ImportCount, number>>,
  b: Readonly<Record<ImportCount, number>>,
): Record<ImportCount, number> {
  const sum = { ...a }
  for (const count of IMPORT_COUNTS) sum[count] += b[count]
  return sum
}

/** What one chunk of lines comes to. */
export class Outcome {
  readonly counts = noCounts()
  readonly said: SaidLine[] = []
  readonly moves: Move[] = []
  /** Households that stood without a head and have one now. */
  readonly crowns: { household: string; head: string }[] = []
  /** Homes where somebody in a care group lives from now on. */
  readonly care: string[] = []
  /** Households of this chunk; who heads them may be said by a later line. */
  readonly #founded = new Map<
    string,
    { row: Omit<HouseholdRow, 'county' | 'version'>; head: string | null }
  >()
  /** People of earlier lines who got another residence: where they stand is settled with the chunk. */
  readonly joins: string[] = []
  readonly rows: BulkRows
  constructor(rows: BulkRows) {
    this.rows = rows
  }

  wrong(line: number, reasons: readonly Reason[]): null {
    this.counts.wrong++
    this.said.push({ line, verdict: 'wrong', reasons })
    return null
  }
  known(line: number): void {
    this.counts.known++
    this.said.push({ line, verdict: 'known', reasons: [{ field: null, code: 'transfer.known' }] })
  }
  joined(line: number, person: string, first: number): void {
    this.joins.push(person)
    this.counts.known++
    this.said.push({
      line,
      verdict: 'known',
      reasons: [{ field: null, code: 'transfer.joined', details: { line: first } }],
    })
  }
  moved(line: number): void {
    this.counts.moved++
    this.said.push({ line, verdict: 'known', reasons: [{ field: null, code: 'transfer.moved' }] })
  }
  doubtful(line: number, warnings: readonly string[]): void {
    this.counts.doubtful++
    this.said.push({ line, verdict: 'doubtful', reasons: warnings.map((code) => ({ field: null, code })) })
  }

  found(row: Omit<HouseholdRow, 'county' | 'version'>): void {
    this.counts.households++
    this.#founded.set(row.id, { row, head: row.head_id })
  }
  crown(household: string, head: string): void {
    const mine = this.#founded.get(household)
    if (mine === undefined) this.crowns.push({ household, head })
    else mine.head = head
  }
  /** Every line is read: the households go with the rows. */
  close(): this {
    for (const { row, head } of this.#founded.values()) this.rows.add('household', { ...row, head_id: head })
    this.#founded.clear()
    return this
  }
}

const FIELDS: Readonly<Record<string, ImportField>> = {
  name: 'name',
  idNumber: 'idNumber',
  idReason: 'idNumber',
  phone: 'phone',
  birthDate: 'birthDate',
  from: 'from',
  road: 'road',
  estate: 'estate',
  door: 'door',
  block: 'block',
  entrance: 'entrance',
  room: 'room',
  lon: 'lon',
  nationality: 'nationality',
  ...Object.fromEntries(FOREIGN_FIELDS.map((field) => [field, field])),
}

/** A refusal of the registry as a reason of a line: why a number is none says more than that it is none. */
export function reasonOf({ code, details }: Problem, field: ImportField | null): Reason {
  const at = field ?? FIELDS[String(details['field'])] ?? null
  const { why } = details
  if (typeof why !== 'string') return { field: at, code }
  const values = Object.entries(details).filter(
    (entry): entry is [string, string | number] =>
      entry[0] !== 'why' &&
      entry[0] !== 'field' &&
      (typeof entry[1] === 'string' || typeof entry[1] === 'number'),
  )
  return values.length === 0
    ? { field: at, code: why }
    : { field: at, code: why, details: Object.fromEntries(values) }
}

export const placeField = (line: ImportLine): ImportField =>
  line.home.written === null ? (line.home.chain.estate === '' ? 'road' : 'estate') : 'address'

/** What the forms of the registry take at most. */
export const LENGTHS = [
  ['name', 50],
  ['idNumber', 40],
  ['phone', 30],
  ['foreignSurname', 40],
  ['foreignGiven', 40],
  ['entrance', 20],
  ['room', 20],
] as const
