/** The words of enterprises, facilities and places as plain lists. Each lives once, here. */

/**
 * Posts that see enterprises, facilities and places, each on its own ground: who sees people and homes, and the desks that are told
 * what is broken where. Contacts are masked for everybody; homes and people stay with `REGISTRY_POSTS`.
 */
export const THING_POSTS = [
  'grid-worker',
  'grid-lead',
  'community-manager',
  'duty-chief',
  'supervisor',
  'leader',
  'intake-officer',
  'dispatcher',
  'inspector',
  'checker',
] as const

export const THING_KINDS = ['enterprise', 'facility', 'place'] as const
export type ThingKind = (typeof THING_KINDS)[number]

/** 企业 · 个体工商户 · 事业单位 · 机关 · 社会组织 · 其他. */
export const ENTERPRISE_KINDS = [
  'company',
  'individual-business',
  'institution',
  'government',
  'social-organisation',
  'other',
] as const
export type EnterpriseKind = (typeof ENTERPRISE_KINDS)[number]
/** 在营 · 停业 · 迁出 · 注销. */
export const ENTERPRISE_STATES = ['operating', 'closed', 'moved', 'cancelled'] as const
export type EnterpriseState = (typeof ENTERPRISE_STATES)[number]
/** 九小场所 as fire inspections commonly list them (own knowledge, unverified): a mark for finding, no claim of conformity. */
export const SMALL_PLACES = [
  'school',
  'clinic',
  'shop',
  'restaurant',
  'hotel',
  'entertainment',
  'internet',
  'beauty-bath',
  'workshop',
] as const
export type SmallPlace = (typeof SMALL_PLACES)[number]
/** Hazards of a place of work that a visit looks for; 'living-in' is 住人的经营场所. */
export const ENTERPRISE_HAZARDS = [
  'fire',
  'gas',
  'wiring',
  'structure',
  'blocked-exit',
  'indoor-charging',
  'dangerous-goods',
  'living-in',
] as const
export type EnterpriseHazard = (typeof ENTERPRISE_HAZARDS)[number]

/** 完好 · 破损 · 丢失 · 废弃 · 移除 (GB/T 47678 series, table 2, second-hand) and unknown: nobody has looked. */
export const FACILITY_STATES = ['in-order', 'damaged', 'missing', 'abandoned', 'removed', 'unknown'] as const
export type FacilityState = (typeof FACILITY_STATES)[number]

export const PLACE_KINDS = [
  'school',
  'kindergarten',
  'hospital',
  'market',
  'construction-site',
  'park',
  'station',
  'culture',
  'religious',
  'other',
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]
export const PLACE_STATES = ['open', 'closed'] as const
export type PlaceState = (typeof PLACE_STATES)[number]

/** What of an enterprise or place is personal, sealed and revealed for a reason. */
export const CONTACT_FIELDS = ['contact', 'phone'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]

/** What has photos, and how many at most. */
export const PHOTOGRAPHED = ['facility', 'place'] as const
export type Photographed = (typeof PHOTOGRAPHED)[number]
export const MOST_PHOTOS = 12
export const PHOTO_SIZES = ['whole', 'small'] as const

/** Most points a map of facilities is given; the true total stands beside them. */
export const MOST_POINTS = 5_000
