import { accountOrNull, holds, NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { blindIndex, seal, sha256 } from '@lifang/platform/crypto.ts'
import { constraintOf, sqlState, type Tx } from '@lifang/platform/db.ts'
import { announceInsert } from '@lifang/platform/outbox.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import type { Here } from '@lifang/domains/grid/public.ts'
import { toStored, type StoredPlace } from '@lifang/domains/grid/rules/coordinates.ts'
import { maskName, maskPhone } from '@lifang/domains/registry/rules/mask.ts'
import type { IncidentDeps } from './deps.ts'
import { carryOut, summary } from '../repo/clocks.ts'
import { majorOf } from '../repo/load.ts'
import type { Reported } from '../schema/views.ts'
import type { ReportBody } from '../schema/bodies.ts'
import { incidentProblem } from '../schema/problems.ts'
import { SOURCE_POSTS } from '../access.ts'
import type { IncidentRow } from '../tables.ts'
import { addEvidence } from './evidence.ts'
import { checkSubjects, subjectsInsert } from './subjects.ts'

/** How far a reporter's clock may run ahead of ours before we doubt it. */
const CLOCK_SKEW_MS = 10 * 60_000

/** Whichever row under the command's id PostgreSQL meets first. */
const ID_TAKEN: readonly (string | undefined)[] = [
  'incident_pkey',
  'incident_step_pkey',
  'incident_reporter_pkey',
]

/**
 * Reports an incident (transition 1). One statement: the incident, its first history row, the clock of acceptance, a
 * counter row, the audit line and the announcement.
 * @returns the answer and whether it was made now; the same command again gives the same answer.
 * @throws incidents.source-needs-account, occurred-in-future, outside-area, unknown-class; platform.command-reused
 */
export async function report(
  deps: IncidentDeps,
  actor: Actor | null,
  body: ReportBody,
): Promise<{ made: boolean; answer: Reported }> {
  const now = deps.clock.now()
  if (actor === null) {
    if (body.source !== 'resident')
      throw incidentProblem('incidents.source-needs-account', { field: 'source' })
  } else {
    const posts = SOURCE_POSTS[body.source] ?? ['intake-officer', 'duty-chief']
    if (!holds(actor, ...posts)) throw incidentProblem('incidents.not-yours', { field: 'source', who: posts })
  }
  if (Date.parse(body.occurredAt) > now + CLOCK_SKEW_MS)
    throw incidentProblem('incidents.occurred-in-future', { field: 'occurredAt' })
  const place = must(toStored(body.place))
  const here = deps.directory.locate(place.lon, place.lat)
  if (here === null) throw incidentProblem('incidents.outside-area', { field: 'place' })
  const matter = body.catalogue === undefined ? undefined : deps.list.entry(body.catalogue)
  if (body.catalogue !== undefined && matter === undefined)
    throw incidentProblem('incidents.unknown-class', { field: 'catalogue' })

  await checkSubjects(deps, actor, body.subjects ?? [])

  const hash = sha256(JSON.stringify([body, actor?.accountId ?? null]))
  const number = await deps.numbers.next(deps.county, now)
  const insert = reportStatement(deps, actor, body, {
    now,
    place,
    here,
    number,
    hash,
    className: matter?.name ?? null,
    confidential: matter?.confidential ?? false,
  })
  const photos = body.photos ?? []
  try {
    if (photos.length === 0) await deps.db.run(insert)
    else {
      await deps.db.transaction(async (tx: Tx) => {
        await tx.run(insert)
        await addEvidence(deps, tx, {
          incidentId: body.id,
          stepId: body.id,
          round: 0,
          photos,
          uploadedBy: actor?.accountId ?? null,
          now: new Date(now),
        })
      })
    }
  } catch (error) {
    // The id was there before, as a report or as an act: the statement undid itself as a whole.
    if (sqlState(error) === '23505' && ID_TAKEN.includes(constraintOf(error))) {
      return { made: false, answer: await repeated(deps, body.id, hash) }
    }
    throw error
  }
  const { id, code, name } = here.grid
  return {
    made: true,
    answer: {
      id: body.id,
      number,
      status: 'reported',
      grid: { id, code, name },
      reportedAt: new Date(now).toISOString(),
    },
  }
}

/** The command was here before: the same content gets the same answer, other content is refused. */
async function repeated(deps: IncidentDeps, id: string, hash: Buffer): Promise<Reported> {
  const row = await deps.db.maybe<IncidentRow>(
    sql`select i.* from incident i where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined || !row.request_hash.equals(hash))
    throw platformProblem('platform.command-reused', { field: 'id' })
  const grid = deps.directory.area(row.area_id)
  return {
    id: row.id,
    number: row.number,
    // The answer of the first time, not the state of now.
    status: 'reported',
    grid: { id: row.area_id, code: grid?.code ?? '', name: grid?.name ?? '' },
    reportedAt: row.reported_at.toISOString(),
  }
}

interface Given {
  readonly now: number
  readonly place: StoredPlace
  readonly here: Here
  readonly number: string
  readonly hash: Buffer
  readonly className: string | null
  readonly confidential: boolean
}

function reportStatement(deps: IncidentDeps, actor: Actor | null, body: ReportBody, g: Given): Sql {
  const { county } = deps
  const at = new Date(g.now)
  const stages = body.urgent === true ? deps.policy.urgentStages : deps.policy.stages
  const clocks = carryOut(
    [{ do: 'start', stage: 'accept', limit: stages.accept, unitId: null }],
    [],
    { stepId: body.id, now: g.now },
    deps.calendars,
  )
  const sum = summary('reported', clocks.after)
  const who = actor ?? { accountId: NIL_ACCOUNT, name: '' }
  const account = actor === null ? null : accountOrNull(actor)
  const post = actor?.holdings[0]?.post ?? 'resident'
  const path = g.here.grid.path
  const { catalogue, reporter } = body
  const pieces: Sql[] = [
    sql`s as (insert into incident_step (county, id, incident_id, seq, act, to_status, actor_id, actor_name, post, at, body_hash)
      values (${county}, ${body.id}, ${body.id}, 0, 'report', 'reported', ${account}, ${who.name}, ${post}, ${at}, ${g.hash}))`,
    sql`d as (insert into incident_delta (county, area_path, class_major, status, n)
      values (${county}, ${path}, ${majorOf(catalogue?.code ?? null)}, 'reported', 1))`,
    sql`a as (${auditInsert({
      county,
      actor: account === null ? null : who,
      act: 'incidents.report',
      subjectKind: 'incident',
      subjectId: body.id,
      ground: post,
      details: { number: g.number, source: body.source },
    })})`,
    sql`o as (${announceInsert({ county, topic: 'incidents.report', subjectId: body.id, payload: { number: g.number, to: 'reported' } })})`,
  ]
  if (body.subjects !== undefined && body.subjects.length > 0)
    pieces.push(sql`l as (${subjectsInsert(county, body.id, actor, body.subjects, at)})`)
  if (reporter !== undefined) pieces.push(sql`r as (${reporterInsert(deps, body.id, g.number, reporter)})`)
  return sql`with ${join(pieces, ', ')}
    insert into incident (county, id, number, status, source, area_id, area_path, border_id, lon, lat, address, description,
        occurred_at, reported_at, reported_by, request_hash, foreign_number, class_standard, class_kind, class_code, class_name,
        confidential, urgent, policy_version, clocks, stage, stage_due_at, stage_yellow_at, provisional)
      values (${county}, ${body.id}, ${g.number}, 'reported', ${body.source}, ${g.here.grid.id}, ${path}, ${g.here.borderId}, ${g.place.lon},
        ${g.place.lat}, ${body.address ?? null}, ${body.description}, ${new Date(body.occurredAt)}, ${at}, ${account}, ${g.hash},
        ${body.foreignNumber ?? null}, ${catalogue?.standard ?? null}, ${catalogue?.kind ?? null}, ${catalogue?.code ?? null}, ${g.className},
        ${g.confidential || reporter?.confidential === true}, ${body.urgent ?? false}, ${deps.policy.version},
        ${JSON.stringify(clocks.runs ?? [])}, ${sum.stage}, ${sum.stage_due_at},
        ${sum.stage_yellow_at}, ${sum.provisional})`
}

/** Blind index a resident proves: number and last four digits together, so that neither alone reveals anything. */
export const tailIndex = (key: Buffer, number: string, tail: string): Buffer =>
  blindIndex(key, `${number}|${tail}`)

function reporterInsert(
  deps: IncidentDeps,
  incidentId: string,
  number: string,
  reporter: NonNullable<ReportBody['reporter']>,
): Sql {
  const name = reporter.name === undefined || reporter.name === '' ? null : reporter.name
  const phone = reporter.phone ?? null
  const tail = phone?.replaceAll(/\D/g, '').slice(-4)
  return sql`insert into incident_reporter (county, incident_id, name, phone, name_masked, phone_masked, tail_index)
    values (${deps.county}, ${incidentId}, ${name === null ? null : seal(deps.fieldKey, name)},
      ${phone === null ? null : seal(deps.fieldKey, phone)}, ${name === null ? null : maskName(name)},
      ${phone === null ? null : maskPhone(phone)}, ${tail === undefined ? null : tailIndex(deps.indexKey, number, tail)})`
}
