import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@lifang/platform/migrate.ts'
import { databaseUrl } from '@lifang/platform/testing/address.ts'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type {} from '@lifang/platform/testing/database.ts'
import { readPidFile } from './cluster.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { lockHolder } from './lock.ts'
import { stopPostmaster } from './postmaster.ts'
import { isPostmasterOf } from './processes.ts'

const TEMPLATE = 'lifang_template'
const folder = join(import.meta.dirname, '..', '..', 'var', 'test')

let embedded: Embedded | null = null
let dataDir: string | null = null
let ownTemplate: { url: string; name: string } | null = null

/**
 * Once per test run, for the files that talk to PostgreSQL: starts one (or takes TEST_DATABASE_URL, a superuser's address
 * of a server whose data may be lost), migrates a template once, and tells the test files where it is.
 */
export async function setup(project: TestProject): Promise<void> {
  try {
    await prepare(project)
  } catch (error) {
    await teardown()
    throw error
  }
}

async function prepare(project: TestProject): Promise<void> {
  const given = process.env['TEST_DATABASE_URL']
  const url = given ?? (await startOwn())
  const template = given === undefined ? TEMPLATE : `${TEMPLATE}_${process.pid}`
  await statement(url, `drop database if exists ${template} with (force)`)
  // A server of one's own choice may be older and may have been made with another locale.
  const locale = given === undefined ? '' : " locale_provider libc lc_ctype 'C.UTF-8' lc_collate 'C'"
  await statement(url, `create database ${template} template template0 encoding 'UTF8'${locale}`)
  if (given !== undefined) ownTemplate = { url, name: template }
  await migrate(databaseUrl(url, template))
  project.provide('postgres', { url, template })
}

export async function teardown(): Promise<void> {
  if (ownTemplate !== null)
    await statement(ownTemplate.url, `drop database if exists ${ownTemplate.name} with (force)`)
  await embedded?.stop()
  if (dataDir !== null) rmSync(dataDir, { recursive: true, force: true })
}

async function startOwn(): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await sweep()
  dataDir = mkdtempSync(join(folder, 'run-'))
  embedded = await startEmbedded({
    dataDir,
    log: (line) => {
      if (/失败|未成|意外/.test(line)) console.error(line)
    },
    // Only here: what a test wrote need not survive a power cut.
    settings: ['fsync=off', 'full_page_writes=off', 'max_connections=300', 'autovacuum_naptime=10min'],
  })
  return embedded.url
}

/** Ends and removes what test runs left that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(folder)) {
    const left = join(folder, name)
    // One made a moment ago may not have its lock yet.
    const age = Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (lockHolder(left) !== null || age < 60_000) continue
    const pid = readPidFile(join(left, 'pg'))?.pid
    if (pid !== undefined && isPostmasterOf(pid, join(left, 'pg'))) await stopPostmaster(pid, 5_000)
    rmSync(left, { recursive: true, force: true })
  }
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
