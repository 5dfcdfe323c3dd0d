import type { Actor } from '@lifang/platform/access.ts'
import { constraintOf, sqlState, type Tx } from '@lifang/platform/db.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, isDay, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Source, SubjectKind } from '../schema/lists.ts'
import type { CommandRow } from '../tables.ts'
import type { RegistryDeps } from './deps.ts'

/** One command being carried out: who, when, and on what evidence. */
export interface Doing {
  readonly deps: RegistryDeps
  readonly tx: Tx
  readonly actor: Actor
  readonly commandId: string
  readonly at: Date
  /** 'YYYY-MM-DD', office time. */
  readonly today: string
  readonly source: Source
  readonly verifiedOn: string
}

/** A command that says no fact has no source: its own day and account stand for it. */
interface Command {
  readonly id: string
  readonly source?: Source
  readonly verifiedOn?: string
}

/** What a command is about: something of the registry, or a decision over it. */
export type About =
  | SubjectKind
  | 'cycle'
  | 'label'
  | 'label-kind'
  | 'label-access'
  | 'export'
  | 'merge'
  | 'request'
  | 'purpose'
  | 'definition'
  | 'filter'
  | 'comparison'
  | 'comparison-task'

/** Constraints that two people may run into at once, and what the second is told. */
const RACES: Readonly<
  Record<string, { readonly code: Parameters<typeof registryProblem>[0]; readonly field: string }>
> = {
  person_id_index: { code: 'registry.id-number-taken', field: 'idNumber' },
  home_room: { code: 'registry.room-taken', field: 'room' },
  address_alias_key: { code: 'registry.alias-taken', field: 'aliases' },
  person_label_one: { code: 'registry.label-there', field: 'kind' },
  duplicate_pair_one: { code: 'registry.changed-meanwhile', field: 'people' },
  enterprise_uscc: { code: 'registry.uscc-taken', field: 'uscc' },
  custom_definition_draft: { code: 'registry.changed-meanwhile', field: 'kind' },
  saved_filter_name: { code: 'registry.changed-meanwhile', field: 'name' },
  custom_definition_published: { code: 'registry.changed-meanwhile', field: 'version' },
  facility_code: { code: 'registry.identity-code-taken', field: 'identityCode' },
  thing_photo_file: { code: 'registry.photo-file', field: 'file' },
  registry_request_one: { code: 'registry.changed-meanwhile', field: 'kind' },
  privacy_text_version: { code: 'registry.changed-meanwhile', field: 'version' },
  residence_one: { code: 'registry.changed-meanwhile', field: 'version' },
}

/**
 * Carries out a command once, in one transaction with its audit line: the same id again gets the same answer, and a second copy
 * that comes at the same moment waits for the first.
 * @param about the act, and the record it is about: the id in the address, or the command's own where the record is new
 * @throws platform.command-reused, registry.day-in-future, and what a constraint says in a race
 */
export async function once<A extends object>(
  deps: RegistryDeps,
  actor: Actor,
  about: {
    readonly act: string
    readonly kind: About
    readonly id: string
    /** For the audit line. */
    readonly details?: Readonly<Record<string, unknown>>
  },
  body: Command,
  work: (doing: Doing) => Promise<A>,
): Promise<{ readonly made: boolean; readonly answer: A }> {
  const { county, db, clock, fields } = deps
  const now = clock.now()
  const today = dateOf(officeDay(now))
  const hash = fields.blind('registry-command', JSON.stringify([about, body, actor.accountId]))
  try {
    return await db.transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
      const known = await tx.maybe<CommandRow>(
        sql`select * from registry_command where county = ${county} and id = ${body.id}`,
      )
      if (known !== undefined) {
        if (!known.body_hash.equals(hash)) throw platformProblem('platform.command-reused', { field: 'id' })
        return { made: false, answer: known.answer as A }
      }
      const { source = 'self', verifiedOn = today } = body
      checkDay(verifiedOn, today, 'verifiedOn')
      const at = new Date(now)
      const answer = await work({ deps, tx, actor, commandId: body.id, at, today, source, verifiedOn })
      await tx.run(sql`insert into registry_command (county, id, act, body_hash, answer, by_id, at)
        values (${county}, ${body.id}, ${about.act}, ${hash}, ${JSON.stringify(answer)}::jsonb, ${actor.accountId}, ${at})`)
      await audit(tx, {
        county,
        actor,
        act: `registry.${about.act}`,
        subjectKind: about.kind,
        subjectId: about.id,
        ground: actor.holdings[0]?.post ?? null,
        details: { source: body.source, verifiedOn: body.verifiedOn, ...about.details },
      })
      return { made: true, answer }
    })
  } catch (error) {
    const race = sqlState(error) === '23505' ? RACES[constraintOf(error) ?? ''] : undefined
    if (race !== undefined) throw registryProblem(race.code, { field: race.field })
    if (sqlState(error) === '23505' && (constraintOf(error) ?? '').endsWith('_pkey'))
      throw platformProblem('platform.command-reused', { field: 'id' })
    throw error
  }
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/

/** A real day of the calendar, not after today. @throws registry.day-malformed, day-in-future */
export function checkDay(day: string, today: string, field: string): void {
  checkRealDay(day, field)
  if (day > today) throw registryProblem('registry.day-in-future', { field })
}

/** The same of a day that may lie ahead. @throws registry.day-malformed */
export function checkRealDay(day: string, field: string): void {
  const [year, month, dayOfMonth] = (DAY.exec(day) ?? []).slice(1).map(Number)
  if (!isDay(year ?? 0, month ?? 0, dayOfMonth ?? 0) || day < '1850-01-01')
    throw registryProblem('registry.day-malformed', { field })
}

/** @throws registry.changed-meanwhile when somebody was quicker */
export function checkVersion(row: { readonly version: number }, seen: number, field = 'version'): void {
  if (row.version !== seen)
    throw registryProblem('registry.changed-meanwhile', { field, version: row.version })
}
