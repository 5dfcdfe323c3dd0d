/** What of a grid worker's public card residents are shown, as the deployment decides it. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { CARD_FIELDS } from '../rules/card.ts'

const SETTLERS = { posts: ['system-admin'] } as const
const instant = z.iso.datetime({ offset: true })

export const CardSetting = z.object({
  fields: z.array(z.enum(CARD_FIELDS)),
  /** Lines of the duties; null: the platform's own wording. */
  duties: z.array(z.string()).nullable(),
  /** Null: nobody has decided yet, the platform's default is shown. */
  decidedAt: instant.nullable(),
})
export type CardSetting = z.infer<typeof CardSetting>

export const cardRoutes = {
  card: route({
    method: 'GET',
    path: '/api/publication/card',
    summary: "Fields of a grid worker's public card that are shown to residents.",
    access: SETTLERS,
    responses: { 200: CardSetting },
  }),
  setCard: route({
    method: 'PUT',
    path: '/api/publication/card',
    summary: 'Decide the fields; refused when somebody decided after `seen`. The same again changes nothing.',
    access: SETTLERS,
    body: z.strictObject({
      fields: z.array(z.enum(CARD_FIELDS)).max(CARD_FIELDS.length),
      duties: z.array(z.string().trim().min(1).max(60)).max(12).nullable(),
      /** `decidedAt` as it was read. */
      seen: instant.nullable(),
    }),
    responses: { 200: CardSetting },
  }),
} as const
