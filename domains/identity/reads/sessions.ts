import type { FastifyRequest } from 'fastify'
import type { Actor, Holding } from '@lifang/platform/access.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import { newSecret, sha256 } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import type { Identified, Identify } from '@lifang/platform/http/app.ts'
import { sql } from '@lifang/platform/sql.ts'
import { identityRoutes, type SignInStep } from '../schema.ts'
import type { AccountRow } from '../tables.ts'
import { idleOf } from './policy.ts'

export const COOKIE = 'lifang_session'
/** How long a resolved session is trusted before its account is read again: bounds how late another process's change shows. */
const FRESH_MS = 2_000

/** What identity needs to know of the posts an account holds; grid provides it (grid stands above identity). */
export type HoldingsOf = (accountId: string, at: number) => Promise<readonly Holding[]>

/** Routes open while a step is still to be taken. */
const STEP_ROUTES = [
  identityRoutes.me.path,
  identityRoutes.signOut.path,
  identityRoutes.changePassword.path,
  identityRoutes.beginSecondFactor.path,
  identityRoutes.confirmSecondFactor.path,
]

interface Known {
  readonly identified: Identified
  readonly checkedAt: number
}

export interface Sessions {
  readonly identify: Identify
  /** Opens a session and returns the cookie's secret. */
  open(
    tx: Tx,
    account: AccountRow,
    from: { address: string; agent: string | null },
    secondFactor: boolean,
    /** How long the session lasts, by the policy of the moment. */
    lastsMs: number,
  ): Promise<string>
  /** Forgets what is cached of an account: call after any change to it. */
  forget(accountId: string): void
  actorOf(account: AccountRow): Promise<Actor>
}

export const stepsOf = (a: AccountRow): SignInStep[] => [
  ...(a.must_change_password ? (['change-password'] as const) : []),
  ...(a.admin !== null && !a.totp_confirmed ? (['enrol-second-factor'] as const) : []),
]

export const secretOf = (
  request: Pick<FastifyRequest, 'headers' | 'cookies'>,
): { secret: string; byCookie: boolean } | null => {
  const { authorization } = request.headers
  if (authorization?.startsWith('Bearer ') === true)
    return { secret: authorization.slice(7), byCookie: false }
  const cookie = request.cookies[COOKIE]
  return cookie === undefined || cookie === '' ? null : { secret: cookie, byCookie: true }
}

export function createSessions(db: Db, clock: Clock, holdingsOf: HoldingsOf): Sessions {
  const known = new Map<string, Known>()
  /** Raised by every `forget`: what was being read meanwhile may be out of date and is not remembered. */
  let forgotten = 0

  const actorOf = async (a: AccountRow): Promise<Actor> => ({
    accountId: a.id,
    name: a.name,
    kind: a.kind,
    county: a.county,
    holdings:
      a.admin === null
        ? await holdingsOf(a.id, clock.now())
        : [{ post: a.admin, areaPath: '', departmentId: null, departmentPath: null, standsInFor: null }],
  })

  const read = async (
    secret: string,
    { byCookie, watching }: { byCookie: boolean; watching: boolean },
  ): Promise<Identified | null> => {
    const hash = sha256(secret)
    const now = new Date(clock.now())
    const valid = sql`token_hash = ${hash} and o.id = account_id and expires_at > ${now}
      and last_seen_at > ${now}::timestamptz - ${idleOf(sql`o.county`)} * interval '1 minute'`
    const session = watching
      ? sql`select account_id from session, account o where ${valid}`
      : sql`update session set last_seen_at = ${now} from account o where ${valid} returning account_id`
    const account = byCookie
      ? await db.maybe<AccountRow>(
          sql`with s as (${session})
              select a.* from account a join s on s.account_id = a.id where a.disabled_at is null`,
        )
      : await db.maybe<AccountRow>(
          sql`select a.* from access_token t join account a on a.id = t.account_id
              where t.token_hash = ${hash} and t.expires_at > ${now} and t.revoked_at is null and a.disabled_at is null`,
        )
    if (account === undefined) return null
    return {
      actor: await actorOf(account),
      byCookie,
      onlyRoutes: stepsOf(account).length === 0 ? null : STEP_ROUTES,
    }
  }

  return {
    actorOf,
    identify: async (request, as) => {
      const given = secretOf(request)
      if (given === null || given.secret.length > 200) return null
      const key = `${given.byCookie ? 'c' : 't'}${given.secret}`
      const hit = known.get(key)
      if (hit !== undefined && clock.now() - hit.checkedAt < FRESH_MS) return hit.identified
      const before = forgotten
      const watching = as === 'watching'
      const identified = await read(given.secret, { byCookie: given.byCookie, watching })
      if (identified === null) {
        known.delete(key)
        return null
      }
      if (known.size > 20_000) known.clear()
      // What was only watched is not remembered: the next act must count as one.
      if (forgotten === before && !watching) known.set(key, { identified, checkedAt: clock.now() })
      return identified
    },
    open: async (tx, account, from, secondFactor, lastsMs) => {
      const secret = newSecret()
      const now = clock.now()
      await tx.run(sql`insert into session (token_hash, account_id, created_at, last_seen_at, expires_at, second_factor, address, agent)
        values (${sha256(secret)}, ${account.id}, ${new Date(now)}, ${new Date(now)}, ${new Date(now + lastsMs)}, ${secondFactor},
                ${from.address}, ${from.agent?.slice(0, 200) ?? null})`)
      return secret
    },
    forget: (accountId) => {
      forgotten++
      for (const [key, k] of known) if (k.identified.actor.accountId === accountId) known.delete(key)
    },
  }
}
