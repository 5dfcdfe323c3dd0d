import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { sendKept } from '@lifang/platform/http/kept.ts'
import { createWall } from './reads/wall.ts'
import { communityWeek, type WeekDeps } from './reads/week.ts'
import { analysisRoutes } from './schema.ts'
import { weekRoutes } from './schema/week.ts'

export function analysisRoutesOn(app: FastifyInstance, deps: WeekDeps): void {
  const wall = createWall(deps)
  bind(app, 'analysis', analysisRoutes, {
    wall: async ({ actor, request, reply }) =>
      sendKept(request, reply, await wall(actor), 'private, no-cache'),
  })
  bind(app, 'analysis', weekRoutes, {
    communityWeek: async ({ actor, query }) => answer(200, await communityWeek(deps, actor, query)),
  })
}
