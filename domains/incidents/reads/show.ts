import type { Actor } from '@lifang/platform/access.ts'
import { unseal } from '@lifang/platform/crypto.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { explain } from '@lifang/domains/calendar/rules/explain.ts'
import { ClockRule } from '@lifang/domains/calendar/schema.ts'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { incidentScope, mayAct, sees, seesReporter } from '../access.ts'
import { plainNumber } from '../commands/act.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { gather } from '../commands/facts.ts'
import { eventsOf, limitOf, runOf } from '../repo/clocks.ts'
import { read, toWhole, type Whole } from '../repo/load.ts'
import { actsFrom } from '../rules.ts'
import { hindranceOf, leastOf } from '../rules/hindrance.ts'
import type { IncidentDetail } from '../schema/views.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { Stage } from '../schema/words.ts'
import type { IncidentRow, StepRow } from '../tables.ts'
import { FIRST_PHOTO, photoUrl, toItem } from './list.ts'
import { OPEN } from './scope.ts'

/** Reads one incident for somebody who may see it. @throws incidents.not-found, also for a neighbour's record */
export async function readVisible(deps: IncidentDeps, actor: Actor, number: string): Promise<Whole> {
  const found = await read(deps.db, deps.county, { number: plainNumber(number) })
  if (found === undefined) throw incidentProblem('incidents.not-found', { field: 'number' })
  const whole = toWhole(found, deps.calendars, deps.clock.now())
  if (!sees(incidentScope(actor), whole.incident))
    throw incidentProblem('incidents.not-found', { field: 'number' })
  return whole
}

interface ReporterRow {
  readonly name: Buffer | null
  readonly phone: Buffer | null
  readonly name_masked: string | null
  readonly phone_masked: string | null
}

export async function showIncident(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
): Promise<IncidentDetail> {
  const whole = await readVisible(deps, actor, number)
  const { row, incident } = whole
  const now = deps.clock.now()
  const [steps, reporter, duplicates, mergedInto] = await Promise.all([
    deps.db.rows<StepRow>(
      sql`select * from incident_step where county = ${deps.county} and incident_id = ${row.id} order by seq`,
    ),
    deps.db.maybe<ReporterRow>(
      sql`select name, phone, name_masked, phone_masked from incident_reporter where county = ${deps.county} and incident_id = ${row.id}`,
    ),
    duplicatesOf(deps, row),
    row.merged_into === null
      ? undefined
      : deps.db.maybe<{ number: string }>(
          sql`select number from incident where county = ${deps.county} and id = ${row.merged_into}`,
        ),
  ])
  const matter =
    incident.classKey === null || row.class_version === null
      ? undefined
      : await deps.list.entryOf(row.class_version, incident.classKey)
  const condition = matter?.conditions.find((c) => c.seq === row.condition_seq)
  // A confidential reporter is not shown to a handler even as a masked name, nor by what the reporter did later.
  const hidden = row.confidential && !seesReporter(actor, incident)
  const asReporter = (s: StepRow | undefined): boolean => s?.seq === 0 || s?.post === 'reporter'
  return {
    ...toItem(deps, row, now),
    place: { lon: row.lon, lat: row.lat, crs: 'CGCS2000' },
    limit: incident.limit,
    condition:
      condition === undefined
        ? null
        : {
            seq: condition.seq,
            text: condition.text,
            closing: condition.closing,
            closingEvidence: [...condition.closingEvidence],
          },
    desk: deskOf(deps, row.desk_path),
    listVersion: row.class_version,
    reporter:
      reporter === undefined
        ? null
        : {
            name: hidden ? null : reporter.name_masked,
            phone: hidden ? null : reporter.phone_masked,
            confidential: row.confidential,
          },
    timeline: steps.map((s) => ({
      id: s.id,
      act: s.act as IncidentDetail['timeline'][number]['act'],
      from: s.from_status,
      to: s.to_status,
      actor: hidden && asReporter(s) ? '' : s.actor_name,
      post: s.post,
      department:
        s.department_id === null ? null : (deps.directory.department(s.department_id)?.name ?? null),
      opinion: s.opinion,
      at: s.at.toISOString(),
      details: s.details,
    })),
    tasks: whole.tasks.map((t) => ({
      id: t.id,
      kind: t.kind,
      status: t.status,
      department: t.department_id === null ? null : { id: t.department_id, name: t.department_name ?? '' },
      assignee: t.assignee_id,
      openedAt: t.opened_at.toISOString(),
      takenAt: isoOrNull(t.taken_at),
      finishedAt: isoOrNull(t.finished_at),
    })),
    stages: whole.clocks.map(({ row: run, view }) => ({
      stage: run.stage,
      run: runOf(run),
      limit: limitOf(run),
      lamp: view.lamp,
      clock: view,
      department: run.unit === undefined ? null : (deps.directory.department(run.unit)?.name ?? null),
    })),
    requests: whole.requests.map((r) => ({
      id: r.id,
      kind: r.kind,
      status: r.status,
      // A request carries the id of the step that asked.
      askedBy: hidden && asReporter(steps.find((s) => s.id === r.id)) ? '' : r.asked_by_name,
      firstApproved: r.first_approver !== null,
      details: r.details,
      askedAt: r.asked_at.toISOString(),
    })),
    evidence: whole.evidence.map((e) => ({
      id: e.id,
      kind: e.kind,
      round: e.round,
      shotAt: isoOrNull(e.shot_at),
      addedAt: e.added_at.toISOString(),
      url: `/api/files/${e.id}`,
    })),
    duplicates,
    mergedInto: mergedInto?.number ?? null,
    rating:
      row.rated_at === null ? null : { stars: row.stars, solved: row.solved, comment: row.rating_comment },
    closedBy: row.closed_by,
    ...(await openActs(deps, actor, whole, now)),
  }
}

/** Acts of this person's posts: those that the rules let through, and those that they refuse now, with the reason. */
async function openActs(
  deps: IncidentDeps,
  actor: Actor,
  whole: Whole,
  now: number,
): Promise<Pick<IncidentDetail, 'acts' | 'hindered'>> {
  const { incident } = whole
  const mine = actsFrom(incident.status).filter((a) => mayAct(actor, incident, a).ok)
  const found = await Promise.all(
    mine.map(async (act) => {
      const least = leastOf(incident, act, now)
      if (least === null) return []
      const hindrance = hindranceOf(incident, least, await gather(deps, deps.db, whole, least, actor, now))
      if (hindrance === null) return []
      const { problem, mayRefuse } = hindrance
      return [{ act, code: problem.code, details: { ...problem.details }, mayRefuse }]
    }),
  )
  const hindered = found.flat()
  const shut = new Set(hindered.flatMap((h) => (h.mayRefuse ? [] : [h.act])))
  return { acts: mine.filter((a) => !shut.has(a)), hindered }
}

function deskOf(deps: IncidentDeps, path: string | null): IncidentDetail['desk'] {
  const area = path === null ? undefined : deps.directory.areaByPath(path)
  return area === undefined ? null : { code: area.code, name: area.name }
}

const NEAR_METRES = 60
const NEAR_MS = 72 * 3_600_000

/** Open incidents of the same class (or without one) near in place and time: suggestions, with distance and a photo. */
async function duplicatesOf(deps: IncidentDeps, row: IncidentRow): Promise<IncidentDetail['duplicates']> {
  if (!['reported', 'verifying', 'accepted', 'filed'].includes(row.status)) return []
  const dLat = NEAR_METRES / 111_000
  const dLon = dLat / Math.cos((row.lat * Math.PI) / 180)
  const near = await deps.db.rows<IncidentRow & { photo: string | null }>(
    sql`select i.*, ${FIRST_PHOTO} as photo
        from incident i
        where i.county = ${row.county} and i.area_path = ${row.area_path} and i.id <> ${row.id}
          and ${OPEN}
          and i.reported_at between ${new Date(row.reported_at.getTime() - NEAR_MS)} and ${new Date(row.reported_at.getTime() + NEAR_MS)}
          and i.lon between ${row.lon - dLon} and ${row.lon + dLon} and i.lat between ${row.lat - dLat} and ${row.lat + dLat}
          and (i.class_code is null or ${row.class_code}::text is null or i.class_code = ${row.class_code}) limit 50`,
  )
  return near
    .map((o) => ({
      number: o.number,
      status: o.status,
      metres: Math.round(distance([row.lon, row.lat], [o.lon, o.lat])),
      minutes: Math.round(Math.abs(o.reported_at.getTime() - row.reported_at.getTime()) / 60_000),
      photo: photoUrl(o.photo),
    }))
    .filter((d) => d.metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres)
    .slice(0, 10)
}

/** Every clock of an incident with its explanation, recomputed from its events. */
export async function showClock(deps: IncidentDeps, actor: Actor, number: string, stage: Stage | undefined) {
  const whole = await readVisible(deps, actor, number)
  const now = deps.clock.now()
  return {
    number: whole.row.number,
    clocks: whole.clocks
      .filter((c) => stage === undefined || c.row.stage === stage)
      .map(({ row: run }) => {
        const [calendar, rule] = run.by
        const { view, spans, days } = explain(
          eventsOf(run),
          limitOf(run),
          deps.calendars.byVersion(calendar),
          now,
          ClockRule.parse(rule),
        )
        return {
          stage: run.stage,
          run: runOf(run),
          limit: limitOf(run),
          calendar,
          rule,
          view,
          spans,
          days,
          storedDueAt: run.due === undefined ? null : new Date(run.due).toISOString(),
        }
      }),
  }
}

/** The reporter in full, for a reason that is written down. @throws incidents.not-yours for posts that may not know */
export async function revealReporter(deps: IncidentDeps, actor: Actor, number: string, reason: string) {
  const whole = await readVisible(deps, actor, number)
  if (!seesReporter(actor, whole.incident))
    throw incidentProblem('incidents.not-yours', { who: ['intake-officer', 'duty-chief'] })
  return deps.db.transaction(async (tx) => {
    const r = await tx.maybe<ReporterRow>(
      sql`select name, phone, name_masked, phone_masked from incident_reporter where county = ${deps.county} and incident_id = ${whole.row.id}`,
    )
    await audit(tx, {
      county: deps.county,
      actor,
      act: 'incidents.reveal-reporter',
      subjectKind: 'incident',
      subjectId: whole.row.id,
      ground: reason,
      details: { number: whole.row.number },
    })
    const open = (b: Buffer | null | undefined) => (b == null ? null : unseal(deps.fieldKey, b))
    return { name: open(r?.name), phone: open(r?.phone) }
  })
}
