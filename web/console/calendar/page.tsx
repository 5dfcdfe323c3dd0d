import '../admin/admin.css'
import './calendar.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { officeDay, yearOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { Icon } from '../../kit/icons.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { departmentsQuery } from '../app/queries.ts'
import { DayEditor } from './day.tsx'
import { isChanged, keepDraft, keptDraft, monthsOf, tally, UNCHANGED, type CalendarDraft } from './draft.ts'
import { Changes } from './changes.tsx'
import { Hours } from './hours.tsx'
import { inForce, usesQuery, versionQuery, type CalendarUse } from './queries.ts'
import { Year } from './year.tsx'

/** 日历: rest days, make-up days and office hours of the year, changed as a draft and published with what it touches in view. */
export function CalendarPage() {
  const now = useNow()
  const search = useSearch({ from: '/staff/calendar' })
  const of = search.of ?? null
  const uses = useQuery(usesQuery)
  const use = inForce(uses.data ?? [], of, now)
  const version = useQuery(versionQuery(use?.calendar ?? ''))
  const failed = uses.error ?? version.error
  if (uses.data === undefined || version.data === undefined || use === undefined)
    return failed === null ? (
      <Loading lines={10} />
    ) : (
      <Failed error={failed} retry={() => void Promise.all([uses.refetch(), version.refetch()])} />
    )
  return (
    <Room
      key={`${of ?? ''} ${use.calendar}`}
      of={of}
      year={search.year ?? yearOf(officeDay(now))}
      use={use}
      uses={uses.data}
      base={version.data}
    />
  )
}

function Room({
  of,
  year,
  use,
  uses,
  base,
}: {
  readonly of: string | null
  readonly year: number
  readonly use: CalendarUse
  readonly uses: readonly CalendarUse[]
  readonly base: CalendarData
}) {
  const now = useNow()
  const navigate = useNavigate()
  const departments = useQuery(departmentsQuery)
  const [draft, setDraft] = useState<CalendarDraft>(() => keptDraft(of, base.version))
  const [chosen, setChosen] = useState<string | null>(null)
  const change = (next: CalendarDraft): void => {
    setDraft(next)
    keepDraft(of, base.version, next)
  }
  const go = (next: { year?: number; of?: string | null }): void => {
    const to = { year, of, ...next }
    void navigate({
      to: '/calendar',
      search: { year: to.year, ...(to.of === null ? {} : { of: to.of }) },
      replace: true,
    })
  }
  const months = monthsOf(year, base, draft)
  const sum = tally(months)
  const coming = uses.filter((u) => u.department === of && Date.parse(u.from) > now)
  const published = base.publishedYears.includes(year)
  const own = new Set(uses.flatMap((u) => (u.department === null ? [] : [u.department])))
  return (
    <div className="page calendar">
      <div className="line">
        <h1>{t('admin.calendar')}</h1>
        <Button
          aria-label={t('admin.cal.year-before')}
          icon={<Icon name="back" />}
          onClick={() => go({ year: year - 1 })}
          disabled={year <= 2000}
        />
        <b className="year ink" aria-live="polite">
          {t('admin.cal.year', { n: year })}
        </b>
        <Button
          aria-label={t('admin.cal.year-after')}
          icon={<Icon name="right" />}
          onClick={() => go({ year: year + 1 })}
          disabled={year >= 2199}
        />
        <span className="mu md">
          {published ? t('admin.cal.tally', { ...sum }) : t('admin.cal.not-published', { n: year })}
        </span>
        <span className="sp" />
        <Select
          aria-label={t('admin.cal.of')}
          value={of ?? ''}
          onChange={(value) => go({ of: value === '' ? null : value })}
          showSearch
          optionFilterProp="label"
          style={{ width: 220 }}
          options={[
            { value: '', label: t('admin.cal.default') },
            ...(departments.data ?? []).map((d) => ({
              value: d.id,
              label: own.has(d.id) ? t('admin.cal.own', { name: d.name }) : d.name,
            })),
          ]}
        />
      </div>
      <p className="mu md">
        {t(of !== null && use.department === null ? 'admin.cal.follows' : 'admin.cal.in-force', {
          version: use.calendar,
          note: use.note,
        })}
        {coming.map((u) => (
          <span key={u.calendar} className="tag b">
            {t('admin.cal.coming', { at: exact(Date.parse(u.from)).slice(0, 16), note: u.note })}
          </span>
        ))}
      </p>
      <div className="cal-room">
        <Year months={months} chosen={chosen} onChoose={setChosen} today={officeDay(now)} />
        <div className="cal-side">
          <DayEditor key={chosen ?? ''} date={chosen} base={base} draft={draft} onChange={change} />
          <Hours
            key={draft.hours === null ? 'standing' : 'drafted'}
            base={base}
            draft={draft}
            onChange={change}
          />
          <Changes
            of={of}
            base={base}
            draft={draft}
            onChange={change}
            onChoose={setChosen}
            onPublished={() => change(UNCHANGED)}
          />
          {!isChanged(draft) && <p className="mu sm">{t('admin.cal.hint')}</p>}
        </div>
      </div>
    </div>
  )
}
