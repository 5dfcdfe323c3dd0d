/**
 * Foreign residents (境外人员; lengths and fields: domain.md 2.7, the code tables of the standard were not read). Their paper is the one
 * paper of a person; what is said here beside it is their name as printed, until when the paper holds, why they came and for how long.
 */
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { ForeignField, IdKind, StayPurpose } from '../schema/lists.ts'

/** Papers of people from elsewhere: foreigners, residents of Hong Kong, Macao and Taiwan, and overseas Chinese, who show a passport. */
export const FOREIGN_KINDS = ['foreign-permanent', 'hk-macao-taiwan', 'passport'] as const satisfies IdKind[]

export const isForeign = (p: { readonly idKind: IdKind; readonly nationality: string }): boolean =>
  p.nationality !== 'CHN' || FOREIGN_KINDS.some((kind) => kind === p.idKind)

/** Latin letters with the marks of their languages, in groups joined by a blank, a hyphen, an apostrophe or a dot. */
const LATIN =
  /^\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:[ '.-]+\p{Script=Latin}[\p{Script=Latin}\p{M}]*)*\.?$/u
export const LONGEST_NAME = 40

/**
 * A name as papers print it: capitals, one kind of blank, hyphen and apostrophe. @returns null for what is no name in Latin letters, or
 * longer than 40
 */
export function readForeignName(text: string): string | null {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[\s\u3000]+/gu, ' ')
    .replaceAll(/[’‘ʼ`´＇]/g, "'")
    .replaceAll(/[‐‑–—－]/g, '-')
    .trim()
    .toUpperCase()
  return plain.length <= LONGEST_NAME && LATIN.test(plain) ? plain : null
}

/** What stands as the name of somebody who has none in Chinese: surname first, as the paper prints it. */
export const foreignName = (surname: string | null, given: string | null): string =>
  [surname, given].filter((part) => part !== null && part !== '').join(' ')

/** Letters that do not come apart into a plain one and a mark. */
const WHOLE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ə: 'e',
}
/** Small letters without marks, the parts apart by one blank: NGUYỄN-THỊ → `nguyen thi`. O'BRIEN is one part. */
export const latinKey = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðþłıħŋə]/g, (letter) => WHOLE[letter] ?? letter)
    .replaceAll(/['’ʼ`´]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The parts of what was typed into the box, where all of it is Latin letters: they may stand in either order. Null: it is not. */
export function latinParts(q: string): readonly string[] | null {
  if (!/^[\p{Script=Latin}\p{M}\s'’ʼ.,·-]+$/u.test(q)) return null
  const parts = latinKey(q).split(' ')
  return parts.some((part) => part.length > 1) ? parts : null
}

export interface ForeignFacts {
  readonly foreignSurname: string | null
  readonly foreignGiven: string | null
  /** 'YYYY-MM-DD', all of them: the last day on which the paper holds, the day they came, the last day they mean to stay. */
  readonly idUntil: string | null
  readonly stayPurpose: StayPurpose | null
  readonly arrivedOn: string | null
  readonly leavesOn: string | null
}
/** Papers and stays of more years than this are a slip of the pen. */
const MOST_DAYS = 30 * 366

export type ForeignFault =
  | 'registry.day-in-future'
  | 'registry.day-before-birth'
  | 'registry.day-too-far'
  | 'registry.id-until-without-paper'
  | 'registry.id-until-before-arrival'
  | 'registry.leaves-before-arrival'

/**
 * What of the days cannot be: they are real days already. A paper that has run out is a warning, since it must be possible to write down
 * what somebody shows.
 */
export function checkStay(
  f: Pick<ForeignFacts, 'idUntil' | 'arrivedOn' | 'leavesOn'>,
  person: { readonly birthDate: string | null; readonly hasPaper: boolean },
  today: string,
): {
  readonly fault: { readonly code: ForeignFault; readonly field: ForeignField } | null
  readonly warnings: readonly string[]
} {
  const { idUntil, arrivedOn, leavesOn } = f
  const no = (code: ForeignFault, field: ForeignField) => ({ fault: { code, field }, warnings: [] })
  const far = (day: string): boolean => dayOf(day) - dayOf(today) > MOST_DAYS
  const born = person.birthDate
  if (arrivedOn !== null && arrivedOn > today) return no('registry.day-in-future', 'arrivedOn')
  if (arrivedOn !== null && born !== null && arrivedOn < born)
    return no('registry.day-before-birth', 'arrivedOn')
  if (idUntil !== null && !person.hasPaper) return no('registry.id-until-without-paper', 'idUntil')
  if (idUntil !== null && born !== null && idUntil < born) return no('registry.day-before-birth', 'idUntil')
  if (idUntil !== null && far(idUntil)) return no('registry.day-too-far', 'idUntil')
  if (idUntil !== null && arrivedOn !== null && idUntil < arrivedOn)
    return no('registry.id-until-before-arrival', 'idUntil')
  if (leavesOn !== null && arrivedOn !== null && leavesOn < arrivedOn)
    return no('registry.leaves-before-arrival', 'leavesOn')
  if (leavesOn !== null && born !== null && leavesOn < born)
    return no('registry.day-before-birth', 'leavesOn')
  if (leavesOn !== null && far(leavesOn)) return no('registry.day-too-far', 'leavesOn')
  return {
    fault: null,
    warnings: [
      ...(idUntil !== null && idUntil < today ? ['registry.warning.id-expired'] : []),
      ...(leavesOn !== null && leavesOn < today ? ['registry.warning.stay-over'] : []),
      ...(idUntil !== null && leavesOn !== null && idUntil < leavesOn
        ? ['registry.warning.stay-beyond-paper']
        : []),
    ],
  }
}

/** So many days before the end of a paper or a stay somebody is to be reminded; a deployment says its own (LIFANG_FOREIGN_DUE_DAYS). */
export const FOREIGN_DUE_DAYS = 30

export const ENDS = ['paper', 'stay'] as const
export interface EndLamp {
  readonly what: (typeof ENDS)[number]
  readonly lamp: 'green' | 'yellow' | 'red'
  /** Last day, 'YYYY-MM-DD'. */
  readonly until: string
  /** Calendar days from today to it: 0 on the last day, below 0 when it is over. */
  readonly days: number
}

/** The lamps of paper and stay, in this order; without a day there is none. It holds through its last day. */
export function endLamps(
  f: Pick<ForeignFacts, 'idUntil' | 'leavesOn'>,
  today: string,
  dueDays: number,
): readonly EndLamp[] {
  const lamp = (what: EndLamp['what'], until: string | null): EndLamp[] => {
    if (until === null) return []
    const days = dayOf(until) - dayOf(today)
    return [{ what, lamp: days < 0 ? 'red' : days <= dueDays ? 'yellow' : 'green', until, days }]
  }
  return [...lamp('paper', f.idUntil), ...lamp('stay', f.leavesOn)]
}
/** The one that ends first, which is what a list has room for. */
export const nextEnd = (lamps: readonly EndLamp[]): EndLamp | null =>
  lamps.toSorted((a, b) => a.days - b.days)[0] ?? null
