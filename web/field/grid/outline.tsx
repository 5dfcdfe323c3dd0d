import { useQuery } from '@tanstack/react-query'
import { useMemo, type ReactNode } from 'react'
import type { BaseMap } from '@lifang/domains/grid/schema/map.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { outlineOf, pathOf, projectionOf, touchedAt, type Projection } from '../../kit/projection.ts'
import { baseMapQuery } from '../queries.ts'

const WIDTH = 390

interface OutlineProps {
  readonly border: Shape
  /** What it shows, for who does not see it. */
  readonly label: string
  readonly pin?: readonly [number, number] | null
  /** A finger chose a place; the buttons beside it do the same without a map. */
  readonly onPick?: (place: Position) => void
  readonly children?: (p: Projection) => ReactNode
}

/** The grid as a drawing: streets, water and houses of the base map, the border on top. Works without tiles. */
export function Outline({ border, label, pin = null, onPick, children }: OutlineProps) {
  const base = useQuery(baseMapQuery).data
  const p = useMemo(() => projectionOf([border], { width: WIDTH, margin: 22, square: true }), [border])
  const ground = useMemo(() => (base === undefined ? [] : groundOf(base, p)), [base, p])
  return (
    <svg
      className={onPick === undefined ? 'outline' : 'outline picks'}
      viewBox={`0 0 ${p.width} ${p.height.toFixed(0)}`}
      role="img"
      aria-label={label}
      onClick={onPick === undefined ? undefined : (event) => onPick(touchedAt(event, p))}
    >
      {ground.map(({ key, kind, d }) => (
        <path key={key} className={kind} d={d} />
      ))}
      <path className="border" d={outlineOf(border, p)} />
      {children?.(p)}
      {pin !== null && p.holds(pin) && <Pin at={p.to(pin)} />}
    </svg>
  )
}

const Pin = ({ at: [x, y] }: { at: readonly [number, number] }) => (
  <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} className="pin">
    <path d="M0 0c-7-9-12-14-12-21a12 12 0 0 1 24 0c0 7-5 12-12 21z" />
    <circle cy="-21" r="4.500" />
  </g>
)

type Ground = { readonly key: number; readonly kind: string; readonly d: string }
const ORDER = ['block', 'water', 'road', 'building']

/** What of the base map lies in the drawing, as paths, the lowest first. */
function groundOf({ features }: BaseMap, p: Projection): Ground[] {
  return features
    .flatMap(({ properties, geometry }, key): Ground[] => {
      const lines = linesOf(geometry)
      if (!lines.some((line) => line.some(p.holds))) return []
      const closed = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
      const d = lines.map((line) => pathOf(line, p) + (closed ? 'Z' : '')).join('')
      return [{ key, kind: properties.kind, d }]
    })
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

function linesOf(geometry: BaseMap['features'][number]['geometry']): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return []
    case 'LineString':
      return [geometry.coordinates]
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates
    case 'MultiPolygon':
      return geometry.coordinates.flat()
  }
}
