/** What an import of buildings says of a feature. */
export const GEOJSON_FAULTS = [
  'not-geojson',
  'too-many',
  'no-id',
  'no-area',
  'odd-geometry',
  'too-fine',
  'self-crossing',
  'flat',
  'outside-china',
  'twice',
  'outside-grids',
  'other-ground',
] as const
export type GeojsonFault = (typeof GEOJSON_FAULTS)[number]
/** Taken, and worth a look. */
export const GEOJSON_NOTES = ['closed', 'unnamed', 'storeys-guessed', 'holes'] as const
export type GeojsonNote = (typeof GEOJSON_NOTES)[number]

/** Features of one file; a larger one is sent in parts. */
export const MOST_FEATURES = 20_000
/** Corners of one ring: to look for crossings takes the square of it. */
export const MOST_RING_CORNERS = 2_000
/** Lines of an answer. */
export const MOST_LINES = 500
