import { sameTimeOfDay } from '@lifang/domains/incidents/rules/walk.ts'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { timeOf, when } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { RowLamp } from '../desk/row-lamp.tsx'
import { subjectOf } from '../../kit/subject.ts'
import { spellMetres } from './metres.ts'

interface StopProps {
  readonly item: CheckItem
  readonly n: number
  readonly leg: number | null
  readonly on: boolean
  readonly now: number
  readonly calendar: KnownCalendar | undefined
  readonly open: (number: string) => void
}

/** One stop of the round: what, how far from the one before, by when, and at which hour it looks as it was told. */
export function StopRow({ item, n, leg, on, now, calendar, open }: StopProps) {
  const clock = rowClock(item, now, calendar)
  const happened = Date.parse(item.occurredAt)
  const { from, to, inside } = sameTimeOfDay(happened, now)
  return (
    <li>
      <button
        type="button"
        className={on ? 'stop on' : 'stop'}
        data-queue={item.number}
        aria-current={on ? 'true' : undefined}
        onClick={() => open(item.number)}
      >
        <span className="n">{n}</span>
        <span className="what">
          <span className="line">
            <span className="tag o">{t(`intake.checks.task.${item.task}`)}</span>
            <b className="ink el">{subjectOf(item)}</b>
            <span className="sp" />
            <RowLamp lamp={item.lamp} clock={clock} />
          </span>
          <span className="line md">
            <span className="el">
              {item.address ?? item.grid.name} <span className="mu">· {item.grid.name}</span>
            </span>
            <span className="sp" />
            <span className="sm mu leg">
              {leg === null
                ? ''
                : t(n === 1 ? 'intake.checks.leg-first' : 'intake.checks.leg', { way: spellMetres(leg) })}
            </span>
          </span>
          <span className="line">
            <ClockStripMini segments={miniOfRow(item, clock.fill)} />
            <span className={inside ? 'sm time on' : 'sm time mu'}>
              {item.sameTimeOfDay && <b>{t('intake.checks.must-same-time')} </b>}
              {inside
                ? t('intake.checks.row-now', { at: timeOf(happened) })
                : t('intake.checks.row-at', { from: when(from, now), to: timeOf(to) })}
            </span>
          </span>
        </span>
      </button>
    </li>
  )
}
