import { sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import type { DepartmentView } from '../schema/views.ts'
import type { DepartmentRow } from '../tables.ts'

type Placed = DepartmentRow & { readonly area_code: string; readonly area_name: string }

const view = (d: Placed): DepartmentView => ({
  id: d.id,
  key: d.key,
  name: d.name,
  kind: d.kind,
  parent: d.parent_id,
  area: { id: d.area_id, code: d.area_code, name: d.area_name },
  phone: d.phone,
  fallback: d.fallback,
})

/** Departments in force, parents before their sections. */
export async function listDepartments({ db, clock, county }: GridDeps): Promise<DepartmentView[]> {
  const now = new Date(clock.now())
  const rows = await db.rows<Placed>(
    sql`select d.*, a.code as area_code, a.name as area_name from department d join area a on a.id = d.area_id
        where d.county = ${county} and d.valid_from <= ${now} and (d.valid_to is null or d.valid_to > ${now})
        order by d.path`,
  )
  return rows.map(view)
}

export async function showDepartment(
  { db, county }: GridDeps,
  id: string,
): Promise<DepartmentView | undefined> {
  const row = await db.maybe<Placed>(
    sql`select d.*, a.code as area_code, a.name as area_name from department d join area a on a.id = d.area_id
        where d.county = ${county} and d.id = ${id}`,
  )
  return row === undefined ? undefined : view(row)
}
