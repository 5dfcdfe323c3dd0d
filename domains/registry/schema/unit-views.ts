/** Enterprises, facilities and places as their pages show them. Contacts are masked everywhere but in the answer of a reveal. */
import { z } from 'zod'
import { OutlineView } from './building-map.ts'
import { Day } from './bodies.ts'
import { CONFIDENCES, SOURCES } from './lists.ts'
import { ThingPhoto } from './photos.ts'
import { EnterpriseItem, FacilityItem, PlaceItem } from './unit-items.ts'
import { CONTACT_FIELDS } from './unit-lists.ts'
import { Change } from './views.ts'

const area = z.object({ code: z.string(), name: z.string(), community: z.string().nullable() })
const fact = z.object({
  source: z.enum(SOURCES),
  on: Day,
  by: z.string(),
  confidence: z.enum(CONFIDENCES),
})
const view = {
  version: z.int(),
  area,
  place: z.object({ lon: z.number(), lat: z.number() }),
  facts: z.record(z.string(), fact),
  /** What became of every field, the newest first; a contact stays masked. */
  changes: z.array(Change),
  may: z.object({ edit: z.boolean(), reveal: z.boolean() }),
}
/** Masked; null: none. */
const masked = { contact: z.string().nullable() }
const looked = z.array(
  z.object({
    at: z.iso.datetime(),
    field: z.enum(CONTACT_FIELDS),
    reason: z.string(),
    by: z.string(),
    post: z.string(),
  }),
)
export const EnterpriseView = EnterpriseItem.extend({
  ...view,
  ...masked,
  looked,
  legalPerson: z.string(),
  /** Null for a reader who does not see buildings and homes. */
  building: z.object({ id: z.uuid(), address: z.string() }).nullable(),
  home: z.object({ id: z.uuid(), address: z.string() }).nullable(),
})
export type EnterpriseView = z.infer<typeof EnterpriseView>
export const FacilityView = FacilityItem.extend({
  ...view,
  photos: z.array(ThingPhoto),
  owner: z.string(),
  keeperId: z.uuid().nullable(),
  /** How well the class is attested: 'second-hand', 'local', 'demo'; null: the catalogue does not have it any more. */
  evidence: z.string().nullable(),
})
export type FacilityView = z.infer<typeof FacilityView>
export const PlaceView = PlaceItem.extend({
  ...view,
  photos: z.array(ThingPhoto),
  ...masked,
  looked,
  /** GeoJSON polygon; null: a point only. */
  outline: OutlineView.nullable(),
})
export type PlaceView = z.infer<typeof PlaceView>

export const ComponentClass = z.object({
  standard: z.string(),
  code: z.string(),
  name: z.string(),
  major: z.string(),
  /** 'second-hand', 'local', 'demo'. */
  evidence: z.string(),
})
export type ComponentClass = z.infer<typeof ComponentClass>
