import '../custom/custom.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useMemo, useState } from 'react'
import { buildingMapRoutes, type BuildingMap as Shown } from '@lifang/domains/registry/schema/building-map.ts'
import { FRESHNESS } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import { drawOutlines } from '../../kit/map/outlines.ts'
import type { MapIncident, MapMark } from '../../kit/map/model.ts'
import { Failed } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import type { HomesSearch } from '../app/tabs.ts'
import { freshWord, lampOfFreshness } from '../registry/words.tsx'

const pointsQuery = (box: string, area: string | undefined) => ({
  queryKey: ['registry', 'building-points', box, area],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    call(buildingMapRoutes.buildingPoints, {
      query: { box, ...(area === undefined ? {} : { area }) },
      signal,
    }),
  enabled: box !== '',
  placeholderData: keepPreviousData,
})
const outlineQuery = (id: string) => ({
  queryKey: ['registry', 'outline', id],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    call(buildingMapRoutes.buildingOutline, { params: { id }, signal }),
})
const NONE: readonly never[] = []
const boxOf = (map: MapLibre): string => {
  const b = map.getBounds()
  return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => n.toFixed(5)).join(',')
}

/** The view of the map as a box, once it stands still. */
function useBox(map: MapLibre | null): string {
  const [box, setBox] = useState('')
  useEffect(() => {
    if (map === null) return
    const told = (): void => setBox(boxOf(map))
    told()
    map.on('moveend', told)
    return () => {
      map.off('moveend', told)
    }
  }, [map])
  return box
}

/** Buildings where they stand: each with what is due in it, or counts where there are too many to tell apart. */
export function BuildingsMap({ search }: { readonly search: HomesSearch }) {
  const navigate = useNavigate()
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const [map, setMap] = useState<MapLibre | null>(null)
  const box = useBox(map)
  const points = useQuery(pointsQuery(box, search.area))
  const shown = points.data
  const pins = useMemo(() => pinsOf(shown), [shown])
  const marks = useMemo(() => marksOf(shown), [shown])
  useEffect(() => {
    if (map === null || shown === undefined) return
    drawOutlines(
      map,
      shown.buildings.flatMap((b) => (b.outline === null ? [] : [b.outline])),
    )
  }, [map, shown])
  if (points.isError && shown === undefined)
    return <Failed error={points.error} retry={() => void points.refetch()} />
  const counted = (shown?.cells.length ?? 0) > 0
  const zoomTo = (code: string): void => {
    const cell = shown?.cells[Number(code)]
    if (map !== null && cell !== undefined)
      map.easeTo({ center: [cell.lon, cell.lat], zoom: map.getZoom() + 2, duration: 300 })
  }
  return (
    <div className="building-map">
      <p className="sm mu custom-total" role="status">
        {t(counted ? 'custom.map.counted' : 'custom.map.total', { n: shown?.total ?? '…' })} ·{' '}
        {t('custom.map.hint')}
      </p>
      <TownMap
        label={t('custom.map.label')}
        base={base}
        areas={areas}
        incidents={pins}
        marks={marks}
        onArea={zoomTo}
        onMap={setMap}
        onOpen={(id) => void navigate({ to: '/homes/buildings/$id', params: { id } })}
      >
        <ul className="map-float building-legend">
          {FRESHNESS.map((s) => (
            <li key={s} className={`lamp ${lampOfFreshness(s)} reg-seg`}>
              <LampShape lamp={lampOfFreshness(s)} />
              {freshWord(s)} <b>{shown?.buildings.filter((b) => b.freshness === s).length ?? 0}</b>
            </li>
          ))}
          {shown?.openStreetMap === true && <li className="mu sm">{t('custom.map.osm')}</li>}
        </ul>
      </TownMap>
    </div>
  )
}

const pinsOf = (shown: Shown | undefined): MapIncident[] =>
  (shown?.buildings ?? NONE).map((b) => ({
    number: b.id,
    lon: b.lon,
    lat: b.lat,
    lamp: lampOfFreshness(b.freshness ?? 'fresh'),
    says: b.freshness === null ? t('custom.map.no-homes') : freshWord(b.freshness),
    title: `${b.address} · ${t('custom.map.of', { homes: b.homes, people: b.residents, stale: b.unknown + b.stale })}`,
    due: null,
  }))
const marksOf = (shown: Shown | undefined): MapMark[] =>
  (shown?.cells ?? NONE).map((c, i) => ({
    code: String(i),
    lon: c.lon,
    lat: c.lat,
    n: c.buildings,
    label: t('custom.map.cell', { n: c.buildings }),
  }))

/** One building where it stands, with its outline where one was drawn. */
export function BuildingPlace({
  id,
  at: { lon, lat },
}: {
  readonly id: string
  readonly at: { readonly lon: number; readonly lat: number }
}) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const outline = useQuery(outlineQuery(id)).data
  const [map, setMap] = useState<MapLibre | null>(null)
  const picked = useMemo(() => ({ lon, lat }), [lon, lat])
  useEffect(() => {
    if (map !== null && outline?.outline != null) drawOutlines(map, [outline.outline])
  }, [map, outline])
  return (
    <section className="card custom-where" aria-labelledby="building-where">
      <header>
        <h2 id="building-where">{t('custom.outline')}</h2>
        <span className="sp" />
        <span className="sm mu">
          {outline?.openStreetMap === true ? t('custom.map.osm') : `${lon.toFixed(6)}, ${lat.toFixed(6)}`}
        </span>
      </header>
      <TownMap label={t('custom.outline')} base={base} areas={areas} picked={picked} onMap={setMap} still />
    </section>
  )
}
