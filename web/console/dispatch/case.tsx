import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { QueueTab } from '@lifang/domains/incidents/schema/dispatch.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { LampChip, lampText, lampWord } from '../../kit/lamp.tsx'
import { Photo } from '../../kit/photos.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOf, runningRun, segmentsOf } from '../../kit/strip/segments.ts'
import { dueTime, exact, limitWords, printNumber, spell, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { subjectOf } from '../../kit/subject.ts'
import { ActForm } from '../incident/acts/form.tsx'
import { offered } from '../incident/acts/offered.ts'
import { DispatchForm } from './confirm.tsx'
import { Near } from './near.tsx'
import { OtherActs } from './others.tsx'

/** The act each tab waits for. */
const ACT_OF = {
  dispatch: 'dispatch',
  return: 'decide-return',
  check: 'send-check',
  extension: 'decide-extension',
} as const satisfies Record<QueueTab, Act>

interface CaseProps {
  readonly number: string
  readonly tab: QueueTab
  readonly place: { readonly at: number; readonly of: number } | null
  /** It is in the queue no longer: done here or by somebody else. */
  readonly gone: boolean
  readonly now: number
  readonly goOn: () => void
}

export function CasePane({ number, tab, place, gone, now, goOn }: CaseProps) {
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  const [other, setOther] = useState<Act | null>(null)
  // Somebody was quicker: the sentence stays while the page around it is read again.
  const [refused, setRefused] = useState<unknown>(null)
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  if (incident === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  const act = ACT_OF[tab]
  const acts = offered(incident)
  const may = acts.includes(act)
  const others = acts.filter((a) => a !== act && a !== 'dispatch')
  return (
    <>
      <div className="case-scroll">
        <Head incident={incident} place={place} />
        <Shots incident={incident} />
        <Facts incident={incident} now={now} />
        <ProblemAlert error={refused} />
        {gone && !may && (
          <div className="reason-box gone" role="status">
            <p>
              {t('dispatch.gone', { status: word('incidents.status', incident.status) })}
              <b>{lastDone(incident)}</b>
            </p>
            <p>
              <Button size="small" onClick={goOn}>
                {t('dispatch.next')}
              </Button>
            </p>
          </div>
        )}
        {other === null && act !== 'dispatch' && may && (
          <div className="act-box">
            <h3>{word('incidents.act', act)}</h3>
            <ActForm
              incident={incident}
              act={act}
              gone={false}
              onDone={goOn}
              onHold={() => undefined}
              onCancel={null}
            />
          </div>
        )}
        {other !== null && (
          <div className="act-box">
            <h3>{word('incidents.act', other)}</h3>
            <ActForm
              incident={incident}
              act={other}
              gone={!acts.includes(other)}
              onDone={() => {
                setOther(null)
                // A case that was merged or voided here is off the desk.
                if (other === 'merge' || other === 'void') goOn()
              }}
              onHold={() => undefined}
              onCancel={() => setOther(null)}
            />
          </div>
        )}
        {act === 'dispatch' && may && other === null ? (
          <DispatchForm incident={incident} now={now} goOn={goOn} foot={slot} refused={setRefused}>
            <Near number={number} now={now} />
          </DispatchForm>
        ) : (
          <Near number={number} now={now} />
        )}
      </div>
      <footer className="case-foot">
        {act === 'dispatch' && may && other === null && <span ref={setSlot} className="slot-inline" />}
        <OtherActs acts={others} choose={setOther} />
      </footer>
    </>
  )
}

/** Who moved it last, in words. */
const lastDone = (incident: IncidentDetail): string => {
  const step = incident.timeline.at(-1)
  return step === undefined
    ? ''
    : t('dispatch.gone-by', { name: step.actor, act: word('incidents.act', step.act) })
}

/** Number, name, lamp and strip of a case at the head of a pane. */
export function Head({
  incident,
  place,
}: {
  readonly incident: IncidentDetail
  readonly place: CaseProps['place']
}) {
  const running = runningRun(incident.stages)
  return (
    <header>
      <p className="line sm mu">
        <Link to="/incidents/$number" params={{ number: incident.number }} title={t('dispatch.open-case')}>
          {printNumber(incident.number)}
        </Link>
        <span className="sp" />
        {place !== null && <span>{t('dispatch.place', { at: place.at, of: place.of })}</span>}
      </p>
      <div className="line title">
        <h2>{subjectOf(incident)}</h2>
        <span className="sp" />
        <LampChip
          big
          lamp={running?.clock.lamp ?? incident.lamp}
          text={
            running === null
              ? lampWord(incident.lamp)
              : t('console.case.stage-lamp', {
                  stage: word('incidents.stage', running.stage),
                  lamp: lampText(running.clock),
                })
          }
        />
      </div>
      <ClockStripMini segments={miniOf(incident.stages, incident.status)} />
      <p className="stages sm mu">
        {segmentsOf(incident.stages, incident.status)
          .filter((one) => one.state !== 'future')
          .map(({ stage, state, last }) => (
            <span key={stage} className={state === 'running' ? 'on' : ''}>
              {word('incidents.stage', stage)}
              {last === null ? '' : ` ${spell(last.clock.usedMs)}`}
              {state === 'running' && typeof last?.clock.due === 'number'
                ? ` · ${t('dispatch.due', { at: dueTime(last.clock.due) })}`
                : ''}
            </span>
          ))}
      </p>
    </header>
  )
}

export function Shots({ incident }: { incident: IncidentDetail }) {
  const shots = incident.evidence.slice(0, 4)
  if (shots.length === 0) return null
  return (
    <div className={shots.length === 1 ? 'case-shots one' : 'case-shots'}>
      {shots.map((e) => (
        <Photo
          key={e.id}
          url={e.url}
          height={shots.length > 2 ? 84 : 118}
          caption={word('incidents.evidence', e.kind)}
          title={exact(Date.parse(e.shotAt ?? e.addedAt))}
        />
      ))}
    </div>
  )
}

/** Where, under which condition, by whom and what was said. */
export function Facts({ incident, now }: { readonly incident: IncidentDetail; readonly now: number }) {
  const { reporter, condition, limit } = incident
  const who = [reporter?.name, reporter?.phone].filter((p) => p != null && p !== '').join(' ')
  const rows: [string, string][] = [
    [t('dispatch.fact.place'), incident.address ?? t('console.matter.no-address')],
    [
      t('dispatch.fact.grid'),
      [incident.grid.community, incident.grid.name].filter((p) => p !== null && p !== '').join(' · '),
    ],
    ...(condition === null
      ? []
      : [
          [
            t('dispatch.fact.condition'),
            `${incident.category?.code ?? ''}-${String(condition.seq)} ${condition.text}${limit === null ? '' : ` · ${limitWords(limit)}`}`,
          ] as [string, string],
        ]),
    [
      t('dispatch.fact.reported'),
      [
        word('incidents.source', incident.source),
        who === '' ? (reporter?.confidential === true ? t('console.hidden-reporter') : '') : who,
        when(Date.parse(incident.reportedAt), now),
      ]
        .filter((p) => p !== '')
        .join(' · '),
    ],
    [t('dispatch.fact.said'), incident.description],
  ]
  return (
    <dl className="matter">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
