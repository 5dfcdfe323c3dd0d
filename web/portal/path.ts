import { useEffect, useSyncExternalStore } from 'react'

/** The portal has six pages: the address and the browser's own history are all the router it needs. */
const listeners = new Set<() => void>()
const tell = (): void => {
  for (const one of listeners) one()
}
window.addEventListener('popstate', tell)

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
  window.scrollTo(0, 0)
  tell()
}

const address = (): string => location.pathname + location.search
export const useAddress = (): string =>
  useSyncExternalStore((one) => {
    listeners.add(one)
    return () => listeners.delete(one)
  }, address)

/** A page's own title, and the focus on its heading: who cannot see the page is told that it is another. */
export function useTitle(title: string, step: string | number = 0): void {
  useEffect(() => {
    document.title = title
    document.querySelector<HTMLElement>('header h1')?.focus({ preventScroll: true })
  }, [title, step])
}
