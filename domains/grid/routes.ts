import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { keepJson, sendKept } from '@lifang/platform/http/kept.ts'
import { must } from '@lifang/platform/problem.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { createArea } from './commands/areas.ts'
import { createDepartment } from './commands/departments.ts'
import type { GridDeps } from './commands/deps.ts'
import { arrangeStandIn, endHolding, giveHolding } from './commands/holdings.ts'
import { listDepartments, showDepartment } from './reads/departments.ts'
import type { Area } from './reads/directory.ts'
import { createBaseMap, mapAreas } from './reads/map.ts'
import {
  areaRow,
  checkChildren,
  listAreas,
  listHoldings,
  ref,
  showArea,
  showHolding,
} from './reads/places.ts'
import { gridDeskRoutesOn } from './routes/desk.ts'
import { toStored } from './rules/coordinates.ts'
import { problem } from './schema.ts'
import { gridRoutes } from './schema/routes.ts'

export function gridRoutesOn(app: FastifyInstance, deps: GridDeps): void {
  const { db, county, directory } = deps
  const baseMap = createBaseMap(deps)
  gridDeskRoutesOn(app, deps)
  const above = (area: Area | null, levelKey: string): Area | null => {
    for (let a = area; a !== null; a = a.parentId === null ? null : (directory.area(a.parentId) ?? null)) {
      if (a.levelKey === levelKey) return a
    }
    return null
  }
  const department = async (id: string) => {
    const view = await showDepartment(deps, id)
    if (view === undefined) throw problem('grid.not-found', { field: 'id' })
    return view
  }

  bind(app, 'grid', gridRoutes, {
    locate: ({ query }) => {
      const { lon, lat } = must(toStored(query))
      const here = directory.locate(lon, lat)
      if (here === null) throw problem('grid.outside-every-grid')
      const [community, street] = [above(here.grid, 'community'), above(here.grid, 'street')]
      const body = {
        grid: ref(here.grid),
        community: community === null ? null : ref(community),
        street: street === null ? null : ref(street),
      }
      return Promise.resolve(answer(200, body))
    },
    baseMap: async ({ request, reply }) => sendKept(request, reply, await baseMap(), 'public, no-cache'),
    mapAreas: async ({ query, request, reply }) =>
      sendKept(request, reply, keepJson(await mapAreas(deps, query.under)), 'public, no-cache'),
    areas: async ({ query }) => answer(200, { items: await listAreas(deps, query.under) }),
    checks: async ({ query }) => answer(200, { items: await checkChildren(deps, query.parent) }),
    area: async ({ params }) => answer(200, await showArea(deps, params.code)),
    createArea: async ({ actor, body }) => {
      const { code, made } = await createArea(deps, actor, body)
      const view = await showArea(deps, code)
      return made ? answer(201, view) : answer(200, view)
    },
    departments: async () => answer(200, { items: await listDepartments(deps) }),
    createDepartment: async ({ actor, body }) => {
      const made = await createDepartment(deps, actor, body)
      const view = await department(body.id)
      return made ? answer(201, view) : answer(200, view)
    },
    holdings: async ({ query }) => {
      const where: Sql[] = [sql`true`]
      if (query.account !== undefined) where.push(sql`h.account_id = ${query.account}`)
      if (query.accounts !== undefined) where.push(sql`h.account_id = any(${query.accounts}::uuid[])`)
      if (query.department !== undefined) where.push(sql`h.department_id = ${query.department}`)
      if (query.area !== undefined) where.push(sql`h.area_id = ${(await areaRow(db, county, query.area)).id}`)
      return answer(200, { items: await listHoldings(deps, join(where, ' and '), query.ended === 'yes') })
    },
    giveHolding: async ({ actor, body }) => {
      const made = await giveHolding(deps, actor, body)
      const view = await showHolding(deps, body.id)
      return made ? answer(201, view) : answer(200, view)
    },
    endHolding: async ({ actor, params, body }) => {
      await endHolding(deps, actor, params.id, body)
      return answer(200, await showHolding(deps, params.id))
    },
    standIn: async ({ actor, params, body }) => {
      const made = await arrangeStandIn(deps, actor, params.id, body)
      const view = await showHolding(deps, body.id)
      return made ? answer(201, view) : answer(200, view)
    },
  })
}
