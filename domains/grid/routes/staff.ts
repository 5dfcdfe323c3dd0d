import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { importStaff, markedSheet, staffTemplate, type StaffDeps } from '../commands/import-staff.ts'
import { staffRoutes } from '../schema/staff.ts'

async function fileOf(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart())
    throw platformProblem('platform.wrong-content-type', { expected: 'multipart/form-data' })
  const part = await request.file()
  if (part === undefined) throw platformProblem('platform.invalid-input', { field: 'file' })
  return part.toBuffer()
}

async function sendBook(reply: FastifyReply, name: string, bytes: Buffer): Promise<'handled'> {
  await reply
    .code(200)
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename="${name}.xlsx"`)
    .header('cache-control', 'private, no-store')
    .send(bytes)
  return 'handled'
}

export function staffRoutesOn(app: FastifyInstance, deps: StaffDeps): void {
  bind(app, 'staff', staffRoutes, {
    template: async ({ reply }) => sendBook(reply, 'staff', await staffTemplate(deps)),
    importAccounts: async ({ actor, query: { id, apply }, request }) =>
      answer(
        200,
        await importStaff(deps, actor, 'accounts', {
          id,
          apply: apply === 'yes',
          bytes: await fileOf(request),
        }),
      ),
    importPosts: async ({ actor, query: { id, apply }, request }) =>
      answer(
        200,
        await importStaff(deps, actor, 'posts', { id, apply: apply === 'yes', bytes: await fileOf(request) }),
      ),
    markAccounts: async ({ request, reply }) =>
      sendBook(reply, 'staff-marked', await markedSheet(deps, 'accounts', await fileOf(request))),
    markPosts: async ({ request, reply }) =>
      sendBook(reply, 'staff-marked', await markedSheet(deps, 'posts', await fileOf(request))),
  })
}
