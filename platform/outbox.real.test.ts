import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb, type Db } from './db.ts'
import { newId } from './id.ts'
import { announce, createRelay, type Announcement, type Relay } from './outbox.ts'
import { sql } from './sql.ts'
import { testDatabase, type TestDatabase } from './testing/database.ts'

const COUNTY = 990602
let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await testDatabase()
  db = openDb({ url: database.url, role: 'lifang_app' })
})
afterAll(async () => {
  await db.end()
  await database.drop()
})

const errors: unknown[] = []
const relayOf = (reactions: Parameters<typeof createRelay>[1] = []): Relay =>
  createRelay(db, reactions, (error) => void errors.push(error))
const anAnnouncement = (topic: string): Announcement => ({
  county: COUNTY,
  topic,
  subjectId: newId(),
  payload: { text: '内容'.repeat(100) },
})
const waiting = async (): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*) as n from outbox`)).n
async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 200 && !holds(); n++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(holds()).toBe(true)
}

describe('an announcement', () => {
  it('is told when its transaction is kept, and never when it is not', async () => {
    const heard: string[] = []
    const relay = relayOf([
      {
        topics: ['test.kept'],
        react: (_tx, all) => Promise.resolve(void heard.push(...all.map((a) => a.topic))),
      },
    ])
    await db.transaction((tx) => announce(tx, anAnnouncement('test.kept')))
    await db
      .transaction(async (tx) => {
        await announce(tx, anAnnouncement('test.kept'))
        throw new Error('undone')
      })
      .catch(() => undefined)
    expect(await relay.drain()).toBe(1)
    expect(heard).toEqual(['test.kept'])
    expect(await waiting()).toBe(0)
  })

  it('is handled once by its reactions, in order, with what they write', async () => {
    const order: number[] = []
    const relay = relayOf([
      {
        topics: ['test.order'],
        react: async (tx, all) => {
          for (const a of all)
            order.push((await tx.one<{ n: number }>(sql`select ${a.payload['n']}::integer as n`)).n)
        },
      },
    ])
    for (let n = 0; n < 450; n++)
      await announce(db, { county: COUNTY, topic: 'test.order', subjectId: null, payload: { n } })
    await Promise.all([relay.drain(), relay.drain(), relay.drain()])
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, n) => n))
    const alone = relayOf([
      {
        topics: ['test.order'],
        react: (_tx, all) => Promise.resolve(void order.push(...all.map((a) => Number(a.payload['n'])))),
      },
    ])
    order.length = 0
    for (let n = 0; n < 30; n++)
      await announce(db, { county: COUNTY, topic: 'test.order', subjectId: null, payload: { n } })
    await alone.drain()
    expect(order).toEqual(Array.from({ length: 30 }, (_, n) => n))
  })

  it('stays when a reaction fails, and is handled when it no longer does', async () => {
    let broken = true
    let handled = 0
    const relay = relayOf([
      {
        topics: ['test.fails'],
        react: async () => {
          await Promise.resolve()
          if (broken) throw new Error('not today')
          handled++
        },
      },
    ])
    await announce(db, anAnnouncement('test.fails'))
    await expect(relay.drain()).rejects.toThrow('not today')
    expect(await waiting()).toBe(1)
    broken = false
    expect(await relay.drain()).toBe(1)
    expect(handled).toBe(1)
  })

  it('that cannot be handled is set aside with its error, and those behind it are told', async () => {
    const told: number[] = []
    let broken = true
    const relay = relayOf([
      {
        topics: ['test.poison'],
        react: (_tx, all) => {
          if (broken && all.some((a) => a.payload['n'] === 3)) throw new Error('no such thing')
          told.push(...all.map((a) => Number(a.payload['n'])))
          return Promise.resolve()
        },
      },
    ])
    for (let n = 0; n < 8; n++)
      await announce(db, { county: COUNTY, topic: 'test.poison', subjectId: null, payload: { n } })
    await relay.start()
    await until(() => told.length >= 7)
    expect(told.toSorted()).toEqual([0, 1, 2, 4, 5, 6, 7])
    const aside = await db.rows(
      sql`select payload -> 'n' as n, attempts, error, not_before > now() as later from outbox`,
    )
    expect(aside).toEqual([{ n: 3, attempts: 1, error: 'Error: no such thing', later: true }])
    // However often it was tried, it is set aside as before.
    await db.run(sql`update outbox set not_before = now(), attempts = 20000`)
    const due = () => db.one<{ n: number }>(sql`select count(*) as n from outbox where not_before <= now()`)
    await expect.poll(async () => (await due()).n).toBe(0)
    broken = false
    await db.run(sql`update outbox set not_before = now()`)
    await until(() => told.includes(3))
    await relay.stop()
    expect(await waiting()).toBe(0)
  })

  it('reaches the open screens of every process, without its payload', async () => {
    const [one, other] = [relayOf(), relayOf()]
    const heard: [string[], string[]] = [[], []]
    ;[one, other].forEach((relay, i) =>
      relay.live.on('announcement', (a) =>
        heard[i as 0 | 1].push(`${a.topic} ${a.subjectId} ${JSON.stringify(a.payload)}`),
      ),
    )
    await one.start()
    await other.start()
    const sent = Array.from({ length: 120 }, () => anAnnouncement('test.live'))
    for (const a of sent) await announce(db, a)
    await until(() => heard[0].length === 120 && heard[1].length === 120)
    const expected = sent.map((a) => `test.live ${a.subjectId} {}`).toSorted()
    expect(heard[0].toSorted()).toEqual(expected)
    expect(heard[1].toSorted()).toEqual(expected)
    await Promise.all([one.stop(), other.stop()])
  })

  it('is told again after the listening connection was cut', async () => {
    const relay = relayOf()
    const heard: string[] = []
    relay.live.on('announcement', (a) => heard.push(a.topic))
    await relay.start()
    const root = openDb({ url: database.url, role: null, max: 1 })
    await root.run(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`)
    await root.end()
    await new Promise((resolve) => setTimeout(resolve, 500))
    await announce(db, anAnnouncement('test.again'))
    await until(() => heard.includes('test.again'))
    await relay.stop()
  })
})
