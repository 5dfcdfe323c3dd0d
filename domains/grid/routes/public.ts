import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { GridDeps } from '../commands/deps.ts'
import { createPublicPlaces } from '../reads/public-places.ts'
import { publishCard, readCard } from '../commands/publication.ts'
import { cardRoutes } from '../schema/publication.ts'
import { publicGridRoutes } from '../schema/public.ts'

/** Routes for residents without an account. */
export function publicGridRoutesOn(
  app: FastifyInstance,
  deps: Pick<GridDeps, 'db' | 'clock' | 'county' | 'directory' | 'accounts'>,
): void {
  const reads = createPublicPlaces(deps)
  bind(app, 'grid-public', publicGridRoutes, {
    places: async () => answer(200, { items: await reads.places() }),
    borders: async ({ query }) => answer(200, { items: await reads.borders(query.under) }),
    workerCard: async ({ query }) => answer(200, await reads.workerCard(query.grid)),
  })
  bind(app, 'publication', cardRoutes, {
    card: async () => answer(200, await readCard(deps, deps.db)),
    setCard: async ({ actor, body }) => {
      await publishCard(deps, actor, body)
      return answer(200, await readCard(deps, deps.db))
    },
  })
}
