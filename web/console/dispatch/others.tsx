import { Button } from 'antd'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { t, word } from '../../kit/words.ts'
import { MenuButton } from '../app/menu-button.tsx'

interface OtherActsProps {
  readonly acts: readonly Act[]
  readonly choose: (act: Act) => void
}

/** What else this person may do to the case; R opens it. Only what the server allows is in it. */
export function OtherActs({ acts, choose }: OtherActsProps) {
  if (acts.length === 0) return null
  return (
    <MenuButton
      place="above"
      entries={acts.map((act) => ({ key: act, label: word('incidents.act', act) }))}
      choose={choose}
    >
      {(pressed) => (
        <Button size="large" data-key="r" {...pressed}>
          {t('dispatch.others')} <kbd aria-hidden="true">R</kbd>
        </Button>
      )}
    </MenuButton>
  )
}
