/** What an address says, as a page may use it: an unknown word is as good as none. */
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { CommunityTab } from '@lifang/domains/incidents/schema/community.ts'
import { HandlingTab } from '@lifang/domains/incidents/schema/desks.ts'
import { QueueTab } from '@lifang/domains/incidents/schema/dispatch.ts'
import { IntakeTab } from '@lifang/domains/incidents/schema/intake.ts'
import {
  CHIPS,
  TABS,
  type CommunitySearch,
  type DeskSearch,
  type DispatchSearch,
  type HandlingSearch,
  type IntakeSearch,
  type WeekSearch,
} from './tabs.ts'

/** The router reads a text as a number where nothing of it is lost by that. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function deskSearch(search: Record<string, unknown>): DeskSearch {
  const tab = TABS.find((one) => one === search['tab'])
  const status = text(search['status'])
  const lamp = Lamp.safeParse(search['lamp'])
  const q = text(search['q'])
  const area = text(search['area'])
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(status === undefined ? {} : { status }),
    ...(lamp.success ? { lamp: lamp.data } : {}),
    ...(q === undefined ? {} : { q }),
    ...(area === undefined ? {} : { area }),
    ...Object.fromEntries(
      CHIPS.flatMap((name) => {
        const value = text(search[name])
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
}

export function communitySearch(search: Record<string, unknown>): CommunitySearch {
  const tab = CommunityTab.safeParse(search['tab'])
  const lamp = Lamp.safeParse(search['lamp'])
  const chosen = text(search['community'])
  const grid = text(search['grid'])
  return {
    ...(chosen === undefined ? {} : { community: chosen }),
    ...(tab.success ? { tab: tab.data } : {}),
    ...(grid === undefined ? {} : { grid }),
    ...(lamp.success ? { lamp: lamp.data } : {}),
  }
}

export function weekSearch(search: Record<string, unknown>): WeekSearch {
  const chosen = text(search['community'])
  const day = text(search['week'])
  return {
    ...(chosen === undefined ? {} : { community: chosen }),
    ...(day === undefined ? {} : { week: day }),
  }
}

export function dispatchSearch(search: Record<string, unknown>): DispatchSearch {
  const tab = QueueTab.safeParse(search['tab'])
  const lamp = Lamp.safeParse(search['lamp'])
  const number = text(search['case'])
  return {
    ...(tab.success ? { tab: tab.data } : {}),
    ...(lamp.success ? { lamp: lamp.data } : {}),
    ...(number === undefined ? {} : { case: number }),
  }
}

export function handlingSearch(search: Record<string, unknown>): HandlingSearch {
  const tab = HandlingTab.safeParse(search['tab'])
  const number = text(search['case'])
  return { ...(tab.success ? { tab: tab.data } : {}), ...(number === undefined ? {} : { case: number }) }
}

export function intakeSearch(search: Record<string, unknown>): IntakeSearch {
  const tab = IntakeTab.safeParse(search['tab'])
  const lamp = Lamp.safeParse(search['lamp'])
  const number = text(search['case'])
  return {
    ...(tab.success ? { tab: tab.data } : {}),
    ...(lamp.success ? { lamp: lamp.data } : {}),
    ...(number === undefined ? {} : { case: number }),
  }
}
