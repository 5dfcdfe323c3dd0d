import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { ACTS, type Act } from '@lifang/domains/incidents/schema/words.ts'
import { t, word } from '../../kit/words.ts'

/** What else this person may do to the case; R opens it. Only what the server allows is in it. */
export function OtherActs({
  acts,
  choose,
}: {
  readonly acts: readonly Act[]
  readonly choose: (act: Act) => void
}) {
  const [open, setOpen] = useState(false)
  if (acts.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      autoFocus
      placement="topRight"
      menu={{
        items: acts.map((act) => ({ key: act, label: word('incidents.act', act) })),
        onClick: ({ key }) => {
          const act = ACTS.find((a) => a === key)
          if (act !== undefined) choose(act)
        },
      }}
    >
      <Button size="large" data-key="r">
        {t('dispatch.others')} <kbd aria-hidden="true">R</kbd>
      </Button>
    </Dropdown>
  )
}
