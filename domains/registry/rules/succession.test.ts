import { describe, expect, it } from 'vitest'
import { succeed, type Remaining } from './succession.ts'

const TODAY = '2026-11-26'
const one = (personId: string, kinship: string | null, born: string | null): Remaining => ({
  personId,
  kinship,
  born,
})

describe('the next head', () => {
  it.each<[string, Remaining[], string | null, string[]]>([
    ['nobody is left', [], null, []],
    [
      'the spouse, and the children keep their relation',
      [one('son', '22', '2001-05-01'), one('wife', '12', '1975-01-01')],
      'wife',
      [],
    ],
    [
      'the spouse, and what the mother is to her must be asked',
      [one('mother', '52', '1948-01-01'), one('wife', '12', null)],
      'wife',
      ['mother'],
    ],
    [
      'a spouse who is a child does not come first',
      [one('mother', '52', '1948-01-01'), one('wife', '12', '2012-01-01')],
      'mother',
      ['wife'],
    ],
    [
      'the eldest adult, and everybody else is asked',
      [one('son', '20', '2001-05-01'), one('father', '51', '1950-01-01'), one('girl', '30', '2015-01-01')],
      'father',
      ['son', 'girl'],
    ],
    [
      'an adult before a child whose elder is not known',
      [one('nobody-knows', null, null), one('son', '20', '2001-05-01')],
      'son',
      ['nobody-knows'],
    ],
    ['two children: the elder', [one('b', '30', '2016-01-01'), one('a', '20', '2014-01-01')], 'a', ['b']],
  ])('%s', (_name, left, head, ask) => {
    const found = succeed(left, TODAY)
    expect(found?.head ?? null).toBe(head)
    expect(found?.ask ?? []).toEqual(ask)
  })
})
