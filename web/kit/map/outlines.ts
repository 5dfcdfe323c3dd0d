import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'

type Outline =
  | { readonly type: 'Polygon'; readonly coordinates: [number, number][][] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: [number, number][][][] }
const SOURCE = 'outlines'

/** Outlines of buildings and places, under everything that is pressed. */
export function drawOutlines(map: MapLibre, outlines: readonly Outline[]): void {
  const data = {
    type: 'FeatureCollection' as const,
    features: outlines.map((geometry) => ({ type: 'Feature' as const, properties: {}, geometry })),
  }
  const source = map.getSource<GeoJSONSource>(SOURCE)
  if (source !== undefined) {
    void source.setData(data)
    return
  }
  map.addSource(SOURCE, { type: 'geojson', data })
  const before = map.getLayer('clusters') === undefined ? undefined : 'clusters'
  const paint = { 'fill-color': '#5b6f8f', 'fill-opacity': 0.22, 'fill-outline-color': '#33465f' }
  map.addLayer({ id: SOURCE, type: 'fill', source: SOURCE, paint }, before)
}
