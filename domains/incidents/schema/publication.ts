/** Whether cases are shown to everybody, and of which domains of the list, as the deployment decides it. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'

const SETTLERS = { posts: ['system-admin'] } as const
const instant = z.iso.datetime({ offset: true })

export const CasesSetting = z.object({
  shown: z.boolean(),
  domains: z.array(z.string()),
  /** Domains of the list in force. */
  known: z.array(z.string()),
  /** Null: nobody has decided yet, and nothing is shown. */
  decidedAt: instant.nullable(),
})
export type CasesSetting = z.infer<typeof CasesSetting>

export const casesRoutes = {
  cases: route({
    method: 'GET',
    path: '/api/publication/cases',
    summary: 'Whether residents see the list and the map of cases, and of which domains.',
    access: SETTLERS,
    responses: { 200: CasesSetting },
  }),
  setCases: route({
    method: 'PUT',
    path: '/api/publication/cases',
    summary: 'Decide it; refused when somebody decided after `seen`. The same again changes nothing.',
    access: SETTLERS,
    body: z.strictObject({
      shown: z.boolean(),
      domains: z.array(z.string().min(1).max(60)).max(60),
      /** `decidedAt` as it was read. */
      seen: instant.nullable(),
    }),
    responses: { 200: CasesSetting },
  }),
} as const
