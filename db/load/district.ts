import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db } from '@lifang/platform/db.ts'
import { sql, Sql } from '@lifang/platform/sql.ts'
import { CURRENT_RULE } from '@lifang/domains/calendar/schema/lists.ts'
import { foldDeltas, type IncidentDeps } from '@lifang/domains/incidents/public.ts'
import { dice } from '../demo/random.ts'

export interface BulkOptions {
  readonly admin: Db
  /** Incidents in all, and how many of them are open. */
  readonly count: number
  readonly open: number
  /** Share of each state among the open ones; they add up to 1. */
  readonly shares?: readonly (readonly [string, number])[]
  readonly now: number
  readonly seed: number
  readonly log?: (line: string) => void
}

const DAY = 86_400_000
const SPAN_DAYS = 730
const OPEN_SHARES = [
  ['reported', 0.12],
  ['accepted', 0.05],
  ['filed', 0.2],
  ['dispatched', 0.2],
  ['handling', 0.3],
  ['feedback', 0.05],
  ['checking', 0.08],
] as const
const TEXTS = [
  '路边堆放垃圾未清',
  '井盖破损有响声',
  '路灯不亮',
  '机动车占用人行道',
  '店外经营占道',
  '绿地内杂物',
  '道路积水',
  '小广告张贴',
  '噪声扰民',
  '楼道堆放电动车',
]

/** Escapes for COPY's text format. */
const field = (v: string | number | boolean | Date | null): string => {
  if (v === null) return '\\N'
  if (v instanceof Date) return v.toISOString()
  if (typeof v === 'boolean') return v ? 't' : 'f'
  return typeof v === 'number'
    ? String(v)
    : v.replaceAll(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c)
}
const line = (values: readonly (string | number | boolean | Date | null)[]): string =>
  `${values.map(field).join('\t')}\n`

async function copy(admin: Db, into: string, rows: Iterable<string>): Promise<void> {
  const client = await admin.connect()
  try {
    await pipeline(Readable.from(chunked(rows)), client.query(copyFrom(`copy ${into} from stdin`)))
  } finally {
    client.release()
  }
}
/** Rows joined to pieces of about 64 kB, so that the stream is not called once a row. */
function* chunked(rows: Iterable<string>): Generator<string> {
  let piece = ''
  for (const row of rows) {
    piece += row
    if (piece.length > 65_536) {
      yield piece
      piece = ''
    }
  }
  if (piece !== '') yield piece
}

/**
 * A district's history for the bench: closed incidents of two years and open ones of now, by COPY, with a history row each
 * and counters that agree. It is fictional bulk: the closed ones have no clocks of their own, the open ones have the clock
 * of their stage.
 */
export async function loadBulkIncidents(
  deps: IncidentDeps,
  o: BulkOptions,
): Promise<{ incidents: number; seconds: number }> {
  const started = performance.now()
  const grids = deps.directory.areas().filter((a) => a.levelKey === 'grid')
  const units = deps.directory.departments()
  const entries = deps.list
    .entries()
    .filter((e) => e.key.kind === 'matter' && e.departmentId !== null && e.conditions.length > 0)
  const calendar = deps.calendars.forDepartment(null, o.now).version
  const borders = new Map(
    (
      await o.admin.rows<{ id: string; area_id: string; lon: number; lat: number }>(
        sql`select b.id, b.area_id, (b.polygon #>> '{coordinates,0,0,0}')::float8 as lon, (b.polygon #>> '{coordinates,0,0,1}')::float8 as lat
          from area_border b where b.valid_to is null`,
      )
    ).map((b) => [b.area_id, b]),
  )
  const unitById = new Map(units.map((u) => [u.id, u]))
  const random = dice(o.seed)
  const hash = `\\x${'00'.repeat(32)}`

  interface Made {
    id: string
    open: boolean
    status: string
    at: Date
    grid: (typeof grids)[number]
    entry: (typeof entries)[number]
    stage: string | null
    due: Date | null
  }
  const made: Made[] = []
  for (let i = 0; i < o.count; i++) {
    const open = i >= o.count - o.open
    // Oldest first, open ones in the last month: as a database that grew would lie.
    const at = new Date(
      o.now - (open ? random.next() * 30 * DAY : ((o.count - i) / o.count) * SPAN_DAYS * DAY + 30 * DAY),
    )
    let status = 'archived'
    if (open) {
      let r = random.next()
      status = 'handling'
      for (const [s, share] of o.shares ?? OPEN_SHARES) {
        if (r < share) {
          status = s
          break
        }
        r -= share
      }
    }
    const stage = open
      ? ({
          reported: 'accept',
          accepted: 'file',
          filed: 'dispatch',
          dispatched: 'take',
          handling: 'handle',
          feedback: 'check',
          checking: 'check',
        }[status] ?? null)
      : null
    made.push({
      id: randomUUID(),
      open,
      status,
      at,
      grid: grids[Math.floor(random.next() * grids.length)] as Made['grid'],
      entry: entries[Math.floor(random.next() * entries.length)] as Made['entry'],
      stage,
      due: open ? new Date(o.now + (random.next() * 4 - 0.4) * DAY) : null,
    })
  }
  const filed = (m: Made): boolean => !['reported', 'accepted'].includes(m.status)
  const dispatched = (m: Made): boolean => filed(m) && m.status !== 'filed'
  o.log?.(`${o.count} incidents drawn`)
  // Indexes other than the keys are made afterwards: one sort instead of a million searches.
  const indexes = await o.admin.rows<{ name: string; def: string }>(
    sql`select indexname as name, indexdef as def from pg_indexes where tablename = 'incident' and indexname not in ('incident_pkey', 'incident_county_number_key')`,
  )
  for (const { name } of indexes) await o.admin.run(ddl(`drop index ${name}`))
  /** The one running clock of an open incident; what went before is not drawn. */
  const clockOf = (m: Made) => {
    if (!m.open || m.stage === null || m.due === null) return []
    const { amount, unit } = m.entry.conditions[0]?.limit ?? { amount: 1, unit: 'working-day' }
    return [
      {
        stage: m.stage,
        limit: [amount, unit],
        by: [calendar, CURRENT_RULE],
        from: m.at.getTime(),
        due: m.due.getTime(),
      },
    ]
  }
  function* incidents(): Generator<string> {
    let seq = 0
    for (const m of made) {
      const key = m.entry.key
      const condition = m.entry.conditions[0]
      const border = borders.get(m.grid.id)
      const closed = m.open ? null : new Date(m.at.getTime() + 2 * DAY)
      yield line([
        deps.county,
        m.id,
        `${deps.county}${m.at.toISOString().slice(0, 10).replaceAll('-', '')}${String(900_000 + seq++)}`,
        m.status,
        'resident',
        m.grid.id,
        m.grid.path,
        border?.id ?? null,
        border?.lon ?? 0,
        border?.lat ?? 0,
        `建设路 ${1 + (seq % 400)} 号`,
        TEXTS[seq % TEXTS.length] ?? '',
        m.at,
        m.at,
        hash,
        key.standard,
        key.kind,
        key.code,
        filed(m) ? m.entry.version : null,
        m.entry.name,
        filed(m) ? (condition?.seq ?? 1) : null,
        filed(m) ? (condition?.limit.amount ?? 1) : null,
        filed(m) ? (condition?.limit.unit ?? 'working-day') : null,
        dispatched(m) ? m.entry.departmentId : null,
        'policy-1',
        m.stage,
        m.due,
        m.due === null ? null : new Date(m.due.getTime() - DAY / 2),
        filed(m) ? m.at : null,
        dispatched(m) ? m.at : null,
        closed,
        m.open ? null : 'check',
        m.open ? null : seq % 9 !== 0,
        0,
        JSON.stringify(clockOf(m)),
      ])
    }
  }
  await copy(
    o.admin,
    `incident (county, id, number, status, source, area_id, area_path, border_id, lon, lat, address, description, occurred_at, reported_at,
      request_hash, class_standard, class_kind, class_code, class_version, class_name, condition_seq, limit_amount, limit_unit, lead_unit_id,
      policy_version, stage, stage_due_at, stage_yellow_at, filed_at, dispatched_at, closed_at, closed_by, on_time, version, clocks)`,
    incidents(),
  )
  o.log?.('incidents copied')
  function* steps(): Generator<string> {
    for (const m of made)
      yield line([deps.county, randomUUID(), m.id, 0, 'report', m.status, '', 'resident', m.at, hash])
  }
  await copy(
    o.admin,
    'incident_step (county, id, incident_id, seq, act, to_status, actor_name, post, at, body_hash)',
    steps(),
  )
  const live = made.filter((m) => m.open)
  function* tasks(): Generator<string> {
    for (const m of live) {
      const unit = m.entry.departmentId === null ? undefined : unitById.get(m.entry.departmentId)
      if (!dispatched(m) || unit === undefined) continue
      const status = m.status === 'dispatched' ? 'waiting' : m.status === 'handling' ? 'taken' : 'done'
      yield line([deps.county, randomUUID(), m.id, 'lead', status, unit.id, unit.path, unit.name, m.at])
    }
  }
  await copy(
    o.admin,
    'incident_task (county, id, incident_id, kind, status, department_id, department_path, department_name, opened_at)',
    tasks(),
  )
  for (const { def } of indexes) await o.admin.run(ddl(def))
  o.log?.('indexes made')
  await o.admin.run(sql`insert into incident_delta (county, area_path, class_major, status, n)
    select county, area_path, case when class_code is null then '' when class_code like 'L%' then left(class_code, 3) else left(class_code, 2) end,
      status, count(*) from incident group by 1, 2, 3, 4`)
  while ((await foldDeltas(o.admin)) > 0) o.log?.('counters folded')
  for (const t of ['incident_delta', 'incident', 'incident_step', 'incident_task', 'incident_count'])
    await o.admin.run(ddl(`vacuum analyze ${t}`))
  return { incidents: o.count, seconds: (performance.now() - started) / 1000 }
}

/** Statements whose text is ours: index definitions as the catalogue printed them, table names of this file. */
const ddl = (text: string) => new Sql([text], [])
