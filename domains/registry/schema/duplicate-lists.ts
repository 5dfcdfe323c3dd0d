/** The words of the review of duplicates as plain lists. */

/**
 * Posts that settle duplicates, each where both people are theirs: who keeps the registry, and across communities the street's duty
 * chief.
 */
export const MERGE_POSTS = ['grid-worker', 'grid-lead', 'community-manager', 'duty-chief'] as const
/** Posts that may ask for a search across the county. */
export const SEARCH_POSTS = ['community-manager', 'duty-chief'] as const

/** 待核 · 不是同一人 · 已合并 · 已撤销合并. */
export const PAIR_STATES = ['open', 'not-same', 'merged', 'undone'] as const
export type PairState = (typeof PAIR_STATES)[number]
/** States a list of pairs can be asked for; merges have a list of their own. */
export const LISTED_STATES = ['open', 'undone', 'not-same'] as const
export type ListedState = (typeof LISTED_STATES)[number]
/**
 * What of a person is chosen field by field when two rows become one. What hangs together goes together: number, kind and last day of
 * the paper; surname and given name in Latin letters; purpose, arrival and departure.
 */
export const MERGE_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'nationality',
  'foreignName',
  'idNumber',
  'phone',
  'workplace',
  'occupation',
  'emergencyContact',
  'remark',
  'stay',
  'care',
  'diedOn',
] as const
export type MergeField = (typeof MERGE_FIELDS)[number]
/** Whose value stays: that of the row that stays, or that of the row that goes. */
export const KEPT = ['mine', 'other'] as const
export type Kept = (typeof KEPT)[number]
/** How two values stand to each other; `one`: only one side has any. */
export const LIKENED = ['equal', 'differ', 'one', 'none'] as const
export type Likened = (typeof LIKENED)[number]
export const RUN_STATES = ['waiting', 'running', 'done', 'failed'] as const
export type RunState = (typeof RUN_STATES)[number]

/** Why two people may be one, or may not. */
export const DUPLICATE_REASONS = [
  'same-id-number',
  'id-number-slip',
  'other-id-number',
  'name-equal',
  'name-variant',
  'name-homophone',
  'name-near-shape',
  'other-name',
  'same-birth-date',
  'birth-date-slip',
  'other-birth-date',
  'same-phone',
  'same-home',
  'other-sex',
] as const
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number]
export const DUPLICATE_VERDICTS = ['certain', 'likely', 'possible'] as const
export type DuplicateVerdict = (typeof DUPLICATE_VERDICTS)[number]
