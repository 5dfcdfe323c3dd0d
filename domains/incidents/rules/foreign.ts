/**
 * Case histories of other systems, row by row: a documented mapping turns a row into a case or into the reason why not.
 * Pure; the command streams and stores.
 */
import { z } from 'zod'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { Crs } from '@lifang/domains/grid/schema.ts'
import { incidentProblem } from '../schema/problems.ts'

const column = z.string().min(1).max(100)

/** The mapping file: which column means what, in which zone times are written, which words mean which state. */
export const Mapping = z.strictObject({
  /** Name of the source; importing it again replaces what it brought before. */
  name: z.string().min(1).max(60),
  delimiter: z.string().length(1).default(','),
  /** IANA zone of times written without an offset. */
  timeZone: z.string().max(60).default('Asia/Shanghai'),
  columns: z.strictObject({
    id: column,
    openedAt: column,
    targetAt: column.optional(),
    closedAt: column.optional(),
    status: column,
    category: column.optional(),
    department: column.optional(),
    lon: column.optional(),
    lat: column.optional(),
    source: column.optional(),
    /** The other system's own verdict. */
    label: column.optional(),
  }),
  /** Its status words → ours. A word that is not here rejects the row. */
  status: z.record(z.string(), z.enum(['open', 'closed', 'duplicate', 'duplicate-open'])),
  /** Histories hold cases registered after they were settled: kept as they are, or rejected. */
  closedBeforeOpened: z.enum(['keep', 'reject']).default('keep'),
  /** Its verdict words → on time or not. */
  label: z.record(z.string(), z.boolean()).default({}),
  coordinates: z
    .strictObject({
      crs: Crs.default('WGS84'),
      /** Points that stand for "unknown": a row that has one is rejected. */
      placeholders: z.array(z.tuple([z.number(), z.number()])).default([]),
      /** West, south, east, north: anything outside is rejected. */
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
      required: z.boolean().default(false),
    })
    .prefault({}),
})
export type Mapping = z.infer<typeof Mapping>

export interface ForeignCase {
  readonly foreignId: string
  readonly openedAt: number
  readonly targetAt: number | null
  readonly closedAt: number | null
  readonly status: 'open' | 'closed' | 'duplicate' | 'duplicate-open'
  readonly category: string | null
  readonly department: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly source: string | null
  /** What the other system says; null: nothing. */
  readonly label: boolean | null
  /** Our own comparison of closing and target; null unless closed with a target. */
  readonly onTime: boolean | null
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/
const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/

const offsets = new Map<string, Intl.DateTimeFormat>()
/** Offset of a zone at an instant, in ms. */
function offsetAt(zone: string, at: number): number {
  let format = offsets.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    offsets.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  )
  return local - Math.floor(at / 1000) * 1000
}

const hourly = new Map<string, number>()
/**
 * A time as written, to epoch ms. Without an offset it is local time of the zone; in the hour that a change to summer time
 * skips, it moves past the gap, so that order is kept. Null when it is no time.
 */
export function parseTime(text: string, zone: string): number | null {
  if (WITH_OFFSET.test(text)) {
    const at = Date.parse(text)
    return Number.isNaN(at) ? null : at
  }
  const m = LOCAL.exec(text)
  if (m === null) return null
  const [year, month, day, hour, minute, second] = m.slice(1).map((n) => Number(n ?? '0'))
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second)
  const back = new Date(wall)
  // 2015-02-30 rolls over into March: then it was no date.
  if (back.getUTCMonth() + 1 !== month || back.getUTCDate() !== day || back.getUTCHours() !== hour)
    return null
  // Changes of offset happen on whole hours: one look-up an hour of wall time.
  const key = `${zone}|${Math.floor(wall / 3_600_000)}`
  let offset = hourly.get(key)
  if (offset === undefined) {
    const guess = offsetAt(zone, wall - offsetAt(zone, wall))
    const early = offsetAt(zone, wall - guess)
    offset = Math.max(guess, early) === guess ? early : guess
    if (hourly.size > 200_000) hourly.clear()
    hourly.set(key, offset)
  }
  return wall - offset
}

const reject = (field: string, reason: string, value?: string) =>
  no<ForeignCase>(incidentProblem('incidents.foreign-row', { field, reason, value: value?.slice(0, 60) }))

/** One row by the mapping: a case, or the field and reason for which it is rejected. */
export function toCase(row: Readonly<Record<string, string>>, mapping: Mapping): Decided<ForeignCase> {
  const { columns } = mapping
  const text = (name: string | undefined): string => (name === undefined ? '' : (row[name] ?? '').trim())
  const foreignId = text(columns.id)
  if (foreignId === '') return reject('id', 'missing')
  const status = mapping.status[text(columns.status)]
  if (status === undefined) return reject('status', 'unknown', text(columns.status))
  const times: Record<'openedAt' | 'targetAt' | 'closedAt', number | null> = {
    openedAt: null,
    targetAt: null,
    closedAt: null,
  }
  for (const key of ['openedAt', 'targetAt', 'closedAt'] as const) {
    const written = text(columns[key])
    if (written === '') continue
    const at = parseTime(written, mapping.timeZone)
    if (at === null) return reject(key, 'not-a-time', written)
    times[key] = at
  }
  const { openedAt, targetAt, closedAt } = times
  if (openedAt === null) return reject('openedAt', 'missing')
  if (closedAt !== null && closedAt < openedAt && mapping.closedBeforeOpened === 'reject') {
    return reject('closedAt', 'before-opened', text(columns.closedAt))
  }
  const place = placeOf(text(columns.lon), text(columns.lat), mapping)
  if (!place.ok) return place
  const isClosed = status === 'closed' || status === 'duplicate'
  return yes({
    foreignId,
    openedAt,
    targetAt,
    closedAt,
    status,
    category: text(columns.category) || null,
    department: text(columns.department) || null,
    lon: place.value?.lon ?? null,
    lat: place.value?.lat ?? null,
    source: text(columns.source) || null,
    label: mapping.label[text(columns.label)] ?? null,
    onTime: isClosed && targetAt !== null && closedAt !== null ? closedAt <= targetAt : null,
  })
}

function placeOf(
  lonText: string,
  latText: string,
  mapping: Mapping,
): Decided<{ lon: number; lat: number } | null> {
  const { crs, placeholders, box, required } = mapping.coordinates
  const bad = (reason: string) =>
    no<{ lon: number; lat: number } | null>(
      incidentProblem('incidents.foreign-row', {
        field: 'place',
        reason,
        value: `${lonText},${latText}`.slice(0, 60),
      }),
    )
  if (lonText === '' && latText === '') return required ? bad('missing') : yes(null)
  const lon = Number(lonText)
  const lat = Number(latText)
  if (lonText === '' || latText === '' || !Number.isFinite(lon) || !Number.isFinite(lat))
    return bad('not-a-number')
  if (placeholders.some(([x, y]) => x === lon && y === lat)) return bad('placeholder')
  const stored = toStored({ lon, lat, crs }, 'world')
  if (!stored.ok) return bad(stored.problem.code.replace('grid.', ''))
  if (
    box !== undefined &&
    (stored.value.lon < box[0] ||
      stored.value.lat < box[1] ||
      stored.value.lon > box[2] ||
      stored.value.lat > box[3])
  ) {
    return bad('outside-box')
  }
  return yes({ lon: stored.value.lon, lat: stored.value.lat })
}
