import type { FastifyInstance } from 'fastify'
import { bind } from '@lifang/platform/http/bind.ts'
import { sendKept } from '@lifang/platform/http/kept.ts'
import { createWall, type AnalysisDeps } from './reads/wall.ts'
import { analysisRoutes } from './schema.ts'

export function analysisRoutesOn(app: FastifyInstance, deps: AnalysisDeps): void {
  const wall = createWall(deps)
  bind(app, 'analysis', analysisRoutes, {
    wall: async ({ actor, request, reply }) =>
      sendKept(request, reply, await wall(actor), 'private, no-cache'),
  })
}
