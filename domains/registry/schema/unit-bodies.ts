/** Enterprises, facilities and places as a caller sends them. Positions are degrees; every command carries the id its caller minted. */
import { z } from 'zod'
import { GivenPlace } from '@lifang/domains/grid/schema.ts'
import { Day } from './bodies.ts'
import { SOURCES } from './lists.ts'
import {
  CONTACT_FIELDS,
  ENTERPRISE_HAZARDS,
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  FACILITY_STATES,
  PLACE_KINDS,
  PLACE_STATES,
  SMALL_PLACES,
} from './unit-lists.ts'

const proof = {
  /** The command; of a new record it becomes the record's id. */
  id: z.uuid(),
  source: z.enum(SOURCES),
  /** Day the source was looked at; not after today. */
  verifiedOn: Day,
}
const version = z.int().min(1)
const words = (max: number) => z.string().trim().max(max)
/** Sealed where it is kept. Null takes it away. */
const contact = { contact: words(50).nullable(), phone: words(30).nullable() }
const noContact = { contact: contact.contact.default(null), phone: contact.phone.default(null) }

const enterprise = {
  name: words(100),
  kind: z.enum(ENTERPRISE_KINDS),
  /** 统一社会信用代码; null: none is known. */
  uscc: words(40).nullable(),
  industry: words(60),
  legalPerson: words(50),
  state: z.enum(ENTERPRISE_STATES),
  smallPlace: z.enum(SMALL_PLACES).nullable(),
  hazards: z.array(z.enum(ENTERPRISE_HAZARDS)).max(ENTERPRISE_HAZARDS.length),
  /** A building of ours: the point and the grid are the building's. Null: the point given. */
  building: z.uuid().nullable(),
  /** A home of that building. */
  home: z.uuid().nullable(),
  address: words(200),
  place: GivenPlace.nullable(),
  ...contact,
}
/** Why a code whose check character does not fit is kept all the same. */
const usccReason = z.string().trim().min(2).max(200).optional()
export const EnterpriseBody = z.strictObject({
  ...proof,
  ...enterprise,
  uscc: enterprise.uscc.default(null),
  industry: enterprise.industry.default(''),
  legalPerson: enterprise.legalPerson.default(''),
  state: enterprise.state.default('operating'),
  smallPlace: enterprise.smallPlace.default(null),
  hazards: enterprise.hazards.default([]),
  building: enterprise.building.default(null),
  home: enterprise.home.default(null),
  address: enterprise.address.default(''),
  place: enterprise.place.default(null),
  ...noContact,
  usccReason,
})
export type EnterpriseBody = z.infer<typeof EnterpriseBody>
export const EnterpriseEdit = z.strictObject({
  ...proof,
  version,
  changes: z.strictObject({ ...enterprise, usccReason }).partial(),
})
export type EnterpriseEdit = z.infer<typeof EnterpriseEdit>
export type EnterpriseChanges = EnterpriseEdit['changes']

/** A component class of a catalogue: (standard, code), never a bare code. */
const ComponentKey = z.strictObject({ standard: words(60).min(1), code: words(20).min(1) })
const facility = {
  class: ComponentKey,
  /** Empty: the name of its class. */
  name: words(100),
  /** 管理部件标识码 as the survey gave it; null: none. */
  identityCode: words(40).nullable(),
  owner: words(100),
  /** A department of the tree. */
  keeper: z.uuid().nullable(),
  /** The name of a maintenance unit that is no department of ours. */
  keeperName: words(100).nullable(),
  state: z.enum(FACILITY_STATES),
  address: words(200),
  place: GivenPlace,
}
/** Why an identity code that does not fit its area or class is kept all the same. */
const codeReason = z.string().trim().min(2).max(200).optional()
export const FacilityBody = z.strictObject({
  ...proof,
  ...facility,
  name: facility.name.default(''),
  identityCode: facility.identityCode.default(null),
  owner: facility.owner.default(''),
  keeper: facility.keeper.default(null),
  keeperName: facility.keeperName.default(null),
  state: facility.state.default('in-order'),
  address: facility.address.default(''),
  codeReason,
})
export type FacilityBody = z.infer<typeof FacilityBody>
export const FacilityEdit = z.strictObject({
  ...proof,
  version,
  changes: z.strictObject({ ...facility, codeReason }).partial(),
})
export type FacilityEdit = z.infer<typeof FacilityEdit>
export type FacilityChanges = FacilityEdit['changes']

/** GeoJSON; what is wrong with it is said by `rules/outline.ts`. Null takes it away. */
const Outline = z.strictObject({
  type: z.literal('Polygon'),
  coordinates: z.array(z.array(z.tuple([z.number(), z.number()])).max(2_000)).max(50),
})
const place = {
  name: words(100),
  kind: z.enum(PLACE_KINDS),
  state: z.enum(PLACE_STATES),
  responsible: words(100),
  address: words(200),
  place: GivenPlace,
  outline: Outline.nullable(),
  ...contact,
}
export const PlaceBody = z.strictObject({
  ...proof,
  ...place,
  state: place.state.default('open'),
  responsible: place.responsible.default(''),
  outline: place.outline.default(null),
  address: place.address.default(''),
  ...noContact,
})
export type PlaceBody = z.infer<typeof PlaceBody>
export const PlaceEdit = z.strictObject({ ...proof, version, changes: z.strictObject(place).partial() })
export type PlaceEdit = z.infer<typeof PlaceEdit>
export type PlaceChanges = PlaceEdit['changes']

export const ContactReveal = z.strictObject({
  /** The command; the same id shows the same again and adds no line. */
  id: z.uuid(),
  field: z.enum(CONTACT_FIELDS),
  reason: z.string().trim().min(4).max(200),
})
export type ContactReveal = z.infer<typeof ContactReveal>
