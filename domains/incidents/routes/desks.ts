import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { exceptions } from '../reads/exceptions.ts'
import { handlingDesk } from '../reads/handling.ts'
import { deskRoutes } from '../schema/desks.ts'

export function deskRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', deskRoutes, {
    handling: async ({ actor }) => answer(200, await handlingDesk(deps, actor)),
    exceptions: async ({ actor }) => answer(200, await exceptions(deps, actor)),
  })
}
