/**
 * A household as a whole: one head, relations that fit sexes and ages, and how many people a household and a home can hold.
 * Everything here warns; a family is what it is, and registers are full of true oddities.
 */
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Sex } from './id-number.ts'
import { HEAD, KINSHIP, SELF, SPOUSES } from './kinship.ts'
import type { KinshipTable } from './kinship.ts'

export interface Member {
  readonly personId: string
  /** Relation to the head; null: not asked yet. */
  readonly kinship: string | null
  readonly sex: Sex | null
  /** YYYY-MM-DD */
  readonly born: string | null
}
export interface MemberFinding extends Finding {
  /** Null: the household as a whole. */
  readonly personId: string | null
}

/** Years between generations that are too few to be true, and the age below which a head is asked about. */
const FEWEST_YEARS = 13
const HEAD_AGE = 16

const isHead = (member: Member): boolean => member.kinship === HEAD || member.kinship === SELF

/** @param today YYYY-MM-DD */
export function checkHousehold(
  members: readonly Member[],
  today: string,
  table: KinshipTable = KINSHIP,
): readonly MemberFinding[] {
  const found: MemberFinding[] = []
  const say = (personId: string | null, code: string, details: Finding['details'] = {}): void => {
    found.push({ personId, ...finding(`registry-rules.household-${code}`, details) })
  }
  if (members.length === 0) return found
  const heads = members.filter(isHead)
  const [head] = heads
  if (!head) say(null, 'no-head')
  if (heads.length > 1) say(null, 'two-heads', { count: heads.length })
  const spouses = members.filter((m) => m.kinship !== null && SPOUSES.includes(m.kinship))
  if (spouses.length > 1) say(null, 'two-spouses', { count: spouses.length })
  const seen = new Set<string>()
  for (const member of members) {
    if (seen.has(member.personId)) say(member.personId, 'twice')
    seen.add(member.personId)
    checkKinship(member, table, say)
    if (head && heads.length === 1 && member !== head) checkAgainstHead(member, head, table, say)
  }
  if (head?.born && ageAt(head.born, today) < HEAD_AGE && members.some((m) => adult(m, today)))
    say(head.personId, 'head-is-child', { age: ageAt(head.born, today) })
  return found
}

type Say = (personId: string | null, code: string, details?: Finding['details']) => void

function checkKinship(member: Member, table: KinshipTable, say: Say): void {
  if (member.kinship === null) return say(member.personId, 'kinship-missing')
  const kinship = table.codes.get(member.kinship)
  if (!kinship) return say(member.personId, 'kinship-unknown', { code: member.kinship })
  if (kinship.sex !== null && member.sex !== null && kinship.sex !== member.sex)
    say(member.personId, 'sex-differs', { kinship: member.kinship })
}

function checkAgainstHead(member: Member, head: Member, table: KinshipTable, say: Say): void {
  const kinship = member.kinship === null ? undefined : table.codes.get(member.kinship)
  if (!kinship) return
  if (SPOUSES.includes(kinship.code) && member.sex !== null && member.sex === head.sex)
    say(member.personId, 'spouse-same-sex')
  if (member.born === null || head.born === null || kinship.generation === null || kinship.byMarriage) return
  const years = Number(member.born.slice(0, 4)) - Number(head.born.slice(0, 4))
  const least = kinship.generation * FEWEST_YEARS
  if (kinship.generation > 0 && years < least) say(member.personId, 'too-old-for-kinship', { years })
  if (kinship.generation < 0 && years > least)
    say(member.personId, 'too-young-for-kinship', { years: -years })
}

/** Full years. @param born and at YYYY-MM-DD */
export function ageAt(born: string, at: string): number {
  const years = Number(at.slice(0, 4)) - Number(born.slice(0, 4))
  return at.slice(5) < born.slice(5) ? years - 1 : years
}
const adult = (member: Member, today: string): boolean =>
  member.born !== null && ageAt(member.born, today) >= 18

/** Counts of one place: a grid, a street, a district, or one sheet of an import. */
export interface Counts {
  readonly people: number
  readonly households: number
  readonly homes: number
}
/** Bounds within which a mean is plausible. Census means are 2 to 4 a household; the bounds are wide so that a village passes. */
export interface CountBounds {
  readonly perHousehold: readonly [least: number, most: number]
  readonly perHome: readonly [least: number, most: number]
  /** Below so many people a mean says nothing. */
  readonly fewest: number
}
export const COUNT_BOUNDS: CountBounds = { perHousehold: [1.2, 6], perHome: [0.3, 6], fewest: 50 }

const rounded = (n: number): number => (n >= 10 ? Math.round(n) : Math.round(n * 10) / 10)

/**
 * Whether counts can be true together. Seed 000 says 24,919 households for 656,877 people: 26 per household, while 306,245 homes
 * hold a plausible 2.1 each, so it is the households that lack a digit.
 */
export function checkCounts(counts: Counts, bounds: CountBounds = COUNT_BOUNDS): readonly Finding[] {
  const { people, households, homes } = counts
  if (people < bounds.fewest) return []
  const found: Finding[] = []
  const perHousehold = households === 0 ? Infinity : people / households
  const perHome = homes === 0 ? Infinity : people / homes
  const homesFit = perHome >= bounds.perHome[0] && perHome <= bounds.perHome[1]
  if (households === 0) found.push(finding('registry-rules.counts-no-households', { people }))
  else if (perHousehold > bounds.perHousehold[1]) {
    const details = { people, households, perHousehold: rounded(perHousehold) }
    const lacksDigit = people / (households * 10) >= bounds.perHousehold[0]
    if (homesFit && lacksDigit)
      found.push(
        finding('registry-rules.counts-households-digit', { ...details, homes, perHome: rounded(perHome) }),
      )
    else found.push(finding('registry-rules.counts-many-per-household', details))
  } else if (perHousehold < bounds.perHousehold[0])
    found.push(
      finding('registry-rules.counts-few-per-household', {
        people,
        households,
        perHousehold: rounded(perHousehold),
      }),
    )
  if (homes === 0) found.push(finding('registry-rules.counts-no-homes', { people }))
  else if (!homesFit)
    found.push(finding('registry-rules.counts-per-home', { people, homes, perHome: rounded(perHome) }))
  return found
}

/** People in one home beyond which somebody looks: a dormitory without a licence, or a list pasted into one room. */
export const CROWDED = 10
export const crowdedHome = (people: number, dormitory: boolean): Finding | null =>
  people > CROWDED && !dormitory ? finding('registry-rules.home-crowded', { people }) : null
