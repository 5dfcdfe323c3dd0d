import { hash, verify } from '@node-rs/argon2'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Actor } from '@lifang/platform/access.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import { newSecret, seal, sha256, unseal } from '@lifang/platform/crypto.ts'
import { constraintOf, sqlState, type Db, type Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit, auditMany } from '@lifang/domains/audit/public.ts'
import { policyOf } from './reads/policy.ts'
import { checkPassword, lengthOf, lockUntil } from './rules.ts'
import { identityProblem, type AdminKind } from './schema.ts'
import type { Sessions } from './reads/sessions.ts'
import type { AccountRow } from './tables.ts'

export interface IdentityDeps {
  readonly db: Db
  readonly clock: Clock
  readonly sessions: Sessions
  /** 48 bytes, see platform/crypto `seal`. */
  readonly fieldKey: Buffer
  /** County of this deployment, for lines about people who are nobody yet. */
  readonly county: number
}

/** OWASP's argon2id recommendation (19 MiB, two passes): about 24 ms here. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON)
/** Verified against when there is no such account, so that the time taken tells nothing. */
let nobody: Promise<string> | undefined
const nobodyHash = (): Promise<string> => (nobody ??= hashPassword(newSecret()))

const byUsername = (tx: Tx, username: string): Promise<AccountRow | undefined> =>
  tx.maybe<AccountRow>(sql`select * from account where lower(username) = lower(${username})`)
const forUpdate = async (tx: Tx, id: string): Promise<AccountRow> => {
  const row = await tx.maybe<AccountRow>(sql`select * from account where id = ${id} for update`)
  if (row === undefined) throw identityProblem('identity.not-found', { field: 'id' })
  return row
}
/** An account an administrator works on: those of another county are not there. */
export const administered = async (tx: Tx, actor: Actor, id: string): Promise<AccountRow> => {
  const row = await forUpdate(tx, id)
  if (row.county !== actor.county) throw identityProblem('identity.not-found', { field: 'id' })
  return row
}

/**
 * Signs in. Every outcome is audited, in a transaction of its own when it fails so that the failure is kept.
 * @throws identity.wrong-credentials, identity.locked, identity.code-required, identity.wrong-code
 */
export async function signIn(
  deps: IdentityDeps,
  input: { username: string; password: string; code?: string | undefined },
  from: { address: string; agent: string | null },
): Promise<{ account: AccountRow; secret: string; lastsMs: number }> {
  const { db, clock } = deps
  const found = await byUsername(db, input.username)
  // The slow hash runs outside any transaction and lock.
  const matches = await verify(found?.password_hash ?? (await nobodyHash()), input.password)
  const outcome = await db.transaction(async (tx) => {
    const failed = (reason: string, account: AccountRow | undefined) =>
      audit(tx, {
        county: account?.county ?? deps.county,
        actor: account === undefined ? null : { accountId: account.id, name: account.name },
        act: 'identity.sign-in-failed',
        subjectKind: 'account',
        subjectId:
          account?.id ?? `unknown:${sha256(input.username.toLowerCase()).toString('hex').slice(0, 16)}`,
        ground: reason,
        details: { address: from.address },
      })
    if (found === undefined || found.disabled_at !== null) {
      await failed(found === undefined ? 'unknown' : 'disabled', found)
      return identityProblem('identity.wrong-credentials')
    }
    const account = await forUpdate(tx, found.id)
    const policy = await policyOf(tx, account.county)
    const now = clock.now()
    if (account.locked_until !== null && account.locked_until.getTime() > now) {
      await failed('locked', account)
      return identityProblem('identity.locked', {
        seconds: Math.ceil((account.locked_until.getTime() - now) / 1000),
      })
    }
    const countFailure = async (reason: string) => {
      const attempts = account.failed_attempts + 1
      const until = lockUntil(attempts, now, policy)
      await tx.run(sql`update account set failed_attempts = ${attempts}, locked_until = ${until === null ? null : new Date(until)}
        where id = ${account.id}`)
      await failed(reason, account)
    }
    if (!matches) {
      await countFailure('password')
      return identityProblem('identity.wrong-credentials')
    }
    let step = account.totp_last_step
    const secondFactor = account.totp_confirmed && account.totp_secret !== null
    if (secondFactor && account.totp_secret !== null) {
      if (input.code === undefined) return identityProblem('identity.code-required', { field: 'code' })
      const accepted = codeStep(deps, account.totp_secret, input.code, step)
      if (accepted === null) {
        await countFailure('code')
        return identityProblem('identity.wrong-code', { field: 'code' })
      }
      step = accepted
    }
    // A password is known only now: one that the policy has outgrown is changed before anything else opens.
    const mustChange = account.must_change_password || lengthOf(input.password) < policy.passwordLength
    await tx.run(
      sql`update account set failed_attempts = 0, locked_until = null, totp_last_step = ${step},
            must_change_password = ${mustChange} where id = ${account.id}`,
    )
    const lastsMs = policy.sessionHours * 3_600_000
    const secret = await deps.sessions.open(tx, account, from, secondFactor, lastsMs)
    await audit(tx, {
      county: account.county,
      actor: { accountId: account.id, name: account.name },
      act: 'identity.sign-in',
      subjectKind: 'account',
      subjectId: account.id,
      details: { address: from.address, secondFactor },
    })
    const signedIn = { ...account, failed_attempts: 0, locked_until: null, must_change_password: mustChange }
    return { account: signedIn, secret, lastsMs }
  })
  // A refusal is returned, not thrown, inside the transaction: its audit line and the counted failure must be kept.
  if (outcome instanceof Error) throw outcome
  return outcome
}

/** The 30-second step a code belongs to when it is right and newer than the last one used; null otherwise. */
function codeStep(deps: IdentityDeps, sealed: Buffer, code: string, lastStep: number): number | null {
  const result = verifySync({
    secret: unseal(deps.fieldKey, sealed),
    token: code,
    epoch: Math.floor(deps.clock.now() / 1000),
    epochTolerance: 30,
    afterTimeStep: lastStep,
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

export async function signOut(deps: IdentityDeps, actor: Actor, secret: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`delete from session where token_hash = ${sha256(secret)}`)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.sign-out',
      subjectKind: 'account',
      subjectId: actor.accountId,
    })
  })
  deps.sessions.forget(actor.accountId)
}

/** @throws identity.wrong-credentials, identity.weak-password, identity.password-reused */
export async function changePassword(
  deps: IdentityDeps,
  actor: Actor,
  input: { current: string; next: string },
  keepSecret: string,
): Promise<void> {
  const before = await deps.db.one<AccountRow>(sql`select * from account where id = ${actor.accountId}`)
  if (before.password_hash === null || !(await verify(before.password_hash, input.current))) {
    throw identityProblem('identity.wrong-credentials', { field: 'current' })
  }
  must(checkPassword(input.next, before, await policyOf(deps.db, before.county)))
  if (input.next === input.current) throw identityProblem('identity.password-reused', { field: 'next' })
  const hashed = await hashPassword(input.next)
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`update account set password_hash = ${hashed}, must_change_password = false, version = version + 1
      where id = ${actor.accountId}`)
    await tx.run(
      sql`delete from session where account_id = ${actor.accountId} and token_hash <> ${sha256(keepSecret)}`,
    )
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.change-password',
      subjectKind: 'account',
      subjectId: actor.accountId,
    })
  })
  deps.sessions.forget(actor.accountId)
}

export async function beginSecondFactor(
  deps: IdentityDeps,
  actor: Actor,
): Promise<{ secret: string; uri: string }> {
  const secret = generateSecret()
  const account = await deps.db.transaction(async (tx) => {
    const row = await forUpdate(tx, actor.accountId)
    // An authenticator in use is replaced by an administrator's reset, not by whoever sits at an open screen.
    if (row.totp_confirmed) throw platformProblem('platform.not-allowed')
    await tx.run(
      sql`update account set totp_secret = ${seal(deps.fieldKey, secret)} where id = ${actor.accountId}`,
    )
    return row
  })
  return { secret, uri: generateURI({ issuer: 'Lifang', label: account.username, secret }) }
}

/** @throws identity.wrong-code */
export async function confirmSecondFactor(deps: IdentityDeps, actor: Actor, code: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const row = await forUpdate(tx, actor.accountId)
    const step = row.totp_secret === null ? null : codeStep(deps, row.totp_secret, code, row.totp_last_step)
    if (step === null) throw identityProblem('identity.wrong-code', { field: 'code' })
    await tx.run(
      sql`update account set totp_confirmed = true, totp_last_step = ${step}, version = version + 1 where id = ${actor.accountId}`,
    )
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.enrol-second-factor',
      subjectKind: 'account',
      subjectId: actor.accountId,
    })
  })
  deps.sessions.forget(actor.accountId)
}

export interface NewAccount {
  readonly id: string
  readonly county: number
  readonly username: string
  readonly name: string
  readonly kind: 'person' | 'machine'
  readonly password: string | null
  readonly admin: AdminKind | null
  readonly phone: string | null
  readonly mustChange: boolean
}

/**
 * Creates an account; repeating the command with the same id and content changes nothing.
 * @returns whether it was made now (false: it stood already)
 * @throws identity.username-taken, identity.weak-password, platform.command-reused
 */
export async function createAccount(
  deps: IdentityDeps,
  actor: Actor | null,
  a: NewAccount,
): Promise<boolean> {
  if (a.kind === 'person') must(checkPassword(a.password ?? '', a, await policyOf(deps.db, a.county)))
  const hashed = a.password === null ? null : await hashPassword(a.password)
  try {
    return await deps.db.transaction(async (tx) => {
      const there = await tx.maybe<AccountRow>(sql`select * from account where id = ${a.id}`)
      if (there !== undefined) {
        if (there.username === a.username && there.name === a.name && there.kind === a.kind) return false
        throw platformProblem('platform.command-reused', { field: 'id' })
      }
      const { password: _password, ...account } = a
      await insertAccounts(tx, actor, [{ ...account, hash: hashed }])
      return true
    })
  } catch (error) {
    throw takenOr(error)
  }
}

/** The username somebody else took meanwhile, said as such. */
export const takenOr = (error: unknown): unknown =>
  sqlState(error) === '23505' && constraintOf(error) === 'account_username'
    ? identityProblem('identity.username-taken', { field: 'username' })
    : error

/** The rows and their audit lines, in the caller's transaction. `hash`: of the password; null for machines. */
export async function insertAccounts(
  tx: Tx,
  actor: Actor | null,
  accounts: readonly (Omit<NewAccount, 'password'> & { readonly hash: string | null })[],
): Promise<void> {
  const rows = accounts.map((a) => ({ ...a, mustChange: a.kind === 'person' && a.mustChange }))
  await tx.run(sql`insert into account (id, county, username, name, kind, password_hash, admin, phone, must_change_password)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(id uuid, county integer, username text, name text, kind text,
      hash text, admin text, phone text, "mustChange" boolean)`)
  await auditMany(
    tx,
    accounts.map((a) => ({
      county: a.county,
      actor,
      act: 'identity.create-account',
      subjectKind: 'account',
      subjectId: a.id,
      details: { username: a.username, kind: a.kind, admin: a.admin },
    })),
  )
}

export async function disableAccount(
  deps: IdentityDeps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<void> {
  if (id === actor.accountId) throw identityProblem('identity.own-account', { field: 'id' })
  await deps.db.transaction(async (tx) => {
    await administered(tx, actor, id)
    await tx.run(
      sql`update account set disabled_at = coalesce(disabled_at, now()), version = version + 1 where id = ${id}`,
    )
    await tx.run(sql`delete from session where account_id = ${id}`)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.disable-account',
      subjectKind: 'account',
      subjectId: id,
      ground: reason,
    })
  })
  deps.sessions.forget(id)
}

/**
 * @throws identity.not-found, identity.weak-password, platform.not-allowed for another administrator's account: who sets
 *   its password could sign in as them before they enrol. Theirs is mended at the server, not over HTTP.
 */
export async function resetPassword(
  deps: IdentityDeps,
  actor: Actor,
  id: string,
  password: string,
): Promise<void> {
  const row = await deps.db.transaction((tx) => administered(tx, actor, id))
  if (row.kind !== 'person') throw identityProblem('identity.not-found', { field: 'id' })
  if (row.admin !== null) throw platformProblem('platform.not-allowed', { field: 'id' })
  must(checkPassword(password, row, await policyOf(deps.db, row.county)))
  const hashed = await hashPassword(password)
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`update account set password_hash = ${hashed}, must_change_password = true, failed_attempts = 0,
      locked_until = null, version = version + 1 where id = ${id}`)
    await tx.run(sql`delete from session where account_id = ${id}`)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.reset-password',
      subjectKind: 'account',
      subjectId: id,
    })
  })
  deps.sessions.forget(id)
}
