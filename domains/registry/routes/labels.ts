import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { decide, endLabel, grantAccess, proposeLabel, setKind, withdrawAccess } from '../commands/labels.ts'
import { labelsOf, listAccess, listKinds, listLabels, publicList } from '../reads/labels.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { labelRoutes } from '../schema/labels.ts'
import type { Done } from '../schema/views.ts'

const told = ({ made, answer: done }: { readonly made: boolean; readonly answer: Done }) =>
  made ? answer(201, done) : answer(200, done)

export function labelRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  bind(app, 'labels', labelRoutes, {
    kinds: async ({ actor }) => answer(200, { items: await listKinds(deps, actor) }),
    setKind: async ({ actor, params, body }) =>
      answer(200, (await setKind(deps, actor, params.kind, body)).answer),
    accesses: async () => answer(200, { items: await listAccess(deps) }),
    grant: async ({ actor, body }) => told(await grantAccess(deps, actor, body)),
    withdraw: async ({ actor, params, body }) =>
      answer(200, (await withdrawAccess(deps, actor, params.id, body)).answer),
    ofPerson: async ({ actor, params }) => answer(200, await labelsOf(deps, actor, params.id)),
    propose: async ({ actor, params, body }) => told(await proposeLabel(deps, actor, params.id, body)),
    waiting: async ({ actor, query }) => answer(200, { items: await listLabels(deps, actor, query.state) }),
    publicList: async ({ actor, query }) => answer(200, await publicList(deps, actor, query)),
    decide: async ({ actor, params, body }) =>
      answer(200, (await decide(deps, actor, params.id, body)).answer),
    end: async ({ actor, params, body }) =>
      answer(200, (await endLabel(deps, actor, params.id, body)).answer),
  })
}
