import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { MapArea } from '@lifang/domains/grid/schema/map.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { TownMap } from '../../kit/map/map.tsx'
import type { MapHighlight, MapIncident } from '../../kit/map/model.ts'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery, relatedQuery } from '../app/queries.ts'

/** The border the case keeps from its day; borders of today lie around it. */
const DAY = 'day'

/** Where it is: the pin, the grid of its day, and its open neighbours. The address and the coordinates stand in words elsewhere. */
export function PlaceCard({ incident }: { readonly incident: IncidentDetail }) {
  const navigate = useNavigate()
  const { grid, place, address, lamp, number } = incident
  const base = useQuery(baseMapQuery).data
  const now = useQuery(mapAreasQuery(null)).data
  const related = useQuery(relatedQuery(number)).data
  const ofDay = related?.grid ?? null
  const areas = useMemo((): readonly MapArea[] => {
    const drawn = now ?? []
    if (ofDay === null) return drawn
    const day: MapArea = {
      code: DAY,
      name: '',
      parent: null,
      level: 'grid',
      households: null,
      centre: [place.lon, place.lat],
      border: ofDay,
    }
    return [...drawn, day]
  }, [now, ofDay, place.lon, place.lat])
  const highlight = useMemo(
    (): MapHighlight => ({
      lon: place.lon,
      lat: place.lat,
      lamp: lamp,
      title: '',
      note: null,
      radius: null,
    }),
    [place.lon, place.lat, lamp],
  )
  const neighbours = useMemo(
    () =>
      (related?.nearby ?? []).map((n): MapIncident => ({
        number: n.number,
        lon: n.place[0],
        lat: n.place[1],
        lamp: n.lamp,
        title: n.class ?? t('map.no-class'),
        due: null,
      })),
    [related],
  )
  const where = [grid.name, address].filter((p) => p !== null && p !== '').join(' · ')
  return (
    <section className="card place-card">
      <TownMap
        label={t('map.case.label', { place: where })}
        base={base}
        areas={areas}
        incidents={neighbours}
        highlight={highlight}
        grid={ofDay === null ? grid.code : DAY}
        onOpen={(of) => void navigate({ to: '/incidents/$number', params: { number: of } })}
        still
      >
        <p className="map-float place-name md el">{where}</p>
      </TownMap>
    </section>
  )
}
