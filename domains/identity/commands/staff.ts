import type { Actor } from '@lifang/platform/access.ts'
import { blindIndex } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { hashPassword, insertAccount, takenOr } from '../commands.ts'
import { policyOf } from '../reads/policy.ts'
import { checkPassword } from '../rules.ts'
import type { SignInPolicy } from '../schema/policy.ts'
import type { AccountRow } from '../tables.ts'

/** A person of an import. */
export interface StaffPerson {
  readonly username: string
  readonly name: string
  readonly phone: string | null
}
export interface NamedAccount {
  readonly id: string
  readonly county: number
  readonly username: string
  readonly name: string
  readonly admin: string | null
  readonly kind: 'person' | 'machine'
  readonly disabled: boolean
}

/** Accounts by username whatever the case, whoever's county: usernames are one namespace. */
export const accountsNamed = (tx: Tx, usernames: readonly string[]): Promise<NamedAccount[]> =>
  tx.rows<NamedAccount & Pick<AccountRow, 'kind'>>(
    sql`select id, county, username, name, kind, admin, disabled_at is not null as disabled from account
        where lower(username) = any(${usernames.map((u) => u.toLowerCase())}::text[])`,
  )

/** Letters and digits nobody confuses when reading them from paper. */
const ALPHABETS = ['ABCDEFGHJKMNPQRSTUVWXYZ', 'abcdefghjkmnpqrstuvwxyz', '23456789'] as const

/**
 * The first password of an account made by an import: follows from the key of this deployment, the command and the username,
 * so that a repeated command can give the same answer while no table ever holds one.
 */
export function firstPassword(
  key: Buffer,
  command: string,
  person: Pick<StaffPerson, 'username' | 'name'>,
  policy: Pick<SignInPolicy, 'passwordLength'>,
): string {
  const length = Math.max(12, policy.passwordLength)
  for (let round = 0; ; round++) {
    const text = `first-password\u0000${command}\u0000${person.username}\u0000${String(round)}`
    const bytes = Buffer.concat([blindIndex(key, text), blindIndex(key, `${text}\u0000more`)])
    let made = ''
    for (let i = 0; made.length < length; i++) {
      if (i > 0 && i % 4 === 0) made += '-'
      const alphabet = ALPHABETS[i % 3] ?? ALPHABETS[0]
      made += alphabet[(bytes[i % bytes.length] ?? 0) % alphabet.length] ?? ''
    }
    if (checkPassword(made, person, policy).ok) return made
  }
}

export interface ReadyPerson extends StaffPerson {
  readonly hash: string
}

/** Hashes the first passwords; slow, so before any transaction. */
export async function readyStaff(
  deps: { readonly db: Db; readonly fieldKey: Buffer; readonly county: number },
  command: string,
  people: readonly StaffPerson[],
): Promise<ReadyPerson[]> {
  const policy = await policyOf(deps.db, deps.county)
  return Promise.all(
    people.map(async (p) => ({
      ...p,
      hash: await hashPassword(firstPassword(deps.fieldKey, command, p, policy)),
    })),
  )
}

/** What `readyStaff` hashed, for the administrator who hands them out. */
export async function firstPasswords(
  deps: { readonly db: Db; readonly fieldKey: Buffer; readonly county: number },
  command: string,
  people: readonly Pick<StaffPerson, 'username' | 'name'>[],
): Promise<{ username: string; name: string; password: string }[]> {
  const policy = await policyOf(deps.db, deps.county)
  return people.map(({ username, name }) => ({
    username,
    name,
    password: firstPassword(deps.fieldKey, command, { username, name }, policy),
  }))
}

/** Adds them in the caller's transaction, each with its audit line. @throws identity.username-taken */
export async function addStaff(
  tx: Tx,
  actor: Actor,
  county: number,
  people: readonly ReadyPerson[],
): Promise<void> {
  for (const { hash, ...person } of people)
    try {
      await insertAccount(
        tx,
        actor,
        { ...person, id: newId(), county, kind: 'person', admin: null, mustChange: true },
        hash,
      )
    } catch (error) {
      throw takenOr(error)
    }
}
