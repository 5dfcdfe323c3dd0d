/** Rows of the handling desk under the day they are due. */
import { officeDay } from '@lifang/domains/calendar/rules/instants.ts'

export interface Due {
  /** Epoch ms; null: nothing runs. */
  readonly due: number | null
  readonly onHold: boolean
}
export interface DueGroup<T> {
  readonly key: string
  readonly kind: 'overdue' | 'today' | 'later' | 'none'
  /** Office day of a group of one day; null for the others. */
  readonly day: number | null
  readonly items: readonly T[]
}

/** A deadline at 24:00 is of the day that ends. */
const dueDayOf = (due: number): number => officeDay(due - 1)

/** Overdue, today, each later day, and what has no running clock; nothing empty, items in the order given within a group. */
export function byDueDay<T>(items: readonly T[], dueOf: (item: T) => Due, now: number): DueGroup<T>[] {
  const today = officeDay(now)
  const groups = new Map<string, { kind: DueGroup<T>['kind']; day: number | null; items: T[] }>()
  const put = (key: string, kind: DueGroup<T>['kind'], day: number | null, item: T): void => {
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { kind, day, items: [item] })
    else group.items.push(item)
  }
  for (const item of items) {
    const { due, onHold } = dueOf(item)
    if (onHold || due === null) put('none', 'none', null, item)
    else if (due < now) put('overdue', 'overdue', null, item)
    else if (dueDayOf(due) === today) put('today', 'today', today, item)
    else put(String(dueDayOf(due)), 'later', dueDayOf(due), item)
  }
  const rank = { overdue: 0, today: 1, later: 2, none: 3 } as const
  return [...groups]
    .map(([key, group]) => ({ key, ...group }))
    .toSorted((a, b) => rank[a.kind] - rank[b.kind] || (a.day ?? 0) - (b.day ?? 0))
}
