import { publicGridRoutes } from '@lifang/domains/grid/schema/public.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { useLoaded } from '../frame.tsx'
import { frameOf, pathOf, SIDE } from '../outlines.ts'

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
  const { toX, toY, toLon, toLat, height } = frameOf(found.value.map((i) => i.shape))
  return (
    <section className="card">
      <h2>{t('portal.place.map', { name })}</h2>
      <p className="hint">{t('portal.place.map-hint')}</p>
      <svg
        className="map point-map"
        viewBox={`0 0 ${SIDE} ${height}`}
        role="img"
        aria-label={t('portal.place.map-label', { name })}
        onClick={(event) => {
          if (disabled) return
          const box = event.currentTarget.getBoundingClientRect()
          const one = SIDE / box.width
          onPoint(toLon((event.clientX - box.left) * one), toLat((event.clientY - box.top) * one))
        }}
      >
        {found.value.map((g) => (
          <path key={g.code} d={pathOf(g.shape, toX, toY)} fill="#fff" stroke="#7e8a99" strokeWidth="1" />
        ))}
        {found.value.length <= MOST_NAMES &&
          found.value.map((g) => {
            const { x, y } = middleOf(pathOf(g.shape, toX, toY))
            return (
              <text key={g.code} x={x} y={y} textAnchor="middle" fontSize="13" fill="#3d4a5c">
                {g.name}
              </text>
            )
          })}
        {point !== null && (
          <g transform={`translate(${toX(point.lon)} ${toY(point.lat)})`}>
            <path d="M0 0 L-8 -18 A9 9 0 1 1 8 -18 Z" fill="#1f4f8f" stroke="#fff" strokeWidth="2" />
          </g>
        )}
      </svg>
    </section>
  )
}

/** More names than this would lie over each other on a telephone. */
const MOST_NAMES = 12

/** Middle of a drawn outline's box. */
function middleOf(path: string): { x: number; y: number } {
  const at = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const)
  const half = (list: readonly number[]): number => (Math.min(...list) + Math.max(...list)) / 2
  return { x: half(at.map(([x]) => x)), y: half(at.map(([, y]) => y)) }
}
