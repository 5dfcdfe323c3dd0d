import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDb, type Db, type Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { audit, sealPending, verifyAudit } from './public.ts'

const COUNTY = 990601

let database: TestDatabase
/** Superuser: the hand the chain is there to catch. */
let root: Db
let db: Db
let auditor: Db
let folder: string
let anchor: string

beforeAll(async () => {
  database = await testDatabase()
  root = openDb({ url: database.url, role: null, max: 2 })
  db = openDb({ url: database.url, role: 'lifang_app', max: 24 })
  auditor = openDb({ url: database.url, role: 'lifang_auditor', max: 2 })
  folder = await mkdtemp(join(tmpdir(), 'lifang-audit-'))
})
afterAll(async () => {
  await Promise.all([root.end(), db.end(), auditor.end()])
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await root.run(sql`truncate audit_entry, audit_seal restart identity`)
  anchor = join(folder, newId())
})

const write = (tx: Tx, act: string, details: Record<string, unknown> = {}) =>
  audit(tx, {
    county: COUNTY,
    actor: null,
    act,
    subjectKind: 'test',
    subjectId: act,
    ground: '测试',
    details,
  })
/** Entries 1…n in seals of `each`. */
async function sealed(n: number, each: number): Promise<void> {
  for (let from = 0; from < n; from += each) {
    for (let i = from; i < Math.min(n, from + each); i++) await write(db, `test.act-${i + 1}`, { n: i + 1 })
    await sealPending(db, anchor)
  }
}
const verify = async () => verifyAudit(auditor, await readFile(anchor, 'utf8').catch(() => null))
const found = async () => (await verify()).findings
/** Runs `work` while a transaction that has written an entry stays open; it commits when the work is done, come what may. */
async function whileOpen(act: string, work: (finish: () => Promise<void>) => Promise<void>): Promise<void> {
  const [wrote, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const open = db.transaction(async (tx) => {
    await write(tx, act)
    wrote.resolve()
    await finish.promise
  })
  await wrote.promise
  try {
    await work(async () => {
      finish.resolve()
      await open
    })
  } finally {
    finish.resolve()
    await open
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('who may do what to the audit', () => {
  test.each([
    ['change an entry', sql`update audit_entry set ground = 'x'`],
    ['remove an entry', sql`delete from audit_entry`],
    ['empty the table', sql`truncate audit_entry`],
    [
      'choose the time of an entry',
      sql`insert into audit_entry (county, at, actor_name, act, subject_kind, subject_id)
      values (1, now() - interval '1 day', '', 'a', 'b', 'c')`,
    ],
    [
      'choose the number of an entry',
      sql`insert into audit_entry (county, seq, actor_name, act, subject_kind, subject_id)
      overriding system value values (1, 1, '', 'a', 'b', 'c')`,
    ],
    ['change a seal', sql`update audit_seal set root = root`],
    ['remove a seal', sql`delete from audit_seal`],
    ['turn off the lock', sql`alter table audit_entry disable trigger all`],
  ])('the app cannot %s', async (_, statement) => {
    await sealed(2, 2)
    await expect(db.run(statement)).rejects.toMatchObject({ code: '42501' })
    await expect(auditor.run(statement)).rejects.toMatchObject({ code: '42501' })
    expect(await verify()).toMatchObject({ ok: true, entries: 2 })
  })

  test('the auditor reads the audit and nothing else, and writes nothing', async () => {
    await expect(write(auditor, 'test.forged')).rejects.toMatchObject({ code: '42501' })
    for (const statement of [
      sql`select * from account`,
      sql`select * from session`,
      sql`select * from stored_file`,
    ]) {
      await expect(auditor.rows(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('an entry is kept with what it records, or not at all', async () => {
    const work = db.transaction(async (tx) => {
      await write(tx, 'test.undone')
      throw new Error('undone')
    })
    await expect(work).rejects.toThrow('undone')
    expect(await db.one(sql`select count(*) as n from audit_entry`)).toEqual({ n: 0 })
  })
})

describe('sealing', () => {
  test('nothing to seal is no seal', async () => {
    expect(await sealPending(db, anchor)).toBe(0)
    await sealed(3, 3)
    expect(await sealPending(db, anchor)).toBe(0)
    expect(await verify()).toEqual({ ok: true, entries: 3, seals: 1, unsealed: 0, findings: [] })
  })

  test('what is written after the last seal is told as not sealed yet', async () => {
    await sealed(4, 2)
    for (const act of ['a', 'b', 'c']) await write(db, act)
    expect(await verify()).toEqual({ ok: true, entries: 7, seals: 2, unsealed: 3, findings: [] })
  })

  test('more than one batch at once becomes several seals', async () => {
    await root.run(sql`insert into audit_entry (county, actor_name, act, subject_kind, subject_id)
      select ${COUNTY}, '', 'test.bulk', 'test', n::text from generate_series(1, 11000) n`)
    expect(await sealPending(db, anchor)).toBe(11_000)
    expect(await verify()).toMatchObject({ ok: true, entries: 11_000, seals: 3, unsealed: 0 })
  })

  test('16 writers while sealing goes on without pause: none is lost, none is sealed twice', async () => {
    let writing = true
    let seals = 0
    const sealing = (async () => {
      for (; writing; await pause(5)) seals += (await sealPending(db, anchor)) > 0 ? 1 : 0
    })()
    const writer = async (w: number): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        const undone = i % 7 === 3
        await db
          .transaction(async (tx) => {
            await write(tx, `test.writer-${w}`, { i })
            // Long and short transactions overlap, so numbers commit out of order.
            if (i % 5 === w % 5) await pause((w * 7 + i * 3) % 23)
            await write(tx, `test.writer-${w}`, { i, second: true })
            if (undone) throw new Error('undone')
          })
          .catch((error: unknown) => {
            if (!undone) throw error
          })
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, w) => writer(w)))
    writing = false
    await sealing
    await sealPending(db, anchor)
    expect(seals).toBeGreaterThan(3)
    const kept = 16 * 2 * (30 - 4)
    expect(await verify()).toMatchObject({ ok: true, entries: kept, unsealed: 0, findings: [] })
    const { n, distinct } = await root.one<{ n: number; distinct: number }>(
      sql`select count(*) as n, count(distinct e) as distinct from audit_seal, unnest(entries) e`,
    )
    expect([n, distinct]).toEqual([kept, kept])
  })

  test('an open transaction is waited for, and no writer waits for the sealing', async () => {
    await write(db, 'test.before')
    await whileOpen('test.slow', async (finish) => {
      await write(db, 'test.overtakes')
      let done = false
      const sealing = sealPending(db, anchor).then((n) => {
        done = true
        return n
      })
      await pause(100)
      const started = performance.now()
      for (let i = 0; i < 20; i++) await write(db, 'test.meanwhile')
      expect(performance.now() - started).toBeLessThan(1000)
      expect(done).toBe(false)
      await finish()
      // The slow one and the one that overtook it; what came later is for the next round.
      expect(await sealing).toBe(3)
    })
    expect(await root.one(sql`select to_jsonb(entries) as entries from audit_seal`)).toEqual({
      entries: [1, 2, 3],
    })
    await sealPending(db, anchor)
    expect(await verify()).toMatchObject({ ok: true, entries: 23, unsealed: 0 })
  })

  test('one that stays open too long stops the sealing, not the writing; nothing is skipped for it', async () => {
    await whileOpen('test.stuck', async () => {
      await write(db, 'test.later')
      await expect(sealPending(db, anchor, 60)).rejects.toThrow(/open too long/)
      expect(await verify()).toMatchObject({ ok: true, seals: 0, unsealed: 1 })
    })
    expect(await sealPending(db, anchor)).toBe(2)
    expect((await verify()).ok).toBe(true)
  })

  test('a write in another database of the server is nothing to wait for', async () => {
    const neighbour = await testDatabase()
    const theirs = openDb({ url: neighbour.url, role: 'lifang_app', max: 1 })
    try {
      await theirs.transaction(async (tx) => {
        await write(tx, 'test.elsewhere')
        await write(db, 'test.here')
        expect(await sealPending(db, anchor, 60)).toBe(1)
      })
    } finally {
      await theirs.end()
      await neighbour.drop()
    }
  })

  test('many processes seal at once: each entry once', async () => {
    for (let i = 0; i < 50; i++) await write(db, 'test.act')
    const counts = await Promise.all(Array.from({ length: 6 }, () => sealPending(db, anchor)))
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(50)
    expect(await verify()).toMatchObject({ ok: true, entries: 50, unsealed: 0 })
  })
})

describe('tampering by somebody who may do anything', () => {
  beforeEach(() => sealed(9, 3))

  test.each([
    ['the ground', sql`update audit_entry set ground = '改过' where seq = 5`],
    ['the actor', sql`update audit_entry set actor_name = '别人' where seq = 5`],
    ['the details', sql`update audit_entry set details = '{"n": 6}' where seq = 5`],
    [
      'the time by a microsecond',
      sql`update audit_entry set at = at + interval '1 microsecond' where seq = 5`,
    ],
    ['the county', sql`update audit_entry set county = 990602 where seq = 5`],
    ['an empty ground for none', sql`update audit_entry set ground = null where seq = 5`],
  ])('a changed row is named: %s', async (_, change) => {
    await root.run(change)
    expect(await found()).toEqual([{ kind: 'changed', entry: 5, seal: 2 }])
  })

  test('a change that changes nothing is none', async () => {
    await root.run(sql`update audit_entry set details = '{ "n":   5 }', ground = '测试' where seq = 5`)
    expect((await verify()).ok).toBe(true)
  })

  test('a removed row is named, at either end of the chain too', async () => {
    await root.run(sql`delete from audit_entry where seq in (1, 5, 9)`)
    expect(await found()).toEqual([
      { kind: 'missing', entry: 1, seal: 1 },
      { kind: 'missing', entry: 5, seal: 2 },
      { kind: 'missing', entry: 9, seal: 3 },
    ])
  })

  test('a row slipped into a gap of the numbers is named', async () => {
    await db
      .transaction((tx) => write(tx, 'x').then(() => Promise.reject(new Error('leave a gap'))))
      .catch(() => undefined)
    await write(db, 'test.after-the-gap')
    await sealPending(db, anchor)
    await root.run(sql`insert into audit_entry (county, seq, actor_name, act, subject_kind, subject_id)
      overriding system value values (${COUNTY}, 10, '', 'forged', 'a', 'b'), (${COUNTY}, -4, '', 'forged', 'a', 'b')`)
    expect(await found()).toEqual([
      { kind: 'added', entry: -4, seal: 1 },
      { kind: 'added', entry: 10, seal: 4 },
    ])
  })

  test('two rows that changed places are named, and where each belongs', async () => {
    await swap(4, 6)
    expect(await found()).toEqual([
      { kind: 'reordered', entry: 4, seal: 2, belongsAt: 6 },
      { kind: 'reordered', entry: 6, seal: 2, belongsAt: 4 },
    ])
  })

  test('also across seals', async () => {
    await swap(2, 8)
    expect(await found()).toEqual([
      { kind: 'reordered', entry: 2, seal: 1, belongsAt: 8 },
      { kind: 'reordered', entry: 8, seal: 3, belongsAt: 2 },
    ])
  })

  test('a row removed and the rest moved up is named', async () => {
    await root.run(sql`delete from audit_entry where seq = 4`)
    for (const seq of [5, 6]) await renumber(seq, seq - 1)
    const kinds = (await found()).map((f) => ('entry' in f ? `${f.kind} ${f.entry}` : f.kind))
    expect(kinds).toEqual(['reordered 4', 'reordered 5', 'missing 6'])
  })

  test('a row changed and its seal rewritten to fit breaks the chain at the next seal', async () => {
    await root.run(sql`update audit_entry set ground = '改过' where seq = 5`)
    await reseal(2)
    expect(await found()).toEqual([
      { kind: 'anchor-differs', seal: 2 },
      { kind: 'seal-broken', seal: 3 },
    ])
  })

  test('the whole chain rewritten to fit differs from the roots kept outside the database', async () => {
    await root.run(sql`update audit_entry set ground = '改过' where seq = 5`)
    for (const seal of [2, 3]) await reseal(seal)
    expect(await verifyAudit(auditor, null)).toMatchObject({ ok: true })
    expect(await found()).toEqual([
      { kind: 'anchor-differs', seal: 2 },
      { kind: 'anchor-differs', seal: 3 },
    ])
  })

  test('a seal of which any part was changed is named', async () => {
    for (const change of [
      sql`update audit_seal set root = sha256(root) where seq = 2`,
      sql`update audit_seal set from_seq = from_seq + 1 where seq = 2`,
      sql`update audit_seal set previous_root = sha256(root) where seq = 2`,
    ]) {
      const before = await root.one<{ all: unknown }>(sql`select jsonb_agg(s) as all from audit_seal s`)
      await root.run(change)
      expect(await found()).toContainEqual({ kind: 'seal-broken', seal: 2 })
      await root.run(sql`delete from audit_seal`)
      await root.run(
        sql`insert into audit_seal select * from jsonb_populate_recordset(null::audit_seal, ${JSON.stringify(before.all)}::jsonb)`,
      )
      expect(await found()).toEqual([])
    }
  })

  test('a removed seal is named, in the middle and at the end', async () => {
    await root.run(sql`delete from audit_seal where seq = 2`)
    expect(await found()).toEqual([{ kind: 'seal-missing', seal: 2 }])
    await root.run(sql`delete from audit_seal where seq = 3`)
    expect(await found()).toEqual([
      { kind: 'seal-missing', seal: 2 },
      { kind: 'seal-missing', seal: 3 },
    ])
  })

  test('everything removed is not an empty audit', async () => {
    await root.run(sql`truncate audit_entry, audit_seal`)
    expect(await found()).toEqual([1, 2, 3].map((seal) => ({ kind: 'seal-missing', seal })))
  })

  /** What the row says moves to the other's number. */
  async function swap(a: number, b: number): Promise<void> {
    await renumber(a, -1)
    await renumber(b, a)
    await renumber(-1, b)
  }
  async function renumber(from: number, to: number): Promise<void> {
    await root.run(sql`insert into audit_entry (county, seq, at, actor_id, actor_name, act, subject_kind, subject_id, ground, details)
      overriding system value
      select county, ${to}::bigint, at, actor_id, actor_name, act, subject_kind, subject_id, ground, details
      from audit_entry where seq = ${from}`)
    await root.run(sql`delete from audit_entry where seq = ${from}`)
  }
  /** Rewrites a seal over the rows as they are now, as somebody who knows how it is made would. */
  async function reseal(seq: number): Promise<void> {
    await root.run(sql`create table if not exists kept as select * from audit_seal with no data`)
    await root.run(
      sql`with gone as (delete from audit_seal where seq > ${seq} returning *) insert into kept select * from gone`,
    )
    await root.run(sql`delete from audit_seal where seq = ${seq}`)
    const { last } = await root.one<{ last: number }>(sql`select ${seq * 3}::bigint as last`)
    await root.run(sql`create table if not exists later as select * from audit_entry with no data`)
    await root.run(
      sql`with gone as (delete from audit_entry where seq > ${last} returning *) insert into later select * from gone`,
    )
    expect(await sealPending(root, null)).toBe(3)
    await root.run(sql`insert into audit_entry overriding system value select * from later`)
    await root.run(sql`insert into audit_seal select * from kept`)
    await root.run(sql`drop table kept, later`)
  }
})
