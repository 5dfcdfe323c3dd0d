import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { EntryRow } from './rules.ts'
import { ENTRY_COLUMNS, GENESIS, leafOf, rootOf, type SealRow } from './commands/seal.ts'

export type Finding =
  | { readonly kind: 'changed' | 'missing' | 'added'; readonly entry: number; readonly seal: number }
  | { readonly kind: 'reordered'; readonly entry: number; readonly seal: number; readonly belongsAt: number }
  | { readonly kind: 'seal-broken' | 'seal-missing' | 'anchor-differs'; readonly seal: number }

export interface Verification {
  readonly ok: boolean
  readonly entries: number
  readonly seals: number
  /** Entries written but not yet in a seal. */
  readonly unsealed: number
  readonly findings: readonly Finding[]
}

/** Rows and places compared when looking for rows that moved; beyond that somebody rewrote wholesale. */
const MOVED_LIMIT = 500

/** A row whose content is not what was sealed under its number, and where its finding stands. */
interface Suspect {
  readonly row: EntryRow
  readonly seal: number
  readonly finding: number
}

/**
 * Walks the whole chain and names every entry that was changed, removed, added or moved after it was sealed.
 * @param anchors text of the anchor file, or null when there is none: lines `seal to root`.
 */
export async function verifyAudit(db: Db, anchors: string | null): Promise<Verification> {
  const findings: Finding[] = []
  const suspects: Suspect[] = []
  /** What was sealed under numbers whose row is gone or says something else. */
  const lost = new Map<number, Buffer>()
  const anchorOf = anchorsIn(anchors)
  let previous: Buffer = GENESIS
  let reached = 0
  let expected = 1
  for (;;) {
    const seal = await db.maybe<SealRow>(
      sql`select seq, from_seq, to_seq, to_jsonb(entries) as entries, leaves, previous_root, root from audit_seal where seq >= ${expected}
          order by seq limit 1`,
    )
    if (seal === undefined) break
    if (expected < seal.seq) {
      // The chain is taken up again behind the hole, so that the hole is named and not everything after it.
      for (; expected < seal.seq; expected++) {
        findings.push({ kind: 'seal-missing', seal: expected })
        anchorOf.delete(expected)
      }
      previous = seal.previous_root
      reached = seal.from_seq
    }
    const recomputed = rootOf(previous, { seq: seal.seq, from: seal.from_seq, to: seal.to_seq }, seal.leaves)
    if (!recomputed.equals(seal.root) || !previous.equals(seal.previous_root) || seal.from_seq !== reached) {
      findings.push({ kind: 'seal-broken', seal: seal.seq })
    }
    const anchored = anchorOf.get(seal.seq)
    if (anchored !== undefined && anchored !== seal.root.toString('hex')) {
      findings.push({ kind: 'anchor-differs', seal: seal.seq })
    }
    anchorOf.delete(seal.seq)
    // Numbers begin at 1: the first seal answers for anything below too.
    const above = seal.seq === 1 ? null : reached
    const rows = await db.rows<EntryRow>(
      sql`select ${ENTRY_COLUMNS} from audit_entry
          where (${above}::bigint is null or seq > ${above}::bigint) and seq <= ${seal.to_seq} order by seq`,
    )
    compareSeal(seal, rows, findings, suspects, lost)
    previous = seal.root
    reached = seal.to_seq
    expected = seal.seq + 1
  }
  nameMoved(findings, suspects, lost)
  for (const seal of anchorOf.keys()) findings.push({ kind: 'seal-missing', seal })
  const { all, unsealed } = await db.one<{ all: number; unsealed: number }>(
    sql`select count(*) as all, count(*) filter (where seq > ${reached}) as unsealed from audit_entry`,
  )
  return { ok: findings.length === 0, entries: all, seals: expected - 1, unsealed, findings }
}

function anchorsIn(text: string | null): Map<number, string> {
  const anchorOf = new Map<number, string>()
  for (const line of (text ?? '').split('\n')) {
    const [seal, , root] = line.split(' ')
    if (seal !== undefined && root !== undefined) anchorOf.set(Number(seal), root)
  }
  return anchorOf
}

function compareSeal(
  seal: SealRow,
  rows: readonly EntryRow[],
  findings: Finding[],
  suspects: Suspect[],
  lost: Map<number, Buffer>,
): void {
  const leafAt = new Map(seal.entries.map((seq, i) => [seq, seal.leaves.subarray(i * 32, i * 32 + 32)]))
  for (const row of rows) {
    const leaf = leafAt.get(row.seq)
    leafAt.delete(row.seq)
    if (leaf?.equals(leafOf(row)) === true) continue
    suspects.push({ row, seal: seal.seq, finding: findings.length })
    findings.push({ kind: leaf === undefined ? 'added' : 'changed', entry: row.seq, seal: seal.seq })
    if (leaf !== undefined) lost.set(row.seq, leaf)
  }
  for (const [seq, leaf] of leafAt) {
    findings.push({ kind: 'missing', entry: seq, seal: seal.seq })
    lost.set(seq, leaf)
  }
}

/** A row that says what was sealed under another number was moved there, not rewritten. */
function nameMoved(
  findings: Finding[],
  suspects: readonly Suspect[],
  lost: ReadonlyMap<number, Buffer>,
): void {
  const places = [...lost].slice(0, MOVED_LIMIT)
  for (const { row, seal, finding } of suspects.slice(0, MOVED_LIMIT)) {
    const home = places.find(([seq, leaf]) => seq !== row.seq && leaf.equals(leafOf(row, seq)))
    if (home !== undefined) {
      findings[finding] = { kind: 'reordered', entry: row.seq, seal, belongsAt: home[0] }
    }
  }
}

/** What was done to one record, the newest first: for telling the person it is about. */
export const entriesAbout = (
  db: Db,
  about: { readonly county: number; readonly kind: string; readonly id: string },
  acts: readonly string[],
  limit: number,
): Promise<{ at: Date; act: string; actor_name: string; ground: string | null }[]> =>
  db.rows(sql`select at, act, actor_name, ground from audit_entry where county = ${about.county} and subject_kind = ${about.kind}
    and subject_id = ${about.id} and act = any(${[...acts]}::text[]) order by seq desc limit ${limit}`)
