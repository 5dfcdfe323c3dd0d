import { appendFile } from 'node:fs/promises'
import { sm3 } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { entryText, type EntryRow } from '../rules.ts'

/** Only one process seals at a time; the others find the work done. */
const SEAL_LOCK = 420_602_011
const BATCH = 5000

export const ENTRY_COLUMNS = sql`seq, county, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, actor_id,
  actor_name, act, subject_kind, subject_id, ground, details::text as details`

export const GENESIS = Buffer.alloc(32)

export const leafOf = (row: EntryRow, seq?: number): Buffer => sm3(entryText(row, seq))

export const rootOf = (
  previous: Buffer,
  seal: { seq: number; from: number; to: number },
  leaves: Buffer,
): Buffer => sm3(previous, `${seal.seq}|${seal.from}|${seal.to}|`, leaves)

export interface SealRow {
  readonly seq: number
  readonly from_seq: number
  readonly to_seq: number
  readonly entries: number[]
  readonly leaves: Buffer
  readonly previous_root: Buffer
  readonly root: Buffer
}

/**
 * Seals what was written: entries get their number before they commit, so a number below the highest may still be in an
 * open transaction. Every such transaction holds a write lock on the table; we note who holds one after reading the
 * highest number and seal up to it once those are gone. Writers never wait for us, nor for each other.
 * @param anchor file that receives one line a seal (number and root): kept outside the database, it shows a chain that was
 *   rewritten from end to end. Null: none.
 * @returns entries sealed in this round (0 when there is nothing, or another process is sealing).
 */
export async function sealPending(db: Db, anchor: string | null, patienceMs = 3000): Promise<number> {
  // The highest number that is visible, not the sequence's: the app's role may not read the sequence.
  const { last } = await db.one<{ last: number | null }>(sql`select max(seq) as last from audit_entry`)
  if (last === null) return 0
  await writersGone(db, patienceMs)
  return db.transaction(async (tx) => {
    const { got } = await tx.one<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as got`)
    if (!got) return 0
    const previous = await lastSeal(tx)
    let seal = { seq: (previous?.seq ?? 0) + 1, from: previous?.to_seq ?? 0 }
    let root = previous?.root ?? GENESIS
    let sealed = 0
    while (seal.from < last) {
      const rows = await tx.rows<EntryRow>(
        sql`select ${ENTRY_COLUMNS} from audit_entry where seq > ${seal.from} and seq <= ${last} order by seq limit ${BATCH}`,
      )
      if (rows.length === 0) break
      const full = rows.length === BATCH
      const to = full ? (rows[rows.length - 1]?.seq ?? last) : last
      const leaves = Buffer.concat(rows.map((r) => leafOf(r)))
      const next = rootOf(root, { seq: seal.seq, from: seal.from, to }, leaves)
      await tx.run(sql`insert into audit_seal (seq, from_seq, to_seq, entries, leaves, previous_root, root)
        values (${seal.seq}, ${seal.from}, ${to}, ${rows.map((r) => r.seq)}::bigint[], ${leaves}, ${root}, ${next})`)
      if (anchor !== null) await appendFile(anchor, `${seal.seq} ${to} ${next.toString('hex')}\n`)
      sealed += rows.length
      root = next
      seal = { seq: seal.seq + 1, from: to }
    }
    return sealed
  })
}

/** Waits for the transactions that hold a write lock on the table now; later ones only write higher numbers. */
async function writersGone(db: Db, patienceMs: number): Promise<void> {
  const holders = async (): Promise<string[]> =>
    (
      await db.rows<{ vxid: string }>(
        sql`select distinct virtualtransaction as vxid from pg_locks
            where locktype = 'relation' and relation = 'audit_entry'::regclass and mode = 'RowExclusiveLock' and granted
              and database = (select oid from pg_database where datname = current_database())`,
      )
    ).map((r) => r.vxid)
  let waiting = new Set(await holders())
  const until = Date.now() + patienceMs
  while (waiting.size > 0) {
    if (Date.now() > until)
      throw new Error('a transaction that writes audit entries has been open too long to seal')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const now = new Set(await holders())
    waiting = new Set([...waiting].filter((v) => now.has(v)))
  }
}

const lastSeal = (tx: Tx): Promise<SealRow | undefined> =>
  tx.maybe<SealRow>(
    sql`select seq, from_seq, to_seq, to_jsonb(entries) as entries, leaves, previous_root, root from audit_seal order by seq desc limit 1`,
  )
