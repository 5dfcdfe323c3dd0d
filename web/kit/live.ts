import { useEffect, useRef, useState } from 'react'

export interface LiveChange {
  readonly topic: string
  readonly number: string
  readonly status: string
}

const RETRY_MS = 10_000

/** Changes to incidents I may see. `onGap` is called whenever changes may have been missed. */
export const useLive = (
  path: string,
  onChange: (change: LiveChange) => void,
  onGap: () => void,
): 'live' | 'waiting' =>
  useStream(
    path,
    'incident',
    (data) => {
      const change = read(data)
      if (change !== null) onChange(change)
    },
    onGap,
  )

/**
 * Listens to one kind of event of a stream of the server while this page is in front: a browser has few connections to one
 * server, and a page nobody sees needs none (it asks again when it comes back). `onGap` is called whenever events may have
 * been missed.
 */
export function useStream(
  path: string,
  event: string,
  onData: (data: unknown) => void,
  onGap: () => void,
): 'live' | 'waiting' {
  const [state, setState] = useState<'live' | 'waiting'>('waiting')
  const told = useRef({ onData, onGap })
  useEffect(() => {
    told.current = { onData, onGap }
  })
  useEffect(() => {
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let opened = false
    const stop = (): void => {
      clearTimeout(timer)
      source?.close()
      source = null
      setState('waiting')
    }
    const start = (): void => {
      if (document.hidden || source !== null) return
      source = new EventSource(path)
      source.addEventListener('open', () => {
        if (opened) told.current.onGap()
        opened = true
        setState('live')
      })
      source.addEventListener(event, (message: MessageEvent<unknown>) => told.current.onData(message.data))
      source.addEventListener('error', () => {
        setState('waiting')
        // The browser tries again by itself unless it was refused (signed out, server restarting behind a proxy).
        if (source?.readyState !== EventSource.CLOSED) return
        source = null
        timer = setTimeout(start, RETRY_MS)
      })
    }
    const seen = (): void => (document.hidden ? stop() : start())
    start()
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      stop()
    }
  }, [path, event])
  return state
}

function read(data: unknown): LiveChange | null {
  if (typeof data !== 'string') return null
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value !== 'object' || value === null) return null
    const { topic, number, status } = Object.fromEntries(Object.entries(value))
    return typeof topic === 'string' && typeof number === 'string' && typeof status === 'string'
      ? { topic, number, status }
      : null
  } catch {
    return null
  }
}
