import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { myChecks } from '../reads/checks.ts'
import { checkRoutes } from '../schema/checks.ts'

export function checkRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', checkRoutes, {
    checks: async ({ actor }) => answer(200, await myChecks(deps, actor)),
  })
}
