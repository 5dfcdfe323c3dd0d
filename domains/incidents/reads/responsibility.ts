import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { classText } from '../rules/listing.ts'
import type { Matter } from '../rules/model.ts'
import type { ListGrade } from '../schema/responsibility.ts'
import type { ClassKey, EvidenceKind, Source } from '../schema/words.ts'

export interface ListedMatter extends Matter {
  readonly domain: string
  readonly legalBasis: string | null
  readonly grade: ListGrade | null
  /** Null: any source. */
  readonly sources: readonly Source[] | null
  readonly evidence: string
}

/** A published version: `from` (epoch ms) may lie ahead. `ordinal` counts the county's versions from 1. */
export interface PublishedVersion {
  readonly id: string
  readonly ordinal: number
  readonly from: number
  readonly note: string
}

interface EntryRow {
  readonly version_id: string
  readonly standard: string
  readonly kind: 'component' | 'matter'
  readonly code: string
  readonly name: string
  readonly domain: string
  readonly department_id: string | null
  readonly legal_basis: string | null
  readonly grade: ListGrade | null
  readonly sources: Source[] | null
  readonly self_handling: boolean
  readonly confidential: boolean
  readonly required_evidence: EvidenceKind[]
  readonly evidence: string
  readonly conditions:
    | {
        seq: number
        text: string
        limit_amount: number
        limit_unit: 'urgent-hour' | 'working-hour' | 'working-day' | 'calendar-day'
        closing: string
        closing_evidence: EvidenceKind[]
        extension_times: number | null
        extension_max: number | null
      }[]
    | null
}

/** The responsibility list in process: every report and every act asks it, and it changes a few times a year. */
export interface ResponsibilityList {
  reload(): Promise<void>
  /** Version in force now. */
  version(): string
  entry(key: ClassKey): ListedMatter | undefined
  /** The entry as it stood in the version an incident was filed under. */
  entryOf(version: string, key: ClassKey): Promise<ListedMatter | undefined>
  entries(): readonly ListedMatter[]
  /** All published versions, the one that begins last first; those ahead of now are scheduled. */
  versions(): readonly PublishedVersion[]
  /** A published version by class key text, in the order of its keys; undefined: not published here. */
  whole(version: string): Promise<ReadonlyMap<string, ListedMatter> | undefined>
}

async function readVersion(tx: Tx, version: string): Promise<Map<string, ListedMatter>> {
  const rows = await tx.rows<EntryRow>(
    sql`select e.*, (select jsonb_agg(to_jsonb(c) order by c.seq) from list_condition c
          where c.version_id = e.version_id and c.standard = e.standard and c.kind = e.kind and c.code = e.code) as conditions
        from list_entry e where e.version_id = ${version} order by e.standard, e.kind, e.code`,
  )
  return new Map(
    rows.map((r) => {
      const key: ClassKey = { standard: r.standard, kind: r.kind, code: r.code }
      const matter: ListedMatter = {
        key,
        version,
        name: r.name,
        domain: r.domain,
        departmentId: r.department_id,
        legalBasis: r.legal_basis,
        grade: r.grade,
        sources: r.sources,
        selfHandling: r.self_handling,
        confidential: r.confidential,
        requiredEvidence: r.required_evidence,
        evidence: r.evidence,
        conditions: (r.conditions ?? []).map((c) => ({
          seq: c.seq,
          text: c.text,
          limit: { amount: c.limit_amount, unit: c.limit_unit },
          closing: c.closing,
          closingEvidence: c.closing_evidence,
          extension:
            c.extension_times === null
              ? null
              : { times: c.extension_times, maxAmount: c.extension_max ?? c.limit_amount },
        })),
      }
      return [classText(key), matter]
    }),
  )
}

export function createResponsibilityList(db: Db, county: number, now: () => number): ResponsibilityList {
  const whole = new Map<string, ReadonlyMap<string, ListedMatter>>()
  /** The one that begins last comes first. */
  let published: readonly PublishedVersion[] = []
  const ofVersion = async (version: string): Promise<ReadonlyMap<string, ListedMatter>> => {
    const known = whole.get(version)
    if (known !== undefined) return known
    // A published version never changes, so it is read once.
    const read = await readVersion(db, version)
    whole.set(version, read)
    return read
  }
  // Asked each time: a version published for a later instant comes into force by itself, in every process.
  const current = (): string => {
    const at = now()
    return published.find((v) => v.from <= at)?.id ?? ''
  }
  return {
    reload: async () => {
      const rows = await db.rows<{ id: string; valid_from: Date; note: string; ordinal: number }>(
        // One that was taken back keeps its number, and is in force nowhere.
        sql`select v.* from (select id, county, valid_from, note, row_number() over (order by published_at, valid_from, id)::integer as ordinal
              from list_version where county = ${county}) v
            where not exists (select 1 from list_withdrawal w where w.county = v.county and w.version_id = v.id)
            order by v.valid_from desc, v.id desc`,
      )
      const read = rows.map((r) => ({
        id: r.id,
        ordinal: r.ordinal,
        from: r.valid_from.getTime(),
        note: r.note,
      }))
      // The one in force and all that will be: nothing is read from the database at the instant of the change.
      const at = now()
      const first = read.findIndex((v) => v.from <= at)
      const needed = first < 0 ? read : read.slice(0, first + 1)
      await Promise.all(needed.map((v) => ofVersion(v.id)))
      published = read
    },
    version: current,
    versions: () => published,
    whole: async (version) => (published.some((v) => v.id === version) ? ofVersion(version) : undefined),
    entry: (key) => whole.get(current())?.get(classText(key)),
    entryOf: async (version, key) => (await ofVersion(version)).get(classText(key)),
    entries: () => [...(whole.get(current())?.values() ?? [])],
  }
}
