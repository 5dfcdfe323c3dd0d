import { describe, expect, it } from 'vitest'
import { candidateKeys, duplicateScore } from './duplicates.ts'
import type { PersonRecord } from './duplicates.ts'
import { checkCounts, checkHousehold, ageAt, crowdedHome } from './household.ts'
import type { Member } from './household.ts'
import { KINSHIP } from './kinship.ts'

const TODAY = '2026-11-22'
const person = (some: Partial<PersonRecord>): PersonRecord => ({
  name: '张伟',
  idNumber: null,
  born: null,
  sex: null,
  phones: [],
  homes: [],
  ...some,
})

describe('duplicates', () => {
  it.each<[string, Partial<PersonRecord>, Partial<PersonRecord>, string | null, readonly string[]]>([
    [
      'one number',
      { idNumber: 'A' },
      { idNumber: 'A', name: '李娜' },
      'certain',
      ['same-id-number', 'other-name'],
    ],
    ['a common name alone', {}, {}, null, ['name-equal']],
    [
      'name and birth',
      { born: '1990-01-01' },
      { born: '1990-01-01' },
      'possible',
      ['name-equal', 'same-birth-date'],
    ],
    [
      'name, birth, phone',
      { born: '1990-01-01', phones: ['1'] },
      { born: '1990-01-01', phones: ['2', '1'] },
      'likely',
      ['name-equal', 'same-birth-date', 'same-phone'],
    ],
    [
      'homophone, birth, home',
      { born: '1990-01-01', homes: ['h'] },
      { name: '张玮', born: '1990-01-01', homes: ['h'] },
      'likely',
      ['name-homophone', 'same-birth-date', 'same-home'],
    ],
    [
      'near shape, birth, home',
      { name: '李未', born: '1990-01-01', homes: ['h'] },
      { name: '李末', born: '1990-01-01', homes: ['h'] },
      'likely',
      ['name-near-shape', 'same-birth-date', 'same-home'],
    ],
    [
      'one letter of two, all else the same: brothers at most',
      { born: '1990-01-01', homes: ['h'] },
      { name: '张强', born: '1990-01-01', homes: ['h'] },
      null,
      ['other-name', 'same-birth-date', 'same-home'],
    ],
    [
      'two numbers, one name and birth',
      { idNumber: '110105194912310021', born: '1949-12-31' },
      { idNumber: '440524188001010014', born: '1949-12-31' },
      null,
      ['other-id-number', 'name-equal', 'same-birth-date'],
    ],
    [
      'a slip in the number',
      { idNumber: '11010519491231002X', born: '1949-12-31' },
      { idNumber: '11010519491231020X', born: '1949-12-31' },
      'likely',
      ['id-number-slip', 'name-equal', 'same-birth-date'],
    ],
    [
      'month and day swapped',
      { born: '1990-03-11', phones: ['1'] },
      { born: '1990-11-03', phones: ['1'] },
      'likely',
      ['name-equal', 'birth-date-slip', 'same-phone'],
    ],
    [
      'other sex',
      { sex: 'male', homes: ['h'] },
      { sex: 'female', homes: ['h'] },
      null,
      ['name-equal', 'same-home', 'other-sex'],
    ],
  ])('%s', (_, a, b, verdict, reasons) => {
    const score = duplicateScore(person(a), person(b))
    expect([score.verdict, score.reasons]).toEqual([verdict, reasons])
    expect(duplicateScore(person(b), person(a))).toEqual(score)
    if (verdict !== null) {
      const keys = candidateKeys(person(a))
      expect(candidateKeys(person(b)).some((key) => keys.includes(key))).toBe(true)
    }
  })
  it('has no candidates for a name alone', () => expect(candidateKeys(person({}))).toEqual([]))
})

const member = (personId: string, kinship: string | null, some: Partial<Member> = {}): Member => ({
  personId,
  kinship,
  sex: null,
  born: null,
  ...some,
})

describe('a household', () => {
  it.each<[string, Member[], string[]]>([
    ['nobody', [], []],
    ['one person', [member('a', '02')], []],
    [
      'a family',
      [
        member('a', '02', { sex: 'male', born: '1960-05-01' }),
        member('b', '12', { sex: 'female', born: '1962-05-01' }),
        member('c', '22', { sex: 'male', born: '1986-01-01' }),
        member('d', '38', { sex: 'female', born: '1985-01-01' }),
        member('e', '41', { sex: 'male', born: '2015-01-01' }),
        member('f', '52', { sex: 'female', born: '1938-01-01' }),
      ],
      [],
    ],
    ['no head', [member('a', '10'), member('b', '22')], ['no-head']],
    ['two heads', [member('a', '02'), member('b', '02')], ['two-heads']],
    ['two spouses', [member('a', '02'), member('b', '12'), member('c', '10')], ['two-spouses']],
    ['twice', [member('a', '02'), member('b', '99'), member('b', '99')], ['b twice']],
    ['not asked', [member('a', '02'), member('b', null)], ['b kinship-missing']],
    ['unknown code', [member('a', '02'), member('b', '98')], ['b kinship-unknown']],
    ['sex', [member('a', '02'), member('b', '22', { sex: 'female' })], ['b sex-differs']],
    [
      'spouse',
      [member('a', '02', { sex: 'male' }), member('b', '10', { sex: 'male' })],
      ['b spouse-same-sex'],
    ],
    [
      'a son of nearly one age',
      [member('a', '02', { born: '1960-01-01' }), member('b', '22', { born: '1970-01-01' })],
      ['b too-old-for-kinship'],
    ],
    [
      'a stepson of nearly one age',
      [member('a', '02', { born: '1960-01-01' }), member('b', '27', { born: '1970-01-01' })],
      [],
    ],
    [
      'a mother younger than her child',
      [member('a', '02', { born: '1960-01-01' }), member('b', '52', { born: '1965-01-01' })],
      ['b too-young-for-kinship'],
    ],
    [
      'a child as head',
      [member('a', '02', { born: '2016-01-01' }), member('b', '52', { born: '1986-01-01', sex: 'female' })],
      ['a head-is-child'],
    ],
  ])('%s', (_, members, expected) => {
    const found = checkHousehold(members, TODAY).map(({ personId, code }) =>
      [personId, code.replace('registry-rules.household-', '')].filter((part) => part !== null).join(' '),
    )
    expect(found).toEqual(expected)
  })
  it('knows the relations with their sexes and generations', () => {
    expect(KINSHIP.codes.get('43')).toMatchObject({ sex: 'male', generation: 2 })
    expect(KINSHIP.codes.get('99')).toMatchObject({ sex: null, generation: null })
    expect(KINSHIP.codes.size).toBe(84)
  })
  it('counts full years', () => {
    expect(ageAt('2000-11-22', TODAY)).toBe(26)
    expect(ageAt('2000-11-23', TODAY)).toBe(25)
  })
})

describe('counts that cannot be true together', () => {
  it('says 26 per household of the seed’s district, and which figure is wrong', () => {
    const found = checkCounts({ people: 656_877, households: 24_919, homes: 306_245 })
    expect(found).toEqual([
      {
        code: 'registry-rules.counts-households-digit',
        details: { people: 656_877, households: 24_919, homes: 306_245, perHousehold: 26, perHome: 2.1 },
      },
    ])
  })
  it.each<[number, number, number, string[]]>([
    [656_877, 249_190, 306_245, []],
    [0, 0, 0, []],
    [40, 1, 1, []],
    [500, 60, 0, ['many-per-household', 'no-homes']],
    [500, 450, 200, ['few-per-household']],
    [500, 0, 200, ['no-households']],
    [500, 200, 20, ['per-home']],
    [500, 200, 2000, ['per-home']],
  ])('%i people, %i households, %i homes: %j', (people, households, homes, expected) => {
    const codes = checkCounts({ people, households, homes }).map((f) =>
      f.code.replace('registry-rules.counts-', ''),
    )
    expect(codes).toEqual(expected)
  })
  it('asks about a crowded home unless it is a dormitory', () => {
    expect(crowdedHome(10, false)).toBeNull()
    expect(crowdedHome(11, false)?.details).toEqual({ people: 11 })
    expect(crowdedHome(40, true)).toBeNull()
  })
})
