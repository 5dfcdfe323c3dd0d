import { describe, expect, it } from 'vitest'
import type { EntryBody, ListEntry } from '../schema/responsibility.ts'
import { checkEntry, classText, compareLists, fieldChanges, flagsOf, matches } from './listing.ts'

const UNIT = '00000000-0000-7000-8000-000000000001'
const aListEntry = (over: Partial<ListEntry> = {}): ListEntry => ({
  key: { standard: 'LOCAL', kind: 'matter', code: '06010' },
  name: '暴露垃圾',
  domain: 'urban-management',
  departmentId: UNIT,
  legalBasis: '市容条例第十条',
  grade: 'routine',
  selfHandling: true,
  confidential: false,
  requiredEvidence: ['near'],
  sources: null,
  evidence: 'local',
  conditions: [
    {
      seq: 1,
      text: '少量',
      limit: { amount: 2, unit: 'working-hour' },
      closing: '清理干净',
      closingEvidence: ['after'],
      extension: null,
    },
    {
      seq: 2,
      text: '大量',
      limit: { amount: 5, unit: 'working-day' },
      closing: '清理干净',
      closingEvidence: ['after'],
      extension: { times: 1, maxAmount: 2 },
    },
  ],
  ...over,
})
const bodyOf = ({ key: _k, name: _n, evidence: _e, ...body }: ListEntry): EntryBody => body
const [first, second] = aListEntry().conditions
const listOf = (...entries: ListEntry[]) => new Map(entries.map((e) => [classText(e.key), e]))

describe('flags', () => {
  it.each([
    ['nothing', aListEntry(), []],
    ['no unit', aListEntry({ departmentId: null }), ['no-unit']],
    ['no condition', aListEntry({ conditions: [] }), ['no-condition']],
    ['nothing extendable', aListEntry({ conditions: first === undefined ? [] : [first] }), ['no-extension']],
  ])('%s', (_name, entry, flags) => expect(flagsOf(entry)).toEqual(flags))
})

describe('an entry', () => {
  it.each<[string, Partial<ListEntry>, string]>([
    ['is refused without a condition', { conditions: [] }, 'list.no-condition'],
    [
      'is refused with a number twice',
      { conditions: first === undefined ? [] : [first, first] },
      'list.seq-twice',
    ],
    [
      'is refused with half a day of extension',
      { conditions: second === undefined ? [] : [{ ...second, extension: { times: 1, maxAmount: 1.5 } }] },
      'list.extension-fraction',
    ],
    ['is refused with a unit that is none', { departmentId: 'x' }, 'list.unknown-unit'],
    ['may wait for its unit', { departmentId: null }, 'ok'],
    ['may stand', {}, 'ok'],
  ])('%s', (_name, over, told) => {
    const checked = checkEntry(bodyOf(aListEntry(over)), (id) => id === UNIT)
    expect(checked.ok ? 'ok' : checked.problem.code).toBe(told)
  })
})

describe('a comparison', () => {
  it('of a list with itself is empty, of added and removed classes says so', () => {
    const one = aListEntry()
    const two = aListEntry({ key: { standard: 'LOCAL', kind: 'component', code: '06010' }, name: '垃圾箱' })
    expect(compareLists(listOf(one), listOf(one), (id) => id)).toEqual([])
    const compared = compareLists(listOf(one), listOf(two), (id) => id)
    expect(compared.map((c) => [c.name, c.change])).toEqual([
      ['垃圾箱', 'added'],
      ['暴露垃圾', 'removed'],
    ])
  })
  it('names every field that differs, as it is written', () => {
    const is = aListEntry({
      departmentId: null,
      selfHandling: false,
      conditions: [
        ...(first === undefined
          ? []
          : [{ ...first, limit: { amount: 1, unit: 'urgent-hour' as const }, closing: '清净' }]),
        ...(first === undefined ? [] : [{ ...first, seq: 3, text: '新' }]),
      ],
    })
    expect(fieldChanges(aListEntry(), is, () => '环卫所')).toEqual([
      { field: 'unit', seq: null, from: '环卫所', to: null },
      { field: 'selfHandling', seq: null, from: 'yes', to: 'no' },
      { field: 'limit', seq: 1, from: '2工作时', to: '1紧急工作时' },
      { field: 'closing', seq: 1, from: '清理干净', to: '清净' },
      { field: 'condition', seq: 2, from: '大量 5工作日', to: null },
      { field: 'condition', seq: 3, from: null, to: '新 2工作时' },
    ])
  })
})

it.each([
  ['', true],
  ['0601', true],
  ['6010', false],
  ['垃圾', true],
  ['大量', true],
  ['第十条', true],
  ['路灯', false],
])('is found by %j: %s', (q, found) => expect(matches(aListEntry(), q)).toBe(found))
