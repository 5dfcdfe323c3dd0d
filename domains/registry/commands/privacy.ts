import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { must, Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import { erasesPerson, mayKeepPerson, mayReveal } from '../access.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { PrivacyDeps, RegistryDeps } from '../repo/deps.ts'
import { erase, erasureFacts } from '../repo/erasure.ts'
import { lockPerson, whereabouts } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { purposeOf } from '../repo/purposes.ts'
import { copyPlace, copySaid, requestPlace } from '../repo/requests.ts'
import { mayErase } from '../rules/erasure.ts'
import type { ClearBody, CopyBody, PurposeBody, RequestBody, RequestDecision } from '../schema/privacy.ts'
import type { PrivacyForm } from '../schema/privacy-lists.ts'
import { privacyProblem } from '../schema/privacy-problems.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type { PersonRow } from '../tables.ts'
import type { CopyRow, PersonRequestRow } from '../tables/privacy.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>
const done = (id: string, version = 1): Done => ({ id, version, warnings: [] })

/** @throws registry.changed-meanwhile, bad-text */
export const setPurpose = (deps: RegistryDeps, actor: Actor, form: PrivacyForm, body: PurposeBody): Answer =>
  once(
    deps,
    actor,
    { act: 'set-purpose', kind: 'purpose', id: body.id, details: { form } },
    body,
    async ({ tx, at }) => {
      for (const field of ['purpose', 'ground', 'ask', 'reason'] as const) checkText(body[field], field)
      checkVersion(await purposeOf(deps, tx, form), body.version)
      await tx.run(sql`insert into privacy_text (county, id, form, version, purpose, ground, ask, days, reason, by_id, by_name, at)
        values (${deps.county}, ${body.id}, ${form}, ${body.version + 1}, ${body.purpose}, ${body.ground}, ${body.ask}, ${body.days},
          ${body.reason}, ${actor.accountId}, ${actor.name}, ${at})`)
      return done(body.id, body.version + 1)
    },
  )

/**
 * Notes that a person's own copy is made, before it leaves. The same command again notes nothing more.
 * @throws registry.not-found, not-your-area, bad-text; platform.command-reused
 */
export async function noteCopy(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: CopyBody,
): Promise<CopyRow> {
  const { county, db, clock, fields } = deps
  checkText(body.checked, 'checked')
  checkText(body.reason, 'reason')
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
    const person = await tx.maybe<PersonRow>(
      sql`select * from person where county = ${county} and id = ${id} and merged_into is null for share`,
    )
    if (person === undefined) throw registryProblem('registry.not-found', { field: 'id' })
    must(mayReveal(actor, whereabouts(person)))
    const known = await tx.maybe<CopyRow>(
      sql`select * from registry_copy where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      const said = copySaid(deps, known)
      const same =
        known.person_id === id &&
        known.by_id === actor.accountId &&
        known.asker === body.asker &&
        said?.checked === body.checked &&
        said.reason === body.reason
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return known
    }
    const post = actor.holdings[0]?.post ?? ''
    const sealed = fields.seal(
      JSON.stringify({ checked: body.checked, reason: body.reason }),
      copyPlace(body.id),
    )
    const row =
      await tx.one<CopyRow>(sql`insert into registry_copy (county, id, person_id, asker, sealed, by_id, by_name, post, at)
      values (${county}, ${body.id}, ${id}, ${body.asker}, ${sealed}, ${actor.accountId}, ${actor.name}, ${post}, ${new Date(clock.now())})
      returning *`)
    await audit(tx, {
      county,
      actor,
      act: 'registry.copy',
      subjectKind: 'person',
      subjectId: id,
      ground: post,
      details: { asker: body.asker },
    })
    return row
  })
}

/** Takes a request down; the command's id becomes its own. @throws registry.not-found, not-your-area; privacy.request-open */
export const askRequest = (deps: RegistryDeps, actor: Actor, person: string, body: RequestBody): Answer =>
  once(
    deps,
    actor,
    { act: `ask-${body.kind}`, kind: 'person', id: person, details: { request: body.id, asker: body.asker } },
    body,
    async (doing) => {
      const { tx, at, today } = doing
      const row = await lockPerson(doing, person)
      must(mayReveal(actor, whereabouts(row)))
      const [what, checked] = [checkText(body.what, 'what', LINES), checkText(body.checked, 'checked')]
      const open = await tx.maybe(
        sql`select 1 from registry_request where county = ${deps.county} and person_id = ${person} and kind = ${body.kind} and granted is null`,
      )
      if (open !== undefined) throw privacyProblem('privacy.request-open', { field: 'kind' })
      const { days } = await purposeOf(deps, tx, 'requests')
      const sealed = deps.fields.seal(JSON.stringify({ what, checked }), requestPlace('sealed', body.id))
      await tx.run(sql`insert into registry_request (county, id, person_id, area_path, registered_path, kind, asker, sealed, wrongly,
          taken_by, taken_by_name, taken_at, due_on)
        values (${deps.county}, ${body.id}, ${person}, ${row.area_path}, ${row.registered_path}, ${body.kind}, ${body.asker}, ${sealed},
          ${body.kind === 'erasure' && body.wrongly}, ${actor.accountId}, ${actor.name}, ${at}, ${dateOf(dayOf(today) + days)}::date)`)
      return done(body.id)
    },
  )
/** As the form of a note has it: several lines, no control marks, no brackets. */
const LINES = /^(?:[^\p{Cc}\p{Cf}<>]|\n)*$/u

/**
 * Grants or refuses. Granting a correction says that it was made: the person's facts must have changed since. Granting an erasure
 * carries it out.
 * @throws registry.not-found, not-your-area, changed-meanwhile; privacy.request-decided, own-request, not-corrected, reason-needed,
 *   and what `mayErase` says
 */
export const decideRequest = (deps: PrivacyDeps, actor: Actor, id: string, body: RequestDecision): Answer =>
  once(
    deps,
    actor,
    { act: 'decide-request', kind: 'request', id, details: { granted: body.grant } },
    body,
    async (doing) => {
      const { tx, at } = doing
      const found = await tx.maybe<PersonRequestRow>(
        sql`select * from registry_request where county = ${deps.county} and id = ${id}`,
      )
      if (found === undefined) throw registryProblem('registry.not-found', { field: 'id' })
      must(mayReveal(actor, whereabouts(found)))
      if (found.granted !== null) throw privacyProblem('privacy.request-decided', { field: 'id' })
      // Person first, as every other command has it.
      await tx.run(
        sql`select 1 from person where county = ${deps.county} and id = ${found.person_id} for update`,
      )
      const row = await tx.one<PersonRequestRow>(
        sql`select * from registry_request where county = ${deps.county} and id = ${id} for update`,
      )
      if (row.granted !== null) throw privacyProblem('privacy.request-decided', { field: 'id' })
      checkVersion(row, body.version)
      const person = await lockPerson(doing, found.person_id)
      const why = checkText(body.why, 'why', LINES)
      if (!body.grant && why.length < 4) throw privacyProblem('privacy.reason-needed', { field: 'why' })
      if (row.kind === 'erasure') {
        if (!erasesPerson(actor, whereabouts(person)))
          throw registryProblem('registry.not-your-area', { field: 'id' })
        if (row.taken_by === actor.accountId) throw privacyProblem('privacy.own-request', { field: 'id' })
      } else {
        must(mayKeepPerson(actor, whereabouts(person)))
        if (body.grant && !(await changedSince(doing, person.id, row.taken_at)))
          throw privacyProblem('privacy.not-corrected', { field: 'id' })
      }
      const sealed = why === '' ? null : deps.fields.seal(why, requestPlace('why', id))
      await tx.run(sql`update registry_request set granted = ${body.grant}, decided_by = ${actor.accountId}, decided_by_name = ${actor.name},
          decided_at = ${at}, why = ${sealed}, version = version + 1 where county = ${deps.county} and id = ${id}`)
      if (row.kind === 'erasure' && body.grant) await eraseOne(deps, doing, person, row.wrongly)
      return done(id, row.version + 1)
    },
  )

const changedSince = async ({ deps, tx }: Doing, person: string, since: Date): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 from registry_change where county = ${deps.county} and subject_kind = 'person' and subject_id = ${person} and at > ${since} limit 1`,
  )) !== undefined

/** Erases a locked person whom nothing keeps. @throws what `mayErase` says */
async function eraseOne(
  deps: PrivacyDeps,
  doing: Doing,
  person: PersonRow,
  wrongly: boolean,
  about: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { tx, actor, today } = doing
  const facts = (await erasureFacts(deps, tx, [person.id], today)).get(person.id)
  if (facts === undefined) throw registryProblem('registry.not-found', { field: 'id' })
  const { days } = await purposeOf(deps, tx, 'registration')
  const decided = mayErase({ ...facts, wrongly }, days, today)
  // The refusal of one among many says which.
  if (!decided.ok) {
    const { code, status, details } = decided.problem
    throw new Problem(code, status, { ...details, ...about })
  }
  await erase(doing, person)
  await audit(tx, {
    county: deps.county,
    actor,
    act: 'registry.erase',
    subjectKind: 'person',
    subjectId: person.id,
    ground: actor.holdings[0]?.post ?? null,
    details: { wrongly },
  })
}

/**
 * Erases people past their time. All of them or none.
 * @throws registry.not-found, not-your-area, and what `mayErase` says, with the person
 */
export const clearDue = (deps: PrivacyDeps, actor: Actor, body: ClearBody): Answer =>
  once(
    deps,
    actor,
    { act: 'clear-due', kind: 'request', id: body.id, details: { people: body.people.length } },
    body,
    async (doing) => {
      checkText(body.reason, 'reason')
      // One order for everybody, so that two who clear the same people wait for each other.
      for (const id of [...new Set(body.people)].toSorted()) {
        const person = await lockPerson(doing, id)
        if (!erasesPerson(actor, whereabouts(person)))
          throw registryProblem('registry.not-your-area', { field: 'people', person: id })
        if (person.status !== 'moved-out' && person.status !== 'dead')
          throw privacyProblem('privacy.stays-open', { field: 'people', person: id })
        await eraseOne(deps, doing, person, false, { field: 'people', person: id })
      }
      return done(body.id)
    },
  )
