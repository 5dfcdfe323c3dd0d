import type { ReactNode } from 'react'
import { go } from './path.ts'

interface PageLinkProps {
  readonly to: string
  readonly className?: string
  readonly current?: boolean
  readonly children: ReactNode
}

/** A link to another page of the same application that does not load it anew. */
export function PageLink({ to, className, current = false, children }: PageLinkProps) {
  return (
    <a
      href={to}
      className={className}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}
