import { describe, expect, it } from 'vitest'
import { keptUntil, mayErase, requestLamp, requestState, type ErasureFacts } from './erasure.ts'

const GONE: ErasureFacts = {
  staysOpen: false,
  labelled: false,
  underReview: false,
  inCase: false,
  asked: false,
  leftOn: '2020-01-01',
  wrongly: false,
}
const TODAY = '2026-11-24'

describe('erasing', () => {
  it.each<[string, Partial<ErasureFacts>, string]>([
    ['somebody past their time', {}, 'yes'],
    ['the first day after it', { leftOn: '2021-11-25' }, 'yes'],
    ['the last day within it', { leftOn: '2021-11-26' }, 'privacy.kept-until 2026-11-25'],
    ['somebody who left yesterday', { leftOn: '2026-11-23' }, 'privacy.kept-until 2031-11-22'],
    ['what was collected wrongly, at once', { leftOn: '2026-11-23', wrongly: true }, 'yes'],
    ['who never lived here', { leftOn: null }, 'yes'],
    ['who lives here', { staysOpen: true }, 'privacy.stays-open'],
    ['who lives here, wrongly collected', { staysOpen: true, wrongly: true }, 'privacy.stays-open'],
    ['who has a label', { labelled: true }, 'privacy.label-counts'],
    ['who has a label, wrongly collected', { labelled: true, wrongly: true }, 'privacy.label-counts'],
    ['who is under review', { underReview: true }, 'privacy.under-review'],
    ['who is under review, wrongly collected', { underReview: true, wrongly: true }, 'privacy.under-review'],
    ['whom an open incident is about', { inCase: true, wrongly: true }, 'privacy.in-open-case'],
    ['who waits for another answer', { asked: true, wrongly: true }, 'privacy.request-open'],
  ])('%s: %j → %s', (_who, over, said) => {
    const decided = mayErase({ ...GONE, ...over }, 1_825, TODAY)
    const [code, until] = said.split(' ')
    if (decided.ok) expect('yes').toBe(said)
    else expect([decided.problem.code, decided.problem.details['until']]).toEqual([code, until])
  })

  it('counts days across leap years', () => {
    expect(keptUntil('2024-02-28', 2)).toBe('2024-03-01')
    expect(keptUntil('2023-02-28', 1)).toBe('2023-03-01')
  })
})

it.each([
  [null, '2026-11-30', 'green', 'open'],
  [null, '2026-11-29', 'yellow', 'open'],
  [null, '2026-11-24', 'yellow', 'open'],
  [null, '2026-11-23', 'red', 'open'],
  [true, '2026-11-23', 'grey', 'done'],
  [false, '2026-11-23', 'grey', 'refused'],
] as const)('a request decided %s and due %s is %s and %s', (granted, due, lamp, state) => {
  expect([requestLamp(granted, due, TODAY), requestState(granted)]).toEqual([lamp, state])
})
