import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { createBuilding, createHomes, editBuilding, editHome } from './commands/buildings.ts'
import { birth, death, editPerson, moveIn, moveOut, register } from './commands/people.ts'
import { reveal } from './commands/reveal.ts'
import { saveSheet } from './commands/sheet.ts'
import { listBuildings, showBuilding } from './reads/buildings.ts'
import { listHomes, showHome } from './reads/homes.ts'
import { historyOf, listPeople, showPerson } from './reads/people.ts'
import { isWholeNumber, search } from './reads/search.ts'
import type { RegistryDeps } from './repo/deps.ts'
import { customRoutesOn } from './routes/custom.ts'
import { registryRoutes } from './schema.ts'
import { registryProblem } from './schema/problems.ts'
import type { Done } from './schema/views.ts'

const told = ({ made, answer: done }: { readonly made: boolean; readonly answer: Done }) =>
  made ? answer(201, done) : answer(200, done)

export function registryRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  customRoutesOn(app, deps)
  bind(app, 'registry', registryRoutes, {
    search: async ({ actor, query }) => {
      if (isWholeNumber(query.q)) throw registryProblem('registry.number-by-post', { field: 'q' })
      return answer(200, await search(deps, actor, query.q))
    },
    searchAll: async ({ actor, body }) => answer(200, await search(deps, actor, body.q)),
    buildings: async ({ actor, query }) => answer(200, await listBuildings(deps, actor, query)),
    createBuilding: async ({ actor, body }) => told(await createBuilding(deps, actor, body)),
    building: async ({ actor, params }) => answer(200, await showBuilding(deps, actor, params.id)),
    editBuilding: async ({ actor, params, body }) =>
      answer(200, (await editBuilding(deps, actor, params.id, body)).answer),
    createHomes: async ({ actor, params, body }) => told(await createHomes(deps, actor, params.id, body)),
    homes: async ({ actor, query }) => answer(200, await listHomes(deps, actor, query)),
    home: async ({ actor, params }) => answer(200, await showHome(deps, actor, params.id)),
    editHome: async ({ actor, params, body }) =>
      answer(200, (await editHome(deps, actor, params.id, body)).answer),
    sheet: async ({ actor, params, body }) =>
      answer(200, (await saveSheet(deps, actor, params.id, body)).answer),
    people: async ({ actor, query }) => answer(200, await listPeople(deps, actor, query)),
    register: async ({ actor, body }) => told(await register(deps, actor, body)),
    person: async ({ actor, params }) => answer(200, await showPerson(deps, actor, params.id)),
    history: async ({ actor, params }) => answer(200, await historyOf(deps, actor, params.id)),
    editPerson: async ({ actor, params, body }) =>
      answer(200, (await editPerson(deps, actor, params.id, body)).answer),
    moveIn: async ({ actor, params, body }) =>
      answer(200, (await moveIn(deps, actor, params.id, body)).answer),
    moveOut: async ({ actor, params, body }) =>
      answer(200, (await moveOut(deps, actor, params.id, body)).answer),
    death: async ({ actor, params, body }) => answer(200, (await death(deps, actor, params.id, body)).answer),
    birth: async ({ actor, params, body }) => told(await birth(deps, actor, params.id, body)),
    reveal: async ({ actor, params, body }) => answer(200, await reveal(deps, actor, params.id, body)),
  })
}
