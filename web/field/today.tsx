import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { dayStart, officeDay, DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { Icon } from '../kit/icons.tsx'
import { useTitle } from '../kit/path.ts'
import { dayWord, monthDayOf } from '../kit/time.ts'
import { t } from '../kit/words.ts'
import { PageLink } from '../kit/page-link.tsx'
import { useNow } from '../kit/now.ts'
import { Block, Empty, Failed, Frame, Loading } from './frame.tsx'
import { useJobs } from './outbox/jobs.ts'
import { calendarQuery, casesQuery, checksQuery } from './queries.ts'
import { byLamp, CaseRow } from './rows.tsx'
import { isSent, useAreaName, useMyAreas, usePerson } from './session.tsx'
import { useWalk } from './walk.ts'

/** As many rows as a thumb scrolls through before it asks for all. */
const SHOWN = 5
/** A grid has fewer open cases than the server gives at once. */
const MOST = 100

/** 今天: what waits for me, how late, what is open around me. */
export function TodayPage() {
  const person = usePerson()
  const now = useNow()
  const areas = useMyAreas()
  const where = useAreaName(areas?.[0])
  const calendar = useQuery(calendarQuery).data
  const sent = isSent(person)
  const checks = useQuery({ ...checksQuery, enabled: sent })
  const open = useInfiniteQuery(casesQuery({ status: 'open' }, MOST))
  // Whoever looks after a whole street has more than come at once: what is late is asked for by itself.
  const red = useInfiniteQuery({
    ...casesQuery({ status: 'open', lamp: 'red' }, MOST),
    enabled: open.hasNextPage,
  })
  const { drafts, waiting } = useJobs(person.id)
  const walk = useWalk(checks.data?.items ?? [])
  useTitle(t('field.today'))

  const found = [...(red.data?.pages ?? []), ...(open.data?.pages ?? [])].flatMap((p) => p.items)
  const cases = [...new Map(found.map((item) => [item.id, item])).values()].toSorted(byLamp)
  const more = open.hasNextPage ? '+' : ''
  const known = open.data !== undefined && (!open.hasNextPage || red.data !== undefined)
  const late = `${cases.filter((c) => c.lamp === 'red').length}${red.hasNextPage ? '+' : ''}`
  const midnight = dayStart(officeDay(now)) + DAY
  const dueToday = cases.filter((c) => {
    const due = c.dueAt ?? c.totalDueAt
    return c.lamp !== 'red' && due !== null && Date.parse(due) <= midnight
  }).length
  const day = monthDayOf(now)
  const figures = [
    {
      key: 'tasks',
      n: sent && checks.data === undefined ? '–' : String(walk.items.length),
      to: '/field/tasks',
    },
    { key: 'late', n: known ? late : '–', to: '/field/cases?lamp=red' },
    { key: 'due', n: known ? `${dueToday}${more}` : '–', to: '/field/cases' },
  ]
  return (
    <Frame
      title={t('field.today')}
      second={[
        t('field.date', {
          month: Number(day.slice(0, 2)),
          day: Number(day.slice(3)),
          weekday: dayWord(officeDay(now)),
        }),
        where,
        person.name,
      ]
        .filter((part) => part !== '')
        .join(' · ')}
    >
      <section className="figures" aria-label={t('field.figures')}>
        {figures.map(({ key, n, to }) => (
          <PageLink key={key} to={to} className="figure">
            <span className="count">
              <b>{n}</b> {t('field.pieces')}
            </span>
            <span>{t(`field.figure.${key}`)}</span>
          </PageLink>
        ))}
      </section>
      {waiting.length + drafts.length > 0 && (
        <PageLink to="/field/outbox" className="block notice">
          <Icon name="out" large />
          <span>
            {waiting.length > 0
              ? t('field.today.unsent', { n: waiting.length })
              : t('field.today.drafts', { n: drafts.length })}
          </span>
          <Icon name="right" />
        </PageLink>
      )}
      {sent && (
        <Block
          title={t('field.today.tasks', { n: checks.data === undefined ? '…' : walk.items.length })}
          beside={walk.from === 'here' ? t('field.walk.here') : undefined}
          more="/field/tasks"
        >
          {checks.data === undefined ? (
            checks.isError ? (
              <Failed error={checks.error} again={() => void checks.refetch()} />
            ) : (
              <Loading lines={2} />
            )
          ) : walk.items.length === 0 ? (
            <Empty>{t('field.tasks.none')}</Empty>
          ) : (
            <ol className="rows">
              {walk.items.slice(0, SHOWN).map((item, i) => (
                <CaseRow
                  key={item.id}
                  item={item}
                  now={now}
                  calendar={calendar}
                  n={i + 1}
                  task={t(`field.task.${item.task}`)}
                />
              ))}
            </ol>
          )}
        </Block>
      )}
      <Block
        title={t('field.today.open', {
          n: open.data === undefined ? '…' : `${open.data.pages.flatMap((p) => p.items).length}${more}`,
        })}
        beside={t('field.by-lamp')}
        more="/field/cases"
      >
        {open.data === undefined ? (
          open.isError ? (
            <Failed error={open.error} again={() => void open.refetch()} />
          ) : (
            <Loading />
          )
        ) : cases.length === 0 ? (
          <Empty>{t('field.cases.none')}</Empty>
        ) : (
          <ul className="rows">
            {cases.slice(0, SHOWN).map((item) => (
              <CaseRow key={item.id} item={item} now={now} calendar={calendar} />
            ))}
          </ul>
        )}
      </Block>
    </Frame>
  )
}
