import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { closeCycle, startCycle } from '../commands/coverage.ts'
import { coverageBoard, listGaps } from '../reads/coverage.ts'
import { cyclesOf, cycleView } from '../reads/cycles.ts'
import { today } from '../reads/scope.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { coverageRoutes } from '../schema/coverage.ts'

export function coverageRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  bind(app, 'coverage', coverageRoutes, {
    coverage: async ({ actor, query }) => answer(200, await coverageBoard(deps, actor, query)),
    cycles: async ({ actor }) => {
      const rows = await cyclesOf(deps, actor)
      return answer(200, { items: rows.map((row) => cycleView(deps, row, today(deps))) })
    },
    startCycle: async ({ actor, body }) => {
      const { made, answer: view } = await startCycle(deps, actor, body)
      return made ? answer(201, view) : answer(200, view)
    },
    closeCycle: async ({ actor, params, body }) =>
      answer(200, (await closeCycle(deps, actor, params.id, body)).answer),
    gaps: async ({ actor, query }) => answer(200, await listGaps(deps, actor, query)),
  })
}
