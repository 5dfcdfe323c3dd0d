import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { HandlingItem } from '@lifang/domains/incidents/schema/desks.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { Icon } from '../../kit/icons.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { Facts, Head } from '../dispatch/case.tsx'
import { OtherActs } from '../dispatch/others.tsx'
import { useDraft } from '../incident/acts/drafts.ts'
import { ActForm } from '../incident/acts/form.tsx'
import { offered } from '../incident/acts/offered.ts'
import { PressAct } from '../incident/acts/press.tsx'
import { firstInput } from '../incident/acts/send.ts'
import { ClosingRows, stillMissing } from './closing.tsx'

interface CaseProps {
  readonly number: string
  /** The row it was opened from; undefined once it has left the list. */
  readonly item: HandlingItem | undefined
  readonly place: { readonly at: number; readonly of: number } | null
  readonly now: number
  readonly goOn: () => void
}

/** The steps this pane opens by itself, in the order in which they come. */
const MAIN: readonly Act[] = ['take', 'finish-assisting', 'feedback', 'reply-supervision']

export function HandlingCase({ number, item, place, now, goOn }: CaseProps) {
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  const [other, setOther] = useState<Act | null>(null)
  const draft = useDraft(number, 'feedback')
  if (incident === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  const acts = offered(incident)
  const main = MAIN.find((a) => acts.includes(a)) ?? null
  const others = acts.filter((a) => a !== main)
  const missing = stillMissing(item?.missing ?? [], draft)
  const explained =
    typeof draft.values['withoutEvidenceReason'] === 'string' &&
    draft.values['withoutEvidenceReason'].trim() !== ''
  return (
    <>
      <div className="case-scroll">
        <Head incident={incident} place={place} />
        <ClosingRows incident={incident} missing={item?.missing ?? []} draft={draft} now={now} />
        <Asked incident={incident} now={now} />
        {other === null && main !== null && main !== 'take' && (
          <div className="act-box">
            <h3 className="line">
              {word('incidents.act', main)}
              <span className="sp" />
              <Button size="small" data-key="enter" onClick={() => focusForm(main)}>
                {t('desks.handling.write')} <kbd aria-hidden="true">Enter</kbd>
              </Button>
            </h3>
            <ActForm
              incident={incident}
              act={main}
              gone={false}
              onDone={goOn}
              onHold={() => undefined}
              onCancel={null}
              {...(main === 'feedback'
                ? {
                    closing: {
                      ready: missing.length === 0 || explained,
                      label: feedbackLabel(
                        missing.map((k) => word('incidents.evidence', k)),
                        explained,
                      ),
                    },
                  }
                : {})}
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
              onDone={() => setOther(null)}
              onHold={() => undefined}
              onCancel={() => setOther(null)}
            />
          </div>
        )}
        {main === null && other === null && (
          <div className="reason-box" role="status">
            <p>
              {t('desks.handling.nothing')}
              <b>{word('incidents.status', incident.status)}</b>
            </p>
          </div>
        )}
        <Facts incident={incident} now={now} />
      </div>
      <footer className="case-foot">
        {main === 'take' && other === null && <PressAct number={number} act="take" goOn={goOn} />}
        <OtherActs acts={others} choose={setOther} />
      </footer>
    </>
  )
}

function feedbackLabel(missing: readonly string[], explained: boolean): string {
  if (missing.length === 0) return t('desks.handling.feedback')
  return explained
    ? t('desks.handling.feedback-without')
    : t('desks.handling.feedback-lacks', { kinds: missing.join('、') })
}

const focusForm = (act: Act): void => {
  const field = firstInput(act)
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
}

/** What the unit asked for on this case and how it stands. */
function Asked({ incident, now }: { readonly incident: IncidentDetail; readonly now: number }) {
  if (incident.requests.length === 0) return null
  return (
    <ul className="asked md">
      {incident.requests.map((r) => (
        <li key={r.id} className="line">
          <Icon name="clock" />
          {t(`desks.handling.asked.${r.status}`, {
            kind: word('console.request', r.kind),
            by: r.askedBy,
            at: when(Date.parse(r.askedAt), now),
          })}
        </li>
      ))}
    </ul>
  )
}
