import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { askRequest, clearDue, decideRequest, noteCopy, setPurpose } from '../commands/privacy.ts'
import { ownCopy } from '../reads/own-copy.ts'
import {
  listDue,
  listPurposes,
  listRequests,
  oneRequest,
  purposeVersions,
  requestsOf,
} from '../reads/privacy.ts'
import type { PrivacyDeps } from '../repo/deps.ts'
import { privacyRoutes } from '../schema/privacy.ts'

const UNKEPT = { 'cache-control': 'private, no-store' }

export function privacyRoutesOn(app: FastifyInstance, deps: PrivacyDeps): void {
  bind(app, 'privacy', privacyRoutes, {
    purposes: async () => answer(200, { items: await listPurposes(deps) }),
    purposeVersions: async ({ params }) => answer(200, { items: await purposeVersions(deps, params.form) }),
    setPurpose: async ({ actor, params, body }) =>
      answer(200, (await setPurpose(deps, actor, params.form, body)).answer),
    copy: async ({ actor, params, body }) => {
      const noted = await noteCopy(deps, actor, params.id, body)
      return answer(200, await ownCopy(deps, actor, noted, body), UNKEPT)
    },
    requestsOf: async ({ actor, params }) =>
      answer(200, { items: await requestsOf(deps, actor, params.id) }, UNKEPT),
    request: async ({ actor, params, body }) => {
      const { made, answer: done } = await askRequest(deps, actor, params.id, body)
      return made ? answer(201, done) : answer(200, done)
    },
    requests: async ({ actor, query }) =>
      answer(200, { items: await listRequests(deps, actor, query.state) }),
    oneRequest: async ({ actor, params }) => answer(200, await oneRequest(deps, actor, params.id), UNKEPT),
    decideRequest: async ({ actor, params, body }) =>
      answer(200, (await decideRequest(deps, actor, params.id, body)).answer),
    due: async ({ actor }) => answer(200, await listDue(deps, actor)),
    clear: async ({ actor, body }) => answer(200, (await clearDue(deps, actor, body)).answer),
  })
}
