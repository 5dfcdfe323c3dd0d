import { useEffect, useRef, useState, type RefObject } from 'react'

/** About what a screen shows. */
const STEP = 24

/**
 * How much of a long list is drawn: its beginning, and more whenever its end comes into sight or what is chosen lies beyond.
 * Drawing a thousand rows at once keeps a slow computer busy for seconds before the first can be read.
 * @param chosen place of the chosen row, -1: none
 * @returns how many to draw, and the mark to put behind them
 */
export function useGradually<E extends HTMLElement>(
  total: number,
  chosen: number,
): { readonly shown: number; readonly end: RefObject<E | null> } {
  const [asked, setAsked] = useState(STEP)
  const end = useRef<E>(null)
  const shown = Math.min(total, Math.max(asked, chosen + STEP / 2))
  useEffect(() => {
    const mark = end.current
    if (mark === null || shown >= total) return
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((e) => e.isIntersecting)) setAsked(shown + STEP)
      },
      // Before the reader is there.
      { rootMargin: '400px' },
    )
    seen.observe(mark)
    return () => seen.disconnect()
  }, [shown, total])
  return { shown, end }
}
