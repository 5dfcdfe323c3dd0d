import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { LampShape, lampWord } from '../kit/lamp.tsx'
import { go, useSearch, useTitle } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { useNow } from '../kit/now.ts'
import { Empty, Failed, Frame, Loading } from './frame.tsx'
import { calendarQuery, casesQuery } from './queries.ts'
import { byLamp, CaseRow, LAMP_ORDER } from './rows.tsx'

const OF = ['open', 'mine'] as const
type Of = (typeof OF)[number]

const addressOf = (of: Of, lamp: Lamp | undefined): string => {
  const query = new URLSearchParams({ of, ...(lamp === undefined ? {} : { lamp }) })
  return `/field/cases?${query}`
}

/** 事件: what is open in my grid, and what I reported, open or done. The choice stands in the address. */
export function CasesPage() {
  const query = useSearch()
  const of: Of = OF.find((one) => one === query.get('of')) ?? 'open'
  const lamp = LAMP_ORDER.find((one) => one === query.get('lamp'))
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const list = useInfiniteQuery(
    casesQuery({
      ...(of === 'open' ? { status: 'open' } : { reporter: 'me' }),
      ...(lamp === undefined ? {} : { lamp }),
    }),
  )
  useTitle(t('field.cases'))
  const found = list.data?.pages.flatMap((page) => page.items) ?? []
  // All of them are here: the gravest first. A list that goes on keeps the order of the server.
  const items = of === 'open' && !list.hasNextPage ? found.toSorted(byLamp) : found
  return (
    <Frame title={t('field.cases')} back={() => go('/field')}>
      <nav className="choices" aria-label={t('field.cases.of')}>
        {OF.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === of}
            onClick={() => go(addressOf(one, lamp), true)}
          >
            {t(`field.cases.of.${one}`)}
          </button>
        ))}
      </nav>
      <div className="lamps" role="group" aria-label={t('field.cases.lamp')}>
        {LAMP_ORDER.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === lamp}
            onClick={() => go(addressOf(of, one === lamp ? undefined : one), true)}
          >
            <LampShape lamp={one} />
            {lampWord(one)}
          </button>
        ))}
      </div>
      <section className="block">
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} again={() => void list.refetch()} />
          ) : (
            <Loading lines={5} />
          )
        ) : items.length === 0 ? (
          <Empty>{t(lamp === undefined ? `field.cases.none.${of}` : 'field.cases.none.lamp')}</Empty>
        ) : (
          <ul className="rows">
            {items.map((item) => (
              <CaseRow key={item.id} item={item} now={now} calendar={calendar} />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <button
            type="button"
            className="wide"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t(list.isFetchingNextPage ? 'console.loading' : 'field.more')}
          </button>
        )}
      </section>
    </Frame>
  )
}
