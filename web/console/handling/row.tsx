import { Checkbox } from 'antd'
import type { HandlingItem } from '@lifang/domains/incidents/schema/desks.ts'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { dueWhen, exact, printNumber, shortNumber } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { RowLamp } from '../desk/row-lamp.tsx'
import { subjectOf } from '../../kit/subject.ts'

/** What the unit reads as the state: to take, in hand, sent back, on hold, or evidence still to come. */
export function stateWord(item: HandlingItem): string {
  if (item.onHold) return t('desks.handling.state.hold')
  if (item.task === 'waiting') return t('desks.handling.state.take')
  const [asked] = item.asked
  if (asked !== undefined) return t('desks.handling.state.asked', { kind: word('console.request', asked) })
  if (item.sentBack > 0) return t('desks.handling.state.sent-back', { n: item.sentBack })
  return t('desks.handling.state.in-hand')
}

interface RowProps {
  readonly item: HandlingItem
  readonly on: boolean
  readonly ticked: boolean
  readonly now: number
  readonly calendar: KnownCalendar | undefined
  readonly select: (number: string) => void
  readonly tick: (number: string, on: boolean) => void
}

export function HandlingRow({ item, on, ticked, now, calendar, select, tick }: RowProps) {
  const clock = rowClock(item, now, calendar)
  const place = item.address ?? item.grid.name
  return (
    <li className={on ? 'h on' : 'h'}>
      <span className="c-tick">
        {item.task === 'waiting' && (
          <Checkbox
            checked={ticked}
            onChange={(e) => tick(item.number, e.target.checked)}
            aria-label={t('desks.handling.tick', { number: shortNumber(item.number) })}
          />
        )}
      </span>
      <button
        type="button"
        className="row"
        data-queue={item.number}
        aria-current={on ? 'true' : undefined}
        onClick={() => select(item.number)}
      >
        <span className="c-lamp">
          <RowLamp lamp={item.lamp} clock={clock} />
        </span>
        <span className="c-subject el">
          <b>{subjectOf(item)}</b>
          {item.urgent && <span className="tag">{t('console.flag.urgent')}</span>}
          {item.supervision !== null && (
            <span className="tag">{word('console.supervision', item.supervision)}</span>
          )}
        </span>
        <span className="c-number mu" title={printNumber(item.number)}>
          {shortNumber(item.number)}
        </span>
        <span className="c-place el" title={place}>
          {place}
        </span>
        <span className="c-status el">{stateWord(item)}</span>
        <span className="c-strip">
          <ClockStripMini segments={miniOfRow(item, clock.fill)} />
        </span>
        <span className="c-due" title={clock.due === null ? undefined : exact(clock.due)}>
          {item.onHold
            ? t('console.desk.paused')
            : clock.due === null
              ? t('console.desk.no-due')
              : dueWhen(clock.due, now)}
        </span>
      </button>
    </li>
  )
}
