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

/**
 * Walks the whole chain and names every entry that was changed, removed, added or moved after it was sealed.
 * @param anchors text of the anchor file, or null when there is none: lines `seal to root`.
 */
export async function verifyAudit(db: Db, anchors: string | null): Promise<Verification> {
  const findings: Finding[] = []
  const anchorOf = new Map<number, string>()
  for (const line of (anchors ?? '').split('\n')) {
    const [seal, , root] = line.split(' ')
    if (seal !== undefined && root !== undefined) anchorOf.set(Number(seal), root)
  }
  let previous: Buffer = GENESIS
  let reached = 0
  let seen = 0
  let expected = 1
  for (;;) {
    const seal = await db.maybe<SealRow>(
      sql`select seq, from_seq, to_seq, to_jsonb(entries) as entries, leaves, previous_root, root from audit_seal where seq >= ${expected}
          order by seq limit 1`,
    )
    if (seal === undefined) break
    for (; expected < seal.seq; expected++) findings.push({ kind: 'seal-missing', seal: expected })
    const recomputed = rootOf(previous, { seq: seal.seq, from: seal.from_seq, to: seal.to_seq }, seal.leaves)
    if (!recomputed.equals(seal.root) || !previous.equals(seal.previous_root) || seal.from_seq !== reached) {
      findings.push({ kind: 'seal-broken', seal: seal.seq })
    }
    const anchored = anchorOf.get(seal.seq)
    if (anchored !== undefined && anchored !== seal.root.toString('hex')) {
      findings.push({ kind: 'anchor-differs', seal: seal.seq })
    }
    anchorOf.delete(seal.seq)
    const rows = await db.rows<EntryRow>(
      sql`select ${ENTRY_COLUMNS} from audit_entry where seq > ${reached} and seq <= ${seal.to_seq} order by seq`,
    )
    findings.push(...compareSeal(seal, rows))
    seen += rows.length
    previous = seal.root
    reached = seal.to_seq
    expected = seal.seq + 1
  }
  for (const seal of anchorOf.keys()) findings.push({ kind: 'seal-missing', seal })
  const { n } = await db.one<{ n: number }>(sql`select count(*) as n from audit_entry where seq > ${reached}`)
  return { ok: findings.length === 0, entries: seen + n, seals: expected - 1, unsealed: n, findings }
}

function compareSeal(seal: SealRow, rows: readonly EntryRow[]): Finding[] {
  const leafAt = new Map(seal.entries.map((seq, i) => [seq, seal.leaves.subarray(i * 32, i * 32 + 32)]))
  const rowAt = new Map(rows.map((r) => [r.seq, r]))
  const findings: Finding[] = []
  const changed = rows.filter((row) => {
    const leaf = leafAt.get(row.seq)
    return leaf !== undefined && !leaf.equals(leafOf(row))
  })
  for (const row of changed) {
    // A changed row whose content fits another place of the same seal was moved, not rewritten.
    const home = seal.entries.find(
      (seq) => seq !== row.seq && leafAt.get(seq)?.equals(leafOf(row, seq)) === true,
    )
    findings.push(
      home === undefined
        ? { kind: 'changed', entry: row.seq, seal: seal.seq }
        : { kind: 'reordered', entry: row.seq, seal: seal.seq, belongsAt: home },
    )
  }
  for (const row of rows)
    if (!leafAt.has(row.seq)) findings.push({ kind: 'added', entry: row.seq, seal: seal.seq })
  for (const seq of seal.entries)
    if (!rowAt.has(seq)) findings.push({ kind: 'missing', entry: seq, seal: seal.seq })
  return findings
}
