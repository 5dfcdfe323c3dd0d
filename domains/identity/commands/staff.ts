import type { Actor } from '@lifang/platform/access.ts'
import { blindIndex } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { hashPassword, insertAccounts, takenOr } from '../commands.ts'
import { policyOf } from '../reads/policy.ts'
import { checkPassword } from '../rules.ts'
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
/** Characters a first password has at least: it lies on paper until it is changed. */
const SHORTEST_FIRST = 12

/**
 * The first password of an account made by an import: follows from the key of this deployment, the command, the username and the
 * length, so that a repeated command can give the same answer while no table ever holds one.
 */
function firstPassword(
  key: Buffer,
  command: string,
  person: Pick<StaffPerson, 'username' | 'name'>,
  passwordLength: number,
): string {
  for (let round = 0; ; round++) {
    const text = `first-password\u0000${command}\u0000${person.username}\u0000${String(round)}`
    const bytes = Buffer.concat([blindIndex(key, text), blindIndex(key, `${text}\u0000more`)])
    let made = ''
    for (let i = 0; made.length < passwordLength; i++) {
      if (i > 0 && i % 4 === 0) made += '-'
      const alphabet = ALPHABETS[i % 3] ?? ALPHABETS[0]
      made += alphabet[(bytes[i % bytes.length] ?? 0) % alphabet.length] ?? ''
    }
    if (checkPassword(made, person, { passwordLength }).ok) return made
  }
}

interface ReadyPerson extends StaffPerson {
  readonly hash: string
}

/**
 * Hashes the first passwords; slow, so before any transaction.
 * @returns also their length by the policy of now: kept with the command, because the policy may be another when it is repeated
 */
export async function readyStaff(
  deps: { readonly db: Db; readonly fieldKey: Buffer; readonly county: number },
  command: string,
  people: readonly StaffPerson[],
): Promise<{ people: ReadyPerson[]; passwordLength: number }> {
  const policy = await policyOf(deps.db, deps.county)
  const passwordLength = Math.max(SHORTEST_FIRST, policy.passwordLength)
  const hashed = people.map(async (p) => ({
    ...p,
    hash: await hashPassword(firstPassword(deps.fieldKey, command, p, passwordLength)),
  }))
  return { people: await Promise.all(hashed), passwordLength }
}

/** What `readyStaff` hashed, for the administrator who hands them out. */
export const firstPasswords = (
  key: Buffer,
  command: string,
  people: readonly Pick<StaffPerson, 'username' | 'name'>[],
  passwordLength: number,
): { username: string; name: string; password: string }[] =>
  people.map(({ username, name }) => ({
    username,
    name,
    password: firstPassword(key, command, { username, name }, passwordLength),
  }))

/** Adds them in the caller's transaction, each with its audit line. @throws identity.username-taken */
export async function addStaff(
  tx: Tx,
  actor: Actor,
  county: number,
  people: readonly ReadyPerson[],
): Promise<void> {
  try {
    await insertAccounts(
      tx,
      actor,
      people.map(({ hash, ...person }) => ({
        ...person,
        id: newId(),
        county,
        kind: 'person',
        admin: null,
        mustChange: true,
        hash,
      })),
    )
  } catch (error) {
    throw takenOr(error)
  }
}
