import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import type { Limit } from '@lifang/domains/calendar/schema.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { IncidentItem, ListQuery } from '../schema/views.ts'
import { limitOf } from '../repo/clocks.ts'
import { classKeyOf } from '../repo/load.ts'
import { incidentProblem } from '../schema/problems.ts'
import { SOURCES, STAGES, STATUSES } from '../schema/lists.ts'
import type { Stage } from '../schema/words.ts'
import type { IncidentRow } from '../tables.ts'
import { subjectCondition } from './about.ts'
import { lampCondition, lampsOf } from './lamps.ts'
import { insidePath, OPEN, scopeCondition } from './scope.ts'

/** Id of the first photo of `incident i`; null without any. */
export const FIRST_PHOTO = sql`(select v.id from incident_evidence v where v.county = i.county and v.incident_id = i.id order by v.added_at, v.id limit 1)`
/** Where a photo is read; null of none. */
export const photoUrl = (id: string | null): string | null => (id === null ? null : `/api/files/${id}`)

/** What `toItem` reads, of `incident i`. */
export const COLUMNS = sql`i.county, i.id, i.number, i.status, i.source, i.area_id, i.area_path, i.address, i.description, i.occurred_at,
  i.reported_at, i.class_standard, i.class_kind, i.class_code, i.class_name, i.lead_unit_id, i.urgent, i.on_hold, i.supervision,
  i.stage, i.stage_due_at, i.stage_yellow_at, i.total_due_at, i.total_yellow_at, i.provisional, i.on_time, i.version, i.clocks`

/** The limit of a stage's clock that has not stopped. */
function runningLimit({ clocks }: Pick<IncidentRow, 'clocks'>, stage: Stage | null): Limit | null {
  const run = clocks.findLast((c) => c.stage === stage && c.stop === undefined)
  return run === undefined ? null : limitOf(run)
}

/** One item of a list. */
export function toItem(deps: IncidentDeps, row: IncidentRow, now: number): IncidentItem {
  const lamps = lampsOf(row, now)
  const grid = deps.directory.area(row.area_id)
  const community = grid?.parentId == null ? undefined : deps.directory.area(grid.parentId)
  const unit = row.lead_unit_id === null ? undefined : deps.directory.department(row.lead_unit_id)
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    source: row.source,
    lamp: lamps.lamp,
    stageLamp: lamps.stage,
    totalLamp: lamps.total,
    stage: row.stage,
    dueAt: isoOrNull(row.stage_due_at),
    totalDueAt: isoOrNull(row.total_due_at),
    stageLimit: runningLimit(row, row.stage),
    totalLimit: runningLimit(row, 'total'),
    provisional: row.provisional,
    category: classKeyOf(row),
    categoryName: row.class_name,
    grid: {
      id: row.area_id,
      code: grid?.code ?? '',
      name: grid?.name ?? '',
      community: community?.name ?? null,
    },
    department: unit === undefined ? null : { id: unit.id, name: unit.name },
    address: row.address,
    description: row.description,
    occurredAt: row.occurred_at.toISOString(),
    reportedAt: row.reported_at.toISOString(),
    urgent: row.urgent,
    onHold: row.on_hold,
    supervision: row.supervision,
    version: row.version,
  }
}

/** Page of the incidents an actor may see, newest first. One statement; scope is in its WHERE. */
export async function listIncidents(
  deps: IncidentDeps,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: IncidentItem[]; nextCursor: string | null }> {
  const now = deps.clock.now()
  const where: Sql[] = [scopeCondition(incidentScope(actor))]
  if (query.area !== undefined) {
    const area = deps.directory.areaByCode(query.area)
    if (area === undefined) throw platformProblem('platform.invalid-input', { field: 'area' })
    where.push(insidePath(area.path))
  }
  if (query.status !== undefined) where.push(statusCondition(query.status))
  if (query.lamp !== undefined) where.push(lampCondition(query.lamp, new Date(now)))
  if (query.category !== undefined) where.push(categoryCondition(query.category))
  if (query.department !== undefined) where.push(sql`i.lead_unit_id = ${query.department}`)
  if (query.reporter !== undefined) where.push(sql`i.reported_by = ${actor.accountId}`)
  if (query.source !== undefined)
    where.push(sql`i.source = any(${wordsOf(query.source, SOURCES, 'source')}::text[])`)
  if (query.stage !== undefined)
    where.push(sql`i.stage = any(${wordsOf(query.stage, STAGES, 'stage')}::text[])`)
  if (query.since !== undefined) where.push(sql`i.reported_at >= ${new Date(query.since)}`)
  if (query.until !== undefined) where.push(sql`i.reported_at < ${new Date(query.until)}`)
  if (query.closedSince !== undefined) where.push(sql`i.closed_at >= ${new Date(query.closedSince)}`)
  if (query.closedUntil !== undefined) where.push(sql`i.closed_at < ${new Date(query.closedUntil)}`)
  if (query.subject !== undefined) where.push(await subjectCondition(deps, actor, query.subject))
  if (query.q !== undefined && query.q !== '') where.push(textCondition(query.q))
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor)
    where.push(sql`(i.reported_at, i.id) < (${at}, ${id})`)
  }
  const rows = await deps.db.rows<IncidentRow>(
    sql`select ${COLUMNS} from incident i where ${join(where, ' and ')} order by i.reported_at desc, i.id desc limit ${query.limit + 1}`,
  )
  const page = rows.slice(0, query.limit)
  const last = page[page.length - 1]
  return {
    items: page.map((r) => toItem(deps, r, now)),
    nextCursor:
      rows.length > query.limit && last !== undefined ? writeCursor(last.reported_at, last.id) : null,
  }
}

export function statusCondition(text: string): Sql {
  if (text === 'open') return OPEN
  return sql`i.status = any(${wordsOf(text, STATUSES, 'status')}::text[])`
}

/** 'a,b' as words of a list. @throws platform.invalid-input naming the field, for a word that is not in it */
function wordsOf(text: string, known: readonly string[], field: string): readonly string[] {
  const wanted = text.split(',')
  if (wanted.some((w) => !known.includes(w))) throw platformProblem('platform.invalid-input', { field })
  return wanted
}

/** Codes are compared whole ('06010'), majors by their head ('06'). */
function categoryCondition(text: string): Sql {
  const wanted = text.split(',').filter((w) => w !== '')
  const majors = wanted.filter((w) => w.length <= 3)
  const codes = wanted.filter((w) => w.length > 3)
  const parts: Sql[] = []
  if (codes.length > 0) parts.push(sql`i.class_code = any(${codes}::text[])`)
  if (majors.length > 0)
    parts.push(
      sql`(left(i.class_code, 2) = any(${majors}::text[]) or left(i.class_code, 3) = any(${majors}::text[]))`,
    )
  return parts.length === 0 ? sql`true` : sql`(${join(parts, ' or ')})`
}

function textCondition(q: string): Sql {
  const digits = q.replaceAll('-', '')
  if (/^\d{6,}$/.test(digits)) return sql`i.number like ${`${digits}%`}`
  const like = `%${q.replaceAll(/[%_\\]/g, '\\$&')}%`
  return sql`(i.description ilike ${like} or i.address ilike ${like} or i.class_name ilike ${like})`
}

/** Microseconds of PostgreSQL do not fit a Date, but all our instants come from JavaScript and are whole milliseconds. */
const writeCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.getTime()}|${id}`).toString('base64url')

function readCursor(cursor: string): { at: Date; id: string } {
  const [ms, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  const at = new Date(Number(ms))
  if (Number.isNaN(at.getTime()) || id === undefined || !/^[0-9a-f-]{36}$/.test(id)) {
    throw incidentProblem('incidents.bad-cursor', { field: 'cursor' })
  }
  return { at, id }
}
