/** A sealed or unsealed entry as verification reads it. `at` is the database's own text, so no precision is lost. */
export interface EntryRow {
  readonly seq: number
  readonly county: number
  readonly at: string
  readonly actor_id: string | null
  readonly actor_name: string
  readonly act: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly ground: string | null
  /** jsonb as the database prints it: keys in its own stable order. */
  readonly details: string
}

/** The bytes an entry is hashed over: every column, length-prefixed so that no two rows can print alike. */
export function entryText(row: EntryRow, seq: number = row.seq): string {
  const parts = [
    String(seq),
    String(row.county),
    row.at,
    row.actor_id ?? '',
    row.actor_name,
    row.act,
    row.subject_kind,
    row.subject_id,
    row.ground === null ? '-' : `+${row.ground}`,
    row.details,
  ]
  return parts.map((p) => `${p.length}:${p}`).join('|')
}
