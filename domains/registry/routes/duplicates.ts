import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { askForSearch, notSame } from '../commands/duplicates.ts'
import { mergePeople } from '../commands/merge.ts'
import { undoMerge } from '../commands/undo-merge.ts'
import { checkDuplicates } from '../reads/duplicates.ts'
import { lastRun, listMerges, listPairs, showPair } from '../reads/pairs.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { duplicateRoutes } from '../schema/duplicates.ts'

export function duplicateRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  bind(app, 'registry', duplicateRoutes, {
    checkDuplicates: async ({ actor, body }) => answer(200, await checkDuplicates(deps, actor, body)),
    notSame: async ({ actor, body }) => answer(200, (await notSame(deps, actor, body)).answer),
    duplicateRun: async ({ actor }) => answer(200, await lastRun(deps, actor)),
    findDuplicates: async ({ actor, body }) => answer(200, await askForSearch(deps, actor, body.id)),
    duplicates: async ({ actor, query }) => answer(200, await listPairs(deps, actor, query)),
    duplicate: async ({ actor, params }) => answer(200, await showPair(deps, actor, params.id)),
    mergePeople: async ({ actor, params, body }) =>
      answer(200, (await mergePeople(deps, actor, params.id, body)).answer),
    merges: async ({ actor, query }) => answer(200, await listMerges(deps, actor, query)),
    undoMerge: async ({ actor, params, body }) =>
      answer(200, (await undoMerge(deps, actor, params.id, body)).answer),
  })
}
