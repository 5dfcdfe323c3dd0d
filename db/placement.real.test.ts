import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { placement } from './placement.ts'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await testDatabase()
  db = openDb({ url: database.url, role: null, max: 2 })
})
afterAll(async () => {
  await db.end()
  await database.drop()
})

const tables = async (): Promise<string[]> =>
  (
    await db.rows<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
  ).map((r) => r.name)

describe('placement', () => {
  it('names every table of the catalogue and no other', async () => {
    expect(Object.keys(placement).toSorted()).toEqual(await tables())
  })

  it('keys every living table by county first', async () => {
    const keys = await db.rows<{ name: string; first: string }>(
      sql`select c.relname as name, a.attname as first from pg_index i join pg_class c on c.oid = i.indrelid
          join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indisprimary and c.relnamespace = 'public'::regnamespace`,
    )
    const first = new Map(keys.map((k) => [k.name, k.first]))
    const wrong = Object.entries(placement).filter(
      ([name, p]) => p.kind === 'living' && first.get(name) !== 'county',
    )
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  it('carries county in every unique constraint and foreign key between living tables, and has no trigger of its own', async () => {
    const constraints = await db.rows<{ name: string; table: string; def: string; target: string | null }>(
      sql`select k.conname as name, k.conrelid::regclass::text as table, pg_get_constraintdef(k.oid) as def,
            nullif(k.confrelid, 0)::regclass::text as target
          from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype in ('u', 'f')`,
    )
    const living = (t: string | null): boolean => t !== null && placement[t]?.kind === 'living'
    const wrong = constraints.filter(
      (c) =>
        living(c.table) &&
        (c.target === null || living(c.target)) &&
        !/\((county|.*, county)[,)]/.test(c.def),
    )
    expect(wrong.map((c) => c.name)).toEqual([])
    const triggers = await db.rows(
      sql`select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal and c.relnamespace = 'public'::regnamespace`,
    )
    expect(triggers).toEqual([])
  })
})

/** Interfaces of a tables.ts by name: column → does its type admit null? */
function rowTypes(text: string): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>()
  for (const [, name, body] of text.matchAll(/export interface (\w+Row) \{([\s\S]*?)\n\}/g)) {
    const columns = new Map<string, boolean>()
    for (const [, column, type] of (body ?? '').matchAll(/\n {2}readonly (\w+): ([^\n]+)/g)) {
      columns.set(column ?? '', /\bnull\b/.test(type ?? ''))
    }
    found.set(name ?? '', columns)
  }
  return found
}

describe('tables.ts agrees with the catalogue', () => {
  const TABLE_OF: Readonly<Record<string, string>> = {
    AccountRow: 'account',
    SessionRow: 'session',
    IncidentRow: 'incident',
    StepRow: 'incident_step',
    TaskRow: 'incident_task',
    RequestRow: 'incident_request',
    EvidenceRow: 'incident_evidence',
    ListWithdrawalRow: 'list_withdrawal',
    ReadingRow: 'incident_reading',
    SubjectRow: 'incident_subject',
    EnterpriseRow: 'enterprise',
    FacilityRow: 'facility',
    PlaceRow: 'place',
    ContactRevealRow: 'contact_reveal',
    ThingPhotoRow: 'thing_photo',
    PrivacyTextRow: 'privacy_text',
    CopyRow: 'registry_copy',
    PersonRequestRow: 'registry_request',
    BaseFeatureRow: 'base_feature',
    CalendarVersionRow: 'calendar_version',
    CalendarUseRow: 'calendar_use',
    NoticeRow: 'notice',
    PreferenceRow: 'notice_preference',
    SubscriptionRow: 'push_subscription',
    PushDeliveryRow: 'push_delivery',
    TemplateRow: 'notice_template',
    EndpointRow: 'webhook_endpoint',
    DeliveryRow: 'webhook_delivery',
    AttemptRow: 'webhook_attempt',
  }
  const domains = new URL('../domains/', import.meta.url)
  /** `tables.ts` and what is split off it. */
  const tablesOf = (name: string): string[] => [
    `${name}/tables.ts`,
    ...(existsSync(new URL(`${name}/tables/`, domains))
      ? readdirSync(new URL(`${name}/tables/`, domains)).map((file) => `${name}/tables/${file}`)
      : []),
  ]
  const types = new Map(
    readdirSync(domains, { withFileTypes: true })
      .filter((d) => d.isDirectory())
      .flatMap((d) => {
        try {
          return tablesOf(d.name).flatMap((file) => [
            ...rowTypes(readFileSync(new URL(file, domains), 'utf8')),
          ])
        } catch {
          return []
        }
      }),
  )

  it.each(Object.entries(TABLE_OF))('%s', async (type, table) => {
    const declared = types.get(type)
    expect(declared).toBeDefined()
    const columns = await db.rows<{ name: string; nullable: boolean }>(
      sql`select column_name as name, is_nullable = 'YES' as nullable from information_schema.columns
          where table_schema = 'public' and table_name = ${table} order by ordinal_position`,
    )
    expect(new Map([...(declared ?? [])].toSorted())).toEqual(
      new Map(columns.map((c) => [c.name, c.nullable] as const).toSorted()),
    )
  })
})
