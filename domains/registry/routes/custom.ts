import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { draftDefinition, editDefinition, publishDefinition, retireDefinition } from '../commands/custom.ts'
import { createRecord, editRecord, revealCustom, saveValues } from '../commands/custom-values.ts'
import { listDefinitions, listForms, listRecords, showRecord, valuesOf } from '../reads/custom.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { customRoutes } from '../schema/custom.ts'
import { filterRoutesOn } from './filters.ts'
import type { Done } from '../schema/views.ts'

const told = ({ made, answer: done }: { readonly made: boolean; readonly answer: Done }) =>
  made ? answer(201, done) : answer(200, done)

export function customRoutesOn(app: FastifyInstance, deps: RegistryDeps): void {
  filterRoutesOn(app, deps)
  bind(app, 'custom', customRoutes, {
    definitions: async () => answer(200, { items: await listDefinitions(deps) }),
    draft: async ({ actor, body }) => told(await draftDefinition(deps, actor, body)),
    editDraft: async ({ actor, params, body }) =>
      answer(200, (await editDefinition(deps, actor, params.id, body)).answer),
    publish: async ({ actor, params, body }) =>
      answer(200, (await publishDefinition(deps, actor, params.id, body)).answer),
    retire: async ({ actor, params, body }) =>
      answer(200, (await retireDefinition(deps, actor, params.id, body)).answer),
    forms: async () => answer(200, { items: await listForms(deps) }),
    values: async ({ actor, params }) => answer(200, await valuesOf(deps, actor, params.base, params.id)),
    saveValues: async ({ actor, params, body }) =>
      answer(200, (await saveValues(deps, actor, params.base, params.id, body)).answer),
    revealValue: async ({ actor, params, body }) =>
      answer(200, await revealCustom(deps, actor, params.base, params.id, body)),
    records: async ({ actor, query }) => answer(200, await listRecords(deps, actor, query)),
    createRecord: async ({ actor, body }) => told(await createRecord(deps, actor, body)),
    record: async ({ actor, params }) => answer(200, await showRecord(deps, actor, params.id)),
    editRecord: async ({ actor, params, body }) =>
      answer(200, (await editRecord(deps, actor, params.id, body)).answer),
    revealRecord: async ({ actor, params, body }) =>
      answer(200, await revealCustom(deps, actor, 'record', params.id, body)),
  })
}
