import { describe, expect, it } from 'vitest'
import type { HomeView, Member } from '@lifang/domains/registry/schema/views.ts'
import { firstState, newLine, ofKind, writtenOf, type SheetState } from './sheet-state.ts'

const TODAY = '2026-11-26'
const member = (id: string, relation: string | null): Member => ({
  id,
  name: id,
  sex: 'male',
  age: 40,
  relation,
  head: relation === '02',
  since: '2020-01-01',
  version: 3,
  care: false,
  idNumber: null,
  phone: null,
  split: false,
  foreign: null,
})
const household = (id: string, kind: 'registered' | 'residing', members: Member[]) => ({
  id,
  kind,
  foundedOn: '2020-01-01',
  members,
})
const home = (households: HomeView['households']): HomeView => ({
  id: 'home',
  entrance: '1',
  floor: 3,
  room: '301',
  kind: 'unknown',
  hazards: [],
  residents: 1,
  care: false,
  visitedOn: null,
  freshness: 'unknown',
  dueOn: null,
  address: '学府路74号1单元301室',
  grid: '学府 01',
  building: 'building',
  version: 1,
  facts: {},
  buildingAddress: '学府路74号',
  area: { code: '1', name: '学府 01', community: null },
  households,
  changes: [],
  may: { edit: true },
})
const both = (): SheetState =>
  firstState(
    home([
      household('living', 'residing', [member('father', '02'), member('son', '20')]),
      household('papers', 'registered', [member('father', '02')]),
    ]),
    TODAY,
  )
const edit = (state: SheetState, at: number, part: Partial<SheetState['members'][number]>): SheetState => ({
  ...state,
  members: state.members.map((m, i) => (i === at ? { ...m, ...part } : m)),
})

describe('what a sheet sends', () => {
  it('is nothing for what was not touched', () => {
    expect(writtenOf(both()).entries).toEqual([])
  })
  it('is one line for a person who stands in two households', () => {
    const state = edit(edit(both(), 0, { phone: '19900001234' }), 2, { relation: '99' })
    expect(writtenOf(state).entries).toEqual([
      {
        do: 'edit',
        person: 'father',
        version: 3,
        changes: { phone: '19900001234' },
        relations: [{ kind: 'registered', household: 'papers', relation: '99' }],
      },
    ])
  })
  it('leaves only where it was said', () => {
    const { entries, lines } = writtenOf(edit(both(), 2, { leave: 'moved-out' }))
    expect(entries).toEqual([
      { do: 'leave', person: 'father', version: 3, how: 'moved-out', on: TODAY, kinds: ['registered'] },
    ])
    expect(lines).toEqual(['father'])
  })
  it('joins the household that stands, and founds one that does not', () => {
    const state = both()
    const line = { ...newLine(false, TODAY), name: '新人', kinds: ['residing'] as const }
    const [entry] = writtenOf({ ...state, added: [line] }).entries
    expect(entry).toMatchObject({
      do: 'add',
      id: line.id,
      stays: [{ household: 'living' }],
      person: { idKind: 'none' },
    })
    const empty = firstState(home([]), TODAY)
    const two = [newLine(true, TODAY), newLine(false, TODAY)]
    const ids = writtenOf({ ...empty, added: two }).entries.map((e) =>
      'stays' in e ? e.stays[0]?.household : null,
    )
    expect(ids).toEqual([empty.founded.residing, empty.founded.residing])
  })
  it('moves a known person here with the number in hand', () => {
    const line = { ...newLine(true, TODAY), idNumber: '99', known: { person: 'other', version: 5 } }
    expect(writtenOf({ ...both(), added: [line] }).entries).toMatchObject([
      { do: 'move-in', person: 'other', version: 5, idNumber: '99' },
    ])
  })
  it('says of a foreign resident what the paper says, and of others nothing that was typed before the paper changed', () => {
    const typed = {
      ...newLine(true, TODAY),
      idNumber: 'YA1',
      foreignSurname: ' Rossi ',
      stayPurpose: 'study' as const,
    }
    const said = (line: typeof typed) => writtenOf({ ...both(), added: [line] }).entries
    expect(said({ ...typed, ...ofKind('passport') })).toMatchObject([
      { person: { nationality: 'XXX', foreignSurname: 'Rossi', foreignGiven: null, stayPurpose: 'study' } },
    ])
    expect(said({ ...typed, ...ofKind('resident-id') })).toMatchObject([
      { person: { nationality: 'CHN', foreignSurname: null, stayPurpose: null } },
    ])
  })
})
