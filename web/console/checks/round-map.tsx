import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import { TownMap } from '../../kit/map/map.tsx'
import type { MapWalk } from '../../kit/map/model.ts'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { subjectOf } from '../../kit/subject.ts'
import type { Place, Start } from './start.ts'

interface MapProps {
  readonly walk: readonly CheckItem[]
  readonly start: Start
  readonly at: string | null
  readonly picking: boolean
  readonly open: (number: string) => void
  readonly picked: (place: Place) => void
}

/** The numbered stops over the town; while a start is chosen a press gives it. */
export function RoundMap({ walk, start, at, picking, open, picked }: MapProps) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data
  const [lon, lat] = start.place ?? []
  const drawn = useMemo(
    (): MapWalk => ({
      start: lon === undefined || lat === undefined ? null : [lon, lat],
      at,
      stops: walk.map((i, n) => ({
        number: i.number,
        place: i.place,
        label: t('intake.checks.stop', { n: n + 1, what: subjectOf(i), place: i.address ?? i.grid.name }),
      })),
    }),
    [walk, lon, lat, at],
  )
  return (
    <TownMap
      label={t('intake.checks.map')}
      base={base}
      areas={areas ?? NONE}
      walk={drawn}
      onOpen={open}
      {...(picking ? { onPick: (p: { lon: number; lat: number }) => picked([p.lon, p.lat]) } : {})}
    />
  )
}

const NONE: readonly never[] = []
