import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '@lifang/platform/access.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import {
  cancelImport,
  checkImport,
  planImport,
  runImport,
  undoImport,
  uploadImport,
} from '../commands/transfer/acts.ts'
import { linesPath, sealedName, type TransferDeps } from '../commands/transfer/deps.ts'
import { errorsBook, templateBook } from '../commands/transfer/sheets.ts'
import { listImports, listLines, myImport, seenImport, showImport, tellWatched } from '../reads/imports.ts'
import { CSV_BYTES } from '../schema/transfer-lists.ts'
import { transferRoutes, type ImportView } from '../schema/transfer.ts'
import type { ImportRow } from '../tables/transfer.ts'

/** The file of a form. @throws platform.wrong-content-type, invalid-input */
export async function fileOf(
  request: FastifyRequest,
): Promise<{ fileName: string; bytes: AsyncIterable<Buffer> }> {
  if (!request.isMultipart())
    throw platformProblem('platform.wrong-content-type', { expected: 'multipart/form-data' })
  // One byte more than the limit: a stream is cut off there without a word, and who reads it must see that it was.
  const part = await request.file({ limits: { fileSize: CSV_BYTES + 1 } })
  if (part === undefined) throw platformProblem('platform.invalid-input', { field: 'file' })
  return { fileName: part.filename, bytes: part.file }
}

const attachment = (reply: FastifyReply, name: string): FastifyReply =>
  reply
    .code(200)
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename="${name}.xlsx"`)
    .header('cache-control', 'private, no-store')

/** @param wake work waits: it begins now and not with the next look */
export function transferRoutesOn(app: FastifyInstance, deps: TransferDeps, wake: () => void): void {
  const view = (actor: Actor, row: ImportRow): Promise<ImportView> =>
    showImport(deps, actor, row, { name: sealedName(row.id), path: linesPath(deps, row.id) })
  const mine = (actor: Actor, id: string): Promise<ImportRow> => myImport(deps.db, deps.county, actor, id)
  const done = async (actor: Actor, id: string, work: Promise<void>) => {
    await work
    wake()
    return answer(200, await view(actor, await mine(actor, id)))
  }
  bind(app, 'transfer', transferRoutes, {
    template: async ({ reply }) => {
      await attachment(reply, 'people').send(await templateBook(deps.phrases))
      return 'handled'
    },
    imports: async ({ actor }) => answer(200, await listImports(deps, actor)),
    uploadImport: async ({ actor, query, request }) => {
      const { made, row } = await uploadImport(deps, actor, { id: query.id, ...(await fileOf(request)) })
      return made ? answer(201, await view(actor, row)) : answer(200, await view(actor, row))
    },
    import: async ({ actor, params }) => {
      const row = await seenImport(deps, actor, params.id)
      if (row.by_id !== actor.accountId) await tellWatched(deps, actor, row)
      return answer(200, await view(actor, row))
    },
    planImport: ({ actor, params, body }) => done(actor, params.id, planImport(deps, actor, params.id, body)),
    checkImport: ({ actor, params, body }) =>
      done(actor, params.id, checkImport(deps, actor, params.id, body)),
    runImport: ({ actor, params, body }) => done(actor, params.id, runImport(deps, actor, params.id, body)),
    cancelImport: ({ actor, params, body }) =>
      done(actor, params.id, cancelImport(deps, actor, params.id, body)),
    undoImport: ({ actor, params, body }) => done(actor, params.id, undoImport(deps, actor, params.id, body)),
    importLines: async ({ actor, params, query }) =>
      answer(200, await listLines(deps.db, await seenImport(deps, actor, params.id), query)),
    importErrors: async ({ actor, params, query, reply }) => {
      const book = await errorsBook(deps, actor, await mine(actor, params.id), query.pass)
      await attachment(reply, 'not-imported').send(book)
      return 'handled'
    },
  })
}
