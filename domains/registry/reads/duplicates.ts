import type { Actor } from '@lifang/platform/access.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { keepsPerson, seesPerson } from '../access.ts'
import { plainCode } from '../rules/finding.ts'
import { daysMistyped } from '../rules/merge.ts'
import { initialsOfName, plainText } from '../rules/names.ts'
import { readPhone } from '../rules/phone.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { LIKELY, scorePair, type Likely } from '../repo/pairs.ts'
import { takenBy, whereabouts } from '../repo/people.ts'
import { idKindOf, PHONE_KIND } from '../repo/person.ts'
import type { CheckBody, Checked } from '../schema/duplicates.ts'
import { ID_KINDS } from '../schema/lists.ts'
import type { PersonRow } from '../tables.ts'
import { listedPeople, toPerson, type ListedRow } from './people.ts'
import { today } from './scope.ts'

const SHOWN = 6
/** Candidates of one key; more share it only where it says nothing. */
const MOST = 200

type Candidate = Likely & Pick<PersonRow, 'version' | 'area_path' | 'registered_path'>

/**
 * People like the one being written down. Candidates come by indexes only: the number and the telephone exactly, those born on that
 * day or on one that is easily mistyped for it, those in the home. Names are compared by the rule. Of ground of others nothing is
 * told but that a number is taken, and where.
 */
export async function checkDuplicates(deps: RegistryDeps, actor: Actor, body: CheckBody): Promise<Checked> {
  const { county, db } = deps
  const me = await typed(deps, actor, body)
  if (me === null) return { likely: [], elsewhere: null }
  const ofNumber =
    me.number === null
      ? []
      : ID_KINDS.flatMap((kind) => deps.fields.blindAll(idKindOf(kind), me.number ?? ''))
  const ofPhone = me.phone === null ? [] : deps.fields.blindAll(PHONE_KIND, me.phone)
  const [rows, apart] = await Promise.all([
    db.rows<Candidate>(
      candidates(county, me, [...ofNumber, ...me.numberIndex], [...ofPhone, ...me.phoneIndex]),
    ),
    body.person === null
      ? []
      : db.rows<{
          id: string
        }>(sql`select case when a_id = ${body.person} then b_id else a_id end as id from duplicate_pair
          where county = ${county} and (a_id = ${body.person} or b_id = ${body.person}) and state = 'not-same'`),
  ])
  const known = new Set(apart.map((p) => p.id))
  const others = rows.filter((r) => r.id !== body.person)
  const scored = others
    .filter((r) => !known.has(r.id) && seesPerson(actor, whereabouts(r)))
    .flatMap((row) => {
      const score = scorePair(deps, me.record, row, me.number)
      return score === null ? [] : [{ row, score }]
    })
    .toSorted((x, y) => y.score.score - x.score.score || (x.row.id < y.row.id ? -1 : 1))
    .slice(0, SHOWN)
  const index = me.record.id_index
  const taken = others.find(
    (r) => index !== null && r.id_index?.equals(index) === true && !seesPerson(actor, whereabouts(r)),
  )
  const shown = await db.rows<ListedRow>(
    listedPeople(
      sql`p.county = ${county} and p.id = any(${scored.map((s) => s.row.id)}::uuid[])`,
      sql``,
      SHOWN,
    ),
  )
  const byId = new Map(shown.map((p) => [p.id, p]))
  return {
    likely: scored.flatMap(({ row, score }) => {
      const person = byId.get(row.id)
      return person === undefined
        ? []
        : [
            {
              person: toPerson(deps, person, today(deps)),
              version: row.version,
              score: score.score,
              verdict: score.verdict,
              reasons: [...score.reasons],
            },
          ]
    }),
    elsewhere: taken === undefined ? null : elsewhereOf(deps, actor, taken),
  }
}

function elsewhereOf(deps: RegistryDeps, actor: Actor, taken: Candidate): Checked['elsewhere'] {
  const { place, person, version } = takenBy({ deps }, actor, taken)
  return { place, person, version }
}

interface Typed {
  readonly record: Likely
  readonly number: string | null
  readonly phone: string | null
  /** Indexes of what is registered already and was not typed again. */
  readonly numberIndex: readonly Buffer[]
  readonly phoneIndex: readonly Buffer[]
}

/** What is typed, over what is registered; null: too little to compare. */
async function typed(deps: RegistryDeps, actor: Actor, body: CheckBody): Promise<Typed | null> {
  const base =
    body.person === null
      ? undefined
      : await deps.db.maybe<Candidate>(
          sql`select ${LIKELY}, p.version, p.area_path, p.registered_path from person p
            where p.county = ${deps.county} and p.id = ${body.person} and p.merged_into is null`,
        )
  const before = base !== undefined && keepsPerson(actor, whereabouts(base)) ? base : undefined
  const name = body.name === '' ? (before?.name ?? '') : body.name
  if (plainText(name) === '' && body.idNumber === null && body.phone === null) return null
  const number = body.idNumber === null || body.idNumber === '' ? null : plainCode(body.idNumber)
  const phone = body.phone === null ? null : readPhone(body.phone)
  const telephone = phone?.ok === true ? phone.value : null
  const kind = body.idKind === 'none' ? (before?.id_kind ?? 'none') : body.idKind
  return {
    number,
    phone: telephone,
    numberIndex: number === null && before?.id_index != null ? [before.id_index] : [],
    phoneIndex: telephone === null && before?.phone_index != null ? [before.phone_index] : [],
    record: {
      id: before?.id ?? '',
      name,
      sex: body.sex === 'unknown' ? (before?.sex ?? 'unknown') : body.sex,
      birth_date: realDay(body.birthDate) ?? bornOf(number) ?? before?.birth_date ?? null,
      id_kind: kind,
      id_index: number === null ? (before?.id_index ?? null) : deps.fields.blind(idKindOf(kind), number),
      id_number: number === null ? (before?.id_number ?? null) : null,
      phone_index:
        telephone === null ? (before?.phone_index ?? null) : deps.fields.blind(PHONE_KIND, telephone),
      homes: [...(before?.homes ?? []), ...(body.home === null ? [] : [body.home])],
    },
  }
}

function realDay(day: string | null): string | null {
  if (day === null) return null
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day && day >= '1850-01-01'
    ? day
    : null
}
const bornOf = (number: string | null): string | null =>
  number !== null && /^\d{17}[\dX]$/.test(number)
    ? realDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)
    : null

/** One arm a key, each with an index of its own; what is left to compare is a handful. */
function candidates(
  county: number,
  { record }: Typed,
  numbers: readonly Buffer[],
  phones: readonly Buffer[],
): Sql {
  const { birth_date: born, name, homes } = record
  const days = born === null ? [] : [born, ...daysMistyped(born)]
  const initials = initialsOfName(name)
  return sql`with c as (
      (select id from person where county = ${county} and merged_into is null and id_index is not null and id_index = any(${[...numbers]}::bytea[]))
      union (select id from person where county = ${county} and phone_index is not null and phone_index = any(${[...phones]}::bytea[]) limit ${MOST})
      union (select id from person p where county = ${county} and birth_date is not null and birth_date = any(${days}::date[])
        and (left(p.name, 1) = ${[...name][0] ?? ''} or (p.initials || '{}'::text[]) && ${[...initials]}::text[]) limit ${MOST})
      union (select person_id from residence where county = ${county} and home_id = any(${[...homes]}::uuid[]) and to_on is null limit ${MOST})
    )
    select ${LIKELY}, p.version, p.area_path, p.registered_path from c join person p on p.county = ${county} and p.id = c.id
    where p.merged_into is null`
}
