import type { FastifyInstance, FastifyReply } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { must } from '@lifang/platform/problem.ts'
import { mayKeepPortrait } from '../access.ts'
import { approvePortrait, givePortrait, takeBackPortrait, type PortraitDeps } from '../commands/portrait.ts'
import { readCard } from '../commands/publication.ts'
import { portraitOf, portraitView, publishedPortrait } from '../reads/portrait.ts'
import { holderOf } from '../reads/public-places.ts'
import { problem } from '../schema.ts'
import { portraitRoutes, publicPortraitRoutes } from '../schema/portrait.ts'

/** Never kept anywhere on the way: what is taken back is gone with the next look. */
async function sendPhoto(
  deps: PortraitDeps,
  file: string | undefined,
  reply: FastifyReply,
): Promise<'handled'> {
  const read = file === undefined ? null : await deps.files.read(deps.county, file)
  if (read === null) throw problem('grid.no-portrait', { field: 'portrait' })
  await reply
    .code(200)
    .header('content-type', read.mediaType)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send(read.bytes)
  return 'handled'
}

export function portraitRoutesOn(app: FastifyInstance, deps: PortraitDeps): void {
  const { db } = deps
  bind(app, 'portraits', portraitRoutes, {
    portrait: async ({ actor, params: { id } }) => {
      must(mayKeepPortrait(actor, id))
      return answer(200, await portraitView(deps, db, id))
    },
    portraitImage: async ({ actor, params: { id }, query: { portrait }, reply }) => {
      must(mayKeepPortrait(actor, id))
      const row = await portraitOf(deps, db, id)
      return sendPhoto(deps, row?.id === portrait ? row.file_id : undefined, reply)
    },
    givePortrait: async ({ actor, params: { id }, body }) => {
      const { view, made } = await givePortrait(deps, actor, id, body)
      return made ? answer(201, view) : answer(200, view)
    },
    approvePortrait: async ({ actor, params: { id }, body }) =>
      answer(200, await approvePortrait(deps, actor, id, body)),
    takeBackPortrait: async ({ actor, params: { id }, body }) =>
      answer(200, await takeBackPortrait(deps, actor, id, body)),
  })
  bind(app, 'grid-photo', publicPortraitRoutes, {
    workerPhoto: async ({ query: { grid, portrait }, reply }) => {
      const { holder } = holderOf(deps, grid)
      const row =
        holder === undefined
          ? null
          : await publishedPortrait(deps, db, holder.accountId, (await readCard(deps, db)).fields)
      return sendPhoto(deps, row?.id === portrait ? row.file_id : undefined, reply)
    },
  })
}
