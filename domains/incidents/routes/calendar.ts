import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { calendarEffect } from '../reads/calendar-effect.ts'
import { calendarEffectRoutes } from '../schema/calendar-effect.ts'

export function calendarEffectRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'calendar', calendarEffectRoutes, {
    effect: async ({ body }) => answer(200, await calendarEffect(deps, body)),
  })
}
