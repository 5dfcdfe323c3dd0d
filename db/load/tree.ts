import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { area as squareMetres } from '@lifang/domains/grid/rules/geometry.ts'
import { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { withOffice } from '@lifang/domains/calendar/rules/compose.ts'
import { departments, type DemoDepartment } from '../demo/departments.ts'
import type { TownArea } from '../demo/town/plan.ts'
import { insertRows } from './rows.ts'

/** The governance tree of the demo stands since this day; every incident of the demo is younger. */
export const DEMO_SINCE = new Date('2024-01-01T00:00:00+08:00')

export interface LoadedArea {
  readonly id: string
  readonly path: string
  readonly name: string
}

const LEVELS = { county: 1, street: 2, community: 3, grid: 4 } as const satisfies Record<
  TownArea['level'],
  number
>

/** Writes the tree and its borders. @param areas parents before children @returns areas by code */
export async function loadAreas(
  tx: Tx,
  county: number,
  areas: readonly TownArea[],
): Promise<Map<string, LoadedArea>> {
  const loaded = new Map<string, LoadedArea>()
  const rows: Record<string, unknown>[] = []
  const borders: Record<string, unknown>[] = []
  for (const a of areas) {
    const parent = a.parent === null ? undefined : loaded.get(a.parent)
    if (a.parent !== null && parent === undefined) throw new Error(`area ${a.code} comes before its parent`)
    // One's own label: what the code adds to the code above.
    const path = `${parent?.path ?? ''}${a.parent === null ? a.code : a.code.slice(a.parent.length)}/`
    const id = newId()
    loaded.set(a.code, { id, path, name: a.name })
    rows.push({
      id,
      county,
      parent_id: parent?.id ?? null,
      level: LEVELS[a.level],
      level_key: a.level,
      code: a.code,
      name: a.name,
      path,
      grid_kind: a.kind,
      grid_type: a.type,
      households: a.households,
      division_code: a.level === 'grid' ? null : a.code.padEnd(12, '0'),
      valid_from: DEMO_SINCE,
    })
    borders.push({
      id: newId(),
      area_id: id,
      version: 1,
      polygon: a.shape,
      area_m2: squareMetres(a.shape),
      valid_from: DEMO_SINCE,
      document: '演示：初次划分',
    })
  }
  await insertRows(tx, 'area', rows)
  await insertRows(tx, 'area_border', borders)
  return loaded
}

export interface LoadedDepartment {
  readonly id: string
  readonly name: string
  readonly areaId: string
}

/** Writes the handling units; those that never close get a calendar of their own. @returns departments by key */
export async function loadDepartments(
  tx: Tx,
  county: number,
  area: LoadedArea,
): Promise<Map<string, LoadedDepartment>> {
  const loaded = new Map<string, LoadedDepartment & { path: string }>()
  const rows: Record<string, unknown>[] = []
  for (const d of departments) {
    const parent = d.parent === null ? undefined : loaded.get(d.parent)
    const id = newId()
    const path = `${parent?.path ?? `${county}/`}${d.departmentKey}/`
    loaded.set(d.departmentKey, { id, path, name: d.name, areaId: area.id })
    rows.push({
      id,
      county,
      key: d.departmentKey,
      name: d.name,
      kind: d.kind,
      parent_id: parent?.id ?? null,
      path,
      area_id: area.id,
      phone: d.phone,
      fallback: d.fallback,
      valid_from: DEMO_SINCE,
    })
  }
  await insertRows(tx, 'department', rows)
  await watchKeepers(
    tx,
    county,
    departments.filter((d) => d.roundTheClock),
    loaded,
  )
  return loaded
}

/** Duty units (110, utilities, the command centre) count every hour: the default days under hours that never close. */
async function watchKeepers(
  tx: Tx,
  county: number,
  units: readonly DemoDepartment[],
  loaded: ReadonlyMap<string, LoadedDepartment>,
): Promise<void> {
  const { data } = await tx.one<{ data: unknown }>(
    sql`select v.data from calendar_use u join calendar_version v on v.id = u.calendar_id
        where u.county = ${county} and u.department_id is null order by u.valid_from desc, u.id desc limit 1`,
  )
  const base = CalendarData.parse(data)
  const watch = withOffice(base, `${base.version}-24x7`, { roundTheClock: true })
  await insertRows(tx, 'calendar_version', [
    { id: watch.version, data: watch, note: '演示：全天值守单位', created_at: DEMO_SINCE },
  ])
  await insertRows(
    tx,
    'calendar_use',
    units.map((unit) => ({
      id: newId(),
      county,
      department_id: loaded.get(unit.departmentKey)?.id,
      calendar_id: watch.version,
      valid_from: DEMO_SINCE,
    })),
  )
}
