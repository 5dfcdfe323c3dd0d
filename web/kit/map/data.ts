/** The page's data as the sources of the style. */
import type { Feature, FeatureCollection } from 'geojson'
import type { MapArea } from '@lifang/domains/grid/schema/map.ts'
import {
  circle,
  shortName,
  type Choropleth,
  type MapHighlight,
  type MapIncident,
  type MapMark,
  type MapWalk,
} from './model.ts'

export const collection = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})
const point = (lon: number, lat: number, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [lon, lat] },
})

export const areaShapes = (
  areas: readonly MapArea[],
  choropleth: Choropleth | null,
  stressed: string | null,
): FeatureCollection =>
  collection(
    areas.map(({ code, level, border }) => ({
      type: 'Feature',
      properties: { code, level, step: choropleth?.steps.get(code) ?? -1, stressed: code === stressed },
      geometry: border,
    })),
  )

export const areaNames = (areas: readonly MapArea[]): FeatureCollection =>
  collection(
    areas
      .filter((a) => a.level !== 'street' && a.name !== '')
      .map(({ centre: [lon, lat], level, name }) =>
        point(lon, lat, { level, name: level === 'grid' ? shortName(name) : name, ...shortOf(name) }),
      ),
  )

/** The first line of a name that says more than itself. */
const shortOf = (name: string): { readonly short?: string } =>
  name.includes('\n') ? { short: name.split('\n', 1)[0] ?? name } : {}

/** Open incidents but the stressed one, which is drawn large by itself. */
export const incidentPoints = (incidents: readonly MapIncident[]): FeatureCollection =>
  collection(incidents.map(({ lon, lat, number, lamp }) => point(lon, lat, { number, lamp })))

export const nearRing = (h: MapHighlight | null): FeatureCollection =>
  collection(
    h === null || h.radius === null
      ? []
      : [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'Polygon', coordinates: [circle(h.lon, h.lat, h.radius)] },
          },
        ],
  )

export const highlightPoint = (h: MapHighlight | null): FeatureCollection =>
  collection(h === null || h.lamp === null ? [] : [point(h.lon, h.lat, { lamp: h.lamp })])

export const pickedPoint = (p: { lon: number; lat: number } | null): FeatureCollection =>
  collection(p === null ? [] : [point(p.lon, p.lat, {})])

/** The way from stop to stop as the crow flies: streets are for whoever walks it. */
export function walkLine(walk: MapWalk | null): FeatureCollection {
  const points =
    walk === null ? [] : [...(walk.start === null ? [] : [walk.start]), ...walk.stops.map((s) => s.place)]
  return collection(
    points.length < 2
      ? []
      : [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'LineString', coordinates: points.map(([lon, lat]) => [lon, lat]) },
          },
        ],
  )
}

/** Where a mark lies, so that names keep clear of it. */
export const markRooms = (marks: readonly MapMark[] | undefined): FeatureCollection =>
  collection((marks ?? []).map(({ lon, lat, n }) => point(lon, lat, { wide: n > 9 })))
