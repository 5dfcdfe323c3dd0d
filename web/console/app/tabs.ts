import type { HandlingTab } from '@lifang/domains/incidents/schema/desks.ts'
import type { QueueTab } from '@lifang/domains/incidents/schema/dispatch.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'

/** The views of the desk, and what of it is kept in the address so that a list can be sent to a colleague. */
export const TABS = ['mine', 'open', 'done', 'all'] as const
export interface DeskSearch {
  readonly tab?: (typeof TABS)[number] | undefined
  readonly status?: string | undefined
  readonly lamp?: Lamp | undefined
  readonly q?: string | undefined
  readonly area?: string | undefined
}

/** What of the handling unit's desk is kept in the address. */
export interface HandlingSearch {
  readonly tab?: HandlingTab | undefined
  readonly case?: string | undefined
}

/** What of the dispatcher's desk is kept in the address. */
export interface DispatchSearch {
  readonly tab?: QueueTab | undefined
  readonly lamp?: Lamp | undefined
  readonly case?: string | undefined
}
