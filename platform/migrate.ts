import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { runMigrations } from 'graphile-worker'
import { Problem } from './problem.ts'

const MIGRATIONS = new URL('../db/migrations/', import.meta.url)
/** One number for "somebody is migrating this database": any constant will do as long as it never changes. */
const LOCK = 420_602_021

export interface MigrationFile {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** Forward-only files `NNNN-name.sql`, in order. */
export async function migrationFiles(): Promise<MigrationFile[]> {
  const names = (await readdir(MIGRATIONS)).filter((n) => n.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, MIGRATIONS), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Brings a database to this release: roles, then every migration not yet applied, each in a transaction of its own, then
 * the job queue's own schema. Safe to run from several processes at once.
 * @param adminUrl connection of the role that may alter the schema; it must be able to create roles the first time.
 * @throws Problem `platform.database-newer` when the database knows a migration this release does not (nothing is touched),
 *   `platform.migration-changed` when a merged file was edited.
 */
export async function migrate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'lifang-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const files = await migrationFiles()
    const known = new Map(files.map((f) => [f.name, f]))
    const applied = new Map<string, string>()
    const { rows: there } = await client.query<{ t: string | null }>(
      `select to_regclass('public.schema_migration')::text as t`,
    )
    if (there[0]?.t != null) {
      const { rows } = await client.query<{ name: string; checksum: string }>(
        'select name, checksum from schema_migration',
      )
      for (const row of rows) applied.set(row.name, row.checksum)
    }
    for (const [name, checksum] of applied) {
      const file = known.get(name)
      if (file === undefined) throw new Problem('platform.database-newer', 503, { migration: name })
      if (file.checksum !== checksum)
        throw new Problem('platform.migration-changed', 503, { migration: name })
    }
    await ensureRoles(client)
    if (applied.size === 0) {
      await client.query(
        'create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
      )
    }
    for (const file of files) {
      if (applied.has(file.name)) continue
      await client.query('begin')
      try {
        await client.query(file.text)
        await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
          file.name,
          file.checksum,
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${file.name} failed`, { cause: error })
      }
    }
  } finally {
    await client.end()
  }
  await runMigrations({ connectionString: adminUrl, logger: undefined })
  await grantQueue(adminUrl)
}

/** Three roles: the migrator may alter (it owns the schema), the app may not, the auditor reads audit only. */
async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of ['lifang_migrator', 'lifang_app', 'lifang_auditor']) {
    await client.query(
      `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    )
    await client.query(`grant ${role} to current_user`)
  }
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`grant connect on database ${database} to lifang_app, lifang_auditor`)
  await client.query('grant usage on schema public to lifang_app, lifang_auditor')
}

async function grantQueue(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(
      `grant usage on schema graphile_worker to lifang_app;
       grant select, insert, update, delete on all tables in schema graphile_worker to lifang_app;
       grant usage, select on all sequences in schema graphile_worker to lifang_app;
       grant execute on all functions in schema graphile_worker to lifang_app;`,
    )
  } finally {
    await client.end()
  }
}
