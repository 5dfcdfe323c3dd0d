import { idCheckDigit } from '@lifang/domains/registry/rules/id-number.ts'
import { fictionalPhone } from '../people.ts'
import type { Dice } from '../random.ts'
import { perhapsForeign, type Papers } from './foreigners.ts'
import { drawSurname, drawer, givenName } from './names.ts'
import type { DemoHome, DemoHousehold, DemoPerson } from './plan.ts'

/** Days since 1900-01-01 are counted for as long as this. */
const DAYS = 50_000
const DAY = 86_400_000
const EPOCH = Date.UTC(1900, 0, 1)
/** Migrants' numbers come from these fictional counties. */
const ELSEWHERE = Array.from({ length: 18 }, (_, i) => String(990_603 + i))
const HERE = '990602'
/** Sequence numbers of one sex that a day has in one area. */
const A_DAY = 499

/** Numbers that meet the check and are used once: a counter a day and sex, so that nothing grows with the people. */
export class IdNumbers {
  readonly #here = [new Uint16Array(DAYS), new Uint16Array(DAYS)] as const
  readonly #elsewhere = [new Uint16Array(DAYS), new Uint16Array(DAYS)] as const

  next(born: string, sex: 'male' | 'female', local: boolean): string {
    const day = Math.round((Date.parse(`${born}T00:00:00Z`) - EPOCH) / DAY)
    const counters = local ? this.#here : this.#elsewhere
    const counter = counters[sex === 'male' ? 1 : 0]
    const n = counter[day]
    if (n === undefined) throw new Error(`born ${born}`)
    counter[day] = n + 1
    const areas = local ? [HERE] : ELSEWHERE
    const sequence = Math.floor(n / areas.length)
    if (sequence >= A_DAY) throw new Error(`too many born on ${born}`)
    const number = sequence * 2 + (sex === 'male' ? 1 : 2)
    const digits =
      (areas[n % areas.length] ?? HERE) + born.replaceAll('-', '') + String(number).padStart(3, '0')
    return digits + idCheckDigit(digits)
  }
}

/** Phones nobody has: the demo's block of mobiles from its end, then landlines of the area 0000. */
export class Phones {
  #used = 0
  readonly #mobiles: number
  /** @param mobiles how many of the ten thousand are left by the staff */
  constructor(mobiles: number) {
    this.#mobiles = mobiles
  }
  next(): string {
    const n = this.#used++
    return n < this.#mobiles ? fictionalPhone(9999 - n) : `0000-${String(7_000_000 + n - this.#mobiles)}`
  }
}

type Role = readonly [
  kinship: string,
  sex: 'male' | 'female' | null,
  years: readonly [from: number, to: number],
]
/** One make of household: the age of the head, and everybody else by years younger than the head. */
interface Make {
  head: readonly [from: number, to: number]
  others: readonly Role[]
  /** People who share a flat. */
  sharing?: boolean
}
const spouse: Role = ['10', null, [-4, 5]]
const son: Role = ['22', 'male', [23, 34]]
const daughter: Role = ['32', 'female', [23, 34]]
const child = (chance: Dice): Role => (chance.chance(0.52) ? son : daughter)
/** Two children: of one sex the eldest and the second, else the eldest of each. */
const children = (chance: Dice): readonly [Role, Role] => {
  const first = child(chance)
  const younger: readonly [number, number] = [26, 38]
  const other: Role = chance.chance(0.5)
    ? [first === son ? '23' : '22', 'male', younger]
    : [first === daughter ? '33' : '32', 'female', younger]
  return [first, other]
}
const mother: Role = ['52', 'female', [-33, -21]]
const father: Role = ['51', 'male', [-35, -23]]
const mate: Role = ['99', null, [-6, 6]]
const family: readonly [number, number] = [27, 50]

/** By size, with weights: who lives together. */
const MAKES: Readonly<Record<number, (chance: Dice) => Make>> = {
  1: (chance) => ({
    head: chance.weighted([
      [[20, 36], 5],
      [[36, 62], 3],
      [[62, 92], 4],
    ]),
    others: [],
  }),
  2: (chance) =>
    chance.weighted<Make>([
      [{ head: [24, 36], others: [spouse] }, 3],
      [{ head: [44, 62], others: [spouse] }, 3],
      [{ head: [60, 86], others: [spouse] }, 4],
      [{ head: [30, 50], others: [child(chance)] }, 2],
      [{ head: [20, 32], others: [mate], sharing: true }, 2],
    ]),
  3: (chance) =>
    chance.weighted<Make>([
      [{ head: family, others: [spouse, child(chance)] }, 7],
      [{ head: [46, 62], others: [spouse, child(chance)] }, 3],
      [{ head: [28, 50], others: [child(chance), chance.chance(0.7) ? mother : father] }, 1],
      [{ head: [20, 30], others: [mate, mate], sharing: true }, 1],
      [{ head: [56, 70], others: [spouse, ['41', 'male', [50, 56]]] }, 0.5],
    ]),
  4: (chance) =>
    chance.weighted<Make>([
      [{ head: [31, 52], others: [spouse, ...children(chance)] }, 6],
      [{ head: family, others: [spouse, child(chance), mother] }, 4],
      [{ head: [55, 72], others: [spouse, ['22', 'male', [24, 30]], ['38', 'female', [25, 33]]] }, 2],
      [{ head: [20, 28], others: [mate, mate, mate], sharing: true }, 0.5],
    ]),
  5: (chance) => ({ head: [30, 46], others: [spouse, child(chance), mother, father] }),
  6: (chance) => ({ head: [31, 46], others: [spouse, ...children(chance), mother, father] }),
}
const SIZES = drawer<number>([
  [1, 17],
  [2, 27],
  [3, 27],
  [4, 17],
  [5, 8],
  [6, 4],
])
export const MOST_MEMBERS = 9

/** Sizes of so many households that add up to so many people, in an order of chance. */
export function householdSizes(chance: Dice, households: number, people: number): number[] {
  const sizes = Array.from({ length: households }, () => SIZES(chance))
  let missing = people - sizes.reduce((a, b) => a + b, 0)
  if (people < households || people > households * MOST_MEMBERS) throw new Error(`${people} in ${households}`)
  while (missing !== 0) {
    const i = chance.int(0, households - 1)
    const size = sizes[i] ?? 0
    const [least, most] = Math.abs(missing) > households ? [1, MOST_MEMBERS] : [1, 6]
    const step = Math.sign(missing)
    if (size + step < least || size + step > most) continue
    sizes[i] = size + step
    missing -= step
  }
  return sizes
}

export interface Settling {
  chance: Dice
  ids: IdNumbers
  phones: Phones
  papers: Papers
  /** YYYY-MM-DD, the day the register is looked at. */
  today: string
}

const dateBefore = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10)

/** A day of birth for an age in full years. */
const bornAt = (today: string, age: number, chance: Dice): string =>
  dateBefore(today, Math.floor(age * 365.2425 + chance.next() * 365))

/** When somebody was there last: most within the year, some overdue. */
export const visitDay = (today: string, chance: Dice): string =>
  dateBefore(today, chance.chance(0.86) ? chance.int(0, 300) : chance.int(300, 560))

/** The people of one home. @param home its key and kind; @param other another home of the register that a 户籍 may stand in */
export function household(
  home: Pick<DemoHome, 'key' | 'kind'>,
  size: number,
  other: string | null,
  settling: Settling,
): DemoHousehold {
  const { chance, today } = settling
  const make = MAKES[Math.min(size, 6)]?.(chance)
  if (!make) throw new Error(`household of ${size}`)
  const more: Role[] = Array.from({ length: size - 1 - make.others.length }, (): Role => [
    '97',
    null,
    [-10, 20],
  ])
  const headAge = chance.int(...make.head)
  const headSex = chance.chance(make.sharing === true ? 0.55 : 0.68) ? 'male' : 'female'
  const rented = home.kind === 'rental'
  const local = rented ? chance.chance(0.3) : chance.chance(0.93)
  const surname = drawSurname(chance)
  const members: DemoPerson[] = []
  const roles: Role[] = [['02', headSex, [0, 0]], ...make.others, ...more]
  let youngest: number | null = null
  roles.forEach(([kinship, asked, years], i) => {
    const sex =
      kinship === '10'
        ? headSex === 'male'
          ? 'female'
          : 'male'
        : (asked ?? (chance.chance(0.5) ? 'male' : 'female'))
    let age = Math.max(0, Math.min(101, headAge - chance.int(years[0], Math.min(years[1], headAge))))
    if (/^[23][23]$/.test(kinship)) {
      // Brothers and sisters come one after the other, a year and more apart.
      age = youngest === null ? Math.max(age, roles.length > i + 1 ? 2 : 0) : Math.min(age, youngest - 2)
      youngest = age
    }
    const born = bornAt(today, age, chance)
    members.push(
      personOf({
        key: `${home.key}-${i + 1}`,
        name:
          familyName(kinship, surname, headSex, chance) + givenName(chance, sex, Number(born.slice(0, 4))),
        sex,
        born,
        age,
        kinship: kinship === '10' ? (sex === 'male' ? '11' : '12') : kinship,
        local: kinship === '99' ? chance.chance(0.3) : local,
        home: home.key,
        other,
        alone: size === 1,
        settling,
      }),
    )
  })
  const alone = members[0]
  if (rented && members.length === 1 && alone !== undefined)
    members[0] = perhapsForeign(alone, settling.papers, chance, today)
  return { key: `${home.key}-h`, members }
}

/** Children bear the father's name, parents of the head the head's if they are the father; spouses and flatmates their own. */
function familyName(kinship: string, surname: string, headSex: string, chance: Dice): string {
  const own = ['10', '52', '38', '97', '99'].includes(kinship)
  if (own || (headSex === 'female' && /^[23]/.test(kinship) && chance.chance(0.7))) return drawSurname(chance)
  return surname
}

interface Somebody {
  key: string
  name: string
  sex: 'male' | 'female'
  born: string
  age: number
  kinship: string
  local: boolean
  home: string
  other: string | null
  alone: boolean
  settling: Settling
}
const drawSource = drawer<DemoPerson['source']>([
  ['visit', 60],
  ['self', 12],
  ['comparison', 18],
  ['certificate', 10],
])

function personOf(one: Somebody): DemoPerson {
  const { chance, ids, phones, today } = one.settling
  const elsewhere = one.local && one.other !== null && chance.chance(0.09)
  const registered = !one.local ? 'outside' : elsewhere ? 'other-home' : 'here'
  return {
    key: one.key,
    name: one.name,
    sex: one.sex,
    born: one.born,
    idNumber: one.age === 0 && chance.chance(0.3) ? null : ids.next(one.born, one.sex, one.local),
    phone: one.age >= 13 && chance.chance(one.age > 75 ? 0.6 : 0.93) ? phones.next() : null,
    kinship: one.kinship,
    registered,
    registeredHome: registered === 'outside' ? null : elsewhere ? one.other : one.home,
    care: careOf(one, chance),
    source: drawSource(chance),
    verifiedOn: visitDay(today, chance),
    foreign: null,
  }
}

function careOf({ age, alone, kinship }: Somebody, chance: Dice): DemoPerson['care'] {
  if (alone && age >= 70) return chance.chance(0.8) ? 'elder-alone' : null
  if (chance.chance(0.018)) return 'disabled'
  if (chance.chance(0.012)) return 'low-income'
  return age < 15 && kinship.startsWith('4') ? 'left-behind-child' : null
}
