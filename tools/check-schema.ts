import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@lifang/platform/migrate.ts'
import { databaseUrl } from '@lifang/platform/testing/address.ts'
import { startEmbedded } from '@lifang/server/embedded/embedded.ts'
import { Client } from 'pg'
import { schemaText } from './schema-text.ts'
import { type Breach, isMain, report, repository } from './source.ts'

/** The schema text of one database. */
export async function emitSchema(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await schemaText(client)
  } finally {
    await client.end()
  }
}

/**
 * Schema law: an empty database and all migrations give exactly `db/schema.sql`; and what `house.md` forbids because it does
 * not scale out (triggers) is not there.
 * @param root the repository whose `db/schema.sql` is compared
 * @param url a database that has all migrations
 */
export async function checkSchema(root: string, url: string): Promise<Breach[]> {
  const file = 'db/schema.sql'
  const emitted = await emitSchema(url)
  const breaches: Breach[] = []
  const trigger = /^CREATE (CONSTRAINT )?TRIGGER .*$/m.exec(emitted)?.[0]
  if (trigger !== undefined) breaches.push({ file, line: 0, message: `a trigger: ${trigger}` })
  let kept = ''
  try {
    kept = readFileSync(join(root, file), 'utf8')
  } catch {
    return [...breaches, { file, line: 0, message: 'is missing: run node tools/check-schema.ts --write' }]
  }
  const lines = kept.split('\n')
  const made = emitted.split('\n')
  const line = made.findIndex((text, index) => text !== lines[index])
  const differs = line === -1 ? (lines.length === made.length ? null : made.length) : line
  if (differs !== null)
    breaches.push({
      file,
      line: differs + 1,
      message: `has «${lines[differs] ?? ''}», the migrations make «${made[differs] ?? ''}»: run node tools/check-schema.ts --write`,
    })
  return breaches
}

/** A throw-away PostgreSQL with all migrations. */
async function withMigrated<T>(work: (url: string) => Promise<T>): Promise<T> {
  const home = join(repository, 'var', 'test')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const dataDir = mkdtempSync(join(home, 'schema-'))
  const embedded = await startEmbedded({ dataDir, log: () => undefined, settings: ['fsync=off'] })
  try {
    const client = new Client({ connectionString: embedded.url })
    await client.connect()
    await client.query(`create database lifang template template0 encoding 'UTF8'`)
    await client.end()
    const url = databaseUrl(embedded.url, 'lifang')
    await migrate(url)
    return await work(url)
  } finally {
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

if (isMain(import.meta.url))
  process.exitCode = await withMigrated(async (url) => {
    if (process.argv.includes('--write')) {
      writeFileSync(join(repository, 'db', 'schema.sql'), await emitSchema(url))
      console.log('db/schema.sql written')
      return 0
    }
    return report('schema', await checkSchema(repository, url))
  })
