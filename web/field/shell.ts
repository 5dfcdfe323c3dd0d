import { useSyncExternalStore } from 'react'

/** Keeps the pages on the telephone, once they stand; a browser that cannot is none the worse while there is a signal. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const register = (): void => {
    navigator.serviceWorker.register('/field-worker.js', { scope: '/field' }).catch(() => undefined)
    // Asked, so that the browser does not clear what was not sent yet; some say no, and the page says what it keeps.
    if ('storage' in navigator) navigator.storage.persist().catch(() => false)
  }
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register)
}

const listeners = new Set<() => void>()
const tell = (): void => {
  for (const one of listeners) one()
}
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** The last question had an answer. A telephone in a stairwell shows bars and still reaches nobody. */
let reached = true
export function tellReached(answered: boolean): void {
  if (answered === reached) return
  reached = answered
  tell()
}

/** Whether there is a signal, as the telephone says and as the last question showed. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine && reached)
