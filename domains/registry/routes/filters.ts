import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { deleteFilter, myFilters, renameFilter, saveFilter } from '../commands/filters.ts'
import { buildingMap, outlineOfBuilding } from '../reads/building-map.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { buildingMapRoutes } from '../schema/building-map.ts'
import { filterRoutes } from '../schema/filters.ts'

/** What the lists of the registry have beside them: saved filters, and buildings on the map. */
export function filterRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  bind(app, 'registry', buildingMapRoutes, {
    buildingPoints: async ({ actor, query }) => answer(200, await buildingMap(deps, actor, query)),
    buildingOutline: async ({ actor, params }) =>
      answer(200, await outlineOfBuilding(deps, actor, params.id)),
  })
  bind(app, 'filters', filterRoutes, {
    filters: async ({ actor }) => answer(200, { items: await myFilters(deps, actor) }),
    saveFilter: async ({ actor, body }) => {
      const { made, answer: done } = await saveFilter(deps, actor, body)
      return made ? answer(201, done) : answer(200, done)
    },
    renameFilter: async ({ actor, params, body }) =>
      answer(200, (await renameFilter(deps, actor, params.id, body)).answer),
    deleteFilter: async ({ actor, params, body }) =>
      answer(200, (await deleteFilter(deps, actor, params.id, body)).answer),
  })
}
