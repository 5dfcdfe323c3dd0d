import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { FILE_LIMIT } from '@lifang/platform/route.ts'
import { deleteFilter, myFilters, renameFilter, saveFilter } from '../commands/filters.ts'
import { takeBuildings, tryBuildings } from '../commands/import-buildings.ts'
import { buildingMap, outlineOfBuilding } from '../reads/building-map.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { buildingMapRoutes } from '../schema/building-map.ts'
import { buildingImportRoutes } from '../schema/building-import.ts'
import { filterRoutes } from '../schema/filters.ts'

/** The text of an uploaded file. @throws platform.wrong-content-type, invalid-input, too-large */
async function textOf(request: FastifyRequest): Promise<string> {
  if (!request.isMultipart())
    throw platformProblem('platform.wrong-content-type', { expected: 'multipart/form-data' })
  const part = await request.file()
  if (part === undefined) throw platformProblem('platform.invalid-input', { field: 'file' })
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of part.file as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > FILE_LIMIT) throw platformProblem('platform.too-large', { limit: '10 MB' })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** What the lists of the registry have beside them: saved filters, buildings on the map, and buildings of a file. */
export function filterRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  bind(app, 'registry', buildingMapRoutes, {
    buildingPoints: async ({ actor, query }) => answer(200, await buildingMap(deps, actor, query)),
    buildingOutline: async ({ actor, params }) =>
      answer(200, await outlineOfBuilding(deps, actor, params.id)),
  })
  bind(app, 'registry', buildingImportRoutes, {
    importBuildings: async ({ actor, query, request }) => {
      const file = await textOf(request)
      if (query.dry === 'yes') return answer(200, await tryBuildings(deps, actor, file))
      const { made, answer: done } = await takeBuildings(deps, actor, query.id, file)
      return made ? answer(201, done) : answer(200, done)
    },
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
