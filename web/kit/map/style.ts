/** How the map looks: two themes over one set of layers. No tile, no glyph and no sprite is fetched: closed networks have none. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import { COLOURS } from './colours.ts'
import type { MapTheme } from './model.ts'

const FAMILY = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC']
const REGULAR = FAMILY
/** The renderer reads the weight out of the first name; nobody has a face of that name, so the next is used. */
const BOLD = ['Lifang Semibold', ...FAMILY]

const kind = (name: string): ExpressionSpecification => ['==', ['get', 'kind'], name]
const level = (name: string): ExpressionSpecification => ['==', ['get', 'level'], name]
/** Width of a street by zoom, px: main roads first. */
const width = (main: number, collector: number, lane: number): ExpressionSpecification => [
  'match',
  ['get', 'class'],
  ['arterial', 'riverside'],
  main,
  'collector',
  collector,
  lane,
]
const growing = (scale: (zoom: number) => ExpressionSpecification): ExpressionSpecification => [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  12,
  scale(12),
  15,
  scale(15),
  18,
  scale(18),
]
const roadWidth = (edge: number): ExpressionSpecification =>
  growing((zoom) =>
    zoom === 12
      ? width(1.6 + edge, 0.8 + edge, 0.2 + edge / 3)
      : zoom === 15
        ? width(10 + edge, 6 + edge, 2.6 + edge)
        : width(48 + edge, 32 + edge, 16 + edge),
  )

const COMMUNITY_SIZE: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 12, 12, 15, 16]

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Sources by name; the page fills them. */
export const SOURCES = ['base', 'areas', 'names', 'near', 'walk', 'highlight', 'picked', 'marks'] as const

export function styleOf(theme: MapTheme): StyleSpecification {
  const c = COLOURS[theme]
  const layers: LayerSpecification[] = [
    { id: 'page', type: 'background', paint: { 'background-color': c.page } },
    {
      id: 'blocks',
      type: 'fill',
      source: 'base',
      filter: kind('block'),
      paint: {
        'fill-color': ['match', ['get', 'class'], ['park', 'wood', 'field', 'bank'], c.green, c.block],
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 12, 0.6, 14, 1],
      },
    },
    { id: 'water', type: 'fill', source: 'base', filter: kind('water'), paint: { 'fill-color': c.water } },
    {
      id: 'road-edges',
      type: 'line',
      source: 'base',
      filter: kind('road'),
      minzoom: 13,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': c.roadEdge, 'line-width': roadWidth(1.4) },
    },
    {
      id: 'roads',
      type: 'line',
      source: 'base',
      filter: kind('road'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': c.road, 'line-width': roadWidth(0) },
    },
    {
      id: 'buildings',
      type: 'fill',
      source: 'base',
      filter: kind('building'),
      minzoom: 13.5,
      paint: {
        'fill-color': c.building,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13.5, 0, 14.5, 1],
      },
    },
    {
      id: 'values',
      type: 'fill',
      source: 'areas',
      filter: ['all', level('grid'), ['>=', ['get', 'step'], 0]],
      paint: {
        'fill-color': [
          'match',
          ['get', 'step'],
          0,
          c.steps[0],
          1,
          c.steps[1],
          2,
          c.steps[2],
          3,
          c.steps[3],
          c.steps[4],
        ],
        'fill-opacity': theme === 'dark' ? 0.92 : 0.75,
      },
    },
    {
      id: 'stressed',
      type: 'fill',
      source: 'areas',
      filter: ['==', ['get', 'stressed'], true],
      paint: { 'fill-color': c.stress, 'fill-opacity': 0.09 },
    },
    {
      id: 'grids',
      type: 'line',
      source: 'areas',
      filter: level('grid'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': c.grid, 'line-width': ['interpolate', ['linear'], ['zoom'], 12, 0.7, 16, 1.3] },
    },
    {
      id: 'communities',
      type: 'line',
      source: 'areas',
      filter: level('community'),
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': c.community,
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 1.3, 16, 2.4],
      },
    },
    {
      id: 'near-fill',
      type: 'fill',
      source: 'near',
      paint: { 'fill-color': c.stress, 'fill-opacity': 0.12 },
    },
    {
      id: 'near-edge',
      type: 'line',
      source: 'near',
      paint: { 'line-color': c.stress, 'line-width': 1.4, 'line-dasharray': [3, 2.4] },
    },
    {
      id: 'walk',
      type: 'line',
      source: 'walk',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': c.stress, 'line-width': 2.4, 'line-dasharray': [0.2, 2] },
    },
    // Names are placed from the top of this list down the picture: what stands later wins its place.
    {
      id: 'poi-names',
      type: 'symbol',
      source: 'base',
      filter: kind('poi'),
      minzoom: 16.2,
      layout: { 'text-field': ['get', 'name'], 'text-font': REGULAR, 'text-size': 11, 'text-padding': 6 },
      paint: { 'text-color': c.roadName, 'text-halo-color': c.halo, 'text-halo-width': 1.2 },
    },
    {
      id: 'road-names',
      type: 'symbol',
      source: 'base',
      filter: ['all', kind('road'), ['!=', ['get', 'class'], 'lane']],
      minzoom: 13.6,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 11,
        'text-letter-spacing': 0.12,
        'text-max-angle': 28,
        'text-padding': 4,
      },
      paint: { 'text-color': c.roadName, 'text-halo-color': c.road, 'text-halo-width': 1.4 },
    },
    {
      id: 'lane-names',
      type: 'symbol',
      source: 'base',
      filter: ['all', kind('road'), ['==', ['get', 'class'], 'lane']],
      minzoom: 16,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 11,
        'text-max-angle': 28,
      },
      paint: { 'text-color': c.roadName, 'text-halo-color': c.road, 'text-halo-width': 1.4 },
    },
    {
      id: 'water-names',
      type: 'symbol',
      source: 'base',
      filter: [
        'all',
        kind('water'),
        ['has', 'name'],
        // A pond has a name only from near: the river is what one finds one's way by.
        ['any', ['==', ['get', 'class'], 'river'], ['>=', ['zoom'], 15]],
      ],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 13,
        'text-letter-spacing': 0.5,
      },
      paint: { 'text-color': c.waterName },
    },
    {
      id: 'grid-names',
      type: 'symbol',
      source: 'names',
      filter: level('grid'),
      minzoom: 13,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': 12,
        'text-padding': 3,
        'text-variable-anchor': ['center', 'top', 'bottom'],
        'text-radial-offset': 0.6,
      },
      paint: { 'text-color': c.gridName, 'text-halo-color': c.halo, 'text-halo-width': 1.4 },
    },
    {
      id: 'community-names',
      type: 'symbol',
      source: 'names',
      filter: ['all', level('community'), ['!', ['has', 'short']]],
      maxzoom: 16.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': BOLD,
        'text-size': COMMUNITY_SIZE,
        'text-letter-spacing': 0.08,
        'text-padding': 4,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 1.2,
      },
      paint: { 'text-color': c.communityName, 'text-halo-color': c.halo, 'text-halo-width': 1.8 },
    },
    // Names that carry numbers stay on their point, for beside it is the neighbour; where one does not fit, the name alone may.
    ...(['short', 'name'] as const).map((field): LayerSpecification => ({
      id: `community-${field}`,
      type: 'symbol',
      source: 'names',
      filter: ['all', level('community'), ['has', 'short']],
      maxzoom: 16.5,
      layout: {
        'text-field': ['get', field],
        'text-font': BOLD,
        'text-size': COMMUNITY_SIZE,
        'text-letter-spacing': 0.08,
        'text-padding': 3,
        'text-variable-anchor': ['center', 'top', 'bottom'],
        // So near to the point that the two of one place never stand side by side.
        'text-radial-offset': 0.1,
      },
      paint: { 'text-color': c.communityName, 'text-halo-color': c.halo, 'text-halo-width': 1.8 },
    })),
    {
      id: 'pins',
      type: 'symbol',
      source: 'incidents',
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['concat', 'lamp-', ['get', 'lamp']],
        'icon-allow-overlap': true,
        // What is worst lies on top.
        'symbol-sort-key': ['match', ['get', 'lamp'], 'red', 3, 'yellow', 2, 'green', 1, 0],
      },
    },
    // A picture and not a circle, so that no name is written under it.
    {
      id: 'clusters',
      type: 'symbol',
      source: 'incidents',
      filter: ['has', 'point_count'],
      layout: {
        'icon-image': ['step', ['get', 'point_count'], 'cluster-28', 10, 'cluster-31', 100, 'cluster-38'],
        'icon-allow-overlap': true,
        'text-field': ['to-string', ['get', 'point_count']],
        'text-font': BOLD,
        'text-size': 13,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': c.clusterText },
    },
    {
      id: 'cluster-red',
      type: 'symbol',
      source: 'incidents',
      filter: ['all', ['has', 'point_count'], ['>', ['get', 'red'], 0]],
      layout: {
        'icon-image': 'badge',
        'icon-offset': [13, -12],
        'icon-allow-overlap': true,
        'text-field': ['to-string', ['get', 'red']],
        'text-font': BOLD,
        'text-size': 10,
        'text-offset': [1.3, -1.2],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: 'highlight',
      type: 'symbol',
      source: 'highlight',
      layout: {
        'icon-image': ['concat', 'big-', ['get', 'lamp']],
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'picked',
      type: 'symbol',
      source: 'picked',
      layout: { 'icon-image': 'place', 'icon-anchor': 'bottom', 'icon-allow-overlap': true },
    },
    // Placed first and always, so that a name goes beside a mark or is left out.
    {
      id: 'mark-rooms',
      type: 'symbol',
      source: 'marks',
      layout: {
        'icon-image': ['case', ['get', 'wide'], 'room-2', 'room-1'],
        'icon-allow-overlap': true,
        'icon-padding': 0,
      },
    },
  ]
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(SOURCES.map((name) => [name, { type: 'geojson', data: empty }])),
      incidents: {
        type: 'geojson',
        data: empty,
        cluster: true,
        clusterRadius: 34,
        clusterMaxZoom: 16,
        clusterProperties: { red: ['+', ['case', ['==', ['get', 'lamp'], 'red'], 1, 0]] },
      },
    },
    layers,
  }
}
