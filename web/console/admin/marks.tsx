import type { AccountView } from '@lifang/domains/identity/schema.ts'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { t, word } from '../../kit/words.ts'

const MARKS = { active: 'check', locked: 'key', disabled: 'stop' } as const satisfies Record<string, IconName>

/** The state of an account: shape, colour and word. */
export function StateMark({ of }: { readonly of: Pick<AccountView, 'disabled' | 'locked'> }) {
  const state = of.disabled ? 'disabled' : of.locked ? 'locked' : 'active'
  return (
    <span className={`acc-mark ${state}`}>
      <Icon name={MARKS[state]} />
      {t(`console.account-state.${state}`)}
    </span>
  )
}

/** An administrator by what they administer, anybody else as a person or a machine. */
export const accountKind = (of: Pick<AccountView, 'admin' | 'kind'>): string =>
  of.admin === null ? word('console.account-kind', of.kind) : word('console.who', of.admin)
