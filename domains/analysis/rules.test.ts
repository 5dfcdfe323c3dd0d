import { describe, expect, it } from 'vitest'
import type { Source, Stage, Status } from '@lifang/domains/incidents/schema/words.ts'
import { STAGES } from '@lifang/domains/incidents/schema/lists.ts'
import { boxOf, flowOf, foldSources, quantile, ratePer1000, usesOf, type FlowCell } from './rules.ts'

describe('a rate per 1,000 households', () => {
  it.each([
    [243, 28_416, 8.6],
    [16, 28_416, 0.6],
    [0, 400, 0],
    [1, 50, 20],
    [1, 49, null],
    [3, 0, null],
    [3, null, null],
  ])('%i of %s households is %s', (n, households, rate) => {
    expect(ratePer1000(n, households)).toBe(rate)
  })
})

describe('a quantile', () => {
  it.each([
    [[5, 1, 4, 2, 3], 0.5, 3],
    [[1, 2, 3, 4, 5, 6], 0.5, 4],
    [[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 0.9, 100],
    [[7, 7, 7, 7, 7], 0.9, 7],
    [[1, 2, 3, 4], 0.5, null],
    [[], 0.5, null],
  ])('of %j at %s is %s', (values, q, expected) => {
    expect(quantile(values, q)).toBe(expected)
  })
  it('does not turn its values round', () => {
    const values = [3, 1, 2, 5, 4]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, 2, 5, 4])
  })
})

describe('small sources', () => {
  const fold = (totals: Partial<Record<Source, number>>) =>
    foldSources(new Map(Object.entries(totals) as [Source, number][]))
  it.each<[string, Partial<Record<Source, number>>, Source[], Source[]]>([
    ['all large', { hotline: 9, resident: 5 }, ['hotline', 'resident'], []],
    ['a rest of five', { hotline: 9, petition: 2, media: 3 }, ['hotline'], ['media', 'petition']],
    [
      'a rest below five takes the smallest of the others',
      { hotline: 9, resident: 6, petition: 1 },
      ['hotline'],
      ['resident', 'petition'],
    ],
    ['everything small', { hotline: 2, petition: 1 }, [], ['hotline', 'petition']],
    ['nothing', {}, [], []],
    ['none of a source', { hotline: 7, petition: 0 }, ['hotline'], []],
  ])('%s', (_, totals, shown, folded) => {
    expect(fold(totals)).toEqual({ shown, folded })
  })
})

describe('the flow of today', () => {
  const cells: FlowCell[] = [
    { source: 'grid-patrol', status: 'self-closed', n: 6 },
    { source: 'grid-patrol', status: 'handling', n: 2 },
    { source: 'hotline', status: 'reported', n: 3 },
    { source: 'hotline', status: 'rejected', n: 1 },
    { source: 'hotline', status: 'archived', n: 4 },
    { source: 'petition', status: 'checking', n: 1 },
    { source: 'media', status: 'filed', n: 4 },
  ]
  const { nodes, links } = flowOf(cells)
  const node = (id: string) => nodes.find((n) => n.id === id)?.n

  it('counts every report once in each column it passed', () => {
    expect(Object.fromEntries(nodes.map((n) => [n.id, n.n]))).toEqual({
      'source:grid-patrol': 8,
      'source:hotline': 8,
      'source:others': 5,
      dispatched: 7,
      'self-closed': 6,
      waiting: 7,
      declined: 1,
      closed: 4,
      handling: 2,
      checking: 1,
    })
    expect(nodes.find((n) => n.id === 'source:others')?.sources).toEqual(['media', 'petition'])
    expect(nodes.find((n) => n.id === 'waiting')?.statuses).toEqual(['filed', 'reported'])
  })

  it('lets out what goes in', () => {
    const sum = (end: 'from' | 'to', id: string): number =>
      links.filter((l) => l[end] === id).reduce((s, l) => s + l.n, 0)
    for (const { id, n } of nodes) {
      if (id.startsWith('source:')) expect(sum('from', id), id).toBe(n)
      else expect(sum('to', id), id).toBe(n)
    }
    expect(sum('from', 'dispatched')).toBe(node('dispatched'))
  })

  it('is empty on an empty day', () => {
    expect(flowOf([])).toEqual({ nodes: [], links: [] })
    expect(flowOf([{ source: 'hotline', status: 'reported', n: 0 }])).toEqual({ nodes: [], links: [] })
  })

  it('has a place for every state', () => {
    const statuses: Status[] = [
      'verifying',
      'accepted',
      'dispatched',
      'feedback',
      'closed',
      'evaluated',
      'voided',
    ]
    for (const status of statuses)
      expect(flowOf([{ source: 'hotline', status, n: 5 }]).nodes.length).toBeGreaterThan(1)
  })
})

describe('boxes of the strip', () => {
  it.each<[Stage, string | null]>([
    ['accept', 'accept'],
    ['verify', 'accept'],
    ['take', 'handle'],
    ['handle', 'handle'],
    ['close', 'close'],
    ['total', null],
    ['reply', null],
  ])('%s stands in %s', (stage, box) => {
    expect(boxOf(stage)).toBe(box)
  })
  it('takes in every stage that runs by itself', () => {
    expect(STAGES.filter((s) => boxOf(s) === null)).toEqual(['total', 'reply'])
  })
})

describe('what the stages took', () => {
  const use = (stage: Stage, usedMs: number, unit: 'working-hour' | 'urgent-hour' = 'working-hour') => ({
    stage,
    usedMs,
    limitMs: 100,
    unit,
  })
  it('is the median and the ninth tenth of runs of one measure, in the order of the loop', () => {
    const uses = [
      ...[10, 20, 30, 40, 50].map((ms) => use('handle', ms)),
      use('handle', 9000, 'urgent-hour'),
      ...[1, 2, 3].map((ms) => use('accept', ms)),
    ]
    expect(usesOf(uses)).toEqual([
      { stage: 'accept', n: 3, median: null, p90: null, limit: null, time: 'working' },
      { stage: 'handle', n: 5, median: 30, p90: 46, limit: 100, time: 'working' },
    ])
  })
  it('is nothing of nothing', () => expect(usesOf([])).toEqual([]))
})
