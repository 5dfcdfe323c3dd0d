import type { ReactNode } from 'react'

interface Described {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface LabelledProps {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly wrong?: string | null | undefined
  readonly children: (described: Described) => ReactNode
}

/** A label, its input, what to know beside it, and what is wrong with it. */
export function Labelled({ id, label, hint, wrong, children }: LabelledProps) {
  const bad = wrong !== null && wrong !== undefined
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(bad ? [`${id}-wrong`] : [])].join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': bad })}
      {bad && (
        <p className="trouble" role="alert" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  )
}
