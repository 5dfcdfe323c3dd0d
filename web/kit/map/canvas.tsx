/** The drawn map: MapLibre under React. Only `map.tsx` imports this file, so that it stays out of the first load. */
import {
  GeoJSONSource,
  Map as MapLibre,
  Marker,
  setWorkerUrl,
  type MapLayerMouseEvent,
  type MapMouseEvent,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { FeatureCollection } from 'geojson'
import { useEffect, useRef, useState } from 'react'
import { t } from '../words.ts'
import { buttonOn } from './button.ts'
import {
  areaNames,
  areaShapes,
  collection,
  highlightPoint,
  incidentPoints,
  markRooms,
  nearRing,
  pickedPoint,
  walkLine,
} from './data.ts'
import { boxOfAreas, type MapHighlight, type MapPerson, type MapProps } from './model.ts'
import { useWalk } from './walk.ts'
import { addPictures } from './pins.ts'
import { styleOf } from './style.ts'

setWorkerUrl(workerUrl)

const PADDING = { top: 40, right: 40, bottom: 40, left: 40 }
/** Close enough to read the street names around a case. */
const CASE_ZOOM = 15.2
const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** A browser without WebGL draws no map; the page says so and the list stands in. */
function open(container: HTMLElement, props: MapProps): MapLibre | null {
  try {
    return new MapLibre({
      container,
      style: styleOf(props.theme ?? 'light'),
      center: [113.13, 29.37],
      zoom: 12,
      minZoom: 9,
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      scrollZoom: props.still !== true,
      fadeDuration: 0,
      locale: { 'Map.Title': props.label },
      // Without it the picture is empty on paper.
      canvasContextAttributes: { preserveDrawingBuffer: true },
    })
  } catch {
    return null
  }
}

export function MapCanvas(props: MapProps) {
  const place = useRef<HTMLDivElement>(null)
  const told = useRef(props)
  useEffect(() => {
    told.current = props
  })
  const [map, setMap] = useState<MapLibre | null>(null)
  const [failed, setFailed] = useState(false)
  // Everything given so far is on the picture.
  const [drawn, setDrawn] = useState(false)

  useEffect(() => {
    const container = place.current
    if (container === null) return
    const made = open(container, told.current)
    if (made === null) {
      setFailed(true)
      return
    }
    made.touchZoomRotate.disableRotation()
    made.keyboard.disableRotation()
    made.on('load', () => {
      addPictures(made, told.current.theme ?? 'light')
      setMap(made)
    })
    listen(made, () => told.current)
    return () => {
      setMap(null)
      made.remove()
    }
  }, [])

  const { base, areas, incidents, highlight = null, grid = null, choropleth = null, picked = null } = props
  const { walk = null } = props
  useSource(map, 'base', base, (b): FeatureCollection => b ?? collection([]))
  useEffect(() => {
    put(map, 'areas', areaShapes(areas, choropleth, grid))
  }, [map, areas, choropleth, grid])
  useSource(map, 'names', areas, areaNames)
  useSource(map, 'incidents', incidents, (list) => incidentPoints(list ?? []))
  useSource(map, 'near', highlight, nearRing)
  useSource(map, 'highlight', highlight, highlightPoint)
  useSource(map, 'picked', picked, pickedPoint)
  useSource(map, 'walk', walk, walkLine)
  useSource(map, 'marks', props.marks, markRooms)
  useEffect(() => {
    if (map === null || base === undefined || areas.length === 0) return
    const idle = (): void => setDrawn(true)
    map.once('idle', idle)
    map.triggerRepaint()
    return () => {
      map.off('idle', idle)
    }
  }, [map, base, areas])
  useEffect(() => {
    told.current.onMap?.(map)
  }, [map])
  useFrame(map, props)
  usePeople(map, props.people)
  useMarks(map, props)
  useLabel(map, highlight)
  useWalk(map, props)

  if (failed) return <p className="map-failed">{t('map.no-webgl')}</p>
  return (
    <>
      <div ref={place} className="map-canvas" data-drawn={drawn ? '' : undefined} />
      <div className="map-zoom" role="group" aria-label={t('map.zoom')}>
        <button type="button" aria-label={t('map.zoom-in')} onClick={() => map?.zoomIn()}>
          ＋
        </button>
        <button type="button" aria-label={t('map.zoom-out')} onClick={() => map?.zoomOut()}>
          －
        </button>
      </div>
    </>
  )
}

function put(map: MapLibre | null, name: string, data: FeatureCollection): void {
  const source = map?.getSource(name)
  if (source instanceof GeoJSONSource) void source.setData(data)
}

function useSource<T>(
  map: MapLibre | null,
  name: string,
  value: T,
  draw: (value: T) => FeatureCollection,
): void {
  useEffect(() => {
    put(map, name, draw(value))
    // `draw` is one of ours and does not change.
  }, [map, name, value])
}

function listen(map: MapLibre, props: () => MapProps): void {
  const numberOf = (event: MapLayerMouseEvent): string | null => {
    const number: unknown = event.features?.[0]?.properties['number']
    return typeof number === 'string' ? number : null
  }
  map.on('click', 'pins', (event) => {
    const number = numberOf(event)
    if (number !== null && props().onPick === undefined) props().onOpen?.(number)
  })
  map.on('click', 'clusters', (event) => {
    const [feature] = event.features ?? []
    const id: unknown = feature?.properties['cluster_id']
    const source = map.getSource('incidents')
    if (typeof id !== 'number' || !(source instanceof GeoJSONSource)) return
    source.getClusterExpansionZoom(id).then(
      (zoom) => map.easeTo({ center: event.lngLat, zoom, duration: calm() ? 0 : 300 }),
      // The cluster is gone since: the next picture shows what there is.
      () => undefined,
    )
  })
  map.on('click', 'values', (event: MapLayerMouseEvent) => {
    const code: unknown = event.features?.[0]?.properties['code']
    if (typeof code === 'string') props().onArea?.(code)
  })
  map.on('click', (event: MapMouseEvent) => {
    const { lng, lat } = event.lngLat
    props().onPick?.({ lon: Math.round(lng * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 })
  })
  for (const layer of ['pins', 'clusters']) {
    map.on('mouseenter', layer, () => {
      if (props().onPick === undefined) map.getCanvas().style.cursor = 'pointer'
    })
    map.on('mouseleave', layer, () => {
      map.getCanvas().style.cursor = ''
    })
  }
}

/** Shows the whole place at first, then whatever is stressed or picked, without moving when it is in view already. */
function useFrame(
  map: MapLibre | null,
  { areas, highlight = null, picked = null, padding, onPick, walk = null }: MapProps,
): void {
  const framed = useRef(false)
  const room = useRef(padding ?? PADDING)
  useEffect(() => {
    room.current = padding ?? PADDING
  })
  const walked = walk !== null && walk.stops.length > 0
  const lon = highlight?.lon ?? picked?.lon
  const lat = highlight?.lat ?? picked?.lat
  useEffect(() => {
    if (map === null) return
    map.getCanvas().style.cursor = onPick === undefined ? '' : 'crosshair'
  }, [map, onPick])
  useEffect(() => {
    const box = boxOfAreas(areas)
    if (map === null || framed.current || box === null || lon !== undefined || walked) return
    framed.current = true
    map.fitBounds(box, { padding: room.current, duration: 0 })
  }, [map, areas, lon, walked])
  useEffect(() => {
    if (map === null || lon === undefined || lat === undefined) return
    const inView = framed.current && map.getZoom() > 14.5 && map.getBounds().contains([lon, lat])
    const duration = framed.current && !calm() ? 350 : 0
    framed.current = true
    if (picked === null || !inView)
      map.easeTo({
        center: [lon, lat],
        zoom: Math.max(map.getZoom(), CASE_ZOOM),
        padding: room.current,
        duration,
      })
    // Only a new place moves the map, not a new reading of the same.
  }, [map, lon, lat])
}

function usePeople(map: MapLibre | null, people: readonly MapPerson[] | undefined): void {
  useEffect(() => {
    if (map === null || people === undefined) return
    const markers = people.map((p) => {
      const element = document.createElement('span')
      element.className = p.free ? 'map-person' : 'map-person busy'
      element.textContent = p.name.slice(0, 1)
      element.title = p.name
      return new Marker({ element }).setLngLat([p.lon, p.lat]).addTo(map)
    })
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [map, people])
}

function useMarks(map: MapLibre | null, { marks, onArea }: MapProps): void {
  const open = useRef(onArea)
  useEffect(() => {
    open.current = onArea
  })
  useEffect(() => {
    if (map === null || marks === undefined) return
    const drawn = marks.map(({ code, lon, lat, n, label }) =>
      buttonOn(map, {
        place: [lon, lat],
        className: 'map-mark',
        text: String(n),
        label,
        press: () => open.current?.(code),
      }),
    )
    return () => {
      for (const marker of drawn) marker.remove()
    }
  }, [map, marks])
}

/** The stressed case by name, above its pin. */
function useLabel(map: MapLibre | null, highlight: MapHighlight | null): void {
  const { lon, lat, title, note } = highlight ?? {}
  useEffect(() => {
    if (map === null || lon === undefined || lat === undefined || title === undefined || title === '') return
    const element = document.createElement('div')
    element.className = 'map-label'
    const head = document.createElement('b')
    head.textContent = title
    element.append(head)
    if (note !== null && note !== undefined) {
      const line = document.createElement('span')
      line.textContent = note
      element.append(line)
    }
    const marker = new Marker({ element, anchor: 'bottom', offset: [0, -24] })
      .setLngLat([lon, lat])
      .addTo(map)
    // Said already by the page around the map.
    element.setAttribute('aria-hidden', 'true')
    element.removeAttribute('role')
    element.removeAttribute('tabindex')
    return () => {
      marker.remove()
    }
  }, [map, lon, lat, title, note])
}
