import { useEffect, useSyncExternalStore } from 'react'

/** The pages of a telephone are few: the address and the browser's own history are all the router it needs. */
const listeners = new Set<() => void>()
const tell = (): void => {
  for (const one of listeners) one()
}
window.addEventListener('popstate', tell)

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(history.state, '', path)
  else history.pushState({ came: 'from-within' }, '', path)
  window.scrollTo(0, 0)
  tell()
}

/** The page before, where there is one of ours; who came by a link from outside goes to `home`. */
export function goBack(home: string): void {
  if (history.state !== null) history.back()
  else go(home, true)
}

const address = (): string => location.pathname + location.search
const useAddress = (): string =>
  useSyncExternalStore((one) => {
    listeners.add(one)
    return () => listeners.delete(one)
  }, address)
/** Which page is open, without a slash at its end. */
export const usePath = (): string => (useAddress().split('?', 1)[0] ?? '').replace(/\/$/, '')
/** What is said of the page behind the question mark. */
export const useSearch = (): URLSearchParams => new URLSearchParams(useAddress().split('?')[1] ?? '')

/** A page's own title, and the focus on its heading: who cannot see the page is told that it is another. */
export function useTitle(title: string, step: string | number = 0): void {
  useEffect(() => {
    document.title = title
    document.querySelector<HTMLElement>('header h1')?.focus({ preventScroll: true })
  }, [title, step])
}
