import type { IdKind, StayPurpose } from '@lifang/domains/registry/schema/lists.ts'
import type { Dice } from '../random.ts'
import type { DemoForeign, DemoPerson } from './plan.ts'

const DAY = 86_400_000
/** Of people who live alone in a rented home and have their 户籍 elsewhere, one in so many is from elsewhere altogether. */
const ONE_IN = 4

interface Origin {
  /** ISO 3166-1 alpha-3 */
  readonly nationality: string
  readonly weight: number
  /** What the numbers of its passports look like before the digits. */
  readonly prefix: string
  readonly surnames: readonly string[]
  readonly male: readonly string[]
  readonly female: readonly string[]
}
/** Names of nobody: common ones of each country, put together by chance. */
const ORIGINS: readonly Origin[] = [
  {
    nationality: 'KOR',
    weight: 4,
    prefix: 'M',
    surnames: ['KIM', 'PARK', 'CHOI', 'JUNG'],
    male: ['MIN-JUN', 'HYUN-WOO'],
    female: ['SEO-YEON', 'JI-WOO'],
  },
  {
    nationality: 'VNM',
    weight: 4,
    prefix: 'C',
    surnames: ['NGUYỄN', 'TRẦN', 'PHẠM'],
    male: ['VĂN NAM', 'ĐỨC ANH'],
    female: ['THỊ HOA', 'THỊ MAI'],
  },
  {
    nationality: 'JPN',
    weight: 2,
    prefix: 'TR',
    surnames: ['SATO', 'SUZUKI', 'TANAKA'],
    male: ['HARUKI', 'KENJI'],
    female: ['YUKI', 'AYAKA'],
  },
  {
    nationality: 'RUS',
    weight: 3,
    prefix: '7',
    surnames: ['KOVAL', 'BELYKH', 'SEDYKH'],
    male: ['DMITRII', 'ANTON'],
    female: ['ELENA', 'DARIA'],
  },
  {
    nationality: 'USA',
    weight: 3,
    prefix: 'A',
    surnames: ['MILLER', "O'NEILL", 'WALKER'],
    male: ['JAMES', 'DANIEL'],
    female: ['EMILY ROSE', 'LAURA'],
  },
  {
    nationality: 'ITA',
    weight: 2,
    prefix: 'YA',
    surnames: ['ROSSI', "D'ANGELO", 'CONTI'],
    male: ['MARCO', 'PAOLO'],
    female: ['MARIA ELENA', 'GIULIA'],
  },
  {
    nationality: 'PAK',
    weight: 3,
    prefix: 'AB',
    surnames: ['KHAN', 'AHMED', 'MALIK'],
    male: ['BILAL', 'USMAN ALI'],
    female: ['AYESHA', 'SANA'],
  },
  {
    nationality: 'NGA',
    weight: 2,
    prefix: 'B',
    surnames: ['OKAFOR', 'ADEYEMI', 'BELLO'],
    male: ['CHIDI', 'TUNDE'],
    female: ['AMARA', 'NGOZI'],
  },
  {
    nationality: 'DEU',
    weight: 2,
    prefix: 'C0',
    surnames: ['MÜLLER', 'WEISS', 'VON BERG'],
    male: ['JONAS', 'LUKAS'],
    female: ['ANNA-LENA', 'SOPHIE'],
  },
]
const PURPOSES: readonly (readonly [StayPurpose, number])[] = [
  ['study', 6],
  ['work', 5],
  ['business', 3],
  ['family', 3],
  ['visit', 2],
]

/** Numbers papers: the n-th paper of the register, so that none is there twice. */
export class Papers {
  #n = 0
  next(): number {
    return this.#n++
  }
}

/** @param of somebody who lives alone in a rented home @returns the same, or who lives there in their place */
export function perhapsForeign(of: DemoPerson, papers: Papers, all: Dice, today: string): DemoPerson {
  // Dice of their own, so that nobody else of the register becomes another.
  const chance = all.fork(`foreign-${of.key}`)
  const years = Number(today.slice(0, 4)) - Number(of.born.slice(0, 4))
  if (of.registered !== 'outside' || of.idNumber === null || years < 20 || years > 62) return of
  if (!chance.chance(1 / ONE_IN)) return of
  const n = papers.next()
  const kind = chance.weighted<Extract<IdKind, 'passport' | 'foreign-permanent' | 'hk-macao-taiwan'>>([
    ['passport', 8],
    ['foreign-permanent', 1],
    ['hk-macao-taiwan', 2],
  ])
  const origin = chance.weighted(ORIGINS.map((one) => [one, one.weight] as const))
  const from = kind === 'hk-macao-taiwan' ? null : origin
  const surname = from === null ? null : chance.pick(from.surnames)
  const given = from === null ? null : chance.pick(from[of.sex])
  const day = (days: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
  const arrived = chance.int(70, 1_400)
  const foreign: DemoForeign = {
    kind,
    nationality: from?.nationality ?? 'CHN',
    surname,
    given,
    // Of each five one runs out within the month, of each seventeen one has.
    until: day(n % 17 === 3 ? -chance.int(4, 60) : n % 5 === 2 ? chance.int(3, 28) : chance.int(120, 2_900)),
    purpose: kind === 'foreign-permanent' ? 'residence' : chance.weighted(PURPOSES),
    arrivedOn: day(-arrived),
    leavesOn:
      kind === 'foreign-permanent' ? null : day(n % 7 === 4 ? chance.int(5, 25) : chance.int(60, 700)),
  }
  const digits = String(n + 1).padStart(6, '0')
  return {
    ...of,
    name: surname === null || chance.chance(0.4) ? of.name : `${surname} ${given ?? ''}`,
    // 00 and a running number: like a passport's, and nobody's.
    idNumber:
      kind === 'foreign-permanent'
        ? of.idNumber
        : kind === 'passport'
          ? `${origin.prefix}0${digits}`
          : `H00${digits}00`,
    foreign,
  }
}
