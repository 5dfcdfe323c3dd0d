import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import type { Week } from '@lifang/domains/analysis/schema/week.ts'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { Icon } from '../../../kit/icons.tsx'
import { Failed, Loading } from '../../../kit/states.tsx'
import { exact, monthDayOf } from '../../../kit/time.ts'
import { t } from '../../../kit/words.ts'
import { useNow } from '../../../kit/now.ts'
import { weekQuery } from '../../app/queries.ts'
import { useMe } from '../../app/session.tsx'
import type { WeekSearch } from '../../app/tabs.ts'
import { LateTable, HeldTable, TopicsTable, UpTable } from './cases.tsx'
import { Classes, GridTable, Ratings, Sums } from './numbers.tsx'
import './week.css'

const WEEK = 7

/** 2026-11-16 moved by whole days. */
const moved = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)

/** 周例会材料: what the community's weekly meeting needs, as sheets of A4. The address carries the week. */
export function WeekPage() {
  const search = useSearch({ from: '/staff/community/week' })
  const navigate = useNavigate({ from: '/community/week' })
  const { data, error, isError, refetch } = useQuery(weekQuery(search))
  const set = (change: Partial<WeekSearch>): void =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  return (
    <div className="week">
      <Bar data={data} search={search} set={set} />
      {data === undefined ? (
        isError ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : (
          <Loading lines={12} />
        )
      ) : (
        <Sheet data={data} />
      )}
    </div>
  )
}

interface BarProps {
  readonly data: Week | undefined
  readonly search: WeekSearch
  readonly set: (change: Partial<WeekSearch>) => void
}

/** The way back, the week and the printer; not on paper. */
function Bar({ data, search, set }: BarProps) {
  const monday = data?.monday
  return (
    <nav className="wk-bar" aria-label={t('community.week.bar')}>
      <Link
        to="/community"
        search={search.community === undefined ? {} : { community: search.community }}
        className="back-link"
      >
        <Icon name="back" />
        {t('community.title')}
      </Link>
      <span className="sp" />
      {data !== undefined && data.communities.length > 1 && (
        <Select
          aria-label={t('community.choose')}
          value={data.community.code}
          onChange={(code) => set({ community: code })}
          options={data.communities.map((c) => ({ value: c.code, label: c.name }))}
          popupMatchSelectWidth={false}
        />
      )}
      <Button
        disabled={monday === undefined}
        onClick={() => monday !== undefined && set({ week: moved(monday, -WEEK) })}
      >
        {t('community.week.earlier')}
      </Button>
      <label className="wk-day">
        <span className="md">{t('community.week.of')}</span>
        <input
          type="date"
          value={monday ?? ''}
          onChange={(e) => {
            if (e.target.value !== '') set({ week: e.target.value })
          }}
        />
      </label>
      <Button
        disabled={data === undefined || data.running}
        onClick={() => monday !== undefined && set({ week: moved(monday, WEEK) })}
      >
        {t('community.week.later')}
      </Button>
      <Button
        type="primary"
        icon={<Icon name="print" />}
        disabled={data === undefined}
        onClick={() => window.print()}
      >
        {t('community.week.print')}
      </Button>
    </nav>
  )
}

function Sheet({ data }: { readonly data: Week }) {
  const { community } = data
  return (
    <article className="sheet">
      <header className="wk-head">
        <h1>{t('community.week.title', { name: community.name })}</h1>
        <p>
          {t(data.running ? 'community.week.span-running' : 'community.week.span', {
            monday: data.monday,
            sunday: data.sunday.slice(5),
          })}
        </p>
        <p className="sm mu">
          {[
            community.street,
            t('community.week.size', {
              grids: community.grids,
              households: community.households ?? t('community.week.unknown'),
            }),
            community.part ? t('community.week.part') : null,
            t('community.week.at', { at: exact(Date.parse(data.at)).slice(0, 16) }),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      </header>
      <Sums data={data} />
      <GridTable data={data} />
      <Classes data={data} />
      <UpTable data={data} />
      <LateTable data={data} />
      <HeldTable data={data} />
      <Ratings data={data} />
      <TopicsTable data={data} />
      <Signatures />
      <Notes data={data} />
    </article>
  )
}

/** Room for what the meeting says and for those who were there. */
function Signatures() {
  return (
    <section className="wk-sign">
      <h2>{t('community.week.record')}</h2>
      <div className="wk-lines" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
      <dl>
        {['chair', 'recorder', 'present', 'street', 'date'].map((who) => (
          <div key={who} className={who === 'present' ? 'wide' : ''}>
            <dt>{t(`community.week.sign.${who}`)}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </section>
  )
}

/** How each number is counted, and who printed it. */
function Notes({ data }: { readonly data: Week }) {
  const me = useMe()
  const now = useNow()
  return (
    <footer className="wk-notes sm mu">
      <p>
        {t('community.week.notes', {
          monday: monthDayOf(Date.parse(data.since)),
          sunday: data.sunday.slice(5),
        })}
      </p>
      <p className="paper">{t('map.printed', { name: me.name, at: exact(now).slice(0, 16) })}</p>
    </footer>
  )
}
