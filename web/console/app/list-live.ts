import { useEffect, useRef } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { useLive } from '../../kit/live.ts'
import { t } from '../../kit/words.ts'
import { listKey, queryClient } from './queries.ts'

const TOGETHER_MS = 400

/** Whether what is seen is told of changes, in words for the head or the foot of a desk. */
export const liveWords = (live: 'live' | 'waiting'): string =>
  t(live === 'live' ? 'console.desk.live' : 'console.desk.waiting')

/** Reads every list again when an incident in scope changed; several changes within a moment are one reload. */
export function useListLive(onChange?: (number: string) => void): 'live' | 'waiting' {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const reload = (): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void queryClient.invalidateQueries({ queryKey: listKey }), TOGETHER_MS)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return useLive(
    incidentRoutes.live.path,
    (change) => {
      reload()
      onChange?.(change.number)
    },
    reload,
  )
}
