import { useEffect } from 'react'
import { places } from '../places.ts'
import { placeInGrid } from './draft.ts'
import type { StepProps } from './step.ts'

/** Who scans the poster of a grid stands in it: its place is filled in, and can be changed like any other. */
export function useScannedGrid(change: StepProps['change']): void {
  useEffect(() => {
    const code = new URLSearchParams(location.search).get('grid')
    if (code === null) return
    places()
      .then((known) => {
        const grid = known.find((p) => p.level === 'grid' && p.code === code)
        if (grid === undefined) return
        const community = known.find((p) => p.code === grid.parent)?.name ?? ''
        change((draft) => (draft.place === null ? { place: placeInGrid(grid, community) } : {}))
      })
      // Without it the place is asked for as always.
      .catch(() => undefined)
    // Once a visit: what was scanned does not change.
  }, [])
}
