import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { incidentPoints } from '../reads/map.ts'
import { dispatchQueue } from '../reads/queue.ts'
import { readersOf } from '../reads/readers.ts'
import { relatedTo } from '../reads/related.ts'
import { suggestionFor } from '../reads/suggestion.ts'
import { unitLoads } from '../reads/units.ts'
import { dispatchRoutes } from '../schema/dispatch.ts'

export function dispatchRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', dispatchRoutes, {
    queue: async ({ actor, query }) => answer(200, await dispatchQueue(deps, actor, query)),
    suggestion: async ({ actor, params, query }) =>
      answer(200, await suggestionFor(deps, actor, params.number, query.unit)),
    related: async ({ actor, params }) => answer(200, await relatedTo(deps, actor, params.number)),
    readers: async ({ actor, params }) => answer(200, await readersOf(deps, actor, params.number)),
    points: async ({ actor, query }) => answer(200, await incidentPoints(deps, actor, query)),
    units: async () =>
      answer(200, { at: new Date(deps.clock.now()).toISOString(), items: await unitLoads(deps) }),
  })
}
