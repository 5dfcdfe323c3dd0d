import './overlay.css'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useReducer, type ReactNode } from 'react'
import { centreOf } from '@lifang/domains/grid/rules/centre.ts'
import { parts as polygonsOf } from '@lifang/domains/grid/rules/geometry.ts'
import type { Shape } from '@lifang/domains/grid/schema.ts'

export interface Drawn {
  readonly key: string
  readonly name: string
  /** Below the name: households. */
  readonly note: string | null
  readonly shape: Shape
  readonly tone: 'plain' | 'chosen' | 'fresh'
}
/** A gap, an overlap or a part outside: hatched in ink with a black tag, since red and yellow belong to lamps. */
export interface Fault {
  readonly shape: Shape
  readonly label: string
}

/** Draws again whenever the map moves. */
function useMoves(map: MapLibre): void {
  const [, again] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    map.on('move', again)
    map.on('resize', again)
    return () => {
      map.off('move', again)
      map.off('resize', again)
    }
  }, [map])
}

const pathOf = (map: MapLibre, shape: Shape): string =>
  polygonsOf(shape)
    .flat()
    .map(
      (ring) =>
        `M${ring
          .map((at) => {
            const { x, y } = map.project(at)
            return `${x.toFixed(1)} ${y.toFixed(1)}`
          })
          .join('L')}Z`,
    )
    .join('')

/** What is drawn over the map: parts by name, faults, and what the tool in hand adds. */
export function Overlay({
  map,
  drawn,
  faults,
  children,
}: {
  readonly map: MapLibre
  readonly drawn: readonly Drawn[]
  readonly faults: readonly Fault[]
  readonly children?: ReactNode
}) {
  useMoves(map)
  return (
    <svg className="overlay">
      <defs>
        <pattern id="fault" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="#fff" opacity="0.7" />
          <path d="M0 0v6" stroke="#1b2430" strokeWidth="3" />
        </pattern>
      </defs>
      <g aria-hidden="true">
        {drawn.map((d) => (
          <path key={d.key} className={`part ${d.tone}`} d={pathOf(map, d.shape)} />
        ))}
        {faults.map((f, i) => (
          <path key={i} className="fault" d={pathOf(map, f.shape)} />
        ))}
        {drawn.map((d) => {
          const centre = centreOf(d.shape)
          if (centre === null) return null
          const { x, y } = map.project(centre)
          return (
            <text key={d.key} className="part-name" x={x} y={y} textAnchor="middle">
              <tspan>{d.name}</tspan>
              {d.note !== null && (
                <tspan className="note" x={x} dy="16">
                  {d.note}
                </tspan>
              )}
            </text>
          )
        })}
        {faults.map((f, i) => {
          const centre = centreOf(f.shape)
          if (centre === null) return null
          const { x, y } = map.project(centre)
          const width = f.label.length * 12 + 16
          return (
            <g key={i} transform={`translate(${(x + 18).toFixed(1)} ${(y - 34).toFixed(1)})`}>
              <path d="M-18 34L6 11" stroke="#1b2430" />
              <rect width={width} height="22" rx="4" fill="#1b2430" />
              <text x={width / 2} y="15" textAnchor="middle" className="fault-name">
                {f.label}
              </text>
            </g>
          )
        })}
      </g>
      {children}
    </svg>
  )
}
