import { openDb, type Db } from '@lifang/platform/db.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../database.ts'

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
