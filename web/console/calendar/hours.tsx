import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { checkCalendar } from '@lifang/domains/calendar/rules/compose.ts'
import { DEFAULT_SPANS } from '@lifang/domains/calendar/schema/lists.ts'
import {
  OfficeSeason,
  type CalendarData,
  type OfficeSeason as Season,
} from '@lifang/domains/calendar/schema.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { calendarOf, type CalendarDraft } from './draft.ts'

const spansWords = (spans: Season['spans']): string => spans.map(([a, b]) => `${a}–${b}`).join(' ')
const NEW: Season = { from: '05-01', to: '09-30', spans: [...DEFAULT_SPANS] }

/** Office hours by season; days no season covers have the usual hours. */
export function Hours({
  base,
  draft,
  onChange,
}: {
  readonly base: CalendarData
  readonly draft: CalendarDraft
  readonly onChange: (next: CalendarDraft) => void
}) {
  const standing = draft.hours ?? base.hours
  const [editing, setEditing] = useState(false)
  const [rows, setRows] = useState<readonly Season[]>(standing)
  const [wrong, setWrong] = useState<string | null>(null)
  const always = draft.roundTheClock ?? base.roundTheClock
  const put = (i: number, next: Season): void => setRows(rows.map((r, n) => (n === i ? next : r)))
  const save = (): void => {
    const malformed = rows.some((r) => !OfficeSeason.safeParse(r).success)
    const next: CalendarDraft = {
      ...draft,
      hours: JSON.stringify(rows) === JSON.stringify(base.hours) ? null : rows,
    }
    const checked = malformed ? null : checkCalendar(calendarOf(next, base, 'draft', 'draft'))
    if (checked === null) setWrong(t('admin.cal.hours-wrong'))
    else if (!checked.ok) setWrong(t(checked.problem.code, checked.problem.details))
    else {
      setWrong(null)
      setEditing(false)
      onChange(next)
    }
  }
  return (
    <section className="card" aria-label={t('admin.cal.hours')}>
      <header>
        <h2>{t('admin.cal.hours')}</h2>
        <span className="sp" />
        {!editing && (
          <Button size="small" onClick={() => setEditing(true)} disabled={always}>
            {t('admin.cal.hours-edit')}
          </Button>
        )}
      </header>
      <div className="body cal-hours">
        {always ? (
          <p>{t('admin.cal.always')}</p>
        ) : editing ? (
          rows.map((r, i) => (
            // A season being written has no other name than its place; the inputs hold nothing of their own.
            <fieldset key={i}>
              <legend>{t('admin.cal.season', { n: i + 1 })}</legend>
              <div className="line">
                <Input
                  aria-label={t('admin.cal.season-from')}
                  value={r.from}
                  placeholder="05-01"
                  maxLength={5}
                  onChange={(e) => put(i, { ...r, from: e.target.value })}
                />
                {t('admin.cal.until')}
                <Input
                  aria-label={t('admin.cal.season-to')}
                  value={r.to}
                  placeholder="09-30"
                  maxLength={5}
                  onChange={(e) => put(i, { ...r, to: e.target.value })}
                />
                <Button
                  type="text"
                  aria-label={t('admin.cal.season-remove', { n: i + 1 })}
                  icon={<Icon name="close" />}
                  onClick={() => setRows(rows.filter((_, n) => n !== i))}
                />
              </div>
              {r.spans.map(([from, to], s) => {
                const span = (next: [string, string]): void =>
                  put(i, { ...r, spans: r.spans.map((old, n) => (n === s ? next : old)) })
                return (
                  <div key={s} className="line">
                    <Input
                      type="time"
                      aria-label={t('admin.cal.span-from', { n: s + 1 })}
                      value={from}
                      onChange={(e) => span([e.target.value, to])}
                    />
                    {t('admin.cal.until')}
                    <Input
                      type="time"
                      aria-label={t('admin.cal.span-to', { n: s + 1 })}
                      value={to}
                      onChange={(e) => span([from, e.target.value])}
                    />
                  </div>
                )
              })}
            </fieldset>
          ))
        ) : (
          <dl>
            {standing.map((r) => (
              <div key={r.from}>
                <dt>{t('admin.cal.season-days', { from: r.from, to: r.to })}</dt>
                <dd>{spansWords(r.spans)}</dd>
              </div>
            ))}
            <div>
              <dt>{t(standing.length === 0 ? 'admin.cal.all-year' : 'admin.cal.other-days')}</dt>
              <dd>{spansWords(DEFAULT_SPANS)}</dd>
            </div>
          </dl>
        )}
        {editing && !always && (
          <>
            {wrong !== null && (
              <p role="alert" className="cal-bad sm">
                {wrong}
              </p>
            )}
            <div className="line">
              <Button size="small" disabled={rows.length >= 8} onClick={() => setRows([...rows, NEW])}>
                {t('admin.cal.season-add')}
              </Button>
              <span className="sp" />
              <Button size="small" type="primary" onClick={save}>
                {t('admin.cal.set')}
              </Button>
            </div>
          </>
        )}
        <Checkbox
          checked={always}
          onChange={(e) =>
            onChange({
              ...draft,
              roundTheClock: e.target.checked === base.roundTheClock ? null : e.target.checked,
            })
          }
        >
          {t('admin.cal.round-the-clock')}
        </Checkbox>
      </div>
    </section>
  )
}
