import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { keepsPerson, erasesPerson, registryPaths, revealsPerson } from '../access.ts'
import type { PrivacyDeps, RegistryDeps } from '../repo/deps.ts'
import { erasureFacts } from '../repo/erasure.ts'
import { whereabouts } from '../repo/people.ts'
import { purposeOf, textsOf } from '../repo/purposes.ts'
import { paperNumber, requestPlace, requestSaid } from '../repo/requests.ts'
import { keptUntil, mayErase, requestLamp, requestState } from '../rules/erasure.ts'
import { maskAddress, maskName } from '../rules/mask.ts'
import { PURPOSES } from '../rules/purposes.ts'
import type { DueView, PurposeVersion, PurposeView, RequestView } from '../schema/privacy.ts'
import { ERASURE_POSTS, PRIVACY_FORMS, type PrivacyForm } from '../schema/privacy-lists.ts'
import type { PersonRow } from '../tables.ts'
import type { PersonRequestRow } from '../tables/privacy.ts'
import type { z } from 'zod'
import { inside, noSuch, personIn, today } from './scope.ts'

export const listPurposes = (deps: RegistryDeps): Promise<PurposeView[]> =>
  Promise.all(
    PRIVACY_FORMS.map(async (form) => ({
      form,
      ...(await purposeOf(deps, deps.db, form)),
      fields: [...PURPOSES[form].fields],
    })),
  )

export async function purposeVersions(
  deps: RegistryDeps,
  form: PrivacyForm,
): Promise<z.infer<typeof PurposeVersion>[]> {
  const rows = await textsOf(deps, deps.db, form)
  const { purpose, ground, ask, days } = PURPOSES[form]
  return [
    ...rows.map((r) => ({
      version: r.version,
      purpose: r.purpose,
      ground: r.ground,
      ask: r.ask,
      days: r.days,
      reason: r.reason,
      by: r.by_name,
      at: r.at.toISOString(),
    })),
    { version: 0, purpose, ground, ask, days, reason: null, by: null, at: null },
  ]
}

type Asked = PersonRequestRow & Pick<PersonRow, 'name' | 'status'>
const ASKED = sql`select q.*, p.name, p.status from registry_request q join person p on p.county = q.county and p.id = q.person_id`

async function viewsOf(deps: PrivacyDeps, actor: Actor, rows: readonly Asked[]): Promise<RequestView[]> {
  const day = today(deps)
  const { days } = await purposeOf(deps, deps.db, 'registration')
  const views: RequestView[] = []
  for (const row of rows) {
    const said = requestSaid(deps, row)
    const at = whereabouts(row)
    const open = row.granted === null
    const facts =
      open && row.kind === 'erasure'
        ? (await erasureFacts(deps, deps.db, [row.person_id], day, row.id)).get(row.person_id)
        : undefined
    const decided = facts === undefined ? null : mayErase({ ...facts, wrongly: row.wrongly }, days, day)
    const problem = decided === null || decided.ok ? null : decided.problem
    const { until } = problem?.details ?? {}
    views.push({
      id: row.id,
      number: paperNumber(row.id),
      person: row.status === 'erased' ? null : { id: row.person_id, name: row.name },
      kind: row.kind,
      asker: row.asker,
      what: said?.what ?? null,
      checked: said?.checked ?? null,
      wrongly: row.wrongly,
      state: requestState(row.granted),
      lamp: requestLamp(row.granted, row.due_on, day),
      dueOn: row.due_on,
      takenBy: row.taken_by_name,
      takenAt: row.taken_at.toISOString(),
      decidedBy: row.decided_by_name,
      decidedAt: isoOrNull(row.decided_at),
      why: row.why === null ? null : deps.fields.open(row.why, requestPlace('why', row.id)),
      version: row.version,
      may: {
        decide:
          open &&
          (row.kind === 'erasure'
            ? erasesPerson(actor, at) && row.taken_by !== actor.accountId
            : keepsPerson(actor, at)),
      },
      against: problem?.code ?? null,
      until: typeof until === 'string' ? until : null,
    })
  }
  return views
}

/** @throws registry.not-found */
export async function requestsOf(deps: PrivacyDeps, actor: Actor, id: string): Promise<RequestView[]> {
  const person = await deps.db.maybe<PersonRow>(
    sql`select * from person where county = ${deps.county} and id = ${id}`,
  )
  if (person === undefined || !revealsPerson(actor, whereabouts(person))) throw noSuch()
  return viewsOf(
    deps,
    actor,
    await deps.db.rows<Asked>(
      sql`${ASKED} where q.county = ${deps.county} and q.person_id = ${id} order by q.taken_at desc, q.id limit 100`,
    ),
  )
}

/** Of my ground; names masked, as in every list. */
export async function listRequests(
  deps: PrivacyDeps,
  actor: Actor,
  state: 'open' | 'decided',
): Promise<RequestView[]> {
  const paths = registryPaths(actor)
  const which =
    state === 'open'
      ? sql`q.granted is null order by q.due_on, q.id`
      : sql`q.granted is not null order by q.decided_at desc, q.id`
  const rows = await deps.db.rows<Asked>(
    sql`${ASKED} where q.county = ${deps.county} and (${inside(sql`q.area_path`, paths)} or ${inside(sql`q.registered_path`, paths)})
      and ${which} limit 200`,
  )
  const mine = rows.filter((row) => revealsPerson(actor, whereabouts(row)))
  return (await viewsOf(deps, actor, mine)).map((v) => ({
    ...v,
    person: v.person === null ? null : { ...v.person, name: maskName(v.person.name) },
  }))
}

/** @throws registry.not-found */
export async function oneRequest(deps: PrivacyDeps, actor: Actor, id: string): Promise<RequestView> {
  const row = await deps.db.maybe<Asked>(sql`${ASKED} where q.county = ${deps.county} and q.id = ${id}`)
  const [view] =
    row === undefined || !revealsPerson(actor, whereabouts(row)) ? [] : await viewsOf(deps, actor, [row])
  if (view === undefined) throw noSuch()
  return view
}

const MOST_DUE = 100

/** Who left or died longer ago than is kept, those gone longest first. */
export async function listDue(
  deps: PrivacyDeps,
  actor: Actor,
): Promise<{ days: number; items: DueView[]; more: boolean }> {
  const { county, db } = deps
  const day = today(deps)
  const { days } = await purposeOf(deps, db, 'registration')
  const mine = actor.holdings
    .filter((h) => ERASURE_POSTS.some((p) => p === h.post))
    .flatMap((h) => [h.areaPath, ...(h.formerPaths ?? [])])
    .filter((path) => path !== '')
  const rows = await db.rows<{
    id: string
    name: string
    status: 'moved-out' | 'dead'
    left_on: string
    address: string | null
  }>(sql`select p.id, p.name, p.status, s.left_on, s.address from person p, lateral (
      select coalesce(p.died_on, max(r.to_on)) as left_on,
        (array_agg(b.address order by r.to_on desc))[1] as address
      from residence r join home h on h.county = r.county and h.id = r.home_id join building b on b.county = h.county and b.id = h.building_id
      where r.county = p.county and r.person_id = p.id) s
    where p.county = ${county} and p.status in ('moved-out', 'dead') and ${personIn(mine)} and s.left_on + ${days}::integer <= ${day}::date
    order by s.left_on, p.id limit ${MOST_DUE + 1}`)
  const page = rows.slice(0, MOST_DUE)
  const facts = await erasureFacts(
    deps,
    db,
    page.map((r) => r.id),
    day,
  )
  return {
    days,
    more: rows.length > MOST_DUE,
    items: page.map((r) => {
      const known = facts.get(r.id)
      const decided = known === undefined ? null : mayErase({ ...known, wrongly: false }, days, day)
      return {
        id: r.id,
        name: maskName(r.name),
        status: r.status,
        leftOn: r.left_on,
        until: keptUntil(r.left_on, days),
        address: r.address === null ? null : maskAddress(r.address),
        against: decided === null || decided.ok ? null : decided.problem.code,
      }
    }),
  }
}
