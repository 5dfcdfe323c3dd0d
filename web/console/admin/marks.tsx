import { Icon, type IconName } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'

const MARKS = { active: 'check', locked: 'key', disabled: 'stop' } as const satisfies Record<string, IconName>

/** The state of an account: shape, colour and word. */
export function StateMark({ state }: { readonly state: keyof typeof MARKS }) {
  return (
    <span className={`acc-mark ${state}`}>
      <Icon name={MARKS[state]} />
      {t(`console.account-state.${state}`)}
    </span>
  )
}
