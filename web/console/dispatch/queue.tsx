import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Lamp, Limit } from '@lifang/domains/calendar/schema.ts'
import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { dueWhen, limitWords } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { liveWords } from '../app/list-live.ts'
import { calendarQuery } from '../app/queries.ts'
import { KeyHint } from '../desk/key-hint.tsx'
import { useGradually } from '../../kit/gradually.ts'
import { LampFilter, LATE_FIRST } from '../desk/lamp-filter.tsx'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { RowLamp } from '../desk/row-lamp.tsx'
import { subjectOf } from '../../kit/subject.ts'
import { Tabs } from '../desk/tabs.tsx'

interface QueueBody<T extends string, I> {
  readonly counts: Readonly<Record<T, number>>
  readonly lamps: Readonly<Record<Lamp, number>>
  readonly items: readonly I[]
  readonly more: boolean
}
interface QueueProps<T extends string, I extends IncidentItem> {
  /** The desk's phrases: head, tab and none of each tab, the queue's name and the word for Enter. */
  readonly words: 'dispatch' | 'intake'
  readonly tabs: readonly T[]
  readonly query: UseQueryResult<QueueBody<T, I>>
  readonly tab: T
  readonly lamp: Lamp | undefined
  readonly selected: string | null
  readonly now: number
  readonly live: 'live' | 'waiting'
  /** The stage's limit for the tab, where one limit holds for all of it. */
  readonly limit: Limit | null
  /** Tags beside the subject, and what stands under the lamp instead of the source. */
  readonly noted: (item: I) => { readonly tags: readonly string[]; readonly aside: string | null }
  readonly set: (change: { tab?: T; lamp?: Lamp | undefined }) => void
  readonly select: (number: string) => void
  /** Above the cards. */
  readonly children?: ReactNode
}

/** What waits, due first; the lamps of the tab as filters with their counts. */
export function Queue<T extends string, I extends IncidentItem>(props: QueueProps<T, I>) {
  const { words, tabs, query, tab, lamp, selected, now, live, limit, noted, set, select, children } = props
  const { data } = query
  const calendar = useQuery(calendarQuery).data
  const { shown, end } = useGradually<HTMLDivElement>(
    data?.items.length ?? 0,
    data?.items.findIndex((i) => i.number === selected) ?? -1,
  )
  const total = data === undefined ? 0 : LATE_FIRST.reduce((sum, one) => sum + data.lamps[one], 0)
  return (
    <section className="queue" aria-label={t(`${words}.queue`)}>
      <header>
        <h2>{t(`${words}.head.${tab}`, { n: data?.counts[tab] ?? '…' })}</h2>
        <span className="sp" />
        <span className="sm mu el">
          {limit === null ? t('dispatch.order') : t('dispatch.order-limit', { limit: limitWords(limit) })}
        </span>
      </header>
      <Tabs
        label={t(`${words}.tabs`)}
        tabs={tabs}
        tab={tab}
        words={`${words}.tab`}
        counts={data?.counts}
        choose={(one) => set({ tab: one, lamp: undefined })}
      />
      <LampFilter
        lamp={lamp}
        all={t('dispatch.all', { n: total })}
        count={(one) => data?.lamps[one] ?? ''}
        choose={(one) => set({ lamp: one })}
      />
      {children}
      <div className="cards">
        {query.isError && data === undefined ? (
          <ProblemAlert error={query.error} retry={() => void query.refetch()} />
        ) : data === undefined ? (
          <Loading lines={6} />
        ) : data.items.length === 0 ? (
          <Empty title={t(`${words}.none.${tab}`)} hint={lamp === undefined ? '' : t('dispatch.none-lamp')} />
        ) : (
          <ul>
            {data.items.slice(0, shown).map((item) => (
              <Card
                key={item.id}
                item={item}
                on={item.number === selected}
                now={now}
                calendar={calendar}
                noted={noted(item)}
                select={select}
              />
            ))}
          </ul>
        )}
        <div ref={end} />
        {data?.more === true && <p className="sm mu more">{t('dispatch.more', { n: data.items.length })}</p>}
      </div>
      <footer className="sm mu">
        <KeyHint keys={['J', 'K']} does={t('console.desk.key.move')} />
        <KeyHint keys={['Enter']} does={t(`${words}.key.confirm`)} />
        <span className="sp" />
        <span aria-live="polite">{liveWords(live)}</span>
      </footer>
    </section>
  )
}

interface CardProps {
  readonly item: IncidentItem
  readonly on: boolean
  readonly now: number
  readonly calendar: KnownCalendar | undefined
  readonly noted: { readonly tags: readonly string[]; readonly aside: string | null }
  readonly select: (number: string) => void
}

function Card({ item, on, now, calendar, noted, select }: CardProps) {
  const clock = rowClock(item, now, calendar)
  const place = item.address ?? item.grid.name
  return (
    <li>
      <button
        type="button"
        className={on ? 'q on' : 'q'}
        data-queue={item.number}
        aria-current={on ? 'true' : undefined}
        onClick={() => select(item.number)}
      >
        <span className="line">
          <b className="ink el">{subjectOf(item)}</b>
          {item.urgent && <span className="tag">{t('console.flag.urgent')}</span>}
          {noted.tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
          <span className="sp" />
          <RowLamp lamp={item.lamp} clock={clock} />
        </span>
        <span className="line md">
          <span className="el">
            {place} <span className="mu">· {item.grid.name}</span>
          </span>
          <span className="sp" />
          <span className="sm mu">{noted.aside ?? word('incidents.source', item.source)}</span>
        </span>
        <span className="line">
          <ClockStripMini segments={miniOfRow(item, clock.fill)} />
          <span className="sm mu due">
            {clock.due === null
              ? t('console.desk.no-due')
              : t('dispatch.due', { at: dueWhen(clock.due, now) })}
          </span>
        </span>
      </button>
    </li>
  )
}
