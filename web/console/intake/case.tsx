import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { COMPLAINT_SOURCES, PROFESSIONAL_SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { Failed, Loading } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { Facts, Head, Shots } from '../dispatch/case.tsx'
import { OtherActs } from '../dispatch/others.tsx'
import { ActForm } from '../incident/acts/form.tsx'
import { offered } from '../incident/acts/offered.ts'
import { PressAct } from '../incident/acts/press.tsx'
import { firstInput } from '../incident/acts/send.ts'

interface CaseProps {
  readonly number: string
  readonly place: { readonly at: number; readonly of: number } | null
  /** It is in the queue no longer: done here or by somebody else. */
  readonly gone: boolean
  readonly now: number
  readonly goOn: () => void
}

/** Done with one press where no words are needed. */
const PRESSED: readonly Act[] = ['accept', 'close']
const ASIDE: readonly Act[] = ['send-verify', 'decline']
/** After these a report is off the desk. */
const ENDS: readonly Act[] = ['send-verify', 'decline', 'file', 'merge', 'void', 'withdraw', 'self-close']

/** Why an act the post may do is refused for this report; null when it is not. */
function barred(incident: IncidentDetail, act: Act, chief: boolean): string | null {
  if (act === 'decline' && COMPLAINT_SOURCES.includes(incident.source) && !chief)
    return t('intake.complaint', { source: word('incidents.source', incident.source) })
  if (act === 'send-verify' && PROFESSIONAL_SOURCES.includes(incident.source)) return t('intake.professional')
  return null
}

export function IntakeCase({ number, place, gone, now, goOn }: CaseProps) {
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  const me = useMe()
  const [chosen, setChosen] = useState<Act | null>(null)
  useEffect(() => {
    if (chosen !== null) firstInput(chosen)?.focus()
  }, [chosen])
  if (incident === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  const chief = me.holdings.some((h) => h.post === 'duty-chief')
  const acts = offered(incident)
  const pressed = PRESSED.find((a) => acts.includes(a)) ?? null
  const form = chosen ?? (acts.includes('file') ? 'file' : null)
  const aside = ASIDE.filter((a) => acts.includes(a))
  const bars = aside.flatMap((act) => {
    const why = barred(incident, act, chief)
    return why === null ? [] : [{ act, why }]
  })
  const others = acts.filter((a) => a !== pressed && a !== 'file' && !ASIDE.includes(a))
  const waits = incident.tasks.find((x) => x.kind === 'verify' && x.status === 'waiting')
  return (
    <>
      <div className="case-scroll">
        <Head incident={incident} place={place} />
        {incident.status === 'reported' &&
          incident.timeline.some((s) => s.details['result'] === 'unable') && (
            <p className="found bad">{t('intake.unable')}</p>
          )}
        {incident.status === 'verifying' && waits !== undefined && (
          <p className="found">{t('intake.verifying', { at: when(Date.parse(waits.openedAt), now) })}</p>
        )}
        <Shots incident={incident} />
        <Facts incident={incident} now={now} />
        {gone && (
          <div className="reason-box gone" role="status">
            <p>{t('dispatch.gone', { status: word('incidents.status', incident.status) })}</p>
            <p>
              <Button size="small" onClick={goOn}>
                {t('dispatch.next')}
              </Button>
            </p>
          </div>
        )}
        {form !== null && (
          <div className="act-box">
            <h3 className="line">
              {word('incidents.act', form)}
              <span className="sp" />
              {chosen === null && (
                <Button size="small" data-key="enter" onClick={() => firstInput(form)?.focus()}>
                  {t('desks.handling.write')} <kbd aria-hidden="true">Enter</kbd>
                </Button>
              )}
            </h3>
            <ActForm
              key={form}
              incident={incident}
              act={form}
              gone={!acts.includes(form)}
              onDone={() => {
                setChosen(null)
                if (ENDS.includes(form)) goOn()
              }}
              onHold={() => undefined}
              onCancel={chosen === null ? null : () => setChosen(null)}
            />
          </div>
        )}
        {bars.map(({ act, why }) => (
          <p key={act} className="sm mu">
            {why}
          </p>
        ))}
      </div>
      <footer className="case-foot">
        {pressed !== null && (
          <PressAct
            number={number}
            act={pressed}
            label={t('intake.press', { act: word('incidents.act', pressed) })}
            goOn={goOn}
          />
        )}
        {aside.map((act) => (
          <Button
            key={act}
            size="large"
            data-key={act === 'decline' ? 'x' : 'v'}
            disabled={barred(incident, act, chief) !== null}
            onClick={() => setChosen(act)}
          >
            {word('incidents.act', act)} <kbd aria-hidden="true">{act === 'decline' ? 'X' : 'V'}</kbd>
          </Button>
        ))}
        <OtherActs acts={others} choose={setChosen} />
      </footer>
    </>
  )
}
