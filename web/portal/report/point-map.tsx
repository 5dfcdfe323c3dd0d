import { publicGridRoutes } from '@lifang/domains/grid/schema/public.ts'
import { call } from '../../kit/call.ts'
import { middleOf, outlineOf, projectionOf, touchedAt } from '../../kit/projection.ts'
import { t } from '../../kit/words.ts'
import { useLoaded } from '../frame.tsx'
import { SHEET } from '../places.ts'

interface PointMapProps {
  /** Code of the community or street that is drawn, and its name. */
  readonly under: string
  readonly name: string
  readonly point: { readonly lon: number; readonly lat: number } | null
  readonly disabled: boolean
  readonly onPoint: (lon: number, lat: number) => void
}

/** A point by touch, within the borders of the grids. A help for the eye: the lists and the position do without it. */
export function PointMap({ under, name, point, disabled, onPoint }: PointMapProps) {
  const found = useLoaded(
    under,
    async () => (await call(publicGridRoutes.borders, { query: { under } })).items,
  )
  if (found.state !== 'there' || found.value.length === 0) return null
  const p = projectionOf(
    found.value.map((i) => i.shape),
    SHEET,
  )
  return (
    <section className="card">
      <h2>{t('portal.place.map', { name })}</h2>
      <p className="hint">{t('portal.place.map-hint')}</p>
      <svg
        className="map point-map"
        viewBox={`0 0 ${p.width} ${p.height.toFixed(0)}`}
        role="img"
        aria-label={t('portal.place.map-label', { name })}
        onClick={(event) => {
          if (!disabled) onPoint(...touchedAt(event, p))
        }}
      >
        {found.value.map((g) => (
          <path key={g.code} d={outlineOf(g.shape, p)} fill="#fff" stroke="#7e8a99" strokeWidth="1" />
        ))}
        {found.value.length <= MOST_NAMES &&
          found.value.map((g) => {
            const [x, y] = middleOf(g.shape, p)
            return (
              <text key={g.code} x={x} y={y} textAnchor="middle" fontSize="13" fill="#3d4a5c">
                {g.name}
              </text>
            )
          })}
        {point !== null && (
          <g transform={`translate(${p.to([point.lon, point.lat]).join(' ')})`}>
            <path d="M0 0 L-8 -18 A9 9 0 1 1 8 -18 Z" fill="#1f4f8f" stroke="#fff" strokeWidth="2" />
          </g>
        )}
      </svg>
    </section>
  )
}

/** More names than this would lie over each other on a telephone. */
const MOST_NAMES = 12
