import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect } from 'react'

export interface Room {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** Brings a box into view; a map that is made while its pane is hidden (on a telephone) is framed when the pane is shown. */
export function useFit(
  map: MapLibre | null,
  box: readonly [west: number, south: number, east: number, north: number] | null,
  room: Room,
): void {
  const [west, south, east, north] = box ?? []
  useEffect(() => {
    if (
      map === null ||
      west === undefined ||
      south === undefined ||
      east === undefined ||
      north === undefined
    )
      return
    const fit = (): void => {
      map.fitBounds([west, south, east, north], { padding: { ...room }, duration: 0 })
    }
    if (map.getContainer().clientWidth > 0) {
      fit()
      return
    }
    map.once('resize', fit)
    return () => {
      map.off('resize', fit)
    }
    // The room of one page does not change.
  }, [map, west, south, east, north])
}
