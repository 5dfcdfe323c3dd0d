import type { FastifyInstance } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { revealContact } from '../commands/contact.ts'
import { createEnterprise, editEnterprise } from '../commands/enterprises.ts'
import { createFacility, editFacility } from '../commands/facilities.ts'
import { createPlace, editPlace } from '../commands/places.ts'
import { findThings, noWholePhone } from '../reads/things.ts'
import {
  facilityPoints,
  listEnterprises,
  listFacilities,
  listPlaces,
  showEnterprise,
  showFacility,
  showPlace,
} from '../reads/units.ts'
import type { UnitDeps } from '../repo/things.ts'
import { photoRoutesOn } from './photos.ts'
import { unitRoutes } from '../schema/units.ts'
import type { Done } from '../schema/views.ts'

const told = ({ made, answer: done }: { readonly made: boolean; readonly answer: Done }) =>
  made ? answer(201, done) : answer(200, done)

export function unitRoutesOn(app: FastifyInstance, deps: UnitDeps): void {
  photoRoutesOn(app, deps)
  bind(app, 'registry', unitRoutes, {
    findThings: async ({ actor, query }) => {
      noWholePhone(query.q)
      return answer(200, await findThings(deps, actor, query.q))
    },
    findThingsByNumber: async ({ actor, body }) => answer(200, await findThings(deps, actor, body.q)),
    enterprises: async ({ actor, query }) => answer(200, await listEnterprises(deps, actor, query)),
    createEnterprise: async ({ actor, body }) => told(await createEnterprise(deps, actor, body)),
    enterprise: async ({ actor, params }) => answer(200, await showEnterprise(deps, actor, params.id)),
    editEnterprise: async ({ actor, params, body }) =>
      answer(200, (await editEnterprise(deps, actor, params.id, body)).answer),
    revealEnterprise: async ({ actor, params, body }) =>
      answer(200, await revealContact(deps, actor, 'enterprise', params.id, body)),
    facilityClasses: async () =>
      answer(200, { items: (await deps.components()).map((component) => ({ ...component })) }),
    facilities: async ({ actor, query }) => answer(200, await listFacilities(deps, actor, query)),
    facilityPoints: async ({ actor, query }) => answer(200, await facilityPoints(deps, actor, query)),
    createFacility: async ({ actor, body }) => told(await createFacility(deps, actor, body)),
    facility: async ({ actor, params }) => answer(200, await showFacility(deps, actor, params.id)),
    editFacility: async ({ actor, params, body }) =>
      answer(200, (await editFacility(deps, actor, params.id, body)).answer),
    places: async ({ actor, query }) => answer(200, await listPlaces(deps, actor, query)),
    createPlace: async ({ actor, body }) => told(await createPlace(deps, actor, body)),
    place: async ({ actor, params }) => answer(200, await showPlace(deps, actor, params.id)),
    editPlace: async ({ actor, params, body }) =>
      answer(200, (await editPlace(deps, actor, params.id, body)).answer),
    revealPlace: async ({ actor, params, body }) =>
      answer(200, await revealContact(deps, actor, 'place', params.id, body)),
  })
}
