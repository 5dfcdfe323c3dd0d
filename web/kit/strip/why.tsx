import { DAY, dayOf, dayStart, HOUR, officeDay, weekday } from '@lifang/domains/calendar/rules/instants.ts'
import type { ClockDay, ClockSpan, ClockView } from '@lifang/domains/calendar/schema.ts'
import { useState } from 'react'
import { dayLabel, dueTime, monthDayOf, spell } from '../time.ts'
import { joined, t, word } from '../words.ts'
import { insertName } from './axis.ts'

interface WhyProps {
  readonly view: ClockView
  readonly spans: readonly ClockSpan[]
  readonly days: readonly ClockDay[]
  readonly now: number
}

/** Days shown before the table folds its middle. */
const UNFOLDED = 8

/**
 * Why is it due then: one row per office day on a ruler of hours. Solid is counted, pale is still to count, hatched does not
 * count. Blue, not lamp colours: this is arithmetic, not alarm.
 */
export function WhyDue({ view, spans, days, now }: WhyProps) {
  const [all, setAll] = useState(false)
  const ruler = rulerOf(spans)
  const today = officeDay(now)
  const dueDay = view.due === null ? null : officeDay(view.due - 1)
  const keep = (d: ClockDay, i: number): boolean => {
    const day = dayOf(d.day)
    const near = (other: number): boolean => Math.abs(day - other) <= 1
    return all || days.length <= UNFOLDED || i === 0 || near(today) || (dueDay !== null && near(dueDay))
  }
  const hidden = days.filter((d, i) => !keep(d, i)).length
  const rows: (ClockDay | number)[] = []
  days.forEach((d, i) => {
    if (keep(d, i)) return void rows.push(d)
    const last = rows.at(-1)
    if (typeof last === 'number') rows[rows.length - 1] = last + 1
    else rows.push(1)
  })
  return (
    <div className="why">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('console.why.day')}</th>
            <th scope="col" className="ruler" aria-label={t('console.why.hours')}>
              <Ruler {...ruler} />
            </th>
            <th scope="col" className="r">
              {t('console.why.that-day')}
            </th>
            <th scope="col" className="r">
              {t('console.why.so-far')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) =>
            typeof row === 'number' ? (
              <tr key={`gap${String(i)}`}>
                <td colSpan={4} className="gap">
                  {t('console.why.folded', { n: row })}
                </td>
              </tr>
            ) : (
              <DayRow key={row.day} day={row} spans={spans} view={view} now={now} ruler={ruler} />
            ),
          )}
        </tbody>
      </table>
      <p className="legend">
        <i className="used" />
        {t('console.why.counted', { time: spell(Math.min(view.usedMs, view.limitMs ?? view.usedMs)) })}
        {(view.remainingMs ?? 0) > 0 && (
          <>
            <i className="ahead" />
            {t(view.stoppedAt === null ? 'console.why.ahead' : 'console.why.unused', {
              time: spell(view.remainingMs ?? 0),
            })}
          </>
        )}
        {view.overdueMs > 0 && (
          <>
            <i className="over" />
            {t('console.why.over', { time: spell(view.overdueMs) })}
          </>
        )}
        <i className="off" />
        {t('console.why.off')}
        {(hidden > 0 || all) && (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? t('console.why.fold') : t('console.why.unfold', { n: days.length })}
          </button>
        )}
      </p>
      <Notices days={days} />
    </div>
  )
}

interface RulerRange {
  readonly from: number
  readonly to: number
}

/** 8 to 18 where only office hours count, the whole day where all time does. Offsets from midnight, ms. */
function rulerOf(spans: readonly ClockSpan[]): RulerRange {
  let from = 8 * HOUR
  let to = 18 * HOUR
  for (const s of spans) {
    if (!s.counted) continue
    const start = dayStart(dayOf(s.day))
    from = Math.min(from, s.from - start)
    to = Math.max(to, s.to - start)
  }
  const wide = from < 7 * HOUR || to > 20 * HOUR
  return wide ? { from: 0, to: DAY } : { from, to }
}

const part = (at: number, { from, to }: RulerRange): number => ((at - from) / (to - from)) * 100

function Ruler(range: RulerRange) {
  const step = range.to - range.from > 12 * HOUR ? 6 * HOUR : 2 * HOUR
  const marks: number[] = []
  for (let at = Math.ceil(range.from / step) * step; at <= range.to; at += step) marks.push(at)
  return (
    <span className="marks" aria-hidden="true">
      {marks.map((m) => (
        <b key={m} style={{ left: `${part(m, range).toFixed(2)}%` }}>
          {`${String(m / HOUR)}:00`}
        </b>
      ))}
    </span>
  )
}

interface DayRowProps {
  readonly day: ClockDay
  readonly spans: readonly ClockSpan[]
  readonly view: ClockView
  readonly now: number
  readonly ruler: RulerRange
}

function DayRow({ day, spans, view, now, ruler }: DayRowProps) {
  const number = dayOf(day.day)
  const start = dayStart(number)
  const own = spans.filter((s) => s.day === day.day)
  const counted = own.filter((s) => s.counted)
  // A deadline at midnight stands at the end of its day.
  const isDue = view.due !== null && officeDay(view.due - 1) === number
  const nowAt = officeDay(now) === number && view.stoppedAt === null ? clamp(part(now - start, ruler)) : null
  const underNow = nowAt !== null && nowAt > 25 && nowAt < 75
  const offName = counted.length === 0 ? insertName(day.kind, day.label, number) : null
  return (
    <tr>
      <th scope="row">
        {dayLabel(start)}
        <small className={day.kind === 'make-up-day' ? 'mark' : ''}>
          {dayNote(day, number, counted.length > 0)}
        </small>
      </th>
      <td className="ruler">
        <span className="bar">
          {counted.map((s) => (
            <i
              key={s.from}
              className={s.phase}
              style={{
                left: `${part(s.from - start, ruler).toFixed(2)}%`,
                width: `${(part(s.to - start, ruler) - part(s.from - start, ruler)).toFixed(2)}%`,
              }}
            />
          ))}
          {offName !== null && (
            <em className={underNow ? 'aside' : ''}>{t('console.why.whole-day-off', { name: offName })}</em>
          )}
          {nowAt !== null && <u style={{ left: `${nowAt.toFixed(2)}%` }} />}
          {isDue && view.due !== null && (
            <q style={{ left: `${clamp(part(view.due - start, ruler)).toFixed(2)}%` }}>
              <span
                className={
                  part(view.due - start, ruler) > 70 ||
                  (view.overdueMs > 0 && part(view.due - start, ruler) > 18)
                    ? 'before'
                    : ''
                }
              >
                {t('console.due-at', { time: dueTime(view.due) })}
              </span>
            </q>
          )}
        </span>
      </td>
      <td className="r">{spell(day.countedMs)}</td>
      <td className={isDue ? 'r b' : 'r'}>{spell(day.cumulativeMs)}</td>
    </tr>
  )
}

const clamp = (percent: number): number => Math.min(100, Math.max(0, percent))

function dayNote(day: ClockDay, number: number, counts: boolean): string {
  switch (day.kind) {
    case 'make-up-day':
      return t('console.span.make-up-day')
    case 'holiday':
      return day.label ?? t('console.span.rest-day')
    case 'rest-day':
      return t('console.span.rest-day')
    case 'paused':
      return t('console.span.paused')
    case 'day-of-start':
      return t('console.span.day-of-start')
    case 'wall':
      return t('console.span.wall')
    case 'working':
    case 'night':
    case 'lunch':
      return counts || weekday(number) % 6 !== 0 ? t('console.span.working-day') : t('console.span.rest-day')
  }
}

/** The notices that made-up days and holidays rest on, each once. */
function Notices({ days }: { days: readonly ClockDay[] }) {
  const bySource = new Map<string, string[]>()
  for (const d of days) {
    if (d.source === null) continue
    bySource.set(d.source, [...(bySource.get(d.source) ?? []), monthDayOf(dayStart(dayOf(d.day)))])
  }
  if (bySource.size === 0) return null
  return (
    <p className="notices">
      {joined(
        [...bySource].map(([source, list]) =>
          t('console.why.notice', {
            days: list.slice(0, 4).join('、') + (list.length > 4 ? word('console', 'and-more') : ''),
            source,
          }),
        ),
      )}
    </p>
  )
}
