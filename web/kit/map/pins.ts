/** Pictures the map draws with: the lamps' shapes, the badge of overdue ones, the place being chosen. */
import type { Map as MapLibre } from 'maplibre-gl'
import { LAMPS } from '@lifang/domains/calendar/schema/lists.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { LAMP_PATHS } from '../lamp-paths.ts'
import type { MapTheme } from './model.ts'
import { COLOURS } from './colours.ts'

const SHARP = 2
const FILLS = {
  light: { green: '#1f8a4c', yellow: '#c4830f', red: '#c8272d', grey: '#6b7787' },
  dark: { green: '#3fb871', yellow: '#e5ac3c', red: '#f0585c', grey: '#8a9aad' },
} as const satisfies Record<MapTheme, Record<Lamp, string>>

type Draw = (pen: CanvasRenderingContext2D) => void

function picture(width: number, height: number, draw: Draw): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = width * SHARP
  canvas.height = height * SHARP
  const pen = canvas.getContext('2d')
  if (pen === null) return null
  pen.scale(SHARP, SHARP)
  draw(pen)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

/** A lamp of `size` px with a white rim, so that it stands off from whatever it lies on. */
const lampPicture = (lamp: Lamp, size: number, fill: string): ImageData | null =>
  picture(size, size, (pen) => {
    const { shape, mark, stroke } = LAMP_PATHS[lamp]
    pen.translate(1.5, 1.5)
    pen.scale((size - 3) / 16, (size - 3) / 16)
    pen.lineJoin = 'round'
    pen.strokeStyle = '#ffffff'
    pen.lineWidth = 2.4
    pen.stroke(new Path2D(shape))
    pen.fillStyle = fill
    pen.fill(new Path2D(shape))
    pen.lineWidth = stroke
    pen.stroke(new Path2D(mark))
  })

export function addPictures(map: MapLibre, theme: MapTheme): void {
  const add = (name: string, image: ImageData | null): void => {
    if (image !== null && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: SHARP })
  }
  for (const lamp of LAMPS) {
    add(`lamp-${lamp}`, lampPicture(lamp, 17, FILLS[theme][lamp]))
    add(`big-${lamp}`, lampPicture(lamp, 27, FILLS[theme][lamp]))
  }
  for (const size of [28, 31, 38])
    add(
      `cluster-${String(size)}`,
      picture(size, size, (pen) => {
        pen.fillStyle = COLOURS[theme].cluster
        pen.strokeStyle = COLOURS[theme].clusterEdge
        pen.lineWidth = 1.6
        pen.beginPath()
        pen.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI)
        pen.fill()
        pen.stroke()
      }),
    )
  add(
    'badge',
    picture(15, 15, (pen) => {
      pen.fillStyle = FILLS[theme].red
      pen.strokeStyle = '#ffffff'
      pen.beginPath()
      pen.roundRect(0.5, 0.5, 14, 14, 2)
      pen.fill()
      pen.stroke()
    }),
  )
  // Nothing to see: as large as a mark, which is a button over the canvas that the renderer does not know.
  add(
    'room-1',
    picture(24, 24, () => undefined),
  )
  add(
    'room-2',
    picture(32, 24, () => undefined),
  )
  add(
    'place',
    picture(28, 34, (pen) => {
      pen.fillStyle = theme === 'dark' ? '#67a6dc' : '#22538f'
      pen.strokeStyle = '#ffffff'
      pen.lineWidth = 1.5
      const drop = new Path2D('M14 33C14 33 25 22 25 12.5A11 11 0 1 0 3 12.5C3 22 14 33 14 33z')
      pen.fill(drop)
      pen.stroke(drop)
      pen.fillStyle = '#ffffff'
      pen.beginPath()
      pen.arc(14, 12.5, 4, 0, 2 * Math.PI)
      pen.fill()
    }),
  )
}
