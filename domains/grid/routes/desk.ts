import type { FastifyInstance } from 'fastify'
import { must } from '@lifang/platform/problem.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { deskPaths, mayRedraw } from '../access.ts'
import type { GridDeps } from '../commands/deps.ts'
import { publishRedraw } from '../commands/publish.ts'
import { draftRedraw, groundOf, tryRedraw, withdrawRedraw } from '../commands/redraw.ts'
import { rollBack } from '../commands/rollback.ts'
import { gridDesk } from '../reads/desk.ts'
import { listRedraws, redrawRow, redrawView } from '../reads/redraws.ts'
import { deskRoutes } from '../schema/desk.ts'

/** The desk of grids: tree, editor, publication, roll back. */
export function gridDeskRoutesOn(app: FastifyInstance, deps: GridDeps): void {
  const { db, county } = deps
  bind(app, 'grid-desk', deskRoutes, {
    gridDesk: async ({ actor }) => answer(200, { items: await gridDesk(deps, actor) }),
    redraws: async ({ actor, query }) =>
      answer(200, { items: await listRedraws(deps, deskPaths(actor), query.parent) }),
    tryRedraw: async ({ actor, body }) => answer(200, await tryRedraw(deps, actor, body)),
    draftRedraw: async ({ actor, body }) => {
      const { view, made } = await draftRedraw(deps, actor, body)
      return made ? answer(201, view) : answer(200, view)
    },
    redraw: async ({ actor, params }) => {
      const row = await redrawRow(db, county, params.id, 'read')
      must(mayRedraw(actor, await groundOf(db, row)))
      return answer(200, redrawView(deps, row))
    },
    publishRedraw: async ({ actor, params, body }) =>
      answer(200, await publishRedraw(deps, actor, params.id, body)),
    withdrawRedraw: async ({ actor, params }) => answer(200, await withdrawRedraw(deps, actor, params.id)),
    rollBackRedraw: async ({ actor, params, body }) => {
      const { view, made } = await rollBack(deps, actor, params.id, body)
      return made ? answer(201, view) : answer(200, view)
    },
  })
}
