import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { typing } from '../app/shell.tsx'
import { snapTo } from './handles.tsx'

const NOWHERE: Position = [999, 999]

/** A cut or a ring as it is drawn: a press adds a point, a double press or Enter ends it, Escape drops it. */
export function LineTool({
  map,
  around,
  line,
  onLine,
  ring = false,
  onDone,
  onCancel,
}: {
  readonly map: MapLibre
  readonly around: readonly Shape[]
  readonly line: readonly Position[]
  readonly onLine: (change: { readonly add: Position } | 'drop-last') => void
  /** A ring comes back to where it began. */
  readonly ring?: boolean
  readonly onDone: () => void
  readonly onCancel: () => void
}) {
  const [tip, setTip] = useState<Position | null>(null)
  const latest = useRef({ line, around, onLine, onDone, onCancel })
  useEffect(() => {
    latest.current = { line, around, onLine, onDone, onCancel }
  })
  useEffect(() => {
    const at = (event: { lngLat: { lng: number; lat: number }; originalEvent: MouseEvent }): Position => {
      const free: Position = [event.lngLat.lng, event.lngLat.lat]
      return event.originalEvent.altKey ? free : (snapTo(map, free, latest.current.around, NOWHERE) ?? free)
    }
    const done = (): void => {
      if (latest.current.line.length >= (ring ? 3 : 2)) latest.current.onDone()
    }
    const add = (event: Parameters<typeof at>[0]): void => {
      const next = at(event)
      const last = latest.current.line.at(-1)
      // A double press is two presses in one place.
      if (last !== undefined && last[0] === next[0] && last[1] === next[1]) return
      latest.current.onLine({ add: next })
    }
    const move = (event: Parameters<typeof at>[0]): void => setTip(at(event))
    const key = (event: KeyboardEvent): void => {
      // Who types coordinates beside the map means the field.
      if (typing(event.target)) return
      const button = event.target instanceof HTMLElement && event.target.closest('button, a') !== null
      if (event.key === 'Escape') latest.current.onCancel()
      if (event.key === 'Enter' && !button) done()
      if (event.key === 'Backspace') latest.current.onLine('drop-last')
    }
    map.getCanvas().style.cursor = 'crosshair'
    map.on('click', add)
    map.on('dblclick', done)
    map.on('mousemove', move)
    window.addEventListener('keydown', key)
    return () => {
      map.getCanvas().style.cursor = ''
      map.off('click', add)
      map.off('dblclick', done)
      map.off('mousemove', move)
      window.removeEventListener('keydown', key)
    }
  }, [map, ring])
  const points = line.map((p) => map.project(p))
  const last = points.at(-1)
  const end = tip === null ? null : map.project(tip)
  return (
    <g aria-hidden="true">
      {ring && points.length > 2 && (
        <polygon
          className="ring-ground"
          points={points.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ')}
        />
      )}
      <polyline className="cut" points={points.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ')} />
      {last !== undefined && end !== null && (
        <path
          className="cut live"
          d={`M${String(last.x)} ${String(last.y)}L${String(end.x)} ${String(end.y)}`}
        />
      )}
      {points.map(({ x, y }, i) => (
        <rect key={i} className="corner still" x={x - 4} y={y - 4} width="8" height="8" />
      ))}
      {end !== null && <circle className="tip" cx={end.x} cy={end.y} r="5" />}
    </g>
  )
}
