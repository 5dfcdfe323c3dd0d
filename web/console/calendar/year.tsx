import type { KeyboardEvent } from 'react'
import { dayWord } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import type { Cell, monthsOf } from './draft.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** What a day is, in words: for whoever does not see the marks. */
export function dayWords(c: Cell): string {
  const [, month = '', day = ''] = /^\d+-(\d+)-(\d+)$/.exec(c.date) ?? []
  return t('admin.cal.day', {
    month: Number(month),
    day: Number(day),
    weekday: dayWord(c.day),
    what: whatWords(c),
  })
}
export const whatWords = (c: Pick<Cell, 'kind' | 'name' | 'weekend'>): string => {
  if (c.kind === 'off') return t('admin.cal.what.off', { name: c.name })
  if (c.kind === 'work') return t('admin.cal.what.work', { name: c.name })
  return t(c.weekend ? 'admin.cal.what.rest' : 'admin.cal.what.open')
}

/** Twelve months. 休 is a filled square, 班 a framed one, weekends are sunk, a changed day has a corner: none by colour alone. */
export function Year({
  months,
  chosen,
  today,
  onChoose,
}: {
  readonly months: ReturnType<typeof monthsOf>
  readonly chosen: string | null
  readonly today: number
  readonly onChoose: (date: string) => void
}) {
  const cells = months.flatMap((m) => m.cells)
  const stop = chosen ?? cells.find((c) => c.day === today)?.date ?? cells[0]?.date
  const onKey = (event: KeyboardEvent, c: Cell): void => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = cells.find((other) => other.day === c.day + step)
    if (next === undefined) return
    onChoose(next.date)
    document.getElementById(`day-${next.date}`)?.focus()
  }
  return (
    <section className="cal-year" aria-label={t('admin.cal.months')}>
      {months.map(({ month, blanks, cells: days }) => (
        <div key={month} className="cal-month" role="group" aria-label={t('admin.cal.month', { n: month })}>
          <h2>{t('admin.cal.month', { n: month })}</h2>
          <div className="cal-week" aria-hidden="true">
            {WEEK.map((d) => (
              <span key={d}>{t(`admin.cal.week.${String(d)}`)}</span>
            ))}
          </div>
          <div className="cal-days">
            {days.map((c, i) => (
              <button
                key={c.date}
                id={`day-${c.date}`}
                type="button"
                tabIndex={c.date === stop ? 0 : -1}
                aria-label={dayWords(c)}
                aria-pressed={c.date === chosen}
                {...(c.kind === 'plain' ? {} : { 'data-mark': t(`admin.cal.mark.${c.kind}`) })}
                title={whatWords(c)}
                className={[
                  'cal-day',
                  `is-${c.kind}`,
                  ...(c.weekend ? ['is-weekend'] : []),
                  ...(c.changed ? ['is-changed'] : []),
                  ...(c.day === today ? ['is-today'] : []),
                ].join(' ')}
                style={i === 0 ? { gridColumnStart: blanks + 1 } : undefined}
                onClick={() => onChoose(c.date)}
                onKeyDown={(event) => onKey(event, c)}
              >
                {Number(c.date.slice(8))}
              </button>
            ))}
          </div>
        </div>
      ))}
      <ul className="cal-legend" aria-label={t('admin.cal.legend')}>
        {(['off', 'work', 'weekend', 'changed', 'today'] as const).map((mark) => (
          <li key={mark}>
            <span
              className={`cal-day is-${mark}`}
              {...(mark === 'off' || mark === 'work' ? { 'data-mark': t(`admin.cal.mark.${mark}`) } : {})}
            />
            {t(`admin.cal.legend.${mark}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}
