/** What an address says, as a page may use it: an unknown word is as good as none. */
import { LAMPS } from '@lifang/domains/calendar/schema/lists.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { COMMUNITY_TABS } from '@lifang/domains/incidents/schema/community.ts'
import { HANDLING_TABS } from '@lifang/domains/incidents/schema/desks.ts'
import { QUEUE_TABS } from '@lifang/domains/incidents/schema/dispatch.ts'
import { INTAKE_TABS } from '@lifang/domains/incidents/schema/intake.ts'
import { DUPLICATE_REASONS } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import {
  FOREIGN_FILTERS,
  FRESHNESS,
  GAPS,
  HOME_KINDS,
  PERSON_STATES,
} from '@lifang/domains/registry/schema/lists.ts'
import {
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  FACILITY_STATES,
  PLACE_KINDS,
  PLACE_STATES,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import {
  CHIPS,
  COMPARISON_TABS,
  COVERAGE_VIEWS,
  DUPLICATE_TABS,
  FACILITY_VIEWS,
  HOME_VIEWS,
  PERSON_TABS,
  TABS,
  UNIT_VIEWS,
  type CommunitySearch,
  type ComparisonTasksSearch,
  type CoverageSearch,
  type DeskSearch,
  type DispatchSearch,
  type DuplicatesSearch,
  type FacilitiesSearch,
  type HandlingSearch,
  type HomesSearch,
  type IntakeSearch,
  type PeopleSearch,
  type RecordsSearch,
  type PersonSearch,
  type UnitsSearch,
  type WeekSearch,
} from './tabs.ts'

type Said = Readonly<Record<string, unknown>>

/** The router reads a text as a number where nothing of it is lost by that. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
const oneOf = <W extends string>(words: readonly W[], said: unknown): W | undefined =>
  words.find((word) => word === said)
const lampOf = (search: Said): Lamp | undefined => oneOf(LAMPS, search['lamp'])

/** Without what is not there: the bare address has no keys at all, and the home page is told by that. */
export const kept = <S extends object>(search: S): S =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as S

/** The address of a page with some of it changed; undefined takes a part away. */
export const changed = <S extends object>(old: S, change: Partial<S>): S => kept({ ...old, ...change })

export const deskSearch = (search: Said): DeskSearch =>
  kept({
    tab: oneOf(TABS, search['tab']),
    status: text(search['status']),
    lamp: lampOf(search),
    q: text(search['q']),
    area: text(search['area']),
    ...Object.fromEntries(CHIPS.map((name) => [name, text(search[name])])),
  })

export const communitySearch = (search: Said): CommunitySearch =>
  kept({
    community: text(search['community']),
    tab: oneOf(COMMUNITY_TABS, search['tab']),
    grid: text(search['grid']),
    lamp: lampOf(search),
  })

export const weekSearch = (search: Said): WeekSearch =>
  kept({ community: text(search['community']), week: text(search['week']) })

export const dispatchSearch = (search: Said): DispatchSearch =>
  kept({
    tab: oneOf(QUEUE_TABS, search['tab']),
    lamp: lampOf(search),
    case: text(search['case']),
  })

export const intakeSearch = (search: Said): IntakeSearch =>
  kept({
    tab: oneOf(INTAKE_TABS, search['tab']),
    lamp: lampOf(search),
    case: text(search['case']),
  })

export const handlingSearch = (search: Said): HandlingSearch =>
  kept({ tab: oneOf(HANDLING_TABS, search['tab']), case: text(search['case']) })

export const peopleSearch = (search: Said): PeopleSearch =>
  kept({
    q: text(search['q']),
    area: text(search['area']),
    status: oneOf(PERSON_STATES, search['status']),
    split: oneOf(['yes'], search['split']),
    care: oneOf(['yes'], search['care']),
    foreign: oneOf(FOREIGN_FILTERS, search['foreign']),
  })
export const personSearch = (search: Said): PersonSearch => kept({ tab: oneOf(PERSON_TABS, search['tab']) })
export const homesSearch = (search: Said): HomesSearch =>
  kept({
    view: oneOf(HOME_VIEWS, search['view']),
    q: text(search['q']),
    area: text(search['area']),
    state: oneOf(FRESHNESS, search['state']),
    kind: oneOf(HOME_KINDS, search['kind']),
  })
export const recordsSearch = (search: Said): RecordsSearch =>
  kept({
    kind: text(search['kind']),
    q: text(search['q']),
    area: text(search['area']),
    // An address written by hand may hold the list as it is.
    chosen:
      typeof search['chosen'] === 'object' && search['chosen'] !== null
        ? JSON.stringify(search['chosen'])
        : text(search['chosen']),
  })
export const coverageSearch = (search: Said): CoverageSearch =>
  kept({
    view: oneOf(COVERAGE_VIEWS, search['view']),
    area: text(search['area']),
    cycle: text(search['cycle']),
    gap: oneOf(GAPS, search['gap']),
  })
export const comparisonTasksSearch = (search: Said): ComparisonTasksSearch =>
  kept({
    comparison: text(search['comparison']),
    tab: oneOf(COMPARISON_TABS, search['tab']),
    area: text(search['area']),
    verdict: text(search['verdict']),
    field: text(search['field']),
    record: text(search['record']),
    place: oneOf(['none', 'own'], search['place']),
  })
export const duplicatesSearch = (search: Said): DuplicatesSearch =>
  kept({
    tab: oneOf(DUPLICATE_TABS, search['tab']),
    area: text(search['area']),
    reason: oneOf(DUPLICATE_REASONS, search['reason']),
    said: oneOf(['merged', 'not-same'], search['said']),
  })
export const unitsSearch = (search: Said): UnitsSearch =>
  kept({
    view: oneOf(UNIT_VIEWS, search['view']),
    q: text(search['q']),
    area: text(search['area']),
    kind: oneOf(ENTERPRISE_KINDS, search['kind']),
    state: oneOf(ENTERPRISE_STATES, search['state']),
    small: oneOf(['yes'], search['small']),
    hazards: oneOf(['yes'], search['hazards']),
    sort: oneOf(PLACE_KINDS, search['sort']),
    open: oneOf(PLACE_STATES, search['open']),
  })
export const facilitiesSearch = (search: Said): FacilitiesSearch =>
  kept({
    view: oneOf(FACILITY_VIEWS, search['view']),
    q: text(search['q']),
    area: text(search['area']),
    state: oneOf(FACILITY_STATES, search['state']),
    class: text(search['class']),
  })
