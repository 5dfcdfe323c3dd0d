import { describe, expect, it } from 'vitest'
import {
  checkDays,
  decideLabel,
  isSpecial,
  labelState,
  LONGEST_DAYS,
  type LabelAct,
  type LabelFacts,
} from './labels.ts'
import { LABEL_KINDS, LABEL_STATES, SPECIAL_KINDS, type LabelState } from '../schema/lists.ts'

const TODAY = '2026-11-26'
/** One label in each state. */
const IN: Readonly<Record<LabelState, LabelFacts>> = {
  proposed: { fromOn: '2026-11-01', untilOn: '2027-10-31', approved: null, ended: false, proposedBy: 'a' },
  approved: { fromOn: '2026-12-01', untilOn: '2027-10-31', approved: true, ended: false, proposedBy: 'a' },
  'in-force': { fromOn: '2026-11-01', untilOn: '2026-11-26', approved: true, ended: false, proposedBy: 'a' },
  refused: { fromOn: '2026-11-01', untilOn: '2027-10-31', approved: false, ended: false, proposedBy: 'a' },
  ended: { fromOn: '2026-11-01', untilOn: '2027-10-31', approved: true, ended: true, proposedBy: 'a' },
  lapsed: { fromOn: '2025-11-01', untilOn: '2026-11-25', approved: true, ended: false, proposedBy: 'a' },
}

it.each(LABEL_STATES)('a label is %s', (state) => {
  expect(labelState(IN[state], TODAY)).toBe(state)
})
it('one nobody decided lapses as well', () => {
  expect(labelState({ ...IN.lapsed, approved: null }, TODAY)).toBe('lapsed')
})

describe('every state by every act', () => {
  const allowed: Readonly<Record<LabelAct, Partial<Record<LabelState, LabelState>>>> = {
    approve: { proposed: 'in-force' },
    refuse: { proposed: 'refused' },
    end: { proposed: 'ended', approved: 'ended', 'in-force': 'ended' },
  }
  it.each(
    LABEL_STATES.flatMap((state) =>
      (['approve', 'refuse', 'end'] as const).map((act) => [state, act] as const),
    ),
  )('%s × %s', (state, act) => {
    const decided = decideLabel(IN[state], act, 'b', TODAY)
    const next = allowed[act][state]
    if (next === undefined)
      expect(decided).toMatchObject({ ok: false, problem: { code: 'registry.label-state' } })
    else expect(decided).toEqual({ ok: true, value: next })
  })
  it('nobody decides on what they proposed; they may take it back', () => {
    for (const act of ['approve', 'refuse'] as const)
      expect(decideLabel(IN.proposed, act, 'a', TODAY)).toMatchObject({
        ok: false,
        problem: { code: 'registry.label-own' },
      })
    expect(decideLabel(IN.proposed, 'end', 'a', TODAY).ok).toBe(true)
  })
})

it('every approval has a last day within its longest', () => {
  for (const kind of LABEL_KINDS) {
    const most = LONGEST_DAYS[isSpecial(kind) ? 'special' : 'ordinary']
    const last = new Date(Date.UTC(2026, 10, 26) + most * 86_400_000).toISOString().slice(0, 10)
    const after = new Date(Date.UTC(2026, 10, 26) + (most + 1) * 86_400_000).toISOString().slice(0, 10)
    expect(checkDays(kind, TODAY, last, TODAY).ok, kind).toBe(true)
    expect(checkDays(kind, TODAY, after, TODAY).ok, kind).toBe(false)
    expect(checkDays(kind, TODAY, '2026-11-25', TODAY).ok, kind).toBe(false)
    expect(checkDays(kind, '2026-10-01', '2026-11-25', TODAY).ok, kind).toBe(false)
  }
  expect(SPECIAL_KINDS.every(isSpecial)).toBe(true)
})
