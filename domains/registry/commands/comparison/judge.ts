import { copyRow } from '@lifang/platform/copy.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { idKindOf, personPlace } from '../../repo/person.ts'
import { compareRecord, type ComparedKind, type Verdict } from '../../rules/comparison.ts'
import { readTheirLine, type TheirLine, type UnreadLine } from '../../rules/comparison-line.ts'
import { bothGone } from '../../rules/comparison-task.ts'
import { idKindFor, type Cell } from '../../rules/transfer/cells.ts'
import { buildingKeys } from '../../rules/transfer/line.ts'
import type { ComparedField, Matched } from '../../schema/comparison-lists.ts'
import type { PersonState } from '../../schema/lists.ts'
import type { PersonRow } from '../../tables.ts'
import type { ComparisonRecordRow, ComparisonRow } from '../../tables/comparison.ts'
import type { Ground } from '../transfer/ground.ts'
import { theirsPlace, type ComparisonDeps } from './deps.ts'

export const KIND_OF = {
  name: 'name',
  sex: 'sex',
  birthDate: 'date',
  idNumber: 'id-number',
  phone: 'phone',
  address: 'address',
} as const satisfies Record<ComparedField, ComparedKind>

/** One of ours, with the home of the kind that is compared. */
export type OurPerson = PersonRow & {
  readonly home_address: string | null
  readonly home_path: string | null
}

/** On `person p`: the person and the home of this kind. */
export const oursWith = (stay: ComparisonRow['stay']) =>
  sql`select p.*, h.address as home_address, h.area_path as home_path from person p
    left join residence r on r.county = p.county and r.person_id = p.id and r.kind = ${stay} and r.to_on is null
    left join home h on h.county = r.county and h.id = r.home_id`

/** What we have of each field, whole. */
export function ourValue(
  { fields }: Pick<ComparisonDeps, 'fields'>,
  p: OurPerson,
  field: ComparedField,
): string | null {
  switch (field) {
    case 'name':
      return p.name
    case 'sex':
      return p.sex === 'unknown' ? null : p.sex
    case 'birthDate':
      return p.birth_date
    case 'idNumber':
      return p.id_number === null ? null : fields.open(p.id_number, personPlace('id_number', p.id))
    case 'phone':
      return p.phone === null ? null : fields.open(p.phone, personPlace('phone', p.id))
    case 'address':
      return p.home_address
  }
}

/** Where in the area a person of ours stands; null: outside of it. */
export function gridIn(area: string, p: OurPerson): string | null {
  const places = [p.home_path, p.area_path, p.registered_path]
  return places.find((path): path is string => path?.startsWith(area) === true) ?? null
}

type Fresh = Omit<ComparisonRecordRow, 'county' | 'comparison_id' | 'home_id'>
interface FreshTask {
  readonly record: string
  readonly field: ComparedField | ''
  readonly verdict: Verdict
  readonly path: string
}
export interface Judged {
  readonly records: readonly Fresh[]
  readonly tasks: readonly FreshTask[]
  readonly unread: readonly UnreadLine[]
}

/** Verdicts of one chunk of the other register's lines, and the tasks that follow. Nothing of ours is changed. */
export class Judge {
  readonly #deps: ComparisonDeps
  readonly #row: ComparisonRow
  readonly #ground: Ground
  readonly #today: string
  constructor(deps: ComparisonDeps, row: ComparisonRow, ground: Ground, today: string) {
    this.#deps = deps
    this.#row = row
    this.#ground = ground
    this.#today = today
  }

  async lines(tx: Tx, cells: readonly (readonly Cell[])[], first: number): Promise<Judged> {
    const { county, id, columns, heads } = this.#row
    const unread: UnreadLine[] = []
    const read: { readonly n: number; readonly line: TheirLine; readonly key: Buffer }[] = []
    const keys = new Set<string>()
    cells.forEach((line, i) => {
      const got = readTheirLine(line, columns ?? {}, heads, this.#today)
      if (got === null) return
      if (!('line' in got)) {
        unread.push({ line: first + i, ...got })
        return
      }
      const key = this.#deps.fields.blind(
        'comparison',
        got.line.number ?? `${got.line.values.name}|${got.line.born}`,
      )
      const text = key.toString('hex')
      if (keys.has(text)) unread.push({ line: first + i, field: null, code: 'comparison.why.twice' })
      else read.push({ n: first + i, line: got.line, key })
      keys.add(text)
    })
    const there = new Set(
      (
        await tx.rows<{ key: Buffer }>(
          sql`select key from comparison_record where county = ${county} and comparison_id = ${id} and key = any(${read.map((r) => r.key)}::bytea[])`,
        )
      ).map((r) => r.key.toString('hex')),
    )
    const fresh = read.filter((r) => {
      const twice = there.has(r.key.toString('hex'))
      if (twice) unread.push({ line: r.n, field: null, code: 'comparison.why.twice' })
      return !twice
    })
    const ours = await this.#ours(
      tx,
      fresh.map((r) => r.line),
    )
    const records: Fresh[] = []
    const tasks: FreshTask[] = []
    fresh.forEach(({ n, line, key }, i) => {
      const { person, matched, elsewhere, unsure } = ours[i] ?? NOBODY
      const made = this.#settle({ n, line, key, person, matched, elsewhere, unsure })
      records.push(made.record)
      tasks.push(...made.tasks)
    })
    return { records, tasks, unread: unread.toSorted((a, b) => a.line - b.line) }
  }

  /** Who of ours each line is about: by number, else by name and day of birth within the area. */
  async #ours(tx: Tx, lines: readonly TheirLine[]): Promise<readonly Found[]> {
    const { county, id, area_path: area, stay } = this.#row
    const indexes = lines.map((l) => {
      if (l.number === null) return []
      const kind = idKindFor('', l.number)
      return kind.ok ? this.#deps.fields.blindAll(idKindOf(kind.value), l.number) : []
    })
    const numbered = await tx.rows<OurPerson>(
      sql`${oursWith(stay)} where p.county = ${county} and p.merged_into is null and p.id_index is not null and p.id_index = any(${indexes.flat()}::bytea[])`,
    )
    const byIndex = new Map(numbered.map((p) => [p.id_index?.toString('hex') ?? '', p]))
    const first = indexes.map((of) =>
      of.map((index) => byIndex.get(index.toString('hex'))).find((p) => p !== undefined),
    )
    const named = lines.flatMap((l, i) =>
      first[i] === undefined && l.born !== null ? [{ name: l.values.name ?? '', born: l.born }] : [],
    )
    const inArea = sql`(p.area_path like ${`${area}%`} or p.registered_path like ${`${area}%`})`
    const likely =
      named.length === 0
        ? []
        : await tx.rows<OurPerson>(
            sql`${oursWith(stay)} where p.county = ${county} and p.merged_into is null and p.status <> 'moved-out' and ${inArea}
              and (p.name, p.birth_date) in (select * from unnest(${named.map((x) => x.name)}::text[], ${named.map((x) => x.born)}::date[]))
              and not exists (select from comparison_record x where x.county = p.county and x.comparison_id = ${id} and x.person_id = p.id)`,
          )
    const taken = new Set(first.flatMap((p) => (p === undefined ? [] : [p.id])))
    return lines.map((l, i): Found => {
      const person = first[i]
      if (person !== undefined)
        return gridIn(area, person) === null
          ? { ...NOBODY, elsewhere: true }
          : { person, matched: 'number', elsewhere: false, unsure: false }
      const some = likely.filter(
        (p) => p.name === l.values.name && p.birth_date === l.born && !taken.has(p.id),
      )
      const [one, other] = some
      if (one === undefined) return NOBODY
      if (other !== undefined) return { ...NOBODY, unsure: true }
      taken.add(one.id)
      return { person: one, matched: 'name-birth', elsewhere: false, unsure: false }
    })
  }

  #settle({
    n,
    line,
    key,
    person,
    matched,
    elsewhere,
    unsure,
  }: Found & { n: number; line: TheirLine; key: Buffer }) {
    const { area_path: area, fields: compared } = this.#row
    const id = newId()
    const path = person === null ? this.#placeOf(line) : (gridIn(area, person) ?? area)
    const state: PersonState | null =
      person === null || person.status === 'merged' || person.status === 'erased' ? null : person.status
    const base = { id, line: n, key, matched, area_path: path, their_state: line.state, elsewhere }
    if (bothGone(state, line.state)) {
      const record: Fresh = {
        ...base,
        person_id: person?.id ?? null,
        verdict: 'same',
        fields: {},
        theirs: null,
      }
      return { record, tasks: [] }
    }
    const here = person !== null && state === 'here'
    const { verdict, fields } = compareRecord(
      person === null
        ? []
        : compared.map((field) => ({
            field,
            kind: KIND_OF[field],
            ours: ourValue(this.#deps, person, field),
            theirs: line.values[field] ?? null,
          })),
      { ours: here || state === 'dead', theirs: line.state },
      this.#today,
    )
    // Alike by name and birth is never certain; one of ours who died and is alive there is asked about.
    const doubt = unsure || matched === 'name-birth' || (state === 'dead' && line.state === 'present')
    const whole: Verdict | null =
      doubt || (verdict === 'to-check' && line.state !== 'present')
        ? 'to-check'
        : verdict === 'theirs-only'
          ? 'theirs-only'
          : null
    const each = Object.fromEntries(fields.map((f) => [f.field, f.verdict])) as Fresh['fields']
    const asked =
      line.state === 'present' && state !== 'dead' ? fields.filter((f) => f.verdict !== 'same') : []
    const tasks: FreshTask[] = [
      ...(whole === null ? [] : [{ record: id, field: '' as const, verdict: whole, path }]),
      ...asked.map((f) => ({ record: id, field: f.field as ComparedField, verdict: f.verdict, path })),
    ]
    // Only what was asked for is kept, and of somebody we do not have the number that a registration needs.
    const kept = Object.fromEntries(
      Object.entries(line.values).filter(
        ([field]) =>
          compared.includes(field as ComparedField) ||
          (whole !== null && (field === 'idNumber' || field === 'birthDate')),
      ),
    )
    const record: Fresh = {
      ...base,
      person_id: person?.id ?? null,
      verdict: doubt ? 'to-check' : verdict,
      fields: each,
      theirs: tasks.length === 0 ? null : this.#deps.fields.seal(JSON.stringify(kept), theirsPlace(id)),
    }
    return { record, tasks }
  }

  /** The grid that the other side's address leads to; the whole area where it leads to none. */
  #placeOf(line: TheirLine): string {
    const { area_path: area } = this.#row
    const written = line.values.address
    const building = written === undefined ? undefined : this.#ground.find(buildingKeys(written), [])
    return building?.path.startsWith(area) === true ? building.path : area
  }

  /** Those of ours whom the other side does not have. */
  absent(people: readonly OurPerson[]): Judged {
    const { area_path: area } = this.#row
    const records = people.map((p): Fresh => ({
      id: newId(),
      line: null,
      key: null,
      person_id: p.id,
      matched: null,
      area_path: gridIn(area, p) ?? area,
      verdict: 'ours-only',
      their_state: 'absent',
      fields: {},
      theirs: null,
      elsewhere: false,
    }))
    return {
      records,
      tasks: records.map((r) => ({
        record: r.id,
        field: '' as const,
        verdict: r.verdict,
        path: r.area_path,
      })),
      unread: [],
    }
  }
}

interface Found {
  readonly person: OurPerson | null
  readonly matched: Matched | null
  /** Known, on ground outside the area. */
  readonly elsewhere: boolean
  /** More than one of ours could be meant. */
  readonly unsure: boolean
}
const NOBODY: Found = { person: null, matched: null, elsewhere: false, unsure: false }

export async function keepJudged(
  tx: Tx,
  row: Pick<ComparisonRow, 'county' | 'id' | 'due_on'>,
  { records, tasks }: Judged,
): Promise<void> {
  await tx.copy(
    {
      table: 'comparison_record',
      columns: [
        'county',
        'id',
        'comparison_id',
        'line',
        'key',
        'person_id',
        'matched',
        'area_path',
        'verdict',
        'their_state',
        'fields',
        'theirs',
        'elsewhere',
      ],
    },
    records
      .map((r) =>
        copyRow([
          row.county,
          r.id,
          row.id,
          r.line,
          r.key,
          r.person_id,
          r.matched,
          r.area_path,
          r.verdict,
          r.their_state,
          r.fields,
          r.theirs,
          r.elsewhere,
        ]),
      )
      .join(''),
  )
  await tx.copy(
    {
      table: 'comparison_task',
      columns: [
        'county',
        'id',
        'comparison_id',
        'record_id',
        'field',
        'verdict',
        'area_path',
        'state',
        'due_on',
      ],
    },
    tasks
      .map((t) =>
        copyRow([row.county, newId(), row.id, t.record, t.field, t.verdict, t.path, 'open', row.due_on]),
      )
      .join(''),
  )
}
