/** The door for other domains and the server: report and act, and what the server composes. */
export { act, actIn } from './commands/act.ts'
export { report } from './commands/report.ts'
export type { IncidentDeps } from './commands/deps.ts'
export { boardDifferences, foldDeltas } from './reads/board.ts'
export { createResponsibilityList, type ResponsibilityList } from './reads/responsibility.ts'
export { createNumbers, type Numbers } from './repo/numbers.ts'
export { defaultPolicy } from './rules/policy.ts'
