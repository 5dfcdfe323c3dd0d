import pg from 'pg'
import { inject } from 'vitest'
import { databaseUrl } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser connection to the PostgreSQL of this test run, and the migrated database to clone from. */
    postgres: { url: string; template: string }
  }
}

/** A database of one test file's own. `url` connects as the superuser; take a role with `set role` as the app does. */
export type TestDatabase = { url: string; name: string; drop(): Promise<void> }

let made = 0

/**
 * Clones the migrated template (milliseconds, whatever the schema holds). Call once per test file, in `beforeAll`, and
 * `drop()` in `afterAll`. Only files of the `real` project have a PostgreSQL: see `vitest.config.ts` for their names.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = inject('postgres')
  made += 1
  const name = `lifang_test_${process.pid}_${process.env['VITEST_WORKER_ID'] ?? '0'}_${Date.now().toString(36)}_${made}`
  await onServer(url, async (client) => {
    await client.query(`create database ${name} template ${template}`)
  })
  return {
    name,
    url: databaseUrl(url, name),
    drop: async () => {
      await onServer(url, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      })
    },
  }
}

/** An empty database without any migration, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const { url } = inject('postgres')
  made += 1
  const name = `lifang_empty_${process.pid}_${Date.now().toString(36)}_${made}`
  await onServer(url, async (client) => {
    await client.query(`create database ${name} template template0`)
  })
  return {
    name,
    url: databaseUrl(url, name),
    drop: async () => {
      await onServer(url, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      })
    },
  }
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await work(client)
      return
    } catch (error) {
      // 55006: somebody looks at the template at this moment; 53300: all connections are taken for a moment.
      const passing = error instanceof pg.DatabaseError && ['55006', '53300'].includes(error.code ?? '')
      if (!passing || tries >= 40) throw error
    } finally {
      await client.end()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
