import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { areaRow } from '../reads/places.ts'
import { problem } from '../schema.ts'
import type { DepartmentBody } from '../schema/bodies.ts'
import type { DepartmentRow } from '../tables.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'

/**
 * Adds a department.
 * @returns whether it was made now
 * @throws grid.not-found (area, parent), grid.department-key-taken, platform.command-reused
 */
export async function createDepartment(deps: GridDeps, actor: Actor, body: DepartmentBody): Promise<boolean> {
  const { db, county, clock } = deps
  const made = await db.transaction(async (tx) => {
    await lockTree(tx, county)
    const area = await areaRow(tx, county, body.area)
    const known = await tx.maybe<DepartmentRow>(sql`select * from department where id = ${body.id}`)
    if (known !== undefined) {
      const same =
        known.county === county &&
        known.key === body.key &&
        known.name === body.name &&
        known.kind === body.kind &&
        known.parent_id === (body.parent ?? null) &&
        known.area_id === area.id &&
        known.phone === (body.phone ?? null) &&
        known.fallback === body.fallback
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return false
    }
    const taken = await tx.maybe(sql`select 1 from department where county = ${county} and key = ${body.key}`)
    if (taken !== undefined) throw problem('grid.department-key-taken', { field: 'key', key: body.key })
    const parent =
      body.parent === undefined
        ? undefined
        : await tx.maybe<DepartmentRow>(
            sql`select * from department where county = ${county} and id = ${body.parent} and valid_to is null`,
          )
    if (body.parent !== undefined && parent === undefined)
      throw problem('grid.not-found', { field: 'parent' })
    const path = `${parent?.path ?? `${county}/`}${body.key}/`
    await tx.run(sql`insert into department (id, county, key, name, kind, parent_id, path, area_id, phone, fallback, valid_from)
      values (${body.id}, ${county}, ${body.key}, ${body.name}, ${body.kind}, ${parent?.id ?? null}, ${path}, ${area.id},
        ${body.phone ?? null}, ${body.fallback}, ${new Date(clock.now())})`)
    await tellChange(tx, actor, {
      act: 'create-department',
      subjectKind: 'department',
      subjectId: body.id,
      details: { key: body.key, area: area.code },
    })
    return true
  })
  if (made) await deps.directory.reload()
  return made
}
