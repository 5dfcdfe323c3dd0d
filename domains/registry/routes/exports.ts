import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { askExport, decideExport } from '../commands/exports.ts'
import { takeExport, type ExportDeps } from '../reads/export-sheet.ts'
import { listExports, looksAt } from '../reads/exports.ts'
import { exportRoutes } from '../schema/exports.ts'

export function exportRoutesOn(app: FastifyInstance, deps: ExportDeps): void {
  bind(app, 'exports', exportRoutes, {
    exports: async ({ actor }) => answer(200, { items: await listExports(deps, actor) }),
    ask: async ({ actor, body }) => {
      const { made, answer: done } = await askExport(deps, actor, body)
      return made ? answer(201, done) : answer(200, done)
    },
    decide: async ({ actor, params, body }) =>
      answer(200, (await decideExport(deps, actor, params.id, body)).answer),
    take: async ({ actor, params, reply }) => {
      const { name, stream } = await takeExport(deps, actor, params.id)
      await reply
        .code(200)
        .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .header('cache-control', 'private, no-store')
        .send(stream)
      return 'handled'
    },
    looks: async ({ actor, params }) => answer(200, await looksAt(deps, actor, params.id)),
  })
}
