import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { sendTest } from './commands/deliver.ts'
import { createEndpoint, removeEndpoint, setStatus } from './commands/endpoints.ts'
import { replay } from './commands/queue.ts'
import type { IntegrationDeps } from './reads/deps.ts'
import { listDeliveries, listEndpoints, showDelivery, showEndpoint } from './reads/endpoints.ts'
import { integrationRoutes } from './schema.ts'

export function integrationRoutesOn(app: FastifyInstance, deps: IntegrationDeps): void {
  bind(app, 'integration', integrationRoutes, {
    endpoints: async () => answer(200, { items: await listEndpoints(deps) }),
    createEndpoint: async ({ actor, body }) => {
      const { made, secret } = await createEndpoint(deps, actor, body)
      const endpoint = await showEndpoint(deps, body.id)
      return made ? answer(201, { endpoint, secret }) : answer(200, { endpoint, secret })
    },
    setStatus: async ({ actor, params, body }) => {
      await setStatus(deps, actor, params.id, body.status)
      return answer(200, await showEndpoint(deps, params.id))
    },
    removeEndpoint: async ({ actor, params }) => {
      await removeEndpoint(deps, actor, params.id)
      return answer(204, undefined)
    },
    testEndpoint: async ({ actor, params, body }) => {
      await sendTest(deps, actor, params.id, body.id)
      return answer(200, await showDelivery(deps, body.id))
    },
    deliveries: async ({ params, query }) => answer(200, await listDeliveries(deps, params.id, query)),
    replay: async ({ actor, params, body }) =>
      answer(200, { queued: await replay(deps, actor, params.id, body) }),
  })
}
