import { Button } from 'antd'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { ProblemAlert } from '../../../kit/states.tsx'
import { word } from '../../../kit/words.ts'
import { draftOf } from './drafts.ts'
import { useSendAct } from './send.ts'

interface PressProps {
  readonly number: string
  readonly act: Act
  /** What the button says; the act's own name by default. */
  readonly label?: string
  readonly goOn: () => void
}

/** An act that needs no words: one filled button, and Enter presses it. */
export function PressAct({ number, act, label, goOn }: PressProps) {
  const run = useSendAct(number, act, { done: goOn })
  return (
    <span className="slot-inline">
      <ProblemAlert error={run.error} />
      <Button
        type="primary"
        size="large"
        block
        data-key="enter"
        loading={run.isPending}
        onClick={() => run.mutate({ id: draftOf(number, act).id })}
      >
        {label ?? word('incidents.act', act)} <kbd aria-hidden="true">Enter</kbd>
      </Button>
    </span>
  )
}
