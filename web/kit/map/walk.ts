/** A round on foot over the map: numbered stops as buttons, the start as a dot. */
import { Marker, type Map as MapLibre } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { t } from '../words.ts'
import { buttonOn } from './button.ts'
import type { MapProps } from './model.ts'

const ROOM = { top: 48, right: 48, bottom: 48, left: 48 }

export function useWalk(map: MapLibre | null, { walk = null, onOpen, padding }: MapProps): void {
  const told = useRef({ onOpen, padding })
  useEffect(() => {
    told.current = { onOpen, padding }
  })
  useEffect(() => {
    if (map === null || walk === null) return
    const markers = walk.stops.map(({ number, place, label }, i) =>
      buttonOn(map, {
        place,
        className: number === walk.at ? 'map-stop on' : 'map-stop',
        text: String(i + 1),
        label,
        press: () => told.current.onOpen?.(number),
      }),
    )
    if (walk.start !== null) {
      const element = document.createElement('span')
      element.className = 'map-start'
      element.title = t('map.start')
      markers.push(new Marker({ element }).setLngLat([walk.start[0], walk.start[1]]).addTo(map))
    }
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [map, walk])

  // All of it in view whenever other stops are to be walked; not when one of them is opened.
  const stops =
    walk?.stops
      .map((s) => s.number)
      .toSorted()
      .join() ?? ''
  const box = useRef(walk)
  useEffect(() => {
    box.current = walk
  })
  useEffect(() => {
    const points = [
      ...(box.current?.stops.map((s) => s.place) ?? []),
      ...(box.current?.start == null ? [] : [box.current.start]),
    ]
    if (map === null || stops === '') return
    const lons = points.map(([lon]) => lon)
    const lats = points.map(([, lat]) => lat)
    map.fitBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], {
      padding: told.current.padding ?? ROOM,
      maxZoom: 16.5,
      duration: 0,
    })
  }, [map, stops])
}
