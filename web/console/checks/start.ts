/** Where the round begins: at this person if the device says so, else in the middle of their area, or at a chosen place. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import { useMyAreas } from '../app/places.ts'
import { mapAreasQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'

export type Place = readonly [number, number]
export const START_KINDS = ['here', 'middle', 'chosen'] as const
/** `last`: where the stop just answered is. */
export type StartKind = (typeof START_KINDS)[number] | 'last'
export interface Start {
  readonly kind: StartKind
  /** Null until it is known; the list then stands as it is due. */
  readonly place: Place | null
  /** The device has no position or may not tell it. */
  readonly failed: boolean
  readonly here: () => void
  readonly middle: () => void
  readonly from: (place: Place, kind: 'chosen' | 'last') => void
}

const canLocate = (): boolean => 'geolocation' in navigator && isSecureContext

export function useStart(items: readonly CheckItem[]): Start {
  const [kind, setKind] = useState<StartKind>('middle')
  const [told, setTold] = useState<Place | null>(null)
  const [failed, setFailed] = useState(false)
  const middle = useMiddle(items)
  const here = (): void => {
    if (!canLocate()) return setFailed(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setTold([coords.longitude, coords.latitude])
        setKind('here')
        setFailed(false)
      },
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 8_000 },
    )
  }
  const first = useRef(here)
  useEffect(() => {
    // Nobody is asked for their position unbidden; who has allowed it before is found at once.
    if (!canLocate() || !('permissions' in navigator)) return
    navigator.permissions.query({ name: 'geolocation' }).then(
      ({ state }) => {
        if (state === 'granted') first.current()
      },
      () => undefined,
    )
  }, [])
  return {
    kind,
    place: kind === 'middle' ? middle : told,
    failed,
    here,
    middle: () => {
      setKind('middle')
      setFailed(false)
    },
    from: (place, as) => {
      setTold(place)
      setKind(as)
      setFailed(false)
    },
  }
}

/** A point well inside the area of my first post, or the mean of the stops where it has none; null until that is known. */
function useMiddle(items: readonly CheckItem[]): Place | null {
  const me = useMe()
  const areas = useMyAreas()
  const shapes = useQuery(mapAreasQuery(null)).data
  if (shapes === undefined || areas.length === 0) return null
  const code = areas.find((a) => a.path === me.holdings[0]?.areaPath)?.code
  const centre = shapes.find((s) => s.code === code)?.centre
  if (centre !== undefined) return [centre[0], centre[1]]
  if (items.length === 0) return null
  const sum = items.reduce<[number, number]>(([x, y], { place }) => [x + place[0], y + place[1]], [0, 0])
  return [sum[0] / items.length, sum[1] / items.length]
}
