import { useSyncExternalStore } from 'react'
import type { Locale } from '../kit/words.ts'
import { loadWords } from './phrases.ts'

/** What this telephone remembers of its owner's wishes and cases; nothing of it is sent. */
export interface Settings {
  readonly elder: boolean
  readonly locale: Locale
  /** Code of the grid last named, for "my grid worker". */
  readonly grid: string | null
  /** Numbers reported from this telephone, the latest first; without the digits that open them. */
  readonly numbers: readonly string[]
}

const KEY = 'lifang.portal.settings'
const PLAIN: Settings = { elder: false, locale: 'zh-CN', grid: null, numbers: [] }

function read(): Settings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return PLAIN
    const found = new Map<string, unknown>(Object.entries(kept))
    const grid = found.get('grid')
    const numbers = found.get('numbers')
    return {
      elder: found.get('elder') === true,
      locale: found.get('locale') === 'en' ? 'en' : 'zh-CN',
      grid: typeof grid === 'string' ? grid : null,
      numbers: Array.isArray(numbers) ? numbers.filter((n) => typeof n === 'string') : [],
    }
  } catch {
    // Storage switched off, or something else's value: the page works without it.
    return PLAIN
  }
}

let now = read()
const listeners = new Set<() => void>()

export const settings = (): Settings => now

function keep(change: Partial<Settings>): void {
  now = { ...now, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(now))
  } catch {
    // Not remembered, but in force.
  }
  for (const tell of listeners) tell()
}

export const useSettings = (): Settings =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => now,
  )

export const setElder = (elder: boolean): void => keep({ elder })
export const setGrid = (grid: string): void => keep({ grid })
export const remember = (number: string): void =>
  keep({ numbers: [number, ...now.numbers.filter((n) => n !== number)].slice(0, 20) })
export const unremember = (number: string): void => keep({ numbers: now.numbers.filter((n) => n !== number) })
export async function setLocale(locale: Locale): Promise<void> {
  await loadWords(locale)
  keep({ locale })
}
