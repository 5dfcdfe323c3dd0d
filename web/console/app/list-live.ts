import { useEffect, useRef } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { useLive } from '../../kit/live.ts'
import { listKey, queryClient } from './queries.ts'

const TOGETHER_MS = 400

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
