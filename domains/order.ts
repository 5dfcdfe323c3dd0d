/**
 * The domains from foundation to roof, one array per rung. A domain may use those on rungs below it and none beside or
 * above it; `tools/check-imports.ts` holds every import and every SQL statement against this list.
 */
export const order = [
  ['audit'],
  ['identity'],
  ['calendar'],
  ['grid'],
  ['registry'],
  ['organisations', 'vault'],
  ['incidents', 'services', 'admission'],
  ['fieldwork', 'care', 'hotline', 'deliberation'],
  ['assessment'],
  ['analysis'],
  ['notices'],
  ['integration'],
] as const
