import type { Draft } from './draft.ts'

/** What every step of the report is given. */
export interface StepProps {
  readonly draft: Draft
  readonly change: (change: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => void
  /** Shown once somebody wanted to go on. */
  readonly checked: boolean
}
