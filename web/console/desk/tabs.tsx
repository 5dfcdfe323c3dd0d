import { t } from '../../kit/words.ts'

interface TabsProps<T extends string> {
  readonly label: string
  readonly tabs: readonly T[]
  readonly tab: T
  /** Prefix of the phrases: `<words>.<tab>`. */
  readonly words: string
  /** How many are under each tab; left out where a list is not counted, undefined until the counts are there. */
  readonly counts?: Readonly<Record<T, number>> | undefined
  readonly choose: (tab: T) => void
}

/** The views of a desk, each with its count. */
export function Tabs<T extends string>({ label, tabs, tab, words, counts, choose }: TabsProps<T>) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          className={one === tab ? 'on' : ''}
          aria-current={one === tab ? 'true' : undefined}
          onClick={() => choose(one)}
        >
          {t(`${words}.${one}`)} {counts !== undefined && <b>{counts[one]}</b>}
        </button>
      ))}
    </nav>
  )
}
