import { describe, expect, it } from 'vitest'
import { presentIn, suggest, type SuggestFacts, type UnitFacts } from './suggesting.ts'

const unit = (id: string, over: Partial<UnitFacts> = {}): UnitFacts => ({
  id,
  name: `单位${id}`,
  kind: 'department',
  serves: '云溪街道',
  covers: true,
  open: 4,
  dueToday: 1,
  overdue: 0,
  held: 3,
  away: [],
  returned: false,
  ...over,
})
const facts = (over: Partial<SuggestFacts> = {}): SuggestFacts => ({
  grid: '桂园 03',
  entry: { version: 'v1', code: '01002', name: '污水井盖', unitId: 'a' },
  condition: { seq: 2, text: '破损' },
  siblings: [],
  units: [unit('a'), unit('b', { open: 6 }), unit('c', { open: 5 })],
  asked: null,
  ...over,
})
const wrongGrounds = (f: SuggestFacts): string[] =>
  suggest(f)
    .grounds.filter((g) => !g.agrees)
    .map((g) => (g.kind === 'list' ? `list:${g.why}` : g.kind))

describe('the suggested unit', () => {
  it.each<[string, Partial<SuggestFacts>, string | null, string[]]>([
    ['is the one of the list when nothing speaks against it', {}, 'a', []],
    ['is none where the list has no entry', { entry: null }, null, ['list:no-entry']],
    [
      'is none where the entry names no unit',
      { entry: { version: 'v1', code: '01002', name: '井盖', unitId: null } },
      null,
      ['list:no-unit'],
    ],
    ['is none when the named unit is gone', { units: [unit('b')] }, null, ['list:no-unit']],
    [
      'is doubted when it gave the case back',
      { units: [unit('a', { returned: true })] },
      'a',
      ['list:returned'],
    ],
    [
      'is doubted when the case lies outside its area',
      { units: [unit('a', { covers: false })] },
      'a',
      ['place'],
    ],
    [
      'is doubted with half as many tasks again as its peers',
      { units: [unit('a', { open: 16 }), unit('b', { open: 10 })] },
      'a',
      ['load'],
    ],
    [
      'is not doubted for a few more tasks than nearly none',
      { units: [unit('a', { open: 3 }), unit('b', { open: 0 })] },
      'a',
      [],
    ],
    [
      'is not measured against units of another kind',
      { units: [unit('a', { open: 40 }), unit('b', { kind: 'contractor', open: 0 })] },
      'a',
      [],
    ],
    ['is doubted when nobody holds its posts', { units: [unit('a', { held: 0 })] }, 'a', ['absence']],
    [
      'stands when everybody away is replaced',
      { units: [unit('a', { held: 1, away: [{ name: '刘某', standIn: '马某' }] })] },
      'a',
      [],
    ],
    ['may be another one asked about, against the list', { asked: 'b' }, 'b', ['list:other-unit']],
    ['is none when an unknown unit is asked about', { asked: 'z' }, null, ['list:other-unit']],
  ])('%s', (_, over, expected, wrong) => {
    const f = facts(over)
    const answer = suggest(f)
    expect(answer.unit?.id ?? null).toBe(expected)
    expect(wrongGrounds(f)).toEqual(wrong)
    expect(answer.agrees).toBe(wrong.length === 0)
  })

  it('tells load beside the mean of its peers, to a tenth', () => {
    expect(suggest(facts()).grounds.find((g) => g.kind === 'load')).toMatchObject({
      open: 4,
      mean: 5.5,
      peers: 2,
      dueToday: 1,
    })
  })
})

describe('who was not chosen', () => {
  it.each<[string, Partial<SuggestFacts>, [string, string][]]>([
    [
      'the unit of a sibling class',
      { siblings: [{ code: '01003', name: '雨水井盖', unitId: 'b' }] },
      [['单位b', 'other-class']],
    ],
    ['the list’s own unit when another is asked about', { asked: 'b' }, [['单位a', 'list-names-it']]],
    [
      'a unit that gave it back, before the siblings',
      {
        units: [unit('a'), unit('b', { returned: true }), unit('c')],
        siblings: [
          { code: '1', name: '一', unitId: 'c' },
          { code: '2', name: '二', unitId: 'b' },
        ],
      },
      [
        ['单位b', 'returned'],
        ['单位c', 'other-class'],
      ],
    ],
    [
      'nobody twice, and never the suggested one',
      {
        siblings: [
          { code: '1', name: '一', unitId: 'a' },
          { code: '2', name: '二', unitId: 'b' },
          { code: '3', name: '三', unitId: 'b' },
        ],
      },
      [['单位b', 'other-class']],
    ],
    [
      'three at most',
      {
        units: ['a', 'b', 'c', 'd', 'e'].map((id) => unit(id)),
        siblings: ['b', 'c', 'd', 'e'].map((id) => ({ code: id, name: id, unitId: id })),
      },
      [
        ['单位b', 'other-class'],
        ['单位c', 'other-class'],
        ['单位d', 'other-class'],
      ],
    ],
  ])('%s', (_, over, expected) => {
    expect(suggest(facts(over)).notChosen.map((n) => [n.unit, n.why])).toEqual(expected)
  })
})

it('one stand-in for two is one person', () => {
  expect(
    presentIn({
      held: 3,
      away: [
        { name: '甲', standIn: '丙' },
        { name: '乙', standIn: '丙' },
      ],
    }),
  ).toBe(2)
})
