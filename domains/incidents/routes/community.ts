import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { communityDesk } from '../reads/community.ts'
import { communityRoutes } from '../schema/community.ts'

export function communityRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', communityRoutes, {
    community: async ({ actor, query }) => answer(200, await communityDesk(deps, actor, query)),
  })
}
