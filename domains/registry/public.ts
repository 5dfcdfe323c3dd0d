/** The door for other domains, the server and the loaders. */
export type { RegistryDeps } from './repo/deps.ts'
/** How a person's searchable and sealed columns are made, for loaders that write rows past the commands. */
export { idKindOf, initialKeys, personPlace, PHONE_KIND } from './repo/person.ts'
export { foreignColumns, gramsOf } from './repo/foreign.ts'
/** What goes with the ground when grids are redrawn; given to grid, which stands below. */
export { carry, registered } from './commands/carry.ts'

/** The search for duplicates across the county: what waits, and every night. */
export { runSearch, searchNightly } from './commands/find-duplicates.ts'
/** How enterprises, facilities and places are named, indexed and sealed, for loaders. */
export { contactPlace, nameColumns, phoneColumns } from './repo/things.ts'
/** Phones of enterprises and places that were kept before they could be searched, made findable at a start. */
export { indexPhones } from './commands/index-phones.ts'
/** Records that an incident is about, named for a reader who may see them. */
export { namesOfSubjects, type SubjectRef } from './reads/subjects.ts'
/** A person's row with every row merged into it: what was written of those is theirs now. */
export { mergedInto } from './reads/people.ts'
/** Imports of people go on in the background, wherever a process left them. */
export { runTransfers } from './commands/transfer/run.ts'
export { sweepImports } from './commands/transfer/sweep.ts'
export type { TransferDeps } from './commands/transfer/deps.ts'
/** Buildings of a GeoJSON file, for the command line. */
export { importBuildings } from './commands/import-buildings.ts'
/** Comparisons with other registers, in the background likewise. */
export { runComparisons } from './commands/comparison/run.ts'
export { addLines, createComparison, startComparison } from './commands/comparison/acts.ts'
export { sweepComparisons } from './commands/comparison/sweep.ts'
export type { ComparisonDeps } from './commands/comparison/deps.ts'
/** The one writer of many rows, for loaders. */
export { BulkRows } from './repo/bulk.ts'
/** How a label is found and sealed, for loaders. */
export { labelIndex, labelPlace } from './repo/labels.ts'
