import type { Map as MapLibre } from 'maplibre-gl'
import type { KeyboardEvent, PointerEvent } from 'react'
import {
  metresPerDegree,
  nearestOnSegment,
  parts as polygonsOf,
} from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { t } from '../../kit/words.ts'

/** A corner or side this near under the pointer draws it to itself, px. */
const SNAP_PX = 9

/** The nearest corner, else the nearest side, of the shapes around; null when none is near. */
export function snapTo(
  map: MapLibre,
  at: Position,
  around: readonly Shape[],
  not: Position,
): Position | null {
  const here = map.project(at)
  let best: { at: Position; px: number } | null = null
  const near = (p: Position): number => {
    const there = map.project(p)
    return Math.hypot(there.x - here.x, there.y - here.y)
  }
  const offer = (p: Position, bonus: number): void => {
    if (p[0] === not[0] && p[1] === not[1]) return
    const px = near(p) - bonus
    if (px < SNAP_PX && (best === null || px < best.px)) best = { at: p, px }
  }
  for (const ring of around.flatMap((s) => polygonsOf(s).flat())) {
    ring.slice(1).forEach((b, i) => {
      const a = ring[i] ?? b
      // A corner is meant more often than a place on the side beside it.
      offer(b, 4)
      const touches = [a, b].some((p) => p[0] === not[0] && p[1] === not[1])
      if (!touches) offer(nearestOnSegment(at, a, b).at, 0)
    })
  }
  return best === null ? null : (best as { at: Position }).at
}

const STEPS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Square handles on every corner of the chosen grid, small round ones between them that make a new corner. */
export function Handles({
  map,
  shape,
  around,
  onDrag,
  onDrop,
  onRemove,
  onAdd,
}: {
  readonly map: MapLibre
  readonly shape: Shape
  readonly around: readonly Shape[]
  /** A corner under way; nothing is kept yet. */
  readonly onDrag: (from: Position, to: Position) => void
  readonly onDrop: (from: Position, to: Position) => void
  readonly onRemove: (at: Position) => void
  readonly onAdd: (at: Position) => void
}) {
  const corners = polygonsOf(shape)
    .flat()
    .flatMap((ring) => ring.slice(0, -1))
  const middles = polygonsOf(shape)
    .flat()
    .flatMap((ring) =>
      ring.slice(1).flatMap((b, i): Position[] => {
        const a = ring[i]
        return a === undefined ? [] : [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]
      }),
    )
  const drag = (from: Position, event: PointerEvent<SVGElement>): void => {
    event.preventDefault()
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    const box = map.getCanvas().getBoundingClientRect()
    let to: Position | null = null
    const move = (e: globalThis.PointerEvent): void => {
      const { lng, lat } = map.unproject([e.clientX - box.left, e.clientY - box.top])
      const free: Position = [lng, lat]
      to = e.altKey ? free : (snapTo(map, free, around, from) ?? free)
      onDrag(from, to)
    }
    const up = (): void => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', up)
      if (to !== null) onDrop(from, to)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', up)
  }
  const key = (at: Position, event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove(at)
    }
    if (step === undefined) return
    event.preventDefault()
    const scale = metresPerDegree(at[1])
    const metres = event.shiftKey ? 10 : 1
    onDrop(at, [at[0] + (step[0] * metres) / scale.lon, at[1] + (step[1] * metres) / scale.lat])
  }
  return (
    <g>
      {middles.map((at, i) => {
        const { x, y } = map.project(at)
        return (
          <circle
            key={`m${String(i)}`}
            className="middle"
            cx={x}
            cy={y}
            r="4"
            role="button"
            tabIndex={-1}
            aria-label={t('grid-desk.add-corner', { n: i + 1 })}
            onClick={() => onAdd(at)}
          />
        )
      })}
      {corners.map((at, i) => {
        const { x, y } = map.project(at)
        return (
          <rect
            key={i}
            className="corner"
            x={x - 5}
            y={y - 5}
            width="10"
            height="10"
            role="button"
            tabIndex={0}
            data-corner={i}
            aria-label={t('grid-desk.corner', { n: i + 1, of: corners.length })}
            onPointerDown={(e) => drag(at, e)}
            onKeyDown={(e) => key(at, e)}
          />
        )
      })}
    </g>
  )
}
