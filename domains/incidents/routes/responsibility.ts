import type { FastifyInstance, FastifyReply } from 'fastify'
import { writeXlsx } from 'hucre/xlsx'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { discardDraft, openListDraft, putEntry, retireEntry, revertEntry } from '../commands/draft.ts'
import { importSheet } from '../commands/import-list.ts'
import { publishDraft } from '../commands/publish-list.ts'
import { withdrawVersion } from '../commands/withdraw-list.ts'
import { listNamed } from '../reads/drafts.ts'
import { compareVersions, elderCases, listEntry, listTree, missingClasses } from '../reads/listing.ts'
import { whatIf } from '../reads/what-if.ts'
import { SHEET_COLUMNS, SHEET_HEADS, writeSheet } from '../rules/sheet.ts'
import { listRoutes } from '../schema/responsibility-routes.ts'

export function listRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'list', listRoutes, {
    tree: async ({ actor, query }) => answer(200, await listTree(deps, actor, query)),
    entry: async ({ actor, query }) => answer(200, await listEntry(deps, actor, query)),
    compare: async ({ query }) => answer(200, await compareVersions(deps, query)),
    classes: async ({ query }) => answer(200, { items: await missingClasses(deps, query.q?.trim() ?? '') }),
    cases: async ({ actor }) => answer(200, await elderCases(deps, actor)),
    open: async ({ actor, body }) => answer(200, await openListDraft(deps, actor, body)),
    put: async ({ actor, body }) => answer(200, await putEntry(deps, actor, body)),
    retire: async ({ actor, body }) => answer(200, await retireEntry(deps, actor, body)),
    revert: async ({ actor, body }) => answer(200, await revertEntry(deps, actor, body)),
    discard: async ({ actor, body }) => answer(200, await discardDraft(deps, actor, body)),
    publish: async ({ actor, body }) => answer(200, await publishDraft(deps, actor, body)),
    withdraw: async ({ actor, body }) => answer(200, await withdrawVersion(deps, actor, body)),
    whatIf: async ({ query }) => answer(200, await whatIf(deps, query)),
    excel: async ({ query, reply }) => {
      await sendSheet(deps, query.version, reply)
      return 'handled'
    },
    import: async ({ actor, query, request }) => {
      if (!request.isMultipart())
        throw platformProblem('platform.wrong-content-type', { expected: 'multipart/form-data' })
      const part = await request.file()
      if (part === undefined) throw platformProblem('platform.invalid-input', { field: 'file' })
      const bytes = await part.toBuffer()
      const { id, revision, apply } = query
      return answer(200, await importSheet(deps, actor, { id, revision, apply: apply === 'yes', bytes }))
    },
  })
}

async function sendSheet(
  deps: IncidentDeps,
  version: string | undefined,
  reply: FastifyReply,
): Promise<void> {
  const { shown, list } = await listNamed(deps, version)
  const rows = writeSheet(list.values(), (id) => deps.directory.department(id)?.name ?? '')
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '责任清单',
        rows: [SHEET_COLUMNS.map((c) => SHEET_HEADS[c]), ...rows.map((r) => [...r])],
        freezePane: { rows: 1 },
      },
    ],
  })
  await reply
    .code(200)
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header(
      'content-disposition',
      `attachment; filename="responsibility-list-${encodeURIComponent(shown)}.xlsx"`,
    )
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(bytes))
}
