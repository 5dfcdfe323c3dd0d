import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ExceptionItem, ExceptionReason } from '@lifang/domains/incidents/schema/desks.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOfRow } from '../../kit/strip/segments.ts'
import { dueWhen, limitWords, printNumber, shortNumber, when } from '../../kit/time.ts'
import { joined, t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { rowClock, type KnownCalendar } from '../../kit/row-clock.ts'
import { RowLamp } from '../desk/row-lamp.tsx'
import { subjectOf } from '../../kit/subject.ts'
import { offered } from '../incident/acts/offered.ts'
import { specOf } from '../incident/acts/spec.ts'

const ActForm = part(async () => (await import('../incident/acts/form.tsx')).ActForm, <Loading lines={4} />)

/** The step that was asked for with the first of the two clicks. */
export interface Opened {
  readonly number: string
  readonly act: Act
  readonly answer: 'grant' | 'refuse' | undefined
}

interface RowProps {
  readonly item: ExceptionItem
  readonly on: boolean
  readonly opened: Opened | null
  readonly open: (step: Opened | null) => void
  readonly pick: () => void
  readonly now: number
  readonly calendar: KnownCalendar | undefined
}

/** One sentence: what happened, who asked, since when. */
export function reasonWords(reason: ExceptionReason, now: number): string {
  return t(`desks.exceptions.why.${reason.rule}${reason.at === null ? '-plain' : ''}`, {
    n: reason.times ?? '',
    by: reason.by ?? t('desks.exceptions.somebody'),
    at: reason.at === null ? '' : when(Date.parse(reason.at), now),
  })
}

export function ExceptionRow({ item, on, opened, open, pick, now, calendar }: RowProps) {
  const clock = rowClock(item, now, calendar)
  const lead = item.reasons.find((r) => r.act !== null)
  const place = item.address ?? item.grid.name
  return (
    <li className={on ? 'ex on' : 'ex'}>
      <div className="ex-row">
        <div className="ex-lamp">
          <RowLamp lamp={item.lamp} clock={clock} />
          <span className="sm mu" title={printNumber(item.number)}>
            {shortNumber(item.number)}
          </span>
        </div>
        <div className="ex-words">
          <Link
            to="/incidents/$number"
            params={{ number: item.number }}
            className="ex-title"
            data-queue={item.number}
            aria-current={on ? 'true' : undefined}
            onFocus={pick}
          >
            {subjectOf(item)}
            <span className="mu">{place}</span>
          </Link>
          <p className="md">{joined(item.reasons.map((r) => reasonWords(r, now)))}</p>
        </div>
        <div className="ex-strip">
          <ClockStripMini segments={miniOfRow(item, clock.fill)} />
          <span className="sm mu el">
            {[
              item.department?.name ?? t('desks.exceptions.no-unit'),
              item.stage === null ? null : word('incidents.stage', item.stage),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
          <span className="sm mu el">
            {[
              item.stageLimit === null ? null : t('desks.limit', { limit: limitWords(item.stageLimit) }),
              clock.due === null ? null : t('dispatch.due', { at: dueWhen(clock.due, now) }),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </div>
        <div className="ex-acts">
          {lead?.act == null ? (
            <Link to="/incidents/$number" params={{ number: item.number }} className="ex-look">
              {t('desks.exceptions.look')}
            </Link>
          ) : (
            <Acts item={item} act={lead.act} on={on} opened={opened} open={open} />
          )}
        </div>
      </div>
      {opened !== null && <Confirm opened={opened} close={() => open(null)} />}
    </li>
  )
}

interface ActsProps {
  readonly item: ExceptionItem
  readonly act: Act
  readonly on: boolean
  readonly opened: Opened | null
  readonly open: (step: Opened | null) => void
}

/** Two steps: to agree and not to, or the step itself and a look at the case. Only the row in focus has a filled button. */
function Acts({ item, act, on, opened, open }: ActsProps) {
  const { number } = item
  if (specOf(act).decides === undefined)
    return (
      <>
        <Link to="/incidents/$number" params={{ number }} className="ex-look">
          {t('desks.exceptions.look')}
        </Link>
        <Button
          type={on ? 'primary' : 'default'}
          aria-expanded={opened !== null}
          onClick={() => open(opened === null ? { number, act, answer: undefined } : null)}
        >
          {word('incidents.act', act)}
        </Button>
      </>
    )
  return (
    <>
      <Button
        aria-expanded={opened?.answer === 'refuse'}
        onClick={() => open(opened?.answer === 'refuse' ? null : { number, act, answer: 'refuse' })}
      >
        {t('console.act.refuse')}
      </Button>
      <Button
        type={on ? 'primary' : 'default'}
        aria-expanded={opened?.answer === 'grant'}
        onClick={() => open(opened?.answer === 'grant' ? null : { number, act, answer: 'grant' })}
      >
        {t(`desks.exceptions.grant.${act}`)}
      </Button>
    </>
  )
}

/** The second click, with the facts in view: what was asked and why, the closing condition, what was said. */
function Confirm({ opened, close }: { readonly opened: Opened; readonly close: () => void }) {
  const { number, act, answer } = opened
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  if (incident === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={3} />
  return (
    <div className="ex-open">
      <dl className="md">
        <div>
          <dt>{t('dispatch.fact.said')}</dt>
          <dd>{incident.description}</dd>
        </div>
        <div>
          <dt>{t('console.task.lead')}</dt>
          <dd>{incident.department?.name ?? t('desks.exceptions.no-unit')}</dd>
        </div>
        {incident.condition !== null && (
          <div>
            <dt>{t('desks.handling.closing')}</dt>
            <dd>{incident.condition.closing}</dd>
          </div>
        )}
      </dl>
      <ActForm
        key={`${act} ${answer ?? ''}`}
        incident={incident}
        act={act}
        gone={!offered(incident).includes(act)}
        onDone={close}
        onHold={() => undefined}
        onCancel={close}
        only={answer}
      />
    </div>
  )
}
