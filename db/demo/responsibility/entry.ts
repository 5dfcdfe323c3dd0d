/** The shape of one line of the responsibility list (责任清单): one class, one accountable unit, several filing conditions. */
import type { LimitUnit } from '@lifang/domains/calendar/schema.ts'
import type { EvidenceKind, Source } from '@lifang/domains/incidents/schema/words.ts'
export type { EvidenceKind, LimitUnit }
export type Grade = 'routine' | 'important' | 'urgent'
export type Domain =
  | 'urban-management'
  | 'dispute'
  | 'hazard'
  | 'public-security'
  | 'livelihood'
  | 'special-care'
  | 'minors'
  | 'public-health'
  | 'ecology'
  | 'rural'
  | 'publicity'
  | 'agency'
  | 'petition'
  | 'utility-emergency'

export interface FilingCondition {
  /** Order inside the class, from 1. */
  seq: number
  text: string
  limit: { amount: number; unit: LimitUnit }
  /** 结案条件 in words; `closingEvidence` is what must be attached to show it. */
  closing: string
  closingEvidence: EvidenceKind[]
  /** How often a handler may ask for more time and how much in all, in the unit of the limit; null = never. */
  extension: { times: number; maxAmount: number } | null
  /** 'example-city' = from a published document (see example-city-limits.json); 'demo' = invented for the demo. */
  evidence: 'example-city' | 'demo'
}

export interface ResponsibilityEntry {
  standard: string
  kind: 'component' | 'matter'
  code: string
  name: string
  domain: Domain
  departmentKey: string
  legalBasis: string
  grade: Grade
  /** May be handled on the spot and registered as self-closed (即时处置). */
  selfHandling: boolean
  /** The reporter is hidden from the handling unit (举报保密). */
  confidential: boolean
  /** What a report must carry. Empty where a photo would harm: homes, patients, children, disputes. */
  requiredEvidence: EvidenceKind[]
  /** Sources that may open it; null = any. */
  sources: readonly Source[] | null
  conditions: FilingCondition[]
  /** First day it may be used, date in Asia/Shanghai. */
  validFrom: string
}

const letters = { u: 'urgent-hour', h: 'working-hour', d: 'working-day', c: 'calendar-day' } as const

/**
 * Reads a limit written short: '4h' = 4 working hours, '3u' = 3 urgent hours, '5d' = 5 working days, '60c' = 60 calendar days.
 * @throws Error when the text is not of that form: the lists are typed by hand.
 */
export function limitOf(text: string): FilingCondition['limit'] {
  const match = /^(\d+(?:\.\d+)?)([uhdc])$/.exec(text)
  const letter = match?.[2]
  if (letter !== 'u' && letter !== 'h' && letter !== 'd' && letter !== 'c') throw new Error(`limit: ${text}`)
  return { amount: Number(match?.[1]), unit: letters[letter] }
}

/** Urgent work is not extended; anything else once, by half of its limit and at least one unit. */
export function extensionOf(limit: FilingCondition['limit']): FilingCondition['extension'] {
  if (limit.unit === 'urgent-hour') return null
  return { times: 1, maxAmount: Math.max(1, Math.floor(limit.amount / 2)) }
}

/** Grade from the short flags of the typed lists: 'u' urgent, 'i' important. */
export function gradeOf(flags: string): Grade {
  if (flags.includes('u')) return 'urgent'
  return flags.includes('i') ? 'important' : 'routine'
}
