import { useQuery } from '@tanstack/react-query'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { stepTitle } from '../../kit/step-words.ts'
import { rowClock } from '../../kit/row-clock.ts'
import { LampChip, lampText } from '../../kit/lamp.tsx'
import { go, goBack, useSearch, useTitle } from '../../kit/path.ts'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOf } from '../../kit/strip/segments.ts'
import { subjectOf } from '../../kit/subject.ts'
import { dueWhen, printNumber, when } from '../../kit/time.ts'
import { postWord, t, word } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { Block, Empty, Failed, Frame, Loading } from '../frame.tsx'
import { FIELD_ACTS, type FieldAct } from '../outbox/job.ts'
import { calendarQuery, caseQuery } from '../queries.ts'
import { placeOf } from '../rows.tsx'
import { usePerson } from '../session.tsx'
import { ActForm } from './act.tsx'

/** What this person was sent to do here stands first. */
const LEADS = ['verify', 'check'] as const satisfies readonly FieldAct[]

/** One case: how it stands, where, the photos, the acts of this person, what happened. */
export function CasePage({ number }: { number: string }) {
  const asked = useSearch().get('act')
  const now = useNow()
  const person = usePerson()
  const { data: incident, isError, error, refetch } = useQuery(caseQuery(number))
  useTitle(incident === undefined ? printNumber(number) : subjectOf(incident))
  const back = (): void => goBack('/field')
  if (incident === undefined)
    return (
      <Frame title={printNumber(number)} back={back}>
        {isError ? <Failed error={error} again={() => void refetch()} /> : <Loading lines={6} />}
      </Frame>
    )
  const may = FIELD_ACTS.filter((act) => incident.acts.includes(act) && fits(act, incident, person.id))
  const act = may.find((one) => one === asked)
  const open = (one: FieldAct | null): void =>
    go(`/field/case/${number}${one === null ? '' : `?act=${one}`}`, true)
  if (act !== undefined) return <ActForm key={act} incident={incident} act={act} close={() => open(null)} />
  const leads = may.filter((one) => (LEADS as readonly FieldAct[]).includes(one))
  const others = may.filter((one) => !leads.includes(one))
  return (
    <Frame
      title={subjectOf(incident)}
      second={printNumber(number)}
      back={back}
      bar={
        may.length === 0 ? undefined : (
          <>
            {leads.map((one) => (
              <button key={one} type="button" className="main" onClick={() => open(one)}>
                {t(`field.act.${one}`)}
              </button>
            ))}
            <div className="buttons">
              {others.map((one) => (
                <button key={one} type="button" onClick={() => open(one)}>
                  {t(`field.act.${one}`)}
                </button>
              ))}
            </div>
          </>
        )
      }
    >
      <Standing incident={incident} now={now} />
      <Facts incident={incident} now={now} />
      <Photos incident={incident} now={now} />
      <History incident={incident} now={now} />
    </Frame>
  )
}

/** The server answers by post and state; a task already answered is not offered again. */
function fits(act: FieldAct, incident: IncidentDetail, me: string): boolean {
  if (act !== 'verify' && act !== 'check') return true
  return incident.tasks.some(
    (task) =>
      task.kind === act && task.assignee === me && (task.status === 'waiting' || task.status === 'taken'),
  )
}

function Standing({ incident, now }: { incident: IncidentDetail; now: number }) {
  const calendar = useQuery(calendarQuery).data
  const clock = rowClock(incident, now, calendar)
  return (
    <section className="block standing">
      <p className="clock">
        <LampChip lamp={incident.lamp} text={lampText(clock.view)} big />
        <span className="stage">{word('incidents.status', incident.status)}</span>
        {incident.urgent && <span className="tag strong">{t('field.urgent')}</span>}
      </p>
      <ClockStripMini segments={miniOf(incident.stages, incident.status)} />
      {clock.due !== null && <p className="hint">{t('field.case.due', { at: dueWhen(clock.due, now) })}</p>}
    </section>
  )
}

function Facts({ incident, now }: { incident: IncidentDetail; now: number }) {
  const rows: readonly (readonly [string, string])[] = [
    [
      'place',
      [placeOf(incident), incident.address === null ? null : incident.grid.name].filter(Boolean).join(' · '),
    ],
    ['words', incident.description],
    ['source', word('incidents.source', incident.source)],
    ['unit', incident.department?.name ?? t('field.case.no-unit')],
    ['happened', when(Date.parse(incident.occurredAt), now)],
    ['closing', incident.condition?.closing ?? ''],
  ]
  return (
    <section className="block">
      <dl className="facts">
        {rows
          .filter(([, value]) => value !== '')
          .map(([key, value]) => (
            <div key={key}>
              <dt>{t(`field.case.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function Photos({ incident: { evidence }, now }: { incident: IncidentDetail; now: number }) {
  return (
    <Block title={t('field.case.photos', { n: evidence.length })}>
      {evidence.length === 0 ? (
        <Empty>{t('console.evidence.none')}</Empty>
      ) : (
        <ul className="album">
          {evidence.map(({ id, kind, url, shotAt, addedAt }) => (
            <li key={id} className="shot">
              <a href={url} target="_blank" rel="noreferrer">
                <img src={url} alt={word('incidents.evidence', kind)} loading="lazy" />
                <span className="cap">
                  {word('incidents.evidence', kind)} {when(Date.parse(shotAt ?? addedAt), now)}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Block>
  )
}

function History({ incident: { timeline }, now }: { incident: IncidentDetail; now: number }) {
  return (
    <Block title={t('field.case.history')}>
      <ol className="history">
        {timeline.toReversed().map((step) => (
          <li key={step.id}>
            <time dateTime={step.at}>{when(Date.parse(step.at), now)}</time>
            <b>{stepTitle(step)}</b>
            <span className="where">
              {[
                step.actor === '' ? t('console.hidden-reporter') : step.actor,
                postWord(step.post),
                ...(step.department === null ? [] : [step.department]),
              ].join(' · ')}
            </span>
            {step.opinion !== null && step.opinion !== '' && <p>{step.opinion}</p>}
          </li>
        ))}
      </ol>
    </Block>
  )
}
