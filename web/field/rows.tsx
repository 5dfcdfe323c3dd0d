import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { rowClock, type KnownCalendar } from '../kit/row-clock.ts'
import { LampChip, lampText } from '../kit/lamp.tsx'
import { ClockStripMini } from '../kit/strip/mini.tsx'
import { miniOfRow } from '../kit/strip/segments.ts'
import { subjectOf } from '../kit/subject.ts'
import { t, word } from '../kit/words.ts'
import { PageLink } from '../kit/page-link.tsx'

export const placeOf = (item: Pick<IncidentItem, 'address' | 'grid'>): string =>
  item.address ?? item.grid.name

/** 640 米, 1.2 公里. */
export const way = (metres: number): string =>
  metres < 1000
    ? t('field.metres', { n: Math.round(metres / 10) * 10 })
    : t('field.kilometres', { n: (metres / 1000).toFixed(1) })

/** Worst first, as a worker asks. */
export const LAMP_ORDER = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly Lamp[]
/** What is late first, then what is due first. */
export const byLamp = (a: IncidentItem, b: IncidentItem): number =>
  LAMP_ORDER.indexOf(a.lamp) - LAMP_ORDER.indexOf(b.lamp) ||
  (a.dueAt ?? a.totalDueAt ?? '9').localeCompare(b.dueAt ?? b.totalDueAt ?? '9')

interface RowProps {
  readonly item: IncidentItem
  readonly now: number
  readonly calendar: KnownCalendar | undefined
  /** Place in the walk. */
  readonly n?: number
  /** What is to be done there. */
  readonly task?: string
  readonly beside?: string | undefined
}

/** One case: what, its lamp in words, where, and how far its clock is. */
export function CaseRow({ item, now, calendar, n, task, beside }: RowProps) {
  const clock = rowClock(item, now, calendar)
  const stage = item.stage === null || item.stage === 'total' ? null : word('incidents.stage', item.stage)
  return (
    <li>
      <PageLink to={`/field/case/${item.number}`} className={n === undefined ? 'row' : 'row walk'}>
        {n !== undefined && (
          <span className="n" aria-hidden="true">
            {n}
          </span>
        )}
        <span className="what">
          <b>
            {task !== undefined && <span className="tag">{task}</span>}
            {subjectOf(item)}
          </b>
          <span className="where">
            {placeOf(item)}
            {beside !== undefined && <span className="leg"> · {beside}</span>}
          </span>
          <span className="clock">
            <LampChip lamp={item.lamp} text={lampText(clock.view)} />
            <span className="stage">{stage ?? word('incidents.status', item.status)}</span>
            {item.urgent && <span className="tag strong">{t('field.urgent')}</span>}
          </span>
          <ClockStripMini segments={miniOfRow(item, clock.fill)} />
        </span>
      </PageLink>
    </li>
  )
}
