import pg from 'pg'
import { expect, test } from 'vitest'
import { migrationFiles } from '../migrate.ts'
import { testDatabase } from './database.ts'

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

test('a clone has every migration and is its own: what one file writes another does not see', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()])
  try {
    const applied = await ask<{ name: string }>(one.url, 'select name from schema_migration order by name')
    expect(applied.map(({ name }) => name)).toEqual((await migrationFiles()).map(({ name }) => name))
    await ask(one.url, 'create table only_here (n integer)')
    await expect(ask(other.url, 'select * from only_here')).rejects.toThrow(/does not exist/)
  } finally {
    await Promise.all([one.drop(), other.drop()])
  }
  await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/)
})
