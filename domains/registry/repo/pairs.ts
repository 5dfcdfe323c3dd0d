import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import {
  duplicateScore,
  DUPLICATE_WEIGHTS,
  type DuplicateScore,
  type PersonRecord,
} from '../rules/duplicates.ts'
import type { DuplicateReason, DuplicateVerdict } from '../schema/duplicate-lists.ts'
import type { PersonRow } from '../tables.ts'
import type { Doing } from './command.ts'
import type { RegistryDeps } from './deps.ts'
import { personPlace } from './person.ts'

/** A person as far as likeness goes. */
export type Likely = Pick<
  PersonRow,
  'id' | 'name' | 'sex' | 'birth_date' | 'id_kind' | 'id_index' | 'id_number' | 'phone_index'
> & { readonly homes: readonly string[] }

/** Columns of `person p` for `Likely`. */
export const LIKELY: Sql = sql`p.id, p.name, p.sex, p.birth_date, p.id_kind, p.id_index, p.id_number, p.phone_index,
  array(select r.home_id from residence r where r.county = p.county and r.person_id = p.id and r.to_on is null) as homes`

const recordOf = (p: Likely): Omit<PersonRecord, 'idNumber'> => ({
  name: p.name,
  born: p.birth_date,
  sex: p.sex === 'unknown' ? null : p.sex,
  phones: p.phone_index === null ? [] : [p.phone_index.toString('hex')],
  homes: p.homes,
})

export type Scored = DuplicateScore & { readonly verdict: DuplicateVerdict }

/**
 * How likely two people are one. By the blind indexes; the numbers themselves are opened only where all else is alike and one
 * wrong digit would explain the rest, and are kept nowhere.
 * @param numberOf the number of somebody who is only typed so far
 * @returns null: not worth a person's time
 */
export function scorePair(
  deps: Pick<RegistryDeps, 'fields'>,
  a: Likely,
  b: Likely,
  typed: string | null = null,
): Scored | null {
  const worth = (numbers: readonly [string | null, string | null]): Scored | null => {
    const score = duplicateScore(
      { ...recordOf(a), idNumber: numbers[0] },
      { ...recordOf(b), idNumber: numbers[1] },
    )
    return score.verdict === null ? null : { ...score, verdict: score.verdict }
  }
  if (a.id_index === null || b.id_index === null) return worth([null, null])
  if (a.id_index.equals(b.id_index)) return worth(['same', 'same'])
  const without = duplicateScore({ ...recordOf(a), idNumber: null }, { ...recordOf(b), idNumber: null })
  const slip = DUPLICATE_WEIGHTS.points['id-number-slip']
  if (without.score + slip < DUPLICATE_WEIGHTS.possible || a.id_kind !== b.id_kind)
    return worth(['one', 'other'])
  const open = (p: Likely): string =>
    p.id_number === null ? '' : deps.fields.open(p.id_number, personPlace('id_number', p.id))
  return worth([typed ?? open(a), open(b)])
}

export interface FoundPair {
  readonly a: string
  readonly b: string
  readonly score: number
  readonly verdict: DuplicateVerdict
  readonly reasons: readonly DuplicateReason[]
}

/** The pair's two ids in the order the table keeps them. */
export const inOrder = (one: string, other: string): readonly [string, string] =>
  one < other ? [one, other] : [other, one]

/** Keeps pairs that a search found. What was decided before stays decided; score and reasons are those of today. */
export async function keepPairs(
  deps: RegistryDeps,
  tx: Tx,
  run: string,
  pairs: readonly FoundPair[],
  at: Date,
): Promise<void> {
  if (pairs.length === 0) return
  const rows = pairs.map((p) => ({ ...p, id: newId() }))
  await tx.run(sql`insert into duplicate_pair (county, id, a_id, b_id, score, verdict, reasons, state, run_id, found_at)
    select ${deps.county}, n.id, n.a, n.b, n.score, n.verdict, array(select jsonb_array_elements_text(n.reasons)), 'open', ${run}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, a uuid, b uuid, score smallint, verdict text, reasons jsonb)
    on conflict (county, a_id, b_id) do update
      set score = excluded.score, verdict = excluded.verdict, reasons = excluded.reasons, run_id = excluded.run_id`)
}

export interface Decision {
  readonly state: 'not-same' | 'merged' | 'undone'
  readonly note: string | null
}

/** Writes down what was decided of two people, whether a search knew the pair or not. */
export async function decide(doing: Doing, a: Likely, b: Likely, { state, note }: Decision): Promise<void> {
  const { deps, tx, actor, at } = doing
  const [first, second] = a.id < b.id ? [a, b] : [b, a]
  const found = scorePair(deps, first, second)
  const { score, reasons } =
    found ?? duplicateScore({ ...recordOf(first), idNumber: null }, { ...recordOf(second), idNumber: null })
  await tx.run(sql`insert into duplicate_pair (county, id, a_id, b_id, score, verdict, reasons, state, decided_by, decided_name, decided_at, note, found_at)
    values (${deps.county}, ${newId()}, ${first.id}, ${second.id}, ${score}, ${found?.verdict ?? 'possible'}, ${[...reasons]}::text[], ${state},
      ${actor.accountId}, ${actor.name}, ${at}, ${note}, ${at})
    on conflict (county, a_id, b_id) do update set state = excluded.state, decided_by = excluded.decided_by,
      decided_name = excluded.decided_name, decided_at = excluded.decided_at, note = excluded.note`)
}

/** Rows for likeness, in the order asked for; who does not exist is missing. */
export async function likelyOf(
  deps: RegistryDeps,
  tx: Tx,
  ids: readonly string[],
): Promise<readonly Likely[]> {
  const rows = await tx.rows<Likely>(
    sql`select ${LIKELY} from person p where p.county = ${deps.county} and p.id = any(${[...ids]}::uuid[])`,
  )
  const byId = new Map(rows.map((r) => [r.id, r]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
