import type { CommunityTab } from '@lifang/domains/incidents/schema/community.ts'
import type { HandlingTab } from '@lifang/domains/incidents/schema/desks.ts'
import type { QueueTab } from '@lifang/domains/incidents/schema/dispatch.ts'
import type { IntakeTab } from '@lifang/domains/incidents/schema/intake.ts'
import type { ACCOUNT_STATES } from '@lifang/domains/identity/schema.ts'
import type { DuplicateReason, ListedState } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import type {
  ForeignFilter,
  FreshnessWord,
  Gap,
  HomeKind,
  PersonState,
} from '@lifang/domains/registry/schema/lists.ts'
import type {
  EnterpriseKind,
  EnterpriseState,
  FacilityState,
  PlaceKind,
  PlaceState,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'

/** The views of the desk, and what of it is kept in the address so that a list can be sent to a colleague. */
export const TABS = ['mine', 'open', 'done', 'all'] as const
export interface DeskSearch {
  readonly tab?: (typeof TABS)[number] | undefined
  readonly status?: string | undefined
  readonly lamp?: Lamp | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
  /** What a number of the wall brings along: lead unit, sources, stages, and the time of reporting and of closing. */
  readonly department?: string | undefined
  readonly source?: string | undefined
  readonly stage?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly closedSince?: string | undefined
  readonly closedUntil?: string | undefined
}
/** Kept as they are written; shown as chips that can be taken off. */
export const CHIPS = [
  'department',
  'source',
  'stage',
  'since',
  'until',
  'closedSince',
  'closedUntil',
] as const satisfies readonly (keyof DeskSearch)[]

/** What of the handling unit's desk is kept in the address. */
export interface HandlingSearch {
  readonly tab?: HandlingTab | undefined
  readonly case?: string | undefined
}

/** What of the accounts is kept in the address. */
export interface AccountsSearch {
  readonly q?: string | undefined
  readonly state?: (typeof ACCOUNT_STATES)[number] | undefined
}

/** What of the calendar is kept in the address: the year, and whose it is (left out: the default). */
export interface CalendarSearch {
  readonly year?: number | undefined
  readonly of?: string | undefined
}

/** What of the audit browser is kept in the address. */
export interface AuditSearch {
  /** An act, or a domain for all of its acts. */
  readonly act?: string | undefined
  readonly who?: string | undefined
  readonly kind?: string | undefined
  readonly subject?: string | undefined
  /** Office days, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}
export const AUDIT_FILTERS = [
  'act',
  'who',
  'kind',
  'subject',
  'from',
  'to',
] as const satisfies readonly (keyof AuditSearch)[]

/** What of the dispatcher's desk is kept in the address. */
export interface DispatchSearch {
  readonly tab?: QueueTab | undefined
  readonly lamp?: Lamp | undefined
  readonly case?: string | undefined
}

/** What of the intake desk is kept in the address; without a case the form of a call is open. */
export interface IntakeSearch {
  readonly tab?: IntakeTab | undefined
  readonly lamp?: Lamp | undefined
  readonly case?: string | undefined
}

/** The stop of the round that is looked at. */
export interface ChecksSearch {
  readonly case?: string | undefined
}

export const GRID_VIEWS = ['map', 'vacancies'] as const
/** What of the grids is kept in the address. */
export interface GridSearch {
  /** Code of the area shown. */
  readonly area?: string | undefined
  readonly view?: (typeof GRID_VIEWS)[number] | undefined
  /** The redraw shown. */
  readonly redraw?: string | undefined
  /** Code of the community being redrawn. */
  readonly edit?: string | undefined
}

/** What of the responsibility list is kept in the address: a version or 'draft', and the class looked at. */
export interface ListSearch {
  readonly version?: string | undefined
  readonly class?: string | undefined
}

/** What of the community's desk is kept in the address. */
export interface CommunitySearch {
  readonly community?: string | undefined
  readonly tab?: CommunityTab | undefined
  readonly grid?: string | undefined
  readonly lamp?: Lamp | undefined
}

/** Which week of which community is printed; any day of the week stands for it. */
export interface WeekSearch {
  readonly community?: string | undefined
  readonly week?: string | undefined
}

/** What of the people's page is kept in the address; a whole number never is. */
export interface PeopleSearch {
  readonly q?: string | undefined
  readonly area?: string | undefined
  readonly status?: PersonState | undefined
  readonly split?: 'yes' | undefined
  readonly care?: 'yes' | undefined
  readonly foreign?: ForeignFilter | undefined
}
export const PERSON_TABS = [
  'basic',
  'residence',
  'family',
  'labels',
  'happened',
  'history',
  'rights',
] as const
export interface PersonSearch {
  readonly tab?: (typeof PERSON_TABS)[number] | undefined
}
export const DUPLICATE_TABS = ['open', 'undone', 'not-same', 'merged'] as const satisfies readonly (
  ListedState | 'merged'
)[]
/** What of the review of duplicates is kept in the address. */
export interface DuplicatesSearch {
  readonly tab?: (typeof DUPLICATE_TABS)[number] | undefined
  readonly area?: string | undefined
  readonly reason?: DuplicateReason | undefined
  /** What was just done. */
  readonly said?: 'merged' | 'not-same' | undefined
}
export interface RecordsSearch {
  readonly kind?: string | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
  /** Choices of own fields: JSON of the field's key to what was chosen. */
  readonly chosen?: string | undefined
}

export const HOME_VIEWS = ['buildings', 'round', 'map'] as const
/** What of the buildings and homes is kept in the address. */
export interface HomesSearch {
  readonly view?: (typeof HOME_VIEWS)[number] | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
  readonly state?: FreshnessWord | undefined
  readonly kind?: HomeKind | undefined
}
export const COVERAGE_VIEWS = ['board', 'homes'] as const
/** What of the board of collection is kept in the address. */
export interface CoverageSearch {
  readonly view?: (typeof COVERAGE_VIEWS)[number] | undefined
  readonly area?: string | undefined
  readonly cycle?: string | undefined
  readonly gap?: Gap | undefined
}
export const COMPARISON_TABS = ['open', 'unverified', 'settled', 'all'] as const
/** What of the tasks of comparisons is kept in the address. */
export interface ComparisonTasksSearch {
  readonly comparison?: string | undefined
  readonly tab?: (typeof COMPARISON_TABS)[number] | undefined
  readonly area?: string | undefined
  readonly verdict?: string | undefined
  readonly field?: string | undefined
  /** Verdict of the record, as the report counts it. */
  readonly record?: string | undefined
  readonly place?: 'none' | 'own' | undefined
}
export const UNIT_VIEWS = ['enterprises', 'places'] as const
/** What of the enterprises and places is kept in the address; `sort` and `open` are kind and state of places. */
export interface UnitsSearch {
  readonly view?: (typeof UNIT_VIEWS)[number] | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
  readonly kind?: EnterpriseKind | undefined
  readonly state?: EnterpriseState | undefined
  readonly small?: 'yes' | undefined
  readonly hazards?: 'yes' | undefined
  readonly sort?: PlaceKind | undefined
  readonly open?: PlaceState | undefined
}
export const FACILITY_VIEWS = ['list', 'map'] as const
/** What of the facilities is kept in the address. */
export interface FacilitiesSearch {
  readonly view?: (typeof FACILITY_VIEWS)[number] | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
  readonly state?: FacilityState | undefined
  readonly class?: string | undefined
}
