import pg from 'pg'
import { migrate } from '@lifang/platform/migrate.ts'
import type { Config } from './config.ts'
import { openEmbedded, startEmbedded, type EmbeddedError } from './embedded/embedded.ts'

export interface Database {
  /** Connection of the role that owns the schema. */
  readonly adminUrl: string
  stop(): Promise<void>
}

const NAME = 'lifang'

/**
 * The deployment's database, migrated: the embedded one of the data folder, or the one of DATABASE_URL.
 * @param mode 'serve' owns the embedded database; 'visit' (the command line) uses a running one or starts its own.
 */
export async function openDatabase(
  config: Config,
  mode: 'serve' | 'visit',
  log: (line: string) => void,
  onLost?: (error: EmbeddedError) => void,
): Promise<Database> {
  if (config.databaseUrl !== null) {
    await migrate(config.databaseUrl)
    return { adminUrl: config.databaseUrl, stop: () => Promise.resolve() }
  }
  const open = mode === 'serve' ? startEmbedded : openEmbedded
  const embedded = await open({ dataDir: config.dataDir, log, ...(onLost === undefined ? {} : { onLost }) })
  try {
    const url = new URL(embedded.url)
    const client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    try {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME])
      if (rowCount === 0) await client.query(`create database ${NAME}`)
    } finally {
      await client.end()
    }
    url.pathname = `/${NAME}`
    await migrate(url.href)
    return { adminUrl: url.href, stop: () => embedded.stop() }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}
