import { expect, test } from 'vitest'
import { LAMPS, SPAN_KINDS } from '@lifang/domains/calendar/schema/lists.ts'
import { CRS } from '@lifang/domains/grid/schema.ts'
import { WHO, type Capacity } from '@lifang/domains/incidents/access.ts'
import {
  ACTS,
  RECOUNT,
  REQUEST_KINDS,
  SOURCES,
  STAGES,
  STATUSES,
  SUPERVISION_LEVELS,
  TASK_KINDS,
  TASK_STATUSES,
} from '@lifang/domains/incidents/schema/lists.ts'
import { ACT_SPECS, specOf } from '../console/incident/acts/spec.ts'
import { doersOf } from '../console/desk/duties.ts'
import { has, postWord } from './words.ts'

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts', '!../node_modules/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

test('every phrase a page names whole stands in the phrase file', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(30)
  const lacking = Object.entries(sources).flatMap(([name, source]) =>
    [...source.matchAll(/\bt\(\s*'([a-z][\w.-]+)'/g)]
      .map((m) => m[1] ?? '')
      .filter((key) => !has(key))
      .map((key) => `${name}: ${key}`),
  )
  expect(lacking).toEqual([])
})

test('every word of a list a page composes stands there too', () => {
  const words = (prefix: string, list: readonly string[]): string[] => list.map((one) => `${prefix}.${one}`)
  const labels = ACTS.flatMap((act) =>
    specOf(act).fields.flatMap((f) => {
      const own = 'label' in f ? f.label : `console.field.${f.name}`
      return f.kind === 'choice' ? [own, ...words(f.words, f.values)] : [own]
    }),
  )
  const keys = [
    ...labels,
    ...words('incidents.act', [...ACTS, 'report', RECOUNT]),
    ...words('incidents.status', STATUSES),
    ...words('incidents.stage', STAGES),
    ...words('incidents.source', SOURCES),
    ...words('console.request', REQUEST_KINDS),
    ...words('console.task', TASK_KINDS),
    ...words('console.task-status', TASK_STATUSES),
    ...words('console.supervision', SUPERVISION_LEVELS),
    ...words('console.lamp-word', LAMPS),
    ...words('console.desk.lamp-group', LAMPS),
    ...words('console.desk.ended-group', LAMPS),
    // A holiday is told with its name, by the calendar's own phrase.
    ...words(
      'console.span',
      SPAN_KINDS.filter((kind) => kind !== 'holiday'),
    ),
    ...words('console.crs', CRS),
    ...words('console.weekday', ['0', '1', '2', '3', '4', '5', '6']),
    ...words('console.desk.tab', ['mine', 'open', 'done', 'all']),
    ...words('console.desk.none', ['mine', 'open', 'done', 'all']),
  ]
  expect(keys.filter((key) => !has(key))).toEqual([])
})

test('whoever may do an act has a name', () => {
  const capacities: readonly Capacity[] = Object.values(WHO).flat()
  expect(capacities.length).toBeGreaterThan(ACTS.length)
  const nameless = ACTS.flatMap((act) => doersOf(act)).filter((post) => postWord(post) === post)
  expect(nameless).toEqual([])
  expect(Object.keys(ACT_SPECS).toSorted()).toEqual([...ACTS].toSorted())
})
