/** Enterprises, facilities and places as lists show them. */
import { z } from 'zod'
import {
  ENTERPRISE_HAZARDS,
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  FACILITY_STATES,
  PLACE_KINDS,
  PLACE_STATES,
  SMALL_PLACES,
} from './unit-lists.ts'

const item = { id: z.uuid(), name: z.string(), address: z.string(), grid: z.string() }
/** Masked; null: none. */
const phone = z.string().nullable()
/** The newest photo; null: none. */
const photo = z.uuid().nullable()
export const EnterpriseItem = z.object({
  ...item,
  kind: z.enum(ENTERPRISE_KINDS),
  uscc: z.string().nullable(),
  /** The check character of the code does not fit. */
  doubtful: z.boolean(),
  industry: z.string(),
  state: z.enum(ENTERPRISE_STATES),
  smallPlace: z.enum(SMALL_PLACES).nullable(),
  hazards: z.array(z.enum(ENTERPRISE_HAZARDS)),
  phone,
})
export type EnterpriseItem = z.infer<typeof EnterpriseItem>
export const FacilityItem = z.object({
  ...item,
  class: z.object({ standard: z.string(), code: z.string(), name: z.string() }),
  identityCode: z.string().nullable(),
  /** Name of the maintenance unit; null: nobody known. */
  keeper: z.string().nullable(),
  state: z.enum(FACILITY_STATES),
  photo,
})
export type FacilityItem = z.infer<typeof FacilityItem>
export const PlaceItem = z.object({
  ...item,
  kind: z.enum(PLACE_KINDS),
  state: z.enum(PLACE_STATES),
  responsible: z.string(),
  phone,
  photo,
})
export type PlaceItem = z.infer<typeof PlaceItem>

export const ThingsFound = z.object({
  enterprises: z.array(EnterpriseItem),
  facilities: z.array(FacilityItem),
  places: z.array(PlaceItem),
  /** There are more of this kind than are shown. */
  more: z.object({ enterprises: z.boolean(), facilities: z.boolean(), places: z.boolean() }),
})
export type ThingsFound = z.infer<typeof ThingsFound>
