import { boxOf, metresPerDegree, parts as polygonsOf } from '@lifang/domains/grid/rules/geometry.ts'
import { pointInside } from '@lifang/domains/grid/rules/inside.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import type { BaseMap } from '@lifang/domains/grid/schema/map.ts'
import { t } from '../../kit/words.ts'

const WIDTH = 720
const HEIGHT = 510
const MARGIN = 26
const ROAD = { arterial: 13, riverside: 12, collector: 9 } as const

/** The grid with what lies around it, as lines: sharp on paper, and nothing is fetched. */
export function PosterDrawing({
  shape,
  name,
  base,
}: {
  readonly shape: Shape
  readonly name: string
  readonly base: BaseMap
}) {
  const box = boxOf(shape)
  const scale = metresPerDegree((box.south + box.north) / 2)
  const wide = (box.east - box.west) * scale.lon
  const high = (box.north - box.south) * scale.lat
  const zoom = Math.min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
  const [left, top] = [(WIDTH - wide * zoom) / 2, (HEIGHT - high * zoom) / 2]
  const at = ([lon, lat]: Position): [number, number] => [
    Math.round((left + (lon - box.west) * scale.lon * zoom) * 10) / 10,
    Math.round((top + (box.north - lat) * scale.lat * zoom) * 10) / 10,
  ]
  const inView = (points: readonly Position[]): boolean =>
    points.some((p) => {
      const [x, y] = at(p)
      return x > -60 && x < WIDTH + 60 && y > -60 && y < HEIGHT + 60
    })
  const line = (points: readonly Position[], close: boolean): string =>
    `M${points.map((p) => at(p).join(' ')).join('L')}${close ? 'Z' : ''}`
  const areaPaths = (kind: string): string =>
    base.features
      .filter((f) => f.properties.kind === kind)
      .flatMap(({ geometry: g }) =>
        g.type === 'Polygon' ? g.coordinates : g.type === 'MultiPolygon' ? g.coordinates.flat() : [],
      )
      .filter(inView)
      .map((ring) => line(ring, true))
      .join('')
  const roads = base.features.flatMap((f) => {
    const { geometry: g, properties } = f
    if (properties.kind !== 'road') return []
    const lines =
      g.type === 'LineString' ? [g.coordinates] : g.type === 'MultiLineString' ? g.coordinates : []
    const width = Object.entries(ROAD).find(([kind]) => kind === properties.class)?.[1] ?? 5
    return lines.filter(inView).map((points) => ({ points, width, name: properties.name ?? null }))
  })
  const border = polygonsOf(shape)
    .flat()
    .map((ring) => line(ring, true))
    .join('')
  const middle = pointInside(shape)
  const named = new Map<string, [number, number]>()
  for (const r of roads) {
    const spot = r.points.map(at).find(([x, y]) => x > 60 && x < WIDTH - 60 && y > 20 && y < HEIGHT - 20)
    const apart =
      spot === undefined
        ? false
        : [...named.values()].every((n) => Math.hypot(n[0] - spot[0], n[1] - spot[1]) > 70)
    if (r.name !== null && r.width > 5 && spot !== undefined && apart && !named.has(r.name))
      named.set(r.name, spot)
  }
  const [cx, cy] = middle === null ? [WIDTH / 2, HEIGHT / 2] : at(middle)
  return (
    <svg
      className="poster-map"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={t('grid-desk.poster-map', { name })}
    >
      <rect width={WIDTH} height={HEIGHT} fill="#f4f6f9" />
      <path d={areaPaths('block')} fill="#e8edf3" />
      <path d={areaPaths('water')} fill="#cfdff0" />
      {roads.map((r, i) => (
        <path
          key={i}
          d={line(r.points, false)}
          fill="none"
          stroke="#fff"
          strokeWidth={r.width}
          strokeLinecap="round"
        />
      ))}
      <path d={areaPaths('building')} fill="#ccd5e0" />
      <path
        d={border}
        fill="#22538f"
        fillOpacity="0.12"
        stroke="#22538f"
        strokeWidth="3.5"
        strokeLinejoin="round"
      />
      {[...named].map(([road, [x, y]]) => (
        <text key={road} x={x} y={y} className="road">
          {road}
        </text>
      ))}
      <text x={cx} y={cy} textAnchor="middle" className="here">
        {name}
      </text>
    </svg>
  )
}
