import type { FastifyInstance } from 'fastify'
import type { Actor } from '@lifang/platform/access.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import {
  addLines,
  cancelComparison,
  createComparison,
  startComparison,
  uploadList,
} from '../commands/comparison/acts.ts'
import type { ComparisonDeps } from '../commands/comparison/deps.ts'
import { placeTask } from '../commands/comparison/place.ts'
import { registerFromTask } from '../commands/comparison/register.ts'
import { settleTask } from '../commands/comparison/tasks.ts'
import { showTheirs } from '../commands/comparison/theirs.ts'
import { comparisonSheet } from '../reads/comparison-sheet.ts'
import { listTasks, showTask } from '../reads/comparison-tasks.ts'
import { listComparisons, showComparison } from '../reads/comparisons.ts'
import { comparisonRoutes } from '../schema/comparison.ts'
import { fileOf } from './transfer.ts'

/** @param wake work waits: it begins now and not with the next look */
export function comparisonRoutesOn(app: FastifyInstance, deps: ComparisonDeps, wake: () => void): void {
  const shown = async (actor: Actor, id: string, work: Promise<unknown>) => {
    await work
    return answer(200, await showComparison(deps, actor, id))
  }
  bind(app, 'comparison', comparisonRoutes, {
    comparisons: async ({ actor }) => answer(200, await listComparisons(deps, actor)),
    create: async ({ actor, body }) => {
      const { made } = await createComparison(deps, actor, body)
      const view = await showComparison(deps, actor, body.id)
      return made ? answer(201, view) : answer(200, view)
    },
    comparison: async ({ actor, params }) => answer(200, await showComparison(deps, actor, params.id)),
    file: async ({ actor, params, request }) =>
      shown(actor, params.id, uploadList(deps, actor, params.id, await fileOf(request))),
    lines: ({ actor, params, body }) => shown(actor, params.id, addLines(deps, actor, params.id, body)),
    start: ({ actor, params, body }) =>
      shown(actor, params.id, startComparison(deps, actor, params.id, body).then(wake)),
    cancel: ({ actor, params, body }) =>
      shown(actor, params.id, cancelComparison(deps, actor, params.id, body)),
    sheet: async ({ actor, params, reply }) => {
      const book = await comparisonSheet(deps, actor, params.id)
      await reply
        .code(200)
        .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', 'attachment; filename="comparison.xlsx"')
        .header('cache-control', 'private, no-store')
        .send(book)
      return 'handled'
    },
    tasks: async ({ actor, query }) => answer(200, await listTasks(deps, actor, query)),
    task: async ({ actor, params }) => answer(200, await showTask(deps, actor, params.id)),
    settle: async ({ actor, params, body }) => {
      await settleTask(deps, actor, params.id, body)
      return answer(200, await showTask(deps, actor, params.id, true))
    },
    register: async ({ actor, params, body }) => {
      await registerFromTask(deps, actor, params.id, body)
      return answer(200, await showTask(deps, actor, params.id, true))
    },
    place: async ({ actor, params, body }) => {
      await placeTask(deps, actor, params.id, body)
      return answer(200, await showTask(deps, actor, params.id, true))
    },
    theirs: async ({ actor, params, body }) => answer(200, await showTheirs(deps, actor, params.id, body)),
  })
}
