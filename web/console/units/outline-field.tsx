import '../grids/editor.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import { addCorner, dropCorner, moveCorner, type DrawnPart } from '@lifang/domains/grid/rules/edit.ts'
import { boxOf } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { measured, type Outline } from '@lifang/domains/registry/rules/outline-size.ts'
import { pastedOutline, readOutline } from '@lifang/domains/registry/rules/outline.ts'
import { TownMap } from '../../kit/map/map.tsx'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { useFit } from '../grids/fit.ts'
import { Handles } from '../grids/handles.tsx'
import { LineTool } from '../grids/line-tool.tsx'
import { Overlay } from '../grids/overlay.tsx'

/** An outline in a form: the last one drawn or pasted, and what is wrong with it; null: none. */
export interface Drawn {
  readonly shape: Outline | null
  readonly fault: string | null
}

interface FieldProps {
  readonly value?: Drawn
  readonly onChange?: (value: Drawn) => void
  readonly at: { readonly lon: number; readonly lat: number }
  readonly name: string
}

const NONE: readonly never[] = []
const ROOM = { top: 40, right: 40, bottom: 40, left: 40 } as const
/** What is shown round a place without an outline, degrees to each side: about 200 m. */
const AROUND = 0.002

const partOf = (name: string, shape: Outline): DrawnPart => ({
  key: 'outline',
  code: null,
  name,
  from: [],
  kind: 'general',
  type: 'estate',
  households: null,
  shape,
})

/** Drawn on the map, its corners moved by pointer or keyboard; or pasted as GeoJSON, with the same result. */
export function OutlineField({ value = { shape: null, fault: null }, onChange, at, name }: FieldProps) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const [map, setMap] = useState<MapLibre | null>(null)
  /** Corners of the ring under way; null: none is drawn. */
  const [line, setLine] = useState<readonly Position[] | null>(null)
  const [under, setUnder] = useState<Outline | null>(null)
  const [typed, setTyped] = useState(() => (value.shape === null ? '' : JSON.stringify(value.shape)))
  const [first] = useState(value.shape)
  const box = first === null ? null : boxOf(first)
  useFit(
    map,
    box === null
      ? [at.lon - AROUND, at.lat - AROUND, at.lon + AROUND, at.lat + AROUND]
      : [box.west, box.south, box.east, box.north],
    ROOM,
  )
  useEffect(() => {
    map?.doubleClickZoom.disable()
  }, [map])
  const take = (shape: Outline | null): void => {
    const read = shape === null ? null : readOutline(shape, at)
    const kept = read?.ok === true ? read.value : shape
    setTyped(kept === null ? '' : JSON.stringify(kept))
    setUnder(null)
    onChange?.({ shape: kept, fault: read?.ok === false ? t(read.fault.code, read.fault.details) : null })
  }
  const paste = (text: string): void => {
    setTyped(text)
    if (text.trim() === '') {
      onChange?.({ shape: null, fault: null })
      return
    }
    const read = pastedOutline(text, at)
    onChange?.(
      read.ok
        ? { shape: read.value, fault: null }
        : { shape: value.shape, fault: t(read.fault.code, read.fault.details) },
    )
  }
  const close = (): void => {
    const [from] = line ?? []
    if (line === null || from === undefined || line.length < 3) return
    setLine(null)
    take({ type: 'Polygon', coordinates: [[...line, from]] })
  }
  const shown = under ?? value.shape
  const change = (step: (drawing: readonly DrawnPart[]) => readonly DrawnPart[]): Outline | null => {
    const now = value.shape === null ? undefined : step([partOf(name, value.shape)])[0]?.shape
    return now?.type === 'Polygon' ? now : value.shape
  }
  const size = shown === null ? null : measured(shown)
  return (
    <div className="unit-outline">
      <p className="line wrap">
        <Button size="small" onClick={() => setLine([])} disabled={line !== null}>
          {t(value.shape === null ? 'units.outline-draw' : 'units.outline-again')}
        </Button>
        {value.shape !== null && (
          <Button size="small" onClick={() => take(null)}>
            {t('units.outline-clear')}
          </Button>
        )}
        <span className="sp" />
        {size !== null && (
          <span className="sm" role="status">
            {t('units.outline-line', {
              corners: size.corners,
              area: size.squareMetres.toLocaleString('zh-CN'),
            })}
          </span>
        )}
      </p>
      <TownMap
        label={t('units.outline-of', { name })}
        base={base}
        areas={areas}
        picked={at}
        padding={ROOM}
        onMap={setMap}
        still
      >
        {map !== null && (
          <Overlay
            map={map}
            drawn={
              shown === null || line !== null
                ? NONE
                : [{ key: 'outline', name: '', note: null, shape: shown, tone: 'chosen' }]
            }
            faults={NONE}
          >
            {line !== null && (
              <LineTool
                map={map}
                around={NONE}
                line={line}
                ring
                onLine={(step) =>
                  setLine((old) =>
                    step === 'drop-last' ? (old ?? []).slice(0, -1) : [...(old ?? []), step.add],
                  )
                }
                onDone={close}
                onCancel={() => setLine(null)}
              />
            )}
            {line === null && shown !== null && (
              <Handles
                map={map}
                shape={shown}
                around={NONE}
                onDrag={(from, to) => setUnder(change((d) => moveCorner(d, from, to)))}
                onDrop={(from, to) => take(change((d) => moveCorner(d, from, to)))}
                onRemove={(corner) => take(change((d) => dropCorner(d, corner)))}
                onAdd={(corner) => take(change((d) => addCorner(d, corner)))}
              />
            )}
          </Overlay>
        )}
      </TownMap>
      <p className="sm mu">
        {t(
          line !== null
            ? 'units.outline-ring-hint'
            : value.shape === null
              ? 'units.outline-none-hint'
              : 'units.outline-hint',
        )}
      </p>
      <label className="sm mu" htmlFor="place-outline">
        {t('units.outline-paste')}
      </label>
      <Input.TextArea
        id="place-outline"
        rows={3}
        spellCheck={false}
        value={typed}
        onChange={(e) => paste(e.target.value)}
      />
    </div>
  )
}
