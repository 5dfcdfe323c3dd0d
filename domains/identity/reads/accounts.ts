import type { Clock } from '@lifang/platform/clock.ts'
import type { Db } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { identityProblem, type ACCOUNT_STATES, type AccountDetail, type AccountView } from '../schema.ts'
import type { AccountRow } from '../tables.ts'

interface ReadDeps {
  readonly db: Db
  readonly clock: Clock
}
const PAGE = 50

const inState = (state: (typeof ACCOUNT_STATES)[number] | undefined, now: Date): Sql => {
  switch (state) {
    case undefined:
      return sql`true`
    case 'active':
      return sql`disabled_at is null and (locked_until is null or locked_until <= ${now})`
    case 'locked':
      return sql`disabled_at is null and locked_until > ${now}`
    case 'disabled':
      return sql`disabled_at is not null`
  }
}

/** Accounts of a county by username, a page at a time. */
export async function listAccounts(
  { db, clock }: ReadDeps,
  county: number,
  query: {
    readonly q?: string | undefined
    readonly state?: (typeof ACCOUNT_STATES)[number] | undefined
    readonly cursor?: string | undefined
  },
): Promise<{ rows: AccountRow[]; nextCursor: string | null }> {
  const like = `%${(query.q ?? '').replaceAll(/[%_\\]/g, '\\$&')}%`
  const found = await db.rows<AccountRow>(sql`select * from account
    where county = ${county} and (username ilike ${like} or name ilike ${like})
      and ${inState(query.state, new Date(clock.now()))} and lower(username) > ${query.cursor ?? ''}
    order by lower(username) limit ${PAGE + 1}`)
  const rows = found.slice(0, PAGE)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > PAGE && last !== undefined ? last.username.toLowerCase() : null }
}

/** Three digits, what is hidden, four digits; shorter numbers show only their end. */
const masked = (phone: string | null): string | null =>
  phone === null
    ? null
    : phone.length < 8
      ? `****${phone.slice(-2)}`
      : `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** @throws identity.not-found, for accounts of other counties too */
export async function accountDetail(
  { db, clock }: ReadDeps,
  county: number,
  id: string,
): Promise<Omit<AccountDetail, keyof AccountView> & { row: AccountRow }> {
  const now = new Date(clock.now())
  const row = await db.maybe<AccountRow>(sql`select * from account where id = ${id} and county = ${county}`)
  if (row === undefined) throw identityProblem('identity.not-found', { field: 'id' })
  const open = await db.one<{ n: number; last: Date | null }>(
    sql`select count(*) as n, max(last_seen_at) as last from session where account_id = ${id} and expires_at > ${now}`,
  )
  const locked = row.locked_until !== null && row.locked_until > now
  return {
    row,
    phone: masked(row.phone),
    createdAt: row.created_at.toISOString(),
    mustChange: row.must_change_password,
    secondFactor: row.totp_confirmed,
    lockedUntil: locked ? isoOrNull(row.locked_until) : null,
    failedAttempts: row.failed_attempts,
    sessions: open.n,
    lastSeenAt: isoOrNull(open.last),
  }
}
