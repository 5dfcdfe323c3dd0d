import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { accountsNamed } from '@lifang/domains/identity/public.ts'
import { decidesLabels, mayKeepPerson, seesLabels } from '../access.ts'
import { checkDay, checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { factsOf, kindsOf, labelContent, labelIndex, labelPlace, type LabelContent } from '../repo/labels.ts'
import { whereabouts } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { checkDays, decideLabel, isSpecial, type LabelAct } from '../rules/labels.ts'
import type { DecideBody, EndBody, GrantBody, KindBody, LabelBody } from '../schema/labels.ts'
import type { LabelKind } from '../schema/lists.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type { LabelAccessRow, PersonLabelRow, PersonRow } from '../tables.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>
const done = (id: string, version = 1): Done => ({ id, version, warnings: [] })

/** Turns a kind on or off; the security administrator's decision, with what allows it. */
export const setKind = (deps: RegistryDeps, actor: Actor, kind: LabelKind, body: KindBody): Answer =>
  once(deps, actor, { act: 'set-label-kind', kind: 'label-kind', id: kind }, body, async ({ tx, at }) => {
    const basis = checkText(body.basis, 'basis')
    await tx.run(sql`insert into label_setting (county, id, kind, enabled, basis, by_id, by_name, at)
      values (${deps.county}, ${body.id}, ${kind}, ${body.enabled}, ${basis}, ${actor.accountId}, ${actor.name}, ${at})`)
    return done(body.id)
  })

/** Names an account for a special kind. @throws registry.label-not-special, label-no-account, label-days */
export const grantAccess = (deps: RegistryDeps, actor: Actor, body: GrantBody): Answer =>
  once(
    deps,
    actor,
    { act: 'grant-label-access', kind: 'label-access', id: body.id },
    body,
    async ({ tx, at, today }) => {
      if (!isSpecial(body.kind)) throw registryProblem('registry.label-not-special', { field: 'kind' })
      const reason = checkText(body.reason, 'reason')
      checkDay(body.until, '9999-12-31', 'until')
      must(checkDays(body.kind, today, body.until, today))
      const [account] = await accountsNamed(tx, [body.account])
      if (account === undefined || account.county !== deps.county || account.admin !== null)
        throw registryProblem('registry.label-no-account', { field: 'account' })
      await tx.run(sql`insert into label_access (county, id, kind, account_id, account_name, reason, from_on, until_on, granted_by,
          granted_by_name, granted_at)
        values (${deps.county}, ${body.id}, ${body.kind}, ${account.id}, ${account.name}, ${reason}, ${today}::date, ${body.until}::date,
          ${actor.accountId}, ${actor.name}, ${at})`)
      return done(body.id)
    },
  )

/** Takes named access back; it ends at once. @throws registry.not-found */
export const withdrawAccess = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: { readonly id: string },
): Answer =>
  once(deps, actor, { act: 'withdraw-label-access', kind: 'label-access', id }, body, async ({ tx, at }) => {
    const row = await tx.maybe<LabelAccessRow>(
      sql`select * from label_access where county = ${deps.county} and id = ${id} for update`,
    )
    if (row === undefined) throw registryProblem('registry.not-found', { field: 'id' })
    if (row.withdrawn_at === null)
      await tx.run(sql`update label_access set withdrawn_at = ${at}, withdrawn_by_name = ${actor.name}
        where county = ${deps.county} and id = ${id}`)
    return done(id)
  })

/** The person, when the reader sees labels there. @throws registry.not-found */
async function personFor({ deps, tx, actor }: Doing, id: string): Promise<PersonRow> {
  const row = await tx.maybe<PersonRow>(
    sql`select * from person where county = ${deps.county} and id = ${id} for share`,
  )
  if (row === undefined || !seesLabels(actor, whereabouts(row)))
    throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

/**
 * Proposes a label. The command's id becomes the label's.
 * @throws registry.not-found, not-your-area, label-off (the kind is off, or special and the reader not named), label-days, label-there
 */
export const proposeLabel = (deps: RegistryDeps, actor: Actor, person: string, body: LabelBody): Answer =>
  once(deps, actor, { act: 'propose-label', kind: 'label', id: body.id }, body, async (doing) => {
    const { tx, at, today } = doing
    const row = await personFor(doing, person)
    must(mayKeepPerson(actor, whereabouts(row)))
    const kinds = await kindsOf(deps, tx, actor, today)
    if (!kinds.has(body.kind)) throw registryProblem('registry.label-off', { field: 'kind' })
    const [basis, note] = [checkText(body.basis, 'basis'), checkText(body.note, 'note')]
    for (const [day, field] of [
      [body.from, 'from'],
      [body.until, 'until'],
    ] as const)
      checkDay(day, '9999-12-31', field)
    must(checkDays(body.kind, body.from, body.until, today))
    const index = labelIndex(deps, body.kind)
    // One that lapsed makes room for the next.
    await tx.run(sql`update person_label set ended_at = ${at}, ended_by_name = proposed_by_name, version = version + 1
      where county = ${deps.county} and person_id = ${person} and kind_index = ${index} and ended_at is null and until_on < ${today}::date`)
    const content: LabelContent = { kind: body.kind, basis, note }
    await tx.run(sql`insert into person_label (county, id, person_id, kind_index, sealed, from_on, until_on, proposed_by, proposed_by_name,
        proposed_at)
      values (${deps.county}, ${body.id}, ${person}, ${index}, ${deps.fields.seal(JSON.stringify(content), labelPlace('sealed', body.id))},
        ${body.from}::date, ${body.until}::date, ${actor.accountId}, ${actor.name}, ${at})`)
    return done(body.id)
  })

/** The label, locked, when the reader may see that kind there. @throws registry.not-found */
async function labelFor(doing: Doing, id: string): Promise<{ label: PersonLabelRow; person: PersonRow }> {
  const { deps, tx, actor, today } = doing
  const label = await tx.maybe<PersonLabelRow>(
    sql`select * from person_label where county = ${deps.county} and id = ${id} for update`,
  )
  if (label === undefined) throw registryProblem('registry.not-found', { field: 'id' })
  const person = await personFor(doing, label.person_id)
  const kinds = await kindsOf(deps, tx, actor, today)
  if (!kinds.has(labelContent(deps, label).kind)) throw registryProblem('registry.not-found', { field: 'id' })
  return { label, person }
}

/** @throws registry.not-found, not-your-area, label-own, label-state, why-needed (a refusal says why), changed-meanwhile */
export const decide = (deps: RegistryDeps, actor: Actor, id: string, body: DecideBody): Answer =>
  once(deps, actor, { act: 'decide-label', kind: 'label', id }, body, async (doing) => {
    const { label, person } = await labelFor(doing, id)
    if (!decidesLabels(actor, whereabouts(person)))
      throw registryProblem('registry.not-your-area', { field: 'id' })
    checkVersion(label, body.version)
    must(decideLabel(factsOf(label), body.approve ? 'approve' : 'refuse', actor.accountId, doing.today))
    if (!body.approve && body.why.length < 4) throw registryProblem('registry.why-needed', { field: 'why' })
    return keep(doing, label, body.approve ? 'approve' : 'refuse', body.why)
  })

/** Ends a label before its day. @throws as `decide` */
export const endLabel = (deps: RegistryDeps, actor: Actor, id: string, body: EndBody): Answer =>
  once(deps, actor, { act: 'end-label', kind: 'label', id }, body, async (doing) => {
    const { label } = await labelFor(doing, id)
    checkVersion(label, body.version)
    must(decideLabel(factsOf(label), 'end', actor.accountId, doing.today))
    return keep(doing, label, 'end', body.why)
  })

async function keep(doing: Doing, label: PersonLabelRow, act: LabelAct, why: string): Promise<Done> {
  const { deps, tx, actor, at } = doing
  const said = checkText(why, 'why')
  const sealed = said === '' ? null : deps.fields.seal(said, labelPlace('why', label.id))
  const change =
    act === 'end'
      ? sql`ended_at = ${at}, ended_by_name = ${actor.name}`
      : sql`approved = ${act === 'approve'}, decided_by = ${actor.accountId}, decided_by_name = ${actor.name}, decided_at = ${at}`
  await tx.run(sql`update person_label set ${change}, why = ${sealed}, version = version + 1
    where county = ${deps.county} and id = ${label.id}`)
  return done(label.id, label.version + 1)
}
