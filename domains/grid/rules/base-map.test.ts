import { describe, expect, it } from 'vitest'
import { featuresOf } from '../commands/base-map.ts'
import type { BaseFeature } from '../schema/map.ts'
import { readFeature, together, toBaseMap } from './base-map.ts'

const ring = [
  [113.1, 29.3],
  [113.2, 29.3],
  [113.2, 29.4],
  [113.1, 29.3],
]
const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry })
const road = { type: 'LineString', coordinates: ring.slice(0, 2) }
const area = { type: 'Polygon', coordinates: [ring] }

describe('a feature of a file', () => {
  it.each<[string, unknown, string]>([
    ['a named road', feature({ kind: 'road', class: 'arterial', name: '学府路' }, road), 'ok'],
    ['a block without a class', feature({ kind: 'block' }, area), 'ok'],
    [
      'a point of interest',
      feature({ kind: 'poi', name: '医院' }, { type: 'Point', coordinates: [113.1, 29.3] }),
      'ok',
    ],
    ['no kind', feature({}, road), 'map.feature-kind'],
    ['a kind we do not draw', feature({ kind: 'tree' }, road), 'map.feature-kind'],
    ['nothing at all', undefined, 'map.feature-kind'],
    ['a road that is an area', feature({ kind: 'road' }, area), 'map.feature-form'],
    [
      'a ring that is open',
      feature({ kind: 'block' }, { type: 'Polygon', coordinates: [ring.slice(0, 3)] }),
      'map.feature-geometry',
    ],
    [
      'a ring whose ends do not meet',
      feature({ kind: 'block' }, { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [113.3, 29.3]]] }),
      'map.feature-geometry',
    ],
    ['no geometry', feature({ kind: 'block' }, {}), 'map.feature-geometry'],
    ['a name without end', feature({ kind: 'road', name: '长'.repeat(61) }, road), 'map.feature-name'],
    [
      'latitude first',
      feature({ kind: 'poi' }, { type: 'Point', coordinates: [29.3, 113.1] }),
      'grid.coordinate-swapped',
    ],
  ])('%s', (_, value, expected) => {
    const read = readFeature(value)
    expect(read.ok ? 'ok' : read.problem.code).toBe(expected)
  })
})

it('many buildings without names become few features, with nothing lost and names kept apart', () => {
  const building = (name: string | null): BaseFeature => ({
    kind: 'building',
    class: 'estate',
    name,
    geometry: { type: 'Polygon', coordinates: [ring.map(([x = 0, y = 0]) => [x + 1e-9, y])] },
  })
  const packed = together([...Array.from({ length: 900 }, () => building(null)), building('一号楼')])
  expect(
    packed.map((f) => (f.geometry.type === 'MultiPolygon' ? f.geometry.coordinates.length : f.name)),
  ).toEqual(['一号楼', 400, 400, 100])
  expect(packed[1]?.geometry.coordinates[0]).toEqual([ring])
  expect(toBaseMap(packed).features[0]?.properties).toEqual({
    kind: 'building',
    class: 'estate',
    name: '一号楼',
  })
  expect(toBaseMap(packed).features[1]?.properties).toEqual({ kind: 'building', class: 'estate' })
})

describe('a file', () => {
  it('is a collection or one feature a line, and a broken line keeps its place', () => {
    expect(featuresOf('{"type":"FeatureCollection","features":[1,2]}')).toEqual([1, 2])
    expect(featuresOf('{"a":1}\n{broken\n\n{"b":2}\n')).toEqual([{ a: 1 }, undefined, { b: 2 }])
  })
  it('that holds no JSON is refused whole', () => {
    expect(() => featuresOf('name,lon,lat\n学府路,113,29')).toThrow(
      expect.objectContaining({ code: 'map.not-geojson' }),
    )
  })
})
