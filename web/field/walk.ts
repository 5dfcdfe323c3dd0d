import { useEffect, useMemo, useState } from 'react'
import { lengthOf, walkOrder } from '@lifang/domains/incidents/rules/walk.ts'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import { mayTellPosition, position } from '../kit/position.ts'

type Place = readonly [number, number]

/** The last place this telephone told, for every page the same. */
let here: Place | null = null

interface Walk {
  readonly items: readonly CheckItem[]
  /** Where the order begins: at this person, or as it is due. */
  readonly from: 'here' | 'due'
  /** Metres to each stop from the one before; null where nobody knows where it begins. */
  readonly legs: readonly (number | null)[]
  /** Asks the telephone. @throws where it does not say */
  readonly ask: () => Promise<void>
}

/** My stops in the order of a short walk, by the same rule as the desk's; as they are due until the telephone says where it is. */
export function useWalk(items: readonly CheckItem[]): Walk {
  const [place, setPlace] = useState(here)
  const ask = async (): Promise<void> => {
    const { coords } = await position()
    here = [coords.longitude, coords.latitude]
    setPlace(here)
  }
  useEffect(() => {
    if (place !== null) return
    mayTellPosition()
      .then(async (may) => {
        if (may) await ask()
      })
      .catch(() => undefined)
  }, [place])
  return useMemo(() => {
    if (place === null) return { items, from: 'due', legs: items.map(() => null), ask }
    const ordered = walkOrder(place, items)
    const legs = ordered.map((stop, i) => lengthOf(ordered[i - 1]?.place ?? place, [stop]))
    return { items: ordered, from: 'here', legs, ask }
  }, [items, place])
}
