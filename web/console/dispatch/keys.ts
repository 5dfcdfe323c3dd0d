import { useEffect, useRef } from 'react'
import { typing } from '../app/shell.tsx'

interface DeskKeys {
  readonly step: (by: 1 | -1) => void
}

/** The controls of the case pane that have a key; a key presses what is on the page, so that it can never do more than a click. */
const BY_KEY: Readonly<Record<string, string>> = {
  u: '[data-key="u"]',
  a: '[data-key="a"]',
  r: '[data-key="r"]',
  n: '[data-key="n"]',
  v: '[data-key="v"]',
  x: '[data-key="x"]',
  1: '[data-key="1"]',
  2: '[data-key="2"]',
  3: '[data-key="3"]',
}

/** Where Enter belongs to what has the focus: a button, a link, an open list. */
const own = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('[data-queue][aria-current]') === null &&
  target.closest('button, a, summary, [role="combobox"], [role="dialog"], [role="menu"]') !== null

/** J and K move along the queue; Enter confirms where it may, the letters go to the controls that carry them. */
export function useDeskKeys(keys: DeskKeys): void {
  const told = useRef(keys)
  useEffect(() => {
    told.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      if (document.querySelector('[role="dialog"]') !== null) return
      const key = event.key.toLowerCase()
      if (key === 'j' || key === 'k') {
        event.preventDefault()
        told.current.step(key === 'j' ? 1 : -1)
      } else if (key === 'enter') {
        if (own(event.target)) return
        const button = document.querySelector<HTMLButtonElement>('[data-key="enter"]')
        if (button === null) return
        event.preventDefault()
        button.click()
      } else if (key in BY_KEY) {
        const control = document.querySelector<HTMLElement>(BY_KEY[key] ?? '')
        if (control === null) return
        event.preventDefault()
        if (control instanceof HTMLButtonElement) control.click()
        else control.querySelector<HTMLElement>('input')?.focus()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
