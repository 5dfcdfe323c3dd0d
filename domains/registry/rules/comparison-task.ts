/** What can be done with a task of a comparison, and what becomes of it. */
import type { Verdict } from './comparison.ts'
import type { ComparedField, Matched, TaskAct, TaskState, TheirState } from '../schema/comparison-lists.ts'
import type { PersonState } from '../schema/lists.ts'

export interface TaskFacts {
  readonly field: ComparedField | ''
  readonly verdict: Verdict
  readonly state: TaskState
  readonly theirState: TheirState
  readonly matched: Matched | null
  /** A person of ours stands behind it. */
  readonly ours: boolean
  /** What the other register says of this field; null: nothing, or it is forgotten. */
  readonly theirs: string | null
}

/** Acts that are open, the most usual first. A home is not written over: who lives elsewhere moves, by the acts for that. */
export function actsFor(task: TaskFacts): readonly TaskAct[] {
  if (task.state !== 'open' && task.state !== 'unverified') return []
  const rest: readonly TaskAct[] = task.state === 'open' ? ['keep-ours', 'unverified'] : ['keep-ours']
  if (task.field === '') {
    if (!task.ours) return ['done-elsewhere', 'not-here', ...rest]
    if (task.theirState === 'deceased') return ['deceased', 'moved-out', ...rest]
    if (task.theirState === 'cancelled') return ['moved-out', 'deceased', ...rest]
    if (task.verdict === 'ours-only') return ['moved-out', 'deceased', ...rest]
    if (task.verdict === 'theirs-only') return ['done-elsewhere', 'not-here', ...rest]
    return task.matched === 'name-birth'
      ? ['same-person', 'not-same', ...rest.filter((a) => a === 'unverified')]
      : ['done-elsewhere', ...rest]
  }
  if (!task.ours) return rest
  if (task.field === 'address') return ['done-elsewhere', ...rest]
  const readable = task.theirs !== null && !/[*＊]/.test(task.theirs)
  return [...(readable ? (['take-theirs'] as const) : []), 'change', ...rest]
}

/** Whether nobody of ours stands behind an open task as a whole: then a place can be given to it, and the person be registered. */
export const isStranger = (task: Pick<TaskFacts, 'field' | 'state' | 'ours'>): boolean =>
  task.field === '' && !task.ours && (task.state === 'open' || task.state === 'unverified')

export const STATE_AFTER = {
  'take-theirs': 'took-theirs',
  'keep-ours': 'kept-ours',
  change: 'changed',
  'done-elsewhere': 'done',
  'moved-out': 'moved-out',
  deceased: 'deceased',
  'same-person': 'same-person',
  'not-same': 'not-same',
  'not-here': 'not-here',
  unverified: 'unverified',
} as const satisfies Record<TaskAct, TaskState>

/** Acts that say why. */
export const NEEDS_REASON: ReadonlySet<TaskAct> = new Set<TaskAct>([
  'keep-ours',
  'unverified',
  'same-person',
  'not-same',
  'not-here',
  'change',
])

/**
 * Whether both registers agree that somebody is no longer here: then nothing is compared and nothing is asked.
 * @param ours null: we never had them
 */
export const bothGone = (ours: PersonState | null, theirs: TheirState): boolean =>
  theirs === 'deceased'
    ? ours === null || ours === 'dead'
    : theirs === 'cancelled' && (ours === null || ours !== 'here')
