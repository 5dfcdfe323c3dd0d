import type { ReactNode } from 'react'
import { exact, when } from './time.ts'

export interface TimelineEntry {
  readonly id: string
  readonly title: string
  readonly at: number
  /** Who, in which post, of which unit. */
  readonly by: string
  /** What they wrote. */
  readonly said: string | null
  readonly extra?: ReactNode
}

/** What happened, newest first. */
export function Timeline({ entries, now }: { entries: readonly TimelineEntry[]; now: number }) {
  return (
    <ol className="timeline">
      {entries.map((e) => (
        <li key={e.id}>
          <time dateTime={new Date(e.at).toISOString()} title={exact(e.at)}>
            {when(e.at, now)}
          </time>
          <b className="ink">{e.title}</b>
          <p>{e.by}</p>
          {e.said !== null && e.said !== '' && <p className="said">{e.said}</p>}
          {e.extra}
        </li>
      ))}
    </ol>
  )
}
