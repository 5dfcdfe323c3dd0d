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

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
/** What the telephone believes; whether the server can be reached is known only by asking it. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
