import type { HandlingTab } from '../schema/desks.ts'
import type { EvidenceKind, TaskStatus } from '../schema/words.ts'

export interface InHand {
  readonly task: TaskStatus
  /** Epoch ms of the deadline that counts; null: nothing runs. */
  readonly due: number | null
  readonly onHold: boolean
  readonly sentBack: number
  readonly missing: readonly EvidenceKind[]
}

/** The tabs a case of the unit stands on. A deadline at 24:00 is today's; what is overdue is due today too. */
export function handlingTabs(one: InHand, endOfDay: number): HandlingTab[] {
  const taken = one.task === 'taken'
  const tabs: HandlingTab[] = []
  if (one.task === 'waiting') tabs.push('take')
  if (!one.onHold && one.due !== null && one.due <= endOfDay) tabs.push('today')
  if (one.sentBack > 0) tabs.push('returned')
  if (taken && !one.onHold && one.missing.length > 0) tabs.push('evidence')
  tabs.push('all')
  return tabs
}
