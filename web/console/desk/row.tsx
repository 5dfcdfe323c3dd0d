import { memo } from 'react'
import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { subjectOf } from '../../kit/subject.ts'
import { dueWhen, exact, printNumber, shortNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { RowLamp } from './row-lamp.tsx'

interface RowProps {
  readonly item: IncidentItem
  readonly now: number
  readonly calendar: KnownCalendar | undefined
}

/** A plain link: the list follows all of them at once (`useRowLinks`), for each of the router's own costs as much as the row. */
export const IncidentRow = memo(function IncidentRow({ item, now, calendar }: RowProps) {
  const clock = rowClock(item, now, calendar)
  const place = item.address ?? item.grid.name
  return (
    <li>
      <a href={`/incidents/${item.number}`} className="row" data-row={item.number}>
        <span className="c-lamp">
          <RowLamp lamp={item.lamp} clock={clock} />
        </span>
        <span className="c-subject el">
          <b>{subjectOf(item)}</b>
          {item.urgent && <span className="tag">{t('console.flag.urgent')}</span>}
          {item.onHold && <span className="tag">{t('console.flag.on-hold')}</span>}
          {item.supervision !== null && (
            <span className="tag">{word('console.supervision', item.supervision)}</span>
          )}
        </span>
        <span className="c-number mu" title={printNumber(item.number)}>
          {shortNumber(item.number)}
        </span>
        <span className="c-place el" title={place}>
          {place} <span className="mu">{item.address === null ? '' : item.grid.name}</span>
        </span>
        <span className="c-unit el">{item.department?.name ?? word('incidents.source', item.source)}</span>
        <span className="c-status">{word('incidents.status', item.status)}</span>
        <span className="c-strip">
          <ClockStripMini segments={miniOfRow(item, clock.fill)} />
        </span>
        <span className="c-due" title={clock.due === null ? undefined : exact(clock.due)}>
          {dueWords(item, clock.due, now)}
        </span>
      </a>
    </li>
  )
})

function dueWords(item: IncidentItem, due: number | null, now: number): string {
  if (due !== null) return dueWhen(due, now) + (item.provisional ? t('console.desk.provisional') : '')
  if (item.stage === null) return when(Date.parse(item.reportedAt), now)
  if (item.onHold) return t('console.desk.paused')
  return t('console.desk.no-due')
}
