import { useMutation, useQuery } from '@tanstack/react-query'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  addCorner,
  changesOf,
  drawPart,
  dropCorner,
  halvingLine,
  isSound,
  mergeParts,
  moveCorner,
  requestFor,
  splitPart,
  type Drawing,
} from '@lifang/domains/grid/rules/edit.ts'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import { checkTopology, type Finding } from '@lifang/domains/grid/rules/topology.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { deskRoutes } from '@lifang/domains/grid/schema/desk.ts'
import type { BaseMap, MapArea } from '@lifang/domains/grid/schema/map.ts'
import { newId } from '@lifang/platform/id.ts'
import type { Decided, Problem } from '@lifang/platform/problem.ts'
import { call } from '../../kit/call.ts'
import { TownMap } from '../../kit/map/map.tsx'
import { boxOfAreas } from '../../kit/map/model.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { typing } from '../app/shell.tsx'
import { EditorPanel } from './editor-panel.tsx'
import { faultTag } from './faults.ts'
import { useFit } from './fit.ts'
import { Handles } from './handles.tsx'
import { LineTool } from './line-tool.tsx'
import { Overlay, type Drawn } from './overlay.tsx'
import { gridsChanged, trialQuery } from './queries.ts'
import { positionsOf, pressed, ringOf, type RingPoint } from './ring.ts'
import { RingPoints } from './ring-points.tsx'
import { useSteps } from './steps.ts'
import { Tools, type Tool } from './tools.tsx'
import './editor.css'

interface Step {
  /** Of this step alone: what the server is asked about it is kept under it. */
  readonly id: string
  readonly drawing: Drawing
}

const NO_CHECKS: readonly Finding[] = []
/** For the tools that float over the board, px. */
const ROOM = { top: 72, right: 60, bottom: 84, left: 40 } as const

/** The drawing board of one community: every step is checked at once, and nothing changes before the draft is published. */
export function Editor({
  start,
  parent,
  base,
  onClose,
  onSaved,
}: {
  readonly start: Drawing
  /** The community. */
  readonly parent: MapArea
  readonly base: BaseMap | undefined
  readonly onClose: () => void
  readonly onSaved: (redraw: string) => void
}) {
  const steps = useSteps<Step>({ id: 'start', drawing: start })
  /** Keys of the grids in hand. */
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [tool, setTool] = useState<Tool>('edit')
  /** Of the cut or the ring under way. */
  const [points, setPoints] = useState<readonly RingPoint[]>([])
  const [alone, setAlone] = useState(false)
  const [under, setUnder] = useState<Drawing | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [map, setMap] = useState<MapLibre | null>(null)
  const [document, setDocument] = useState('')
  const idFor = useCommandId()
  const drawing = under ?? steps.now.drawing
  const sound = isSound(drawing)
  const findings = useMemo(
    () =>
      sound
        ? checkTopology(
            parent.border,
            drawing.map((p) => ({ ...p, id: p.key })),
          )
        : NO_CHECKS,
    [drawing, parent, sound],
  )
  const changed = changesOf(start, steps.now.drawing).length > 0
  const trial = useQuery(
    trialQuery(steps.now.id, parent.code, start, steps.now.drawing, sound && under === null),
  )
  const save = useMutation({
    mutationFn: () => {
      const body = {
        ...requestFor(start, steps.now.drawing, parent.code),
        ...(document.trim() === '' ? {} : { document: document.trim() }),
      }
      return call(deskRoutes.draftRedraw, { body: { id: idFor(body), ...body } })
    },
    onSuccess: async (view) => {
      await gridsChanged()
      onSaved(view.id)
    },
  })

  const go = (next: Drawing, inHand: readonly string[] = chosen): void => {
    setRefused(null)
    setUnder(null)
    setChosen(inHand)
    steps.go({ id: newId(), drawing: next })
  }
  const attempt = (decided: Decided<Drawing>, inHand: readonly string[]): void => {
    if (decided.ok) go(decided.value, inHand)
    else setRefused(t(decided.problem.code, decided.problem.details))
  }
  const one = chosen.length === 1 ? drawing.find((p) => p.key === chosen[0]) : undefined
  const split = (line: readonly Position[]): void => {
    if (one === undefined) return
    const keys = [newId(), newId()] as const
    attempt(splitPart(steps.now.drawing, one.key, line, keys), [keys[0]])
    setPoints([])
    setTool('edit')
  }
  const take = (next: Tool): void => {
    setPoints([])
    setRefused(null)
    setTool(next)
  }
  const kept = steps.now.drawing
  const drawnAs = useMemo(() => {
    const ring = tool === 'draw' ? ringOf(points) : null
    if (ring === null) return null
    const before = kept.filter((p) => p.code === null && p.from.length === 0).length
    const made = { key: newId(), name: t('grid-desk.drawn-name', { n: before + 1 }) }
    return { key: made.key, decided: drawPart(kept, ring, parent.border, made) }
  }, [points, kept, parent, tool])
  const ringFault =
    drawnAs === null || drawnAs.decided.ok
      ? null
      : t(ringWords(drawnAs.decided.problem), drawnAs.decided.problem.details)
  const closeRing = (): void => {
    if (drawnAs === null || !drawnAs.decided.ok) return
    go(drawnAs.decided.value, [drawnAs.key])
    take('edit')
  }
  const join = (): void => {
    const key = newId()
    attempt(mergeParts(steps.now.drawing, chosen, key), [key])
  }
  const move = (from: Position, to: Position): Drawing =>
    moveCorner(steps.now.drawing, from, to, alone ? one?.key : undefined)
  const choose = (key: string, more: boolean): void => {
    if (more || tool === 'merge')
      setChosen((old) => (old.includes(key) ? old.filter((k) => k !== key) : [...old, key]))
    else setChosen([key])
  }

  const latest = useRef({ choose, tool, drawing, steps })
  useEffect(() => {
    latest.current = { choose, tool, drawing, steps }
  })
  useEffect(() => {
    if (map === null) return
    map.doubleClickZoom.disable()
    const pick = (event: { lngLat: { lng: number; lat: number }; originalEvent: MouseEvent }): void => {
      if (latest.current.tool === 'split' || latest.current.tool === 'draw') return
      const index = new GridIndex(latest.current.drawing.map((p) => ({ id: p.key, shape: p.shape })))
      const key = index.locate(event.lngLat.lng, event.lngLat.lat)
      if (key !== null) latest.current.choose(key, event.originalEvent.shiftKey)
    }
    map.on('click', pick)
    return () => {
      map.off('click', pick)
      map.doubleClickZoom.enable()
    }
  }, [map])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (typing(event.target) || !(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) latest.current.steps.redo()
      else latest.current.steps.undo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const nameOf = (key: string): string => drawing.find((p) => p.key === key)?.name ?? key
  const board = useMemo(() => [parent], [parent])
  useFit(map, boxOfAreas(board), ROOM)
  const around = useMemo(
    (): readonly Shape[] => [parent.border, ...drawing.map((p) => p.shape)],
    [parent, drawing],
  )
  const planned = new Map((trial.data?.after ?? []).map((p) => [p.code ?? p.name, p.households]))
  const drawn = drawing.map((p): Drawn => {
    const households = changed ? (planned.get(p.code ?? p.name) ?? p.households) : p.households
    return {
      key: p.key,
      name: p.name,
      note: households === null ? null : t('grid-desk.households-n', { n: households }),
      shape: p.shape,
      tone: chosen.includes(p.key) ? 'chosen' : p.code === null ? 'fresh' : 'plain',
    }
  })
  return (
    <>
      <section className="pane-map" aria-label={t('grid-desk.board')}>
        <TownMap
          label={t('grid-desk.board-of', { name: parent.name })}
          base={base}
          areas={board}
          padding={ROOM}
          onMap={setMap}
        >
          {map !== null && (
            <Overlay
              map={map}
              drawn={drawn}
              faults={findings.flatMap((f) =>
                f.shape === undefined ? [] : [{ shape: f.shape, label: faultTag({ ...f, areas: f.grids }) }],
              )}
            >
              {((tool === 'split' && one !== undefined) || tool === 'draw') && (
                <LineTool
                  key={tool}
                  map={map}
                  around={around}
                  line={positionsOf(points)}
                  ring={tool === 'draw'}
                  onLine={(change) =>
                    setPoints((old) =>
                      change === 'drop-last' ? old.slice(0, -1) : [...old, pressed(change.add)],
                    )
                  }
                  onDone={() => {
                    if (tool === 'draw') closeRing()
                    else split(positionsOf(points))
                  }}
                  onCancel={() => take('edit')}
                />
              )}
              {tool === 'edit' && one !== undefined && (
                <Handles
                  map={map}
                  shape={one.shape}
                  around={around}
                  onDrag={(from, to) => setUnder(move(from, to))}
                  onDrop={(from, to) => go(move(from, to))}
                  onRemove={(at) => go(dropCorner(steps.now.drawing, at))}
                  onAdd={(at) => go(addCorner(steps.now.drawing, at))}
                />
              )}
            </Overlay>
          )}
          <Tools
            tool={tool}
            onTool={take}
            chosen={chosen.length}
            alone={alone}
            onAlone={setAlone}
            onHalve={(across) => {
              if (one !== undefined) split(halvingLine(one.shape, across))
            }}
            onJoin={join}
            undo={steps.canUndo ? steps.undo : undefined}
            redo={steps.canRedo ? steps.redo : undefined}
          />
          {refused !== null && (
            <p className="map-float refused" role="alert">
              {refused}
            </p>
          )}
        </TownMap>
      </section>
      <EditorPanel
        before={
          tool === 'draw' && (
            <RingPoints points={points} onPoints={setPoints} fault={ringFault} onDone={closeRing} />
          )
        }
        drawing={steps.now.drawing}
        chosen={chosen}
        onChoose={choose}
        onDraw={go}
        findings={findings}
        sound={sound}
        nameOf={nameOf}
        changed={changed}
        trial={changed ? trial.data : undefined}
        trying={trial.isFetching}
        error={trial.error ?? save.error}
        document={document}
        onDocument={setDocument}
        saving={save.isPending}
        onSave={() => save.mutate()}
        onClose={onClose}
      />
    </>
  )
}

/** A ring that is no border says what is wrong with it. */
const ringWords = ({ code, details }: Problem): string =>
  code === 'grid.border-invalid' && typeof details['check'] === 'string'
    ? `grid-desk.ring-fault.${details['check']}`
    : code
