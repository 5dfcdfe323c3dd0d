import type { FieldProvider } from '@lifang/platform/crypto.ts'
import { copyRow } from '@lifang/platform/copy.ts'
import type { Tx } from '@lifang/platform/db.ts'
import type { BuildingRow, ChangeRow, HomeRow, HouseholdRow, PersonRow, ResidenceRow } from '../tables.ts'

/** Columns that a row gets from the writer or from the database. */
type Given<Row> = Omit<Row, 'county' | 'version' | 'updated_at'>
const COLUMNS = {
  building: [
    'id',
    'area_id',
    'area_path',
    'border_id',
    'road',
    'estate',
    'door',
    'block',
    'address',
    'bigrams',
    'lon',
    'lat',
    'outline',
    'source_id',
    'storeys',
    'use',
    'facts',
  ],
  home: [
    'id',
    'building_id',
    'area_id',
    'area_path',
    'entrance',
    'floor',
    'room',
    'kind',
    'hazards',
    'address',
    'bigrams',
    'visited_on',
    'care',
    'facts',
  ],
  person: [
    'id',
    'name',
    'bigrams',
    'initials',
    'sex',
    'birth_date',
    'nationality',
    'id_kind',
    'id_number',
    'id_index',
    'id_masked',
    'phone',
    'phone_index',
    'phone_tail',
    'phone_masked',
    'sealed',
    'sealed_fields',
    'care',
    'foreign_surname',
    'foreign_given',
    'latin',
    'id_until',
    'stay_purpose',
    'arrived_on',
    'leaves_on',
    'status',
    'died_on',
    'area_path',
    'registered_path',
    'facts',
  ],
  household: ['id', 'home_id', 'kind', 'head_id', 'founded_on', 'ended_on'],
  residence: [
    'id',
    'person_id',
    'home_id',
    'household_id',
    'kind',
    'relation',
    'from_on',
    'to_on',
    'ended_by',
    'source',
  ],
  registry_change: [
    'subject_kind',
    'subject_id',
    'field',
    'old_value',
    'new_value',
    'source',
    'verified_on',
    'confidence',
    'note',
    'by_id',
    'by_name',
    'command_id',
    'at',
  ],
} as const satisfies {
  building: readonly (keyof Given<BuildingRow>)[]
  home: readonly (keyof Given<HomeRow>)[]
  person: readonly (keyof Given<PersonRow>)[]
  household: readonly (keyof Given<HouseholdRow>)[]
  residence: readonly (keyof Given<ResidenceRow>)[]
  registry_change: readonly (keyof ChangeRow)[]
}
interface Rows {
  building: Given<BuildingRow>
  home: Given<HomeRow>
  /** A new row is nobody's second. */
  person: Omit<Given<PersonRow>, 'merged_into'>
  household: Given<HouseholdRow>
  residence: Given<ResidenceRow>
  registry_change: Omit<ChangeRow, 'county' | 'id' | 'old_sealed' | 'new_sealed'>
}
export type BulkTable = keyof Rows
/** In the order of their foreign keys. */
export const BULK_TABLES = [
  'building',
  'home',
  'person',
  'household',
  'residence',
  'registry_change',
] as const
/** Tables whose rows know when they were touched last. */
const DATED: ReadonlySet<BulkTable> = new Set(['building', 'home', 'person'])

/** Seals nothing and costs nothing: for a dry run, whose rows nobody writes. Indexes are real. */
export const unsealed = (fields: FieldProvider): FieldProvider => ({ ...fields, seal: () => NOTHING })
const NOTHING = Buffer.alloc(0)

/**
 * The one writer of many rows: they wait here as lines of COPY and go out table by table. Who uses it has judged the rows by the
 * rules of the commands; constraints of the database hold all the same.
 */
export class BulkRows {
  #waiting: Record<BulkTable, string[]> = empty()
  readonly #county: number
  readonly #at: Date
  count = 0
  constructor(county: number, at: Date) {
    this.#county = county
    this.#at = at
  }

  add<T extends BulkTable>(table: T, row: Rows[T]): void {
    const values: unknown[] = DATED.has(table) ? [this.#county, this.#at] : [this.#county]
    const given: Readonly<Record<string, unknown>> = { ...row }
    for (const column of COLUMNS[table]) values.push(given[column])
    this.#waiting[table].push(copyRow(values))
    this.count++
  }

  /** What waits, to be written in a transaction, and in its next try where the first was given up; more may be added meanwhile. */
  take(): (tx: Tx) => Promise<void> {
    const waiting = this.#waiting
    this.#waiting = empty()
    this.count = 0
    return async (tx) => {
      for (const table of BULK_TABLES) {
        const columns = ['county', ...(DATED.has(table) ? ['updated_at'] : []), ...COLUMNS[table]]
        await tx.copy({ table, columns }, waiting[table].join(''))
      }
    }
  }
}
const empty = (): Record<BulkTable, string[]> => ({
  building: [],
  home: [],
  person: [],
  household: [],
  residence: [],
  registry_change: [],
})
