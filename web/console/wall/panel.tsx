import { Link } from '@tanstack/react-router'
import { useId, useState, type ReactNode } from 'react'
import { t } from '../../kit/words.ts'
import type { DeskSearch } from '../app/tabs.ts'

/** A number that opens the list it counts. */
export function Count({
  to,
  children,
  label,
  className,
}: {
  readonly to: DeskSearch
  readonly children: ReactNode
  readonly label?: string
  readonly className?: string
}) {
  return (
    <Link
      to="/"
      search={to}
      preload={false}
      className={className ?? 'count'}
      {...(label === undefined ? {} : { 'aria-label': label, title: label })}
    >
      {children}
    </Link>
  )
}

/** A panel: name, period and denominator; where it draws, a table says the same to whoever does not see it. */
export function Panel({
  name,
  note,
  className,
  table,
  extra,
  children,
}: {
  readonly name: string
  readonly note: string
  readonly className: string
  readonly table?: ReactNode
  readonly extra?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  const [listed, setListed] = useState(false)
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{name}</h2>
        <span className="note el">{note}</span>
        <span className="sp" />
        {extra}
        {table !== undefined && (
          <button type="button" className="flip" aria-pressed={listed} onClick={() => setListed(!listed)}>
            {t(listed ? 'wall.as-chart' : 'wall.as-table')}
            <span className="hidden">{name}</span>
          </button>
        )}
      </header>
      {listed ? (
        <div className="scroll" tabIndex={0} role="group" aria-label={name}>
          {table}
        </div>
      ) : (
        children
      )}
    </section>
  )
}
