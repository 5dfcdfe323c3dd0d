import { useState } from 'react'
import { t } from '../../kit/words.ts'

/** Columns a person may do without; lamp, subject and deadline are what the list is for. */
const OPTIONAL = ['number', 'place', 'unit', 'status', 'strip'] as const
type Optional = (typeof OPTIONAL)[number]

const keyOf = (accountId: string): string => `lifang.desk.hidden.${accountId}`

function remembered(accountId: string): readonly Optional[] {
  try {
    const kept = (localStorage.getItem(keyOf(accountId)) ?? '').split(' ')
    return OPTIONAL.filter((name) => kept.includes(name))
  } catch {
    // A browser that keeps nothing shows every column.
    return []
  }
}

/** Which columns of the list this person has hidden, on this computer; `className` hides them. */
export function useColumns(accountId: string): {
  readonly hidden: readonly Optional[]
  readonly className: string
  readonly show: (name: Optional, on: boolean) => void
} {
  const [hidden, setHidden] = useState(() => remembered(accountId))
  return {
    hidden,
    className: hidden.map((name) => `no-${name}`).join(' '),
    show: (name, on) => {
      const next = OPTIONAL.filter((one) => (one === name ? !on : hidden.includes(one)))
      setHidden(next)
      try {
        localStorage.setItem(keyOf(accountId), next.join(' '))
      } catch {
        // Shown as chosen until the page is left.
      }
    },
  }
}

export function ColumnChoice({ hidden, show }: Omit<ReturnType<typeof useColumns>, 'className'>) {
  return (
    <details className="column-choice">
      <summary>{t('console.desk.columns')}</summary>
      <fieldset>
        <legend className="hidden">{t('console.desk.columns')}</legend>
        {OPTIONAL.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={!hidden.includes(name)}
              onChange={(event) => show(name, event.currentTarget.checked)}
            />
            {t(`console.desk.col.${name}`)}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
