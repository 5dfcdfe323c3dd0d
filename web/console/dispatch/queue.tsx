import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import {
  QUEUE_TABS,
  type Queue as QueueBody,
  type QueueItem,
  type QueueTab,
} from '@lifang/domains/incidents/schema/dispatch.ts'
import { defaultPolicy } from '@lifang/domains/incidents/rules/policy.ts'
import { LampChip, LampShape, lampText, lampWord } from '../../kit/lamp.tsx'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { dueWhen, limitWords, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { calendarQuery } from '../app/queries.ts'
import { rowClock, type KnownCalendar } from '../desk/row-clock.ts'
import { subjectOf } from '../desk/row.tsx'

const LAMPS = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly Lamp[]

interface QueueProps {
  readonly query: UseQueryResult<QueueBody>
  readonly tab: QueueTab
  readonly lamp: Lamp | undefined
  readonly selected: string | null
  readonly now: number
  readonly live: 'live' | 'waiting'
  readonly set: (change: { tab?: QueueTab; lamp?: Lamp | undefined }) => void
  readonly select: (number: string) => void
}

/** What waits, due first; the lamps of the tab as filters with their counts. */
export function Queue({ query, tab, lamp, selected, now, live, set, select }: QueueProps) {
  const { data } = query
  const calendar = useQuery(calendarQuery).data
  const total = data === undefined ? 0 : Object.values(data.lamps).reduce((a, b) => a + b, 0)
  return (
    <section className="queue" aria-label={t('dispatch.queue')}>
      <header>
        <h2>{t(`dispatch.head.${tab}`, { n: data?.counts[tab] ?? '…' })}</h2>
        <span className="sp" />
        <span className="sm mu el">
          {tab === 'dispatch'
            ? t('dispatch.order-limit', { limit: limitWords(defaultPolicy.stages.dispatch) })
            : t('dispatch.order')}
        </span>
      </header>
      <nav className="tabs" aria-label={t('dispatch.tabs')}>
        {QUEUE_TABS.map((one) => (
          <button
            key={one}
            type="button"
            className={one === tab ? 'on' : ''}
            aria-current={one === tab ? 'true' : undefined}
            onClick={() => set({ tab: one, lamp: undefined })}
          >
            {t(`dispatch.tab.${one}`)} <b>{data?.counts[one] ?? ''}</b>
          </button>
        ))}
      </nav>
      <div className="lamps" role="group" aria-label={t('console.desk.filter.lamp')}>
        <button type="button" aria-pressed={lamp === undefined} onClick={() => set({ lamp: undefined })}>
          {t('dispatch.all', { n: total })}
        </button>
        {LAMPS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={lamp === one}
            onClick={() => set({ lamp: lamp === one ? undefined : one })}
          >
            <LampShape lamp={one} />
            {lampWord(one)} {data?.lamps[one] ?? ''}
          </button>
        ))}
      </div>
      <div className="cards">
        {query.isError && data === undefined ? (
          <ProblemAlert error={query.error} retry={() => void query.refetch()} />
        ) : data === undefined ? (
          <Loading lines={6} />
        ) : data.items.length === 0 ? (
          <Empty title={t(`dispatch.none.${tab}`)} hint={lamp === undefined ? '' : t('dispatch.none-lamp')} />
        ) : (
          <ul>
            {data.items.map((item) => (
              <Card
                key={item.id}
                item={item}
                on={item.number === selected}
                now={now}
                calendar={calendar}

                select={select}
              />
            ))}
          </ul>
        )}
        {data?.more === true && <p className="sm mu more">{t('dispatch.more', { n: data.items.length })}</p>}
      </div>
      <footer className="sm mu">
        <span>
          <kbd>J</kbd> <kbd>K</kbd> {t('console.desk.key.move')}
        </span>
        <span>
          <kbd>Enter</kbd> {t('dispatch.key.confirm')}
        </span>
        <span className="sp" />
        <span aria-live="polite">{live === 'live' ? t('console.desk.live') : t('console.desk.waiting')}</span>
      </footer>
    </section>
  )
}

interface CardProps {
  readonly item: QueueItem
  readonly on: boolean
  readonly now: number
  readonly calendar: KnownCalendar | undefined
  readonly select: (number: string) => void
}

function Card({ item, on, now, calendar, select }: CardProps) {
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
          {item.returns > 0 && <span className="tag">{t('dispatch.again', { n: item.returns + 1 })}</span>}
          <span className="sp" />
          <LampChip
            lamp={item.lamp}
            text={lampText(clock.view) + (clock.byTotal ? t('console.desk.by-total') : '')}
          />
        </span>
        <span className="line md">
          <span className="el">
            {place} <span className="mu">· {item.grid.name}</span>
          </span>
          <span className="sp" />
          <span className="sm mu">
            {item.asked === null
              ? word('incidents.source', item.source)
              : t('dispatch.asked', { by: item.asked.by, at: when(Date.parse(item.asked.at), now) })}
          </span>
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
