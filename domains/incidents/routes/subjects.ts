import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { linkSubject, unlinkSubject } from '../commands/subjects.ts'
import { subjectsOf } from '../reads/subjects.ts'
import { subjectRoutes } from '../schema/subjects.ts'

export function subjectRoutesOn(app: FastifyInstance, deps: IncidentDeps): void {
  bind(app, 'incidents', subjectRoutes, {
    subjects: async ({ actor, params }) => answer(200, await subjectsOf(deps, actor, params.number)),
    linkSubject: async ({ actor, params, body }) =>
      answer(200, await linkSubject(deps, actor, params.number, body)),
    unlinkSubject: async ({ actor, params, body }) =>
      answer(200, await unlinkSubject(deps, actor, params.number, body)),
  })
}
