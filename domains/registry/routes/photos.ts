import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { smallPicture } from '@lifang/platform/pictures.ts'
import { addPhoto, readPhoto, removePhoto } from '../commands/photos.ts'
import type { UnitDeps } from '../repo/things.ts'
import { photoRoutes } from '../schema/photos.ts'

/** Widest side of a picture in a list, pixels: twice what is shown, for fine screens. */
const SMALL = 160

export function photoRoutesOn(app: FastifyInstance, deps: UnitDeps): void {
  bind(app, 'registry', photoRoutes, {
    addPhoto: async ({ actor, body }) => {
      const { made, answer: done } = await addPhoto(deps, actor, body)
      return made ? answer(201, done) : answer(200, done)
    },
    thingPhoto: async ({ actor, params, query, reply }) => {
      const { bytes, mediaType } = await readPhoto(deps, actor, params.id)
      await reply
        .code(200)
        .header('content-type', mediaType)
        .header('cache-control', 'private, max-age=3600')
        .header('x-content-type-options', 'nosniff')
        .send(query.size === 'small' ? await smallPicture(bytes, SMALL) : bytes)
      return 'handled'
    },
    removePhoto: async ({ actor, params, body }) =>
      answer(200, (await removePhoto(deps, actor, params.id, body)).answer),
  })
}
