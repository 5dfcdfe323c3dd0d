/** Drawn stand-ins for photos: nobody's street, nobody's face. 800 × 600, SVG; the same scene before and after handling. */
export const SCENES = [
  'manhole',
  'rubbish',
  'lamp',
  'water',
  'poster',
  'road',
  'stall',
  'parking',
  'corridor',
] as const
export type Scene = (typeof SCENES)[number]
export type PictureKey = `${Scene}-before` | `${Scene}-after` | 'document'

const rect = (x: number, y: number, w: number, h: number, fill: string, more = ''): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`
const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`
const times = (n: number, draw: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => draw(i)).join('')

/** Houses, pavement and carriageway, by day or by night. */
function street(night = false): string {
  const [sky, wall, window, paving, road] = night
    ? ['#1d2740', '#2f3850', '#f2d98b', '#3c4150', '#2b2e38']
    : ['#cfe3ee', '#d9c7ae', '#7f97a8', '#c9c5bc', '#8b8d90']
  return (
    rect(0, 0, 800, 600, sky) +
    times(5, (i) => rect(i * 170 - 20, 90 + ((i * 53) % 90), 150, 260, wall)) +
    times(20, (i) =>
      rect(
        (i % 10) * 82 + 10,
        190 + Math.floor(i / 10) * 70,
        34,
        40,
        night && i % 3 > 0 ? '#232b3f' : window,
      ),
    ) +
    rect(0, 330, 800, 90, paving) +
    times(13, (i) => rect(i * 64, 330, 3, 90, '#00000022')) +
    rect(0, 420, 800, 180, road) +
    times(5, (i) => rect(40 + i * 170, 505, 90, 10, '#e9e6dc'))
  )
}
const car = (x: number, y: number, fill: string): string =>
  path(`M${x} ${y + 70} q10 -40 60 -46 q30 -40 90 -38 q60 2 84 40 q46 6 50 44 z`, fill) +
  path(`M${x + 70} ${y + 22} q24 -28 74 -26 l0 28 z M${x + 154} ${y - 4} q48 4 64 28 l-64 0 z`, '#cfe0ea') +
  oval(x + 68, y + 72, 27, 27, '#222') +
  oval(x + 222, y + 72, 27, 27, '#222') +
  oval(x + 68, y + 72, 11, 11, '#bbb') +
  oval(x + 222, y + 72, 11, 11, '#bbb')
const bag = (x: number, y: number, s: number, fill: string): string =>
  path(
    `M${x} ${y} q${-s} ${s * 0.4} ${-s * 0.8} ${s * 1.4} q${s * 0.9} ${s * 0.5} ${s * 1.7} 0 q${s * 0.1} ${-s} ${-s * 0.9} ${-s * 1.4} z`,
    fill,
  )
const bin = (x: number, fill: string): string =>
  rect(x, 320, 80, 110, fill, 'rx="8"') +
  rect(x - 6, 306, 92, 20, fill, 'rx="6"') +
  rect(x + 24, 360, 32, 30, '#ffffff55')
const cone = (x: number, y: number): string =>
  path(`M${x} ${y} l-22 70 l44 0 z`, '#e8632b') +
  rect(x - 14, y + 30, 28, 12, '#fff') +
  rect(x - 32, y + 68, 64, 10, '#c24d1c')

const scenes: Readonly<Record<Scene, (after: boolean) => string>> = {
  manhole: (after) =>
    street() +
    oval(400, 500, 170, 62, '#55585c') +
    (after
      ? oval(400, 496, 150, 52, '#6d7075') +
        times(7, (i) => rect(280 + i * 38, 470, 14, 52, '#585b60')) +
        oval(400, 496, 150, 52, 'none', 'stroke="#45484c" stroke-width="8"')
      : oval(400, 496, 150, 52, '#17181a') +
        path('M260 486 q60 -50 150 -42 l30 60 q-90 30 -170 14 z', '#6d7075') +
        path('M430 452 l26 40 l-16 18', 'none', 'stroke="#2a2b2d" stroke-width="6"') +
        cone(610, 400) +
        cone(200, 410)),
  rubbish: (after) =>
    street() +
    bin(90, '#3d7d4a') +
    bin(190, '#2f6fa8') +
    bin(290, '#8b8d90') +
    (after
      ? rect(400, 400, 330, 4, '#ffffff88')
      : bag(440, 330, 60, '#3a3f46') +
        bag(520, 350, 50, '#5b6b52') +
        bag(600, 340, 56, '#43494f') +
        bag(380, 370, 44, '#8c6f52') +
        times(14, (i) =>
          rect(360 + ((i * 97) % 330), 430 + ((i * 31) % 46), 22, 8, i % 2 ? '#d9d2c2' : '#b5653a'),
        )),
  lamp: (after) =>
    street(true) +
    (after ? path('M430 130 L250 560 L620 560 Z', '#ffe9a655') + oval(430, 560, 190, 26, '#ffe9a633') : '') +
    rect(520, 110, 12, 340, '#888c92') +
    path('M526 116 q-40 -34 -110 -6', 'none', 'stroke="#888c92" stroke-width="10"') +
    oval(425, 122, 36, 13, after ? '#fff3c4' : '#4a4e57'),
  water: (after) =>
    street() +
    (after
      ? rect(560, 436, 90, 16, '#3c3f43') + times(6, (i) => rect(566 + i * 14, 438, 5, 12, '#8b8d90'))
      : path(
          'M40 470 q160 -46 330 -22 q220 -24 390 20 q20 80 -120 100 q-260 30 -480 4 q-160 -30 -120 -102 z',
          '#6f8ea3',
        ) +
        times(4, (i) =>
          oval(180 + i * 150, 490 + (i % 2) * 40, 60, 9, 'none', 'stroke="#a9c1d0" stroke-width="4"'),
        ) +
        times(5, (i) => oval(150 + i * 120, 470 + ((i * 37) % 60), 14, 6, '#8a7a3c'))),
  poster: (after) =>
    rect(0, 0, 800, 600, '#b9b2a4') +
    times(8, (i) => rect(0, i * 75, 800, 3, '#a59e90')) +
    rect(0, 520, 800, 80, '#8b8d90') +
    (after
      ? rect(140, 120, 520, 300, '#c6c0b3')
      : times(12, (i) => {
          const [x, y] = [95 + (i % 4) * 165 + (i % 3) * 14, 75 + Math.floor(i / 4) * 125 + (i % 3) * 18]
          const paper = ['#f3efe2', '#f4d35e', '#e88f7d', '#cfe3ee'][(i * 3) % 4] ?? '#fff'
          return (
            rect(x, y, 110, 78, paper, `transform="rotate(${((i * 29) % 16) - 8} ${x} ${y})"`) +
            rect(x + 14, y + 24, 80, 9, '#8c2f2f')
          )
        })),
  road: (after) =>
    street() +
    (after
      ? path('M250 470 q90 -30 280 -10 q90 40 10 80 q-160 40 -290 10 q-70 -40 0 -80 z', '#6f7174')
      : path('M250 470 q90 -30 280 -10 q90 40 10 80 q-160 40 -290 10 q-70 -40 0 -80 z', '#4d4740') +
        path('M290 485 q80 -20 200 -6 q60 24 0 46 q-120 22 -200 4 q-46 -22 0 -44 z', '#2f2a25') +
        times(9, (i) => oval(230 + i * 42, 470 + ((i * 41) % 90), 11, 7, '#9a8f80')) +
        cone(650, 430)),
  stall: (after) =>
    street() +
    (after
      ? rect(60, 410, 680, 6, '#f2d25b')
      : rect(180, 330, 380, 16, '#7b5b3a') +
        path('M150 190 l440 0 l-34 60 l-372 0 z', '#c0392b') +
        times(6, (i) => path(`M${150 + i * 74} 190 l37 0 l-6 60 l-31 0 z`, '#f1e7d6')) +
        rect(184, 250, 8, 200, '#666') +
        rect(548, 250, 8, 200, '#666') +
        times(15, (i) =>
          oval(
            205 + (i % 8) * 44,
            318 - Math.floor(i / 8) * 22,
            17,
            16,
            ['#e67e22', '#c0392b', '#7dab3c'][i % 3] ?? '#c33',
          ),
        ) +
        rect(600, 350, 110, 80, '#a98458')),
  parking: (after) =>
    street() +
    rect(0, 380, 800, 12, '#e2c044') +
    (after
      ? rect(0, 418, 800, 8, '#f4f1e6')
      : car(60, 320, '#9b2d30') +
        car(420, 324, '#3b5870') +
        times(3, (i) => oval(350 + i * 24, 400, 18, 18, 'none', 'stroke="#444" stroke-width="5"'))),
  corridor: (after) =>
    rect(0, 0, 800, 600, '#d8d3c6') +
    path('M0 0 L250 120 L250 470 L0 600 Z', '#c3bcab') +
    path('M800 0 L550 120 L550 470 L800 600 Z', '#c9c2b2') +
    path('M0 600 L250 470 L550 470 L800 600 Z', '#9c968a') +
    rect(330, 200, 140, 270, '#7a5b3d') +
    oval(452, 340, 7, 7, '#d9c06a') +
    rect(590, 200, 60, 90, '#b63a32') +
    (after
      ? ''
      : rect(90, 420, 150, 110, '#b08d57') +
        rect(110, 340, 110, 84, '#c5a36b') +
        bag(300, 420, 50, '#51585f') +
        oval(520, 520, 46, 46, 'none', 'stroke="#222" stroke-width="12"') +
        oval(680, 530, 46, 46, 'none', 'stroke="#222" stroke-width="12"') +
        path('M520 520 l70 -90 l90 100 m-90 -100 l-30 -30', 'none', 'stroke="#2d6da3" stroke-width="14"')),
}

const paper = (): string =>
  rect(0, 0, 800, 600, '#7c6a55') +
  rect(190, 30, 420, 540, '#fbfaf5') +
  rect(280, 70, 240, 22, '#8c2f2f') +
  times(13, (i) => rect(230, 126 + i * 28, i % 4 === 3 ? 220 : 340, 8, '#9a9a96')) +
  oval(520, 510, 46, 46, 'none', 'stroke="#c0392b" stroke-width="6"') +
  path('M250 530 q30 -24 50 -4 q20 16 44 -8', 'none', 'stroke="#223" stroke-width="4"')

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600">${inside}</svg>`

/** Every picture of the demo as SVG text. */
export const pictures: ReadonlyMap<PictureKey, string> = new Map<PictureKey, string>([
  ...SCENES.flatMap((scene): [PictureKey, string][] => [
    [`${scene}-before`, svg(scenes[scene](false))],
    [`${scene}-after`, svg(scenes[scene](true))],
  ]),
  ['document', svg(paper())],
])
