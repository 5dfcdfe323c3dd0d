import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { memo } from 'react'
import type { CommunityItem } from '@lifang/domains/incidents/schema/community.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { dueWhen, exact, printNumber, shortNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { RowLamp } from '../desk/row-lamp.tsx'
import { subjectOf } from '../../kit/subject.ts'
import { offered } from '../incident/acts/offered.ts'

const ActForm = part(async () => (await import('../incident/acts/form.tsx')).ActForm, <Loading lines={4} />)

/** The step that is open under its row. */
export interface Opened {
  readonly number: string
  readonly act: Act
}

interface RowProps {
  readonly item: CommunityItem
  readonly opened: Opened | null
  readonly open: (step: Opened | null) => void
  readonly now: number
  readonly calendar: KnownCalendar | undefined
}

/** 环卫所 · 处置 */
export const whoWhat = (who: string, what: string): string => [who, what].join(' · ')

/** Where a case stands: the desk or unit that has it and the stage it is in; an ended one says how it ended. */
export function standsWords(item: CommunityItem): string {
  if (!IS_OPEN[item.status]) {
    const how = word('incidents.status', item.status)
    return item.department === null ? how : whoWhat(item.department.name, how)
  }
  const what = item.onHold
    ? t('console.flag.on-hold')
    : item.stage === null || item.stage === 'total'
      ? word('incidents.status', item.status)
      : word('incidents.stage', item.stage)
  const who = item.desk ?? item.department?.name ?? null
  return who === null ? what : whoWhat(who, what)
}

/** How it went up and when; null where it did not. */
function upWords({ up }: CommunityItem, now: number): string | null {
  if (up === null) return null
  const at = when(Date.parse(up.at), now)
  return up.how === 'hand-up'
    ? t('community.up.hand-up', { at, to: up.to ?? '' })
    : t('community.up.own-report', { at })
}

export const CommunityRow = memo(function CommunityRow({ item, opened, open, now, calendar }: RowProps) {
  const clock = rowClock(item, now, calendar)
  const place = item.address ?? item.grid.name
  const went = upWords(item, now)
  return (
    <li className={opened === null ? 'cm' : 'cm on'}>
      <div className="cm-row">
        <Link
          to="/incidents/$number"
          params={{ number: item.number }}
          className="row"
          data-queue={item.number}
        >
          <span className="c-lamp">
            <RowLamp lamp={item.lamp} clock={clock} />
          </span>
          <span className="c-subject">
            <span className="el">
              <b>{subjectOf(item)}</b>
              {item.urgent && <span className="tag">{t('console.flag.urgent')}</span>}
              {item.supervision !== null && (
                <span className="tag">{word('console.supervision', item.supervision)}</span>
              )}
              {item.returns > 0 && (
                <span className="tag">{t('community.returned', { n: item.returns })}</span>
              )}
            </span>
            <span className="sm mu" title={printNumber(item.number)}>
              {shortNumber(item.number)}
            </span>
          </span>
          <span className="c-place">
            <span className="el" title={place}>
              {place}
            </span>
            <span className="sm mu el">{item.address === null ? '' : item.grid.name}</span>
          </span>
          <span className="c-stands">
            <span className="el ink">{standsWords(item)}</span>
            <span className="sm mu el">{went ?? word('incidents.source', item.source)}</span>
          </span>
          <span className="c-strip">
            <ClockStripMini segments={miniOfRow(item, clock.fill)} />
          </span>
          <span className="c-due" title={exact(clock.due ?? Date.parse(item.closedAt ?? item.reportedAt))}>
            {dueWords(item, clock.due, now)}
          </span>
        </Link>
        <span className="cm-acts">
          {item.acts.map((act) => (
            <Button
              key={act}
              size="small"
              aria-expanded={opened?.act === act}
              onClick={() => open(opened?.act === act ? null : { number: item.number, act })}
            >
              {t(`community.act.${act}`)}
            </Button>
          ))}
        </span>
      </div>
      {opened !== null && <Step opened={opened} close={() => open(null)} />}
    </li>
  )
})

function dueWords(item: CommunityItem, due: number | null, now: number): string {
  if (item.closedAt !== null) return when(Date.parse(item.closedAt), now)
  if (due !== null) return dueWhen(due, now) + (item.provisional ? t('console.desk.provisional') : '')
  if (item.onHold) return t('console.desk.paused')
  return t('console.desk.no-due')
}

/** The form of the step, the same as on the case's page. */
function Step({ opened, close }: { readonly opened: Opened; readonly close: () => void }) {
  const { number, act } = opened
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  return (
    <div className="cm-open">
      <h3>{word('incidents.act', act)}</h3>
      {incident === undefined ? (
        isError ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : (
          <Loading lines={3} />
        )
      ) : (
        <ActForm
          key={act}
          incident={incident}
          act={act}
          gone={!offered(incident).includes(act)}
          onDone={close}
          onHold={() => undefined}
          onCancel={close}
        />
      )}
    </div>
  )
}
