import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { Icon, Mark } from '../../kit/icons.tsx'
import { useLive } from '../../kit/live.ts'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { dayLabel, monthDayOf, timeOf } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, queryClient, wallQuery } from '../app/queries.ts'
import { workWords } from '../app/shell.tsx'
import type { DeskSearch } from '../app/tabs.ts'
import { FlowPanel } from './flow.tsx'
import { closedList, lampList, openList, reportedList } from './links.ts'
import { MapPanel } from './map.tsx'
import { Count } from './panel.tsx'
import { StageStrip } from './strip.tsx'
import { FeedPanel, UnitsPanel, UsesPanel } from './tables.tsx'
import { TrendPanel } from './trend.tsx'
import '../../kit/dark.css'
import './wall.css'
import './panels.css'
import './wall-sizes.css'

/** The server gives an answer again for a second: asked sooner, the change would not be in it. */
const AFTER_MS = 1_200

/** Reads the wall again after changes, many within a moment once. */
function useWallLive(): 'live' | 'connecting' | 'lost' {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [met, setMet] = useState(false)
  const reload = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queryClient.invalidateQueries({ queryKey: wallQuery.queryKey })
    }, AFTER_MS)
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  const state = useLive(incidentRoutes.live.path, reload, reload)
  useEffect(() => {
    if (state === 'live') setMet(true)
  }, [state])
  return state === 'live' ? 'live' : met ? 'lost' : 'connecting'
}

export function WallPage() {
  const { data, error, isError, refetch, dataUpdatedAt } = useQuery(wallQuery)
  const live = useWallLive()
  const lost = live === 'lost' || (isError && data !== undefined)
  useEffect(() => {
    const before = document.title
    document.title = t('wall.title')
    return () => {
      document.title = before
    }
  }, [])
  return (
    <div className="wall dark">
      <Head wall={data} lost={lost} live={live} read={dataUpdatedAt} />
      <main className="wall-main">
        {data === undefined ? (
          isError ? (
            <ProblemAlert error={error} retry={() => void refetch()} />
          ) : (
            <Loading lines={12} />
          )
        ) : (
          <Panels wall={data} />
        )}
      </main>
    </div>
  )
}

function Panels({ wall }: { readonly wall: Wall }) {
  const now = useNow()
  const never = wall.open.n === 0 && wall.trend.every((d) => d.reported === 0 && d.closed === 0)
  return (
    <>
      <StageStrip wall={wall} />
      {never && <Empty title={t('wall.empty')} hint={t('wall.empty-hint')} />}
      <div className="wall-grid">
        <UnitsPanel wall={wall} now={now} />
        <UsesPanel wall={wall} />
        <MapPanel wall={wall} />
        <TrendPanel wall={wall} />
        <FlowPanel wall={wall} />
        <FeedPanel wall={wall} />
      </div>
    </>
  )
}

function Head({
  wall,
  lost,
  live,
  read,
}: {
  readonly wall: Wall | undefined
  readonly lost: boolean
  readonly live: string
  readonly read: number
}) {
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  return (
    <header className="wall-head">
      <Link to="/" className="home" title={t('wall.back')} preload={false}>
        <Mark size={34} />
        <span className="hidden">{t('wall.back')}</span>
      </Link>
      <div className="who">
        <h1>
          {wall?.place.name ?? ''} <span className="hidden">{t('wall.title')}</span>
        </h1>
        {wall !== undefined && (
          <p>
            {t(wall.place.households === null ? 'wall.place-bare' : 'wall.place', {
              communities: wall.place.communities,
              grids: wall.place.grids,
              households: wall.place.households?.toLocaleString('en-US'),
              until: timeOf(Date.parse(wall.at)),
            })}
          </p>
        )}
      </div>
      {wall !== undefined && <Sums wall={wall} />}
      <div className="time">
        <b>{timeOf(now)}</b>
        <p>
          {dayLabel(now)}
          {calendar !== undefined && ` · ${workWords(calendar.data, now)}`}
        </p>
        <p className={lost ? 'state lost' : 'state'} role="status">
          {lost && <Icon name="stop" />}
          {lost ? t('wall.lost', { at: timeOf(read) }) : t(live === 'live' ? 'wall.live' : 'wall.connecting')}
        </p>
      </div>
    </header>
  )
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '0' : String(Math.round((part / whole) * 1000) / 10)

function Sums({ wall }: { readonly wall: Wall }) {
  const { open, today, onTime } = wall
  const since = monthDayOf(Date.parse(onTime.since))
  return (
    <dl className="sums">
      <Sum
        name="reported"
        to={reportedList(today.since)}
        n={String(today.reported)}
        unit={t('wall.unit.cases')}
        note={t('wall.sum.reported-note', { ...today })}
      />
      <Sum
        name="open"
        to={openList()}
        n={String(open.n)}
        unit={t('wall.unit.cases')}
        note={t(open.rate === null ? 'wall.sum.open-note-bare' : 'wall.sum.open-note', {
          rate: open.rate,
          hold: open.onHold,
        })}
      />
      <Sum
        name="overdue"
        to={lampList('red')}
        n={String(open.overdue)}
        unit={t('wall.unit.cases')}
        note={t(
          open.n === 0
            ? 'wall.sum.overdue-none'
            : open.overdueRate === null
              ? 'wall.sum.overdue-note-bare'
              : 'wall.sum.overdue-note',
          { share: share(open.overdue, open.n), rate: open.overdueRate },
        )}
      />
      <Sum
        name="on-time"
        to={closedList(onTime.since, { lamp: 'green' })}
        n={onTime.timed === 0 ? '—' : share(onTime.onTime, onTime.timed)}
        unit={onTime.timed === 0 ? '' : '%'}
        note={t(onTime.timed === 0 ? 'wall.sum.on-time-none' : 'wall.sum.on-time-note', { ...onTime, since })}
      />
    </dl>
  )
}

function Sum({
  name,
  to,
  n,
  unit,
  note,
}: {
  readonly name: string
  readonly to: DeskSearch
  readonly n: string
  readonly unit: string
  readonly note: ReactNode
}) {
  return (
    <div data-sum={name}>
      <dt>{t(`wall.sum.${name}`)}</dt>
      <dd>
        <Count to={to} className="big">
          {n}
        </Count>{' '}
        {unit}
      </dd>
      <dd className="note">{note}</dd>
    </div>
  )
}
