import { openDb, type Db } from '@lifang/platform/db.ts'
import { systemClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { compose, type Composed } from '../compose.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../database.ts'
import { loadKeys } from '../keys.ts'

const quiet = (): void => undefined

/** Runs work on the deployment's database: beside a running server, or on its own start of the embedded one. */
export async function visit<T>(
  config: Config,
  role: 'lifang_app' | 'lifang_auditor' | null,
  work: (db: Db, adminUrl: string) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config, 'visit', quiet)
  try {
    const db = openDb({ url: database.adminUrl, role, max: 8 })
    try {
      return await work(db, database.adminUrl)
    } finally {
      await db.end()
    }
  } finally {
    await database.stop()
  }
}

/** The same with the whole server composed, without listening: for commands that act through the domains. */
export const visitComposed = <T>(config: Config, work: (composed: Composed) => Promise<T>): Promise<T> =>
  visit(config, null, async (admin, adminUrl) => {
    const there = await admin.maybe<{ county: number }>(sql`select county from area order by level limit 1`)
    const composed = await compose({
      adminUrl,
      dataDir: config.dataDir,
      keys: await loadKeys(config.dataDir),
      clock: systemClock,
      county: there?.county ?? 0,
      log: false,
      checkAnswers: false,
      secureCookies: config.secureCookies,
      trustProxy: config.trustProxy,
      contact: config.contact,
      outboundAllow: config.outboundAllow,
      webDir: null,
    })
    try {
      return await work(composed)
    } finally {
      await composed.close()
    }
  })
