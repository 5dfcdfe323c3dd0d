import { useEffect, useState } from 'react'
import { publicGridRoutes, type PublicPlace, type WorkerCard } from '@lifang/domains/grid/schema/public.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { call } from '../kit/call.ts'
import { useSettings } from './settings.ts'

/** Borders as they are drawn on a telephone. */
export const SHEET = { width: 358, margin: 2 } as const

let kept: Promise<readonly PublicPlace[]> | null = null

/** Streets, communities and grids, asked for once a visit. */
export function places(): Promise<readonly PublicPlace[]> {
  kept ??= call(publicGridRoutes.places).then(
    ({ items }) => items,
    (error: unknown) => {
      kept = null
      throw error
    },
  )
  return kept
}

export const card = (grid: string): Promise<WorkerCard> =>
  call(publicGridRoutes.workerCard, { query: { grid } })

/** The grid of a point, or the refusal that it lies outside. */
export const locate = (lon: number, lat: number) =>
  call(gridRoutes.locate, { query: { lon, lat, crs: 'WGS84' } })

/** The office to phone: of the grid named last, else of the first one. */
export function useOffice(): WorkerCard['office'] {
  const { grid } = useSettings()
  const [office, setOffice] = useState<WorkerCard['office']>(null)
  useEffect(() => {
    let wanted = true
    const find = async (): Promise<void> => {
      const code = grid ?? (await places()).find((p) => p.level === 'grid')?.code
      if (code === undefined) return
      const found = await card(code)
      if (wanted) setOffice(found.office)
    }
    // Without a network there is no number to offer; the page works without it.
    find().catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [grid])
  return office
}
