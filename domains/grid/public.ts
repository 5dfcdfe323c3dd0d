/** The door for other domains: the directory of areas, departments and posts. */
export {
  createDirectory,
  type Area,
  type Department,
  type Directory,
  type Here,
  type Holder,
} from './reads/directory.ts'
/** The official division table, imported by the command line. */
export {
  importDivisions,
  type DivisionFile,
  type DivisionLine,
  type ImportedDivisions,
  type ReadDivisions,
} from './commands/divisions.ts'
/** What the server gives to the grid routes. */
export type { AccountBrief, Carrying, GridDeps } from './commands/deps.ts'
export type { Placed, Registered } from './rules/carry.ts'
/** What residents are shown of their grid worker, decided at the command line. */
export { publishCard } from './commands/publication.ts'
/** The base map, loaded by the demo and by the command line. */
export { importBaseMap, storeBaseMap, type FeatureRejection, type LoadedMap } from './commands/base-map.ts'
/** The border a case keeps from its day. */
export { borderShape } from './reads/map.ts'
/** Redraws whose instant has come. */
export { runScheduled } from './commands/publish.ts'
