/** What each act asks for: the small forms of the desk, one entry an act, held against the act list by the compiler. */
import {
  CHECK_RESULTS,
  DECLINE_REASONS,
  HOLD_REASONS,
  REOPEN_REASONS,
  RETURN_REASONS,
  SUPERVISION_LEVELS,
  VERIFY_RESULTS,
  VOID_REASONS,
} from '@lifang/domains/incidents/schema/lists.ts'
import type { Act, EvidenceKind, RequestKind } from '@lifang/domains/incidents/schema/words.ts'
import type { UnitRange } from '../units.ts'

export type Field =
  | {
      readonly kind: 'text'
      readonly name: string
      readonly label: string
      readonly required: boolean
      readonly max: number
      readonly post?: string
    }
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      readonly values: readonly string[]
      readonly words: string
    }
  | {
      readonly kind: 'photos'
      readonly name: 'photos'
      readonly evidence: EvidenceKind
      readonly required: boolean
    }
  | { readonly kind: 'class'; readonly name: 'catalogue'; readonly selfHandled: boolean }
  | { readonly kind: 'condition'; readonly name: 'condition' }
  | {
      readonly kind: 'unit'
      readonly name: 'department'
      readonly label: string
      readonly range: UnitRange
      /** The unit of the responsibility list stands first. */
      readonly suggest: boolean
    }
  | { readonly kind: 'units'; readonly name: 'assisting' }
  /** A place of the tree: desks below the one that has it, or any grid. */
  | { readonly kind: 'area'; readonly name: 'area'; readonly label: string; readonly of: 'desks' | 'grids' }
  | { readonly kind: 'task'; readonly name: 'task' }
  | { readonly kind: 'amount'; readonly name: 'amount' }
  | { readonly kind: 'moment'; readonly name: 'reviewAt' }
  | { readonly kind: 'number'; readonly name: 'into' }
  | { readonly kind: 'stars'; readonly name: 'stars' }
  | { readonly kind: 'check'; readonly name: 'sameTimeOfDay'; readonly label: string }
  | { readonly kind: 'solved'; readonly name: 'solved' }
  | { readonly kind: 'limit'; readonly name: 'reply' }

export interface ActSpec {
  readonly fields: readonly Field[]
  /** A decision on somebody's request: two buttons instead of one, and what was asked above them. */
  readonly decides?: RequestKind
}

const text = (
  name: string,
  label: string,
  required: boolean,
  max: number,
): Extract<Field, { kind: 'text' }> => ({
  kind: 'text',
  name,
  label: `console.field.${label}`,
  required,
  max,
})
const opinion = text('opinion', 'opinion', false, 1000)
const must = (label: string, max = 1000): Field => text('opinion', label, true, max)
const choice = (name: string, values: readonly string[], words: string): Field => ({
  kind: 'choice',
  name,
  label: `console.field.${name}`,
  values,
  words,
})
const photos = (evidence: EvidenceKind, required = false): Field => ({
  kind: 'photos',
  name: 'photos',
  evidence,
  required,
})
const unit = (label: string, range: UnitRange, suggest = false): Field => ({
  kind: 'unit',
  name: 'department',
  label: `console.field.${label}`,
  range,
  suggest,
})
const decision = (decides: RequestKind): ActSpec => ({ decides, fields: [opinion] })

export const ACT_SPECS = {
  'self-close': {
    fields: [
      { kind: 'class', name: 'catalogue', selfHandled: true },
      photos('after'),
      text('withoutPhotoReason', 'without-photo', false, 200),
      opinion,
    ],
  },
  'send-verify': { fields: [opinion] },
  verify: {
    fields: [choice('result', VERIFY_RESULTS, 'console.verify-result'), photos('near'), opinion],
  },
  accept: { fields: [opinion] },
  decline: {
    fields: [
      choice('reason', DECLINE_REASONS, 'console.decline-reason'),
      text('advice', 'advice', true, 500),
    ],
  },
  file: {
    fields: [
      { kind: 'class', name: 'catalogue', selfHandled: false },
      { kind: 'condition', name: 'condition' },
      opinion,
    ],
  },
  dispatch: {
    fields: [
      unit('department', 'any', true),
      { kind: 'units', name: 'assisting' },
      { ...text('ruling', 'ruling', false, 500), post: 'duty-chief' },
      opinion,
    ],
  },
  take: { fields: [opinion] },
  'ask-return': {
    fields: [choice('reason', RETURN_REASONS, 'console.return-reason'), must('why')],
  },
  'decide-return': decision('return'),
  delegate: { fields: [unit('section', 'below-lead'), opinion] },
  'add-assisting': { fields: [unit('assistant', 'not-involved', true), opinion] },
  'finish-assisting': { fields: [must('done'), photos('after')] },
  'excuse-assisting': { fields: [{ kind: 'task', name: 'task' }, must('why', 500)] },
  'ask-extension': { fields: [{ kind: 'amount', name: 'amount' }, must('why')] },
  'decide-extension': decision('extension'),
  'ask-hold': {
    fields: [
      choice('reason', HOLD_REASONS, 'console.hold-reason'),
      text('plan', 'plan', true, 1000),
      { kind: 'moment', name: 'reviewAt' },
    ],
  },
  'decide-hold': decision('hold'),
  'release-hold': { fields: [opinion] },
  feedback: {
    fields: [
      must('done', 2000),
      photos('after'),
      text('withoutEvidenceReason', 'without-evidence', false, 500),
    ],
  },
  'send-check': {
    fields: [{ kind: 'check', name: 'sameTimeOfDay', label: 'console.field.same-time' }, opinion],
  },
  check: {
    fields: [
      choice('result', CHECK_RESULTS, 'console.check-result'),
      photos('after'),
      text('withoutPhotoReason', 'without-photo', false, 200),
      opinion,
    ],
  },
  rework: { fields: [opinion] },
  close: { fields: [opinion] },
  'close-on-papers': { fields: [text('waiver', 'waiver', true, 500)] },
  'ask-force-close': { fields: [must('why')] },
  'decide-force-close': decision('force-close'),
  'ask-reopen': { fields: [choice('reason', REOPEN_REASONS, 'console.reopen-reason'), must('why')] },
  reopen: { fields: [choice('reason', REOPEN_REASONS, 'console.reopen-reason'), must('why')] },
  rate: {
    fields: [
      { kind: 'stars', name: 'stars' },
      { kind: 'solved', name: 'solved' },
      text('comment', 'comment', false, 1000),
    ],
  },
  archive: { fields: [] },
  void: { fields: [choice('reason', VOID_REASONS, 'console.void-reason'), must('why', 500)] },
  'decide-void': decision('void'),
  merge: { fields: [{ kind: 'number', name: 'into' }, opinion] },
  'hand-up': { fields: [must('why')] },
  'hand-down': {
    fields: [{ kind: 'area', name: 'area', label: 'console.field.desk', of: 'desks' }, must('why')],
  },
  'hand-over': {
    fields: [{ kind: 'area', name: 'area', label: 'console.field.grid', of: 'grids' }, must('why')],
  },
  withdraw: { fields: [opinion] },
  supervise: {
    fields: [
      choice('level', SUPERVISION_LEVELS, 'console.supervision'),
      must('supervise'),
      { kind: 'limit', name: 'reply' },
    ],
  },
  'reply-supervision': { fields: [must('reply', 2000)] },
  'lift-supervision': { fields: [opinion] },
  'mark-urgent': { fields: [opinion] },
  instruct: { fields: [must('instruction', 2000)] },
  urge: { fields: [opinion] },
  comment: { fields: [must('comment', 2000)] },
  'add-evidence': { fields: [photos('near', true), opinion] },
} as const satisfies Record<Act, ActSpec>

export const specOf = (act: Act): ActSpec => ACT_SPECS[act]
