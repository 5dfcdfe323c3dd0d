import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { Empty } from '../../kit/states.tsx'
import { wordsFault } from '../../kit/typed.ts'
import { withoutUnseen } from '@lifang/platform/unseen.ts'
import { t } from '../../kit/words.ts'
import { isWeekend, standing, withDay, type CalendarDraft, type DayKind } from './draft.ts'
import { dayWords, whatWords } from './year.tsx'

/** Letters of the name of a day, as the calendar's schema takes them. */
const NAME_MAX = 40

/** The day that was chosen: what it is, and what it shall be. */
export function DayEditor({
  date,
  base,
  draft,
  onChange,
}: {
  readonly date: string | null
  readonly base: CalendarData
  readonly draft: CalendarDraft
  readonly onChange: (next: CalendarDraft) => void
}) {
  const was = date === null ? undefined : standing(base, date)
  const now = date === null ? undefined : (draft.days[date] ?? was)
  const [kind, setKind] = useState<DayKind>(now?.kind ?? 'plain')
  const [name, setName] = useState(now?.name ?? '')
  const [fault, setFault] = useState<string | null>(null)
  if (date === null || was === undefined)
    return (
      <section className="card">
        <header>
          <h2>{t('admin.cal.one-day')}</h2>
        </header>
        <Empty title={t('admin.cal.choose')} />
      </section>
    )
  const day = dayOf(date)
  const weekend = isWeekend(day)
  const source = base.days.find((d) => d.date === date)?.source
  const set = (): void => {
    const wrong = kind === 'plain' ? null : wordsFault(name, NAME_MAX)
    setFault(wrong)
    if (wrong === null)
      onChange(withDay(draft, base, date, { kind, name: kind === 'plain' ? '' : withoutUnseen(name).trim() }))
  }
  return (
    <section className="card" aria-label={t('admin.cal.one-day')}>
      <header>
        <h2>{dayWords({ date, day, weekend, changed: false, ...was })}</h2>
      </header>
      <form
        className="body"
        onSubmit={(e) => {
          e.preventDefault()
          set()
        }}
      >
        <p className="mu sm">
          {t('admin.cal.standing', {
            what: whatWords({ ...was, weekend }),
            source: source ?? t('admin.cal.plain-week'),
          })}
        </p>
        <Radio.Group
          aria-label={t('admin.cal.kind')}
          value={kind}
          onChange={(e) => setKind(e.target.value as DayKind)}
          options={(['plain', 'off', 'work'] as const).map((value) => ({
            value,
            label: t(`admin.cal.kind.${value}`),
          }))}
        />
        {kind !== 'plain' && (
          <p>
            <label htmlFor="day-name">{t('admin.cal.name')}</label>
            <Input
              id="day-name"
              value={name}
              status={fault === null ? '' : 'error'}
              aria-invalid={fault !== null}
              aria-describedby="day-name-fault"
              onChange={(e) => setName(e.target.value)}
            />
            {fault !== null && (
              <span id="day-name-fault" role="alert" className="cal-bad sm">
                {fault}
              </span>
            )}
          </p>
        )}
        <Button htmlType="submit" block style={{ marginTop: 8 }}>
          {t('admin.cal.set')}
        </Button>
      </form>
    </section>
  )
}
