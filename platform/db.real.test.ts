import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { constraintOf, openDb, sqlState, type Db } from './db.ts'
import { sql } from './sql.ts'
import { testDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let root: Db
let db: Db
beforeAll(async () => {
  database = await testDatabase()
  root = openDb({ url: database.url, role: null, max: 4 })
  await root.run(sql`create table note (id integer primary key, text text not null)`)
  await root.run(sql`grant select, insert, update on note to lifang_app`)
  await root.run(sql`insert into note values (1, 'a'), (2, 'b')`)
  db = openDb({ url: database.url, role: 'lifang_app', max: 4 })
})
afterAll(async () => {
  await Promise.all([db.end(), root.end()])
  await database.drop()
})

const cutAll = (): Promise<number> =>
  root.run(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'lifang_app'`)

describe('a connection', () => {
  it('acts as the app, which may not alter or delete what it was not granted', async () => {
    expect(await db.one(sql`select current_user as who`)).toEqual({ who: 'lifang_app' })
    const refused = await db.run(sql`delete from note`).catch((e: unknown) => sqlState(e))
    expect(refused).toBe('42501')
    expect(await db.run(sql`create table x (y integer)`).catch((e: unknown) => sqlState(e))).toBe('42501')
  })

  it('cut while lent out fails its next statement and nothing else: the process lives, the pool gives a new one', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(sql`update note set text = 'cut' where id = 1`)
      await cutAll()
      // Longer than the news of the cut needs to arrive, with no statement under way to receive it.
      await new Promise((resolve) => setTimeout(resolve, 100))
      await tx.run(sql`update note set text = 'cut' where id = 2`)
    })
    await expect(work).rejects.toThrow()
    expect(await db.rows(sql`select text from note order by id`)).toEqual([{ text: 'a' }, { text: 'b' }])
  })

  it('cut while idle is replaced without a word', async () => {
    await db.one(sql`select 1 as one`)
    await cutAll()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await db.one(sql`select 1 as one`)).toEqual({ one: 1 })
  })
})

describe('a transaction', () => {
  it('is all or nothing', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(sql`insert into note values (3, 'c')`)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await db.maybe(sql`select 1 from note where id = 3`)).toBeUndefined()
  })

  it('is tried again after a deadlock, as a whole', async () => {
    let attempts = 0
    const both = (first: number, second: number) =>
      db.transaction(async (tx) => {
        attempts++
        await tx.run(sql`update note set text = text || 'x' where id = ${first}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
        await tx.run(sql`update note set text = text || 'x' where id = ${second}`)
      })
    await Promise.all([both(1, 2), both(2, 1)])
    expect(attempts).toBe(3)
    expect(await db.rows(sql`select text from note where id < 3 order by id`)).toEqual([
      { text: 'axx' },
      { text: 'bxx' },
    ])
  })

  it('says which constraint was broken', async () => {
    const error: unknown = await db.run(sql`insert into note values (1, 'again')`).catch((e: unknown) => e)
    expect([sqlState(error), constraintOf(error)]).toEqual(['23505', 'note_pkey'])
    expect([sqlState(new Error('x')), constraintOf('x')]).toEqual([undefined, undefined])
  })
})

describe('rows', () => {
  it('come as numbers, days as text, and one means one', async () => {
    const row = await db.one(
      sql`select 9007199254740991::bigint as big, 1.5::numeric as rate, date '2026-02-28' as day`,
    )
    expect(row).toEqual({ big: 9007199254740991, rate: 1.5, day: '2026-02-28' })
    await expect(db.one(sql`select 1 from note`)).rejects.toThrow('expected one row')
    await expect(db.one(sql`select 1 from note where id = 99`)).rejects.toThrow('expected one row, got 0')
  })
})
