/** The words of a comparison with another register as plain lists. */

/** Posts that begin a comparison on their ground. */
export const COMPARISON_POSTS = ['community-manager', 'duty-chief'] as const
/** 公安 · 学籍 · 民政 · 其他. */
export const REGISTERS = ['police', 'school', 'civil-affairs', 'other'] as const
/** What can be compared; name is always among it. */
export const COMPARED_FIELDS = ['name', 'sex', 'birthDate', 'idNumber', 'phone', 'address'] as const
export type ComparedField = (typeof COMPARED_FIELDS)[number]
/** What a column of the other register's list can be. */
export const LINE_FIELDS = [...COMPARED_FIELDS, 'state'] as const
export type LineField = (typeof LINE_FIELDS)[number]
export const COMPARISON_STATES = ['draft', 'ready', 'running', 'done', 'cancelled', 'failed'] as const
export type ComparisonState = (typeof COMPARISON_STATES)[number]
/** By number; by name and day of birth, which is never certain. */
export const MATCHED = ['number', 'name-birth'] as const
export type Matched = (typeof MATCHED)[number]
/** What the other register says of a record itself. */
export const THEIR_STATES = ['present', 'absent', 'cancelled', 'deceased'] as const
export type TheirState = (typeof THEIR_STATES)[number]
export const TASK_ACTS = [
  'take-theirs',
  'keep-ours',
  'change',
  'done-elsewhere',
  'moved-out',
  'deceased',
  'same-person',
  'not-same',
  'not-here',
  'unverified',
] as const
export type TaskAct = (typeof TASK_ACTS)[number]
export const TASK_STATES = [
  'open',
  'unverified',
  'took-theirs',
  'kept-ours',
  'changed',
  'done',
  'moved-out',
  'deceased',
  'same-person',
  'not-same',
  'registered',
  'not-here',
  'lapsed',
] as const
export type TaskState = (typeof TASK_STATES)[number]
/** Which tasks: one state, what is not settled yet together, or everything. */
export const TASK_FILTERS = ['open', 'unverified', 'settled', 'all'] as const
/** Only records whose address led to no grid; or only those that stand at the area itself and not in a grid of it. */
export const TASK_PLACES = ['none', 'own'] as const
/** Most lines of one batch by API, and most of one comparison. */
export const BATCH_LINES = 1_000
/** Fewer matched records than this say nothing by their share. */
export const FEW = 30
