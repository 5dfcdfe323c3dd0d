import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Matter } from '../rules/model.ts'
import type { ClassKey, EvidenceKind } from '../schema/words.ts'

export interface ListedMatter extends Matter {
  readonly domain: string
  readonly legalBasis: string | null
  readonly evidence: string
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

export const keyText = (k: ClassKey): string => `${k.standard}|${k.kind}|${k.code}`

/** The responsibility list in process: every report and every act asks it, and it changes a few times a year. */
export interface ResponsibilityList {
  reload(): Promise<void>
  /** Version in force now. */
  version(): string
  entry(key: ClassKey): ListedMatter | undefined
  /** The entry as it stood in the version an incident was filed under. */
  entryOf(version: string, key: ClassKey): Promise<ListedMatter | undefined>
  entries(): readonly ListedMatter[]
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
      return [keyText(key), matter]
    }),
  )
}

export function createResponsibilityList(db: Db, county: number, now: () => number): ResponsibilityList {
  const versions = new Map<string, Map<string, ListedMatter>>()
  let current = ''
  const ofVersion = async (version: string): Promise<Map<string, ListedMatter>> => {
    const known = versions.get(version)
    if (known !== undefined) return known
    // A published version never changes, so it is read once.
    const read = await readVersion(db, version)
    versions.set(version, read)
    return read
  }
  return {
    reload: async () => {
      const row = await db.maybe<{ id: string }>(
        sql`select id from list_version where county = ${county} and valid_from <= ${new Date(now())} order by valid_from desc, id desc limit 1`,
      )
      current = row?.id ?? ''
      if (current !== '') await ofVersion(current)
    },
    version: () => current,
    entry: (key) => versions.get(current)?.get(keyText(key)),
    entryOf: async (version, key) => (await ofVersion(version)).get(keyText(key)),
    entries: () => [...(versions.get(current)?.values() ?? [])],
  }
}
