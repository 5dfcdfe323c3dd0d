/** The door for other domains and the server: report and act, and what the server composes. */
export { act, actIn } from './commands/act.ts'
export { report } from './commands/report.ts'
export type { IncidentDeps } from './commands/deps.ts'
export { boardDifferences, foldDeltas } from './reads/board.ts'
export { createResponsibilityList, type ResponsibilityList } from './reads/responsibility.ts'
export { createNumbers, type Numbers } from './repo/numbers.ts'
export { createActReader } from './repo/together.ts'
export { defaultPolicy } from './rules/policy.ts'
export { recomputeProvisional, type Recomputed } from './commands/recompute.ts'
export { importCases, type CaseImport, type Rejection } from './commands/cases.ts'
export { announcedStep, incidentNews, type IncidentNews } from './reads/news.ts'
export { openCounts, openPoints } from './reads/points.ts'
export { Mapping } from './rules/foreign.ts'
/** Whether cases are shown to everybody, decided at the command line. */
export { publishCases } from './commands/publication.ts'
/** For analysis: a reader's scope, the lamp and what is open as conditions on `incident_outline i`, and what the stages took. */
export { lampCondition } from './reads/lamps.ts'
export { OPEN } from './reads/scope.ts'
export { outlineScope, stageUses, type StageUse } from './reads/outline.ts'
/** For analysis: a reader's communities, and the cases of one for its weekly pack. */
export { deskOf } from './commands/facts.ts'
export { chosenOf, communitiesOf, gridsOf, headOf } from './reads/community.ts'
export { weekCases, type WeekCase } from './reads/week.ts'
/** For the registry, which stands below and is given them: component classes of the catalogues. */
export { componentClasses } from './reads/components.ts'
/** For the registry likewise: whom an open incident is about. */
export { peopleInOpenCases } from './reads/about-people.ts'
