import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { snapTo } from './handles.tsx'

const NOWHERE: Position = [999, 999]

/** A cut as it is drawn: a press adds a point, a double press or Enter ends it, Escape drops it. */
export function SplitLine({
  map,
  around,
  onDone,
  onCancel,
}: {
  readonly map: MapLibre
  readonly around: readonly Shape[]
  readonly onDone: (line: readonly Position[]) => void
  readonly onCancel: () => void
}) {
  const [line, setLine] = useState<readonly Position[]>([])
  const [tip, setTip] = useState<Position | null>(null)
  const latest = useRef({ line, around, onDone, onCancel })
  useEffect(() => {
    latest.current = { line, around, onDone, onCancel }
  })
  useEffect(() => {
    const at = (event: { lngLat: { lng: number; lat: number }; originalEvent: MouseEvent }): Position => {
      const free: Position = [event.lngLat.lng, event.lngLat.lat]
      return event.originalEvent.altKey ? free : (snapTo(map, free, latest.current.around, NOWHERE) ?? free)
    }
    const done = (): void => {
      const { line: drawn } = latest.current
      if (drawn.length >= 2) latest.current.onDone(drawn)
    }
    const add = (event: Parameters<typeof at>[0]): void => {
      const next = at(event)
      const last = latest.current.line.at(-1)
      // A double press is two presses in one place.
      if (last !== undefined && last[0] === next[0] && last[1] === next[1]) return
      setLine((old) => [...old, next])
    }
    const move = (event: Parameters<typeof at>[0]): void => setTip(at(event))
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') latest.current.onCancel()
      if (event.key === 'Enter') done()
      if (event.key === 'Backspace') setLine((old) => old.slice(0, -1))
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
  }, [map])
  const points = line.map((p) => map.project(p))
  const last = points.at(-1)
  const end = tip === null ? null : map.project(tip)
  return (
    <g aria-hidden="true">
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
