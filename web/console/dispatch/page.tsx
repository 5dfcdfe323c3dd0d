import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { defaultPolicy } from '@lifang/domains/incidents/rules/policy.ts'
import { QUEUE_TABS, type QueueItem } from '@lifang/domains/incidents/schema/dispatch.ts'
import { Icon } from '../../kit/icons.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import type { MapHighlight, MapIncident } from '../../kit/map/model.ts'
import { part } from '../../kit/part.tsx'
import { Empty, Loading } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import {
  baseMapQuery,
  incidentChanged,
  incidentQuery,
  mapAreasQuery,
  pointsQuery,
  queueQuery,
  relatedQuery,
} from '../app/queries.ts'
import { changed } from '../app/searches.ts'
import type { DispatchSearch } from '../app/tabs.ts'
import { focusRow, following, stepped } from '../desk/beside.ts'
import { Panes } from '../desk/panes.tsx'
import { subjectOf } from '../../kit/subject.ts'
import { useDeskKeys } from './keys.ts'
import { Queue } from './queue.tsx'
import { GridStaff } from './staff.tsx'
import './dispatch.css'
import './case.css'

/** After the first rows: nobody acts before there is something to act on. */
const CasePane = part(async () => (await import('./case.tsx')).CasePane, <Loading lines={8} />)

const UnitLoads = part(async () => (await import('./loads.tsx')).UnitLoads)

/** Metres around the case within which the same thing told twice is looked for. */
const NEAR = 50
const PANES = ['queue', 'case', 'map'] as const
type Pane = (typeof PANES)[number]

/** 派遣台: the queue by due time, the map, and the case with the suggested unit and its grounds. */
export function DispatchPage() {
  const search = useSearch({ from: '/staff/dispatch' })
  const navigate = useNavigate({ from: '/dispatch' })
  const tab = search.tab ?? 'dispatch'
  const now = useNow()
  const [pane, setPane] = useState<Pane>('queue')
  const [loads, setLoads] = useState(false)
  const queue = useQuery(queueQuery(tab, search.lamp))
  const items = useMemo(() => queue.data?.items ?? [], [queue.data])
  const number = search.case ?? null
  const live = useListLive((changed) => {
    if (changed === number) void incidentChanged(changed)
  })

  const set = (change: Partial<DispatchSearch>): void =>
    void navigate({ search: (old) => changed(old, change), replace: true })
  const select = (one: string | undefined): void => set({ case: one })
  const first = items[0]?.number
  const settled = queue.data !== undefined && !queue.isPlaceholderData
  useEffect(() => {
    // A case that is looked at stays, even when it left the queue: the page says so instead of jumping.
    if (number === null && settled && first !== undefined) set({ case: first })
  })
  const at = items.findIndex((i) => i.number === number)
  const step = (by: 1 | -1): void => {
    const next = stepped(items, at, by)
    if (next === undefined) return
    select(next.number)
    focusRow(next.number)
  }
  /** The case after the one just done, or the one before it at the end. */
  const goOn = (): void => {
    const next = following(items, at)
    select(next?.number)
    if (next !== undefined) focusRow(next.number)
  }
  useDeskKeys({ step })

  return (
    <div className={`dispatch at-${pane}`}>
      <h1 className="hidden">{t('dispatch.title')}</h1>
      <Panes
        label={t('dispatch.panes')}
        panes={PANES}
        pane={pane}
        name={(p) => t(`dispatch.pane.${p}`)}
        choose={setPane}
      />
      <Queue
        words="dispatch"
        tabs={QUEUE_TABS}
        query={queue}
        tab={tab}
        limit={tab === 'dispatch' ? defaultPolicy.stages.dispatch : null}
        noted={({ returns, asked }) => ({
          tags: returns > 0 ? [t('dispatch.again', { n: returns + 1 })] : [],
          aside:
            asked === null
              ? null
              : t('dispatch.asked', { by: asked.by, at: when(Date.parse(asked.at), now) }),
        })}
        lamp={search.lamp}
        selected={number}
        now={now}
        live={live}
        set={(change) => {
          set({ ...change, case: undefined })
        }}
        select={(one) => {
          select(one)
          setPane('case')
        }}
      />
      {queue.isPending ? (
        // The map is much to fetch and to draw: the queue is read first.
        <section className="map light" aria-label={t('dispatch.map')} />
      ) : (
        <DeskMap number={number} items={items} now={now} openLoads={() => setLoads(true)} select={select} />
      )}
      <section className="case-pane" aria-label={t('dispatch.case')}>
        {number === null ? (
          <Empty
            title={queue.isPending ? t('console.loading') : t(`dispatch.none.${tab}`)}
            hint={queue.isPending ? '' : t('dispatch.none-hint')}
          />
        ) : (
          <CasePane
            key={number}
            number={number}
            tab={tab}
            place={at === -1 ? null : { at: at + 1, of: queue.data?.counts[tab] ?? items.length }}
            gone={settled && at === -1}
            now={now}
            goOn={goOn}
          />
        )}
      </section>
      {loads && <UnitLoads onClose={() => setLoads(false)} />}
    </div>
  )
}

interface DeskMapProps {
  readonly number: string | null
  readonly items: readonly QueueItem[]
  readonly now: number
  readonly openLoads: () => void
  readonly select: (number: string) => void
}

/** The street's grids with everything open, and the case in its fifty metres. */
function DeskMap({ number, items, now, openLoads, select }: DeskMapProps) {
  const [today, setToday] = useState(false)
  const base = useQuery(baseMapQuery)
  const areas = useQuery(mapAreasQuery(null))
  const points = useQuery(pointsQuery())
  const shown = useQuery({ ...incidentQuery(number ?? ''), enabled: number !== null })
  const related = useQuery({ ...relatedQuery(number ?? ''), enabled: number !== null })
  const incident = shown.data
  const open = useMemo(
    () =>
      (points.data?.rows ?? []).map(([of, lon, lat, lamp, , title, due]): MapIncident => ({
        number: of,
        lon,
        lat,
        lamp,
        title: title ?? t('map.no-class'),
        due: due === null ? null : Date.parse(due),
      })),
    [points.data],
  )
  const day = officeDay(now)
  const dueToday = useMemo(
    () => open.filter((i) => i.due !== null && officeDay(i.due - 1) === day),
    [open, day],
  )
  const incidents = useMemo(
    () => (today ? dueToday : open).filter((i) => i.number !== number),
    [today, dueToday, open, number],
  )
  const close = (related.data?.nearby ?? []).filter((n) => n.metres <= NEAR && n.sameClass).length
  const card = items.find((i) => i.number === number)
  const [lon, lat] = card?.place ?? [incident?.place.lon, incident?.place.lat]
  const title = incident === undefined ? '' : subjectOf(incident)
  const lamp = incident?.lamp ?? card?.lamp
  const highlight = useMemo(
    (): MapHighlight | null =>
      lon === undefined || lat === undefined || lamp === undefined
        ? null
        : {
            lon,
            lat,
            lamp,
            title,
            note: close === 0 ? null : t('dispatch.near-count', { metres: NEAR, n: close }),
            radius: NEAR,
          },
    [lon, lat, lamp, title, close],
  )
  return (
    <TownMap
      label={t('dispatch.map')}
      base={base.data}
      areas={areas.data ?? NONE}
      incidents={incidents}
      highlight={highlight}
      grid={incident?.grid.code ?? card?.grid.code ?? null}
      now={now}
      onOpen={(of) => select(of)}
      padding={PADDING}
    >
      <div className="map-float map-facts">
        <span className="md">
          <Icon name="layers" />
          {points.data === undefined
            ? t('map.loading')
            : points.data.total > open.length
              ? t('map.cut', { n: open.length, total: points.data.total })
              : t('map.open', { n: open.length })}
        </span>
        <button type="button" aria-pressed={today} onClick={() => setToday(!today)}>
          {t('map.due-today', { n: dueToday.length })}
        </button>
        <button type="button" onClick={openLoads}>
          {t('dispatch.loads.open')}
        </button>
      </div>
      <GridStaff code={incident?.grid.code ?? card?.grid.code ?? null} />
    </TownMap>
  )
}

const NONE: readonly never[] = []
const PADDING = { top: 64, right: 40, bottom: 130, left: 40 }
