/**
 * The search across the county: people are compared only with those who share a key (a telephone, a day of birth, a home), block
 * after block, so that 660,000 people are minutes and not years. The database finds who shares a key and looks alike at a first
 * glance; the rule decides.
 */
import { NIL_ACCOUNT } from '@lifang/platform/access.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { daysMistyped } from '../rules/merge.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { keepPairs, likelyOf, scorePair, type FoundPair, type Likely } from '../repo/pairs.ts'
import type { DuplicateRunRow } from '../tables.ts'
import { askForSearch } from './duplicates.ts'

/** A telephone of more people than this is a company's or nobody's: nothing is learnt from sharing it. */
const MOST_SHARED = 200
/** People of one step of the walk. */
const STEP = 20_000
/** A run that gave no sign of life for this long is taken over. */
const DEAD_MS = 5 * 60_000

/** On `a` and `b`: a first glance at two names. The first character, or initials of one reading. */
const GLANCE: Sql = sql`(left(a.name, 1) = left(b.name, 1) or a.initials && b.initials) and abs(char_length(a.name) - char_length(b.name)) <= 1`

interface Pair {
  readonly a: string
  readonly b: string
}

/** Carries out the search that waits, if one does. A process that dies leaves it to the next. @returns whether there was one */
export async function runSearch(deps: RegistryDeps): Promise<boolean> {
  const { county, db } = deps
  const now = new Date(deps.clock.now())
  const run =
    await db.maybe<DuplicateRunRow>(sql`update duplicate_run set state = 'running', started_at = coalesce(started_at, ${now}), beat_at = ${now}
    where county = ${county} and (state = 'waiting' or (state = 'running' and beat_at < ${new Date(now.getTime() - DEAD_MS)})) returning *`)
  if (run === undefined) return false
  try {
    await new Search(deps, run.id).all()
    return true
  } catch (error) {
    await db.run(sql`update duplicate_run set state = 'failed', finished_at = ${new Date(deps.clock.now())}
      where county = ${county} and id = ${run.id}`)
    throw error
  }
}

/** The nightly search. */
export async function searchNightly(deps: RegistryDeps): Promise<void> {
  await askForSearch(deps, { accountId: NIL_ACCOUNT, name: '系统' }, newId())
  await runSearch(deps)
}

class Search {
  readonly #deps: RegistryDeps
  readonly #run: string
  #done = 0
  #total = 0
  #skipped = 0

  constructor(deps: RegistryDeps, run: string) {
    this.#deps = deps
    this.#run = run
  }

  async all(): Promise<void> {
    const { county, db } = this.#deps
    const bounds = await this.#bounds()
    // Four walks over people, by the same bounds, and the count at the end.
    this.#total = bounds.length * 4 + 1
    await this.#beat()
    for (const { from, to } of bounds) await this.#step(this.#samePhone(from, to))
    for (const { from, to } of bounds) await this.#step(this.#sameHome(from, to))
    for (const { from, to } of bounds) await this.#step(this.#sameBirth(from, to))
    for (const { from, to } of bounds) await this.#step(this.#mistypedBirth(from, to))
    const skipped = await db.one<{ n: number }>(sql`select count(*)::integer as n from (
      select from person where county = ${county} and phone_index is not null and merged_into is null
      group by phone_index having count(*) > ${MOST_SHARED}) s`)
    this.#skipped = skipped.n
    // What was open and is alike no more was mended since; what was decided stays.
    await db.run(
      sql`delete from duplicate_pair where county = ${county} and state = 'open' and run_id is distinct from ${this.#run}`,
    )
    this.#done = this.#total
    await db.run(sql`update duplicate_run set state = 'done', finished_at = ${new Date(this.#deps.clock.now())}, done = ${this.#done},
        skipped = ${this.#skipped}, pairs = (select count(*) from duplicate_pair where county = ${county} and state = 'open')
      where county = ${county} and id = ${this.#run}`)
  }

  /** Ranges of people by id, so that each step is short and says how far it is. The last has no end. */
  async #bounds(): Promise<readonly { readonly from: string; readonly to: string }[]> {
    const rows = await this.#deps.db.rows<{ id: string }>(sql`select id from (
        select id, row_number() over (order by id) as n from person where county = ${this.#deps.county}) p
      where (n - 1) % ${STEP}::integer = 0 order by id`)
    return rows.map((r, i) => ({ from: r.id, to: rows[i + 1]?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff' }))
  }

  async #beat(): Promise<void> {
    await this.#deps.db
      .run(sql`update duplicate_run set done = ${this.#done}, total = ${this.#total}, beat_at = ${new Date(this.#deps.clock.now())}
      where county = ${this.#deps.county} and id = ${this.#run}`)
  }

  async #step(found: Promise<readonly Pair[]>): Promise<void> {
    const pairs = await found
    for (let from = 0; from < pairs.length; from += 2_000) await this.#judge(pairs.slice(from, from + 2_000))
    this.#done++
    await this.#beat()
  }

  async #judge(pairs: readonly Pair[]): Promise<void> {
    const { db } = this.#deps
    const people = await likelyOf(this.#deps, db, [...new Set(pairs.flatMap((p) => [p.a, p.b]))])
    const byId = new Map<string, Likely>(people.map((p) => [p.id, p]))
    const found = new Map<string, FoundPair>()
    for (const { a, b } of pairs) {
      const [one, other] = [byId.get(a), byId.get(b)]
      if (one === undefined || other === undefined) continue
      const scored = scorePair(this.#deps, one, other)
      if (scored === null) continue
      const { score, verdict, reasons } = scored
      found.set(`${a}/${b}`, { a, b, score, verdict, reasons })
    }
    await keepPairs(this.#deps, db, this.#run, [...found.values()], new Date(this.#deps.clock.now()))
  }

  #samePhone(from: string, to: string): Promise<Pair[]> {
    const { county, db } = this.#deps
    return db.rows(sql`select a.id as a, b.id as b from person a
        join person b on b.county = a.county and b.phone_index = a.phone_index and b.id > a.id
      where a.county = ${county} and a.id >= ${from} and a.id < ${to} and a.merged_into is null and b.merged_into is null and ${GLANCE}
        and (select count(*) from (select from person c where c.county = a.county and c.phone_index = a.phone_index limit ${MOST_SHARED + 1}) s) <= ${MOST_SHARED}`)
  }

  #sameHome(from: string, to: string): Promise<Pair[]> {
    const { county, db } = this.#deps
    return db.rows(sql`select distinct a.id as a, b.id as b from person a
        join residence r on r.county = a.county and r.person_id = a.id and r.to_on is null
        join residence o on o.county = r.county and o.home_id = r.home_id and o.to_on is null and o.person_id > r.person_id
        join person b on b.county = o.county and b.id = o.person_id
      where a.county = ${county} and a.id >= ${from} and a.id < ${to} and a.merged_into is null and b.merged_into is null and ${GLANCE}`)
  }

  /** With two numbers that differ only a wrong digit makes one of two, and a name of another sound never does. */
  #sameBirth(from: string, to: string): Promise<Pair[]> {
    const { county, db } = this.#deps
    return db.rows(sql`select a.id as a, b.id as b from person a
        join person b on b.county = a.county and b.birth_date = a.birth_date and b.id > a.id
      where a.county = ${county} and a.id >= ${from} and a.id < ${to} and a.merged_into is null and b.merged_into is null and ${GLANCE}`)
  }

  /** A mistyped day is only worth a look beside an equal name, and where one of the two has no number. */
  async #mistypedBirth(from: string, to: string): Promise<readonly Pair[]> {
    const { county, db } = this.#deps
    const bare = await db.rows<{ id: string; name: string; birth_date: string }>(
      sql`select id, name, birth_date from person where county = ${county} and id >= ${from} and id < ${to}
        and id_index is null and birth_date is not null and merged_into is null`,
    )
    const asked = bare.flatMap((p) =>
      daysMistyped(p.birth_date).map((day) => ({ id: p.id, name: p.name, day })),
    )
    const out: Pair[] = []
    for (let at = 0; at < asked.length; at += 20_000) {
      const part = asked.slice(at, at + 20_000)
      const rows = await db.rows<Pair>(sql`select least(n.id, p.id) as a, greatest(n.id, p.id) as b
        from unnest(${part.map((p) => p.id)}::uuid[], ${part.map((p) => p.name)}::text[], ${part.map((p) => p.day)}::date[]) as n(id, name, day)
          join person p on p.county = ${county} and p.birth_date = n.day and p.name = n.name
        where p.merged_into is null`)
      out.push(...rows)
    }
    return out
  }
}
