import { useReducer } from 'react'

interface Steps<T> {
  readonly past: readonly T[]
  readonly now: T
  readonly future: readonly T[]
}
type Move<T> = { readonly to: T } | 'undo' | 'redo'

function step<T>(steps: Steps<T>, move: Move<T>): Steps<T> {
  if (move === 'undo') {
    const last = steps.past.at(-1)
    return last === undefined
      ? steps
      : { past: steps.past.slice(0, -1), now: last, future: [steps.now, ...steps.future] }
  }
  if (move === 'redo') {
    const [next, ...rest] = steps.future
    return next === undefined ? steps : { past: [...steps.past, steps.now], now: next, future: rest }
  }
  return { past: [...steps.past, steps.now], now: move.to, future: [] }
}

/** A value with every step that led to it. */
export function useSteps<T>(start: T) {
  const [steps, move] = useReducer(step<T>, { past: [], now: start, future: [] })
  return {
    now: steps.now,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
    go: (to: T) => move({ to }),
    undo: () => move('undo'),
    redo: () => move('redo'),
  }
}
