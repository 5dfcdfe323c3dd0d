import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sameTimeOfDay } from '@lifang/domains/incidents/rules/walk.ts'
import { Icon } from '../kit/icons.tsx'
import { go, useTitle } from '../kit/path.ts'
import { timeOf } from '../kit/time.ts'
import { joined, t } from '../kit/words.ts'
import { useNow } from '../kit/now.ts'
import { Empty, Failed, Frame, Loading, Trouble } from './frame.tsx'
import { calendarQuery, checksQuery } from './queries.ts'
import { CaseRow, way } from './rows.tsx'
import { isSent, usePerson } from './session.tsx'
import { useWalk } from './walk.ts'

/** 等我去看: reports to verify and cases to check, in the order of a short walk. */
export function TasksPage() {
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const sent = isSent(usePerson())
  const checks = useQuery({ ...checksQuery, enabled: sent })
  const walk = useWalk(checks.data?.items ?? [])
  const [failed, setFailed] = useState(false)
  useTitle(t('field.tasks'))
  const sum = walk.legs.reduce<number>((all, leg) => all + (leg ?? 0), 0)
  return (
    <Frame
      title={t('field.tasks')}
      back={() => go('/field')}
      second={
        checks.data === undefined || walk.items.length === 0
          ? undefined
          : walk.from === 'here'
            ? t('field.tasks.way', { n: walk.items.length, way: way(sum) })
            : t('field.tasks.due', { n: walk.items.length })
      }
    >
      {walk.from === 'due' && walk.items.length > 1 && (
        <div className="block">
          <button type="button" onClick={() => void walk.ask().catch(() => setFailed(true))}>
            <Icon name="walk" large />
            {t('field.walk.ask')}
          </button>
          {failed && <Trouble error={t('field.place.no-position')} />}
        </div>
      )}
      <section className="block">
        {sent && checks.data === undefined ? (
          checks.isError ? (
            <Failed error={checks.error} again={() => void checks.refetch()} />
          ) : (
            <Loading />
          )
        ) : walk.items.length === 0 ? (
          <Empty>{t('field.tasks.none')}</Empty>
        ) : (
          <ol className="rows">
            {walk.items.map((item, i) => {
              const leg = walk.legs[i]
              const happened = Date.parse(item.occurredAt)
              const { from, to } = sameTimeOfDay(happened, now)
              const beside = [
                ...(leg === null || leg === undefined ? [] : [t('field.leg', { way: way(leg) })]),
                ...(item.sameTimeOfDay ? [t('field.same-time', { from: timeOf(from), to: timeOf(to) })] : []),
              ]
              return (
                <CaseRow
                  key={item.id}
                  item={item}
                  now={now}
                  calendar={calendar}
                  n={i + 1}
                  task={t(`field.task.${item.task}`)}
                  beside={beside.length === 0 ? undefined : joined(beside)}
                />
              )
            })}
          </ol>
        )}
      </section>
    </Frame>
  )
}
