import type { FastifyInstance } from 'fastify'
import type { Clock } from '@lifang/platform/clock.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { publishCalendar, type CalendarDeps } from './commands.ts'
import { calendarOf, listUses } from './reads.ts'
import { dueCommand } from './rules.ts'
import { formatInstant } from './rules/instants.ts'
import { calendarRoutes } from './schema/routes.ts'

export interface CalendarRouteDeps extends CalendarDeps {
  readonly clock: Clock
}

export function calendarRoutesOn(app: FastifyInstance, deps: CalendarRouteDeps): void {
  bind(app, 'calendar', calendarRoutes, {
    current: async ({ actor }) => {
      const use = calendarOf(deps.calendars, actor, deps.clock.now())
      return answer(200, { department: use.departmentId, from: formatInstant(use.from), data: use.data })
    },
    uses: async ({ actor }) => answer(200, { items: await listUses(deps.db, actor.county) }),
    version: async ({ params }) => {
      const data = deps.calendars.find(params.id)
      if (data === null) throw platformProblem('platform.not-found')
      return answer(200, data)
    },
    due: async ({ actor, query }) => {
      const { data } = calendarOf(deps.calendars, actor, deps.clock.now())
      return answer(200, { ...must(dueCommand(query, data)), calendar: data.version })
    },
    publish: async ({ actor, body }) => {
      const { made, from, ...published } = await publishCalendar(deps, actor, body)
      const view = { ...published, from: formatInstant(from) }
      return made ? answer(201, view) : answer(200, view)
    },
  })
}
