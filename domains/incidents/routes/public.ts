import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { forgetReporter } from '../commands/resident.ts'
import { publishCases, readCases } from '../commands/publication.ts'
import { casesRoutes } from '../schema/publication.ts'
import { createPublicCases } from '../reads/public-cases.ts'
import { publicIncidentRoutes } from '../schema/public.ts'

/** Routes for residents without an account, beside reporting and looking up. */
export function publicIncidentRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  const reads = createPublicCases(deps)
  bind(app, 'incidents-public', publicIncidentRoutes, {
    classes: () =>
      Promise.resolve(
        answer(200, {
          version: deps.list.version(),
          items: deps.list
            .entries()
            .filter((e) => !e.confidential)
            .map((e) => ({
              key: e.key,
              name: e.name,
              domain: e.domain,
              signs: e.conditions
                .map((c) => c.text)
                .join(' ')
                .slice(0, 120),
            })),
        }),
      ),
    cases: async ({ query }) => answer(200, await reads.cases(query)),
    caseCounts: async () => answer(200, await reads.counts()),
    forgetMe: async ({ body }) => answer(200, await forgetReporter(deps, body)),
  })
  bind(app, 'publication', casesRoutes, {
    cases: async () => answer(200, await readCases(deps, deps.db)),
    setCases: async ({ actor, body }) => {
      await publishCases(deps, actor, body)
      return answer(200, await readCases(deps, deps.db))
    },
  })
}
