import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { casesAround } from '../reads/around.ts'
import { intakeDesk } from '../reads/intake.ts'
import { intakeRoutes } from '../schema/intake.ts'

export function intakeRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', intakeRoutes, {
    intake: async ({ actor, query }) => answer(200, await intakeDesk(deps, actor, query)),
    around: async ({ actor, query }) => answer(200, { items: await casesAround(deps, actor, query) }),
  })
}
