import { useEffect, useState } from 'react'
import { sameTimeOfDay } from '@lifang/domains/incidents/rules/walk.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { ASKS } from '../../kit/answer.ts'
import { go } from '../../kit/path.ts'
import { subjectOf } from '../../kit/subject.ts'
import { timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { useNow } from '../../kit/now.ts'
import { Frame, Trouble } from '../frame.tsx'
import { resultsOf, wrongWithAct, type Wrong } from '../outbox/before.ts'
import { isSealed, type ActJob, type FieldAct } from '../outbox/job.ts'
import { jobOf, keep, openAct, useJob } from '../outbox/jobs.ts'
import { Sealed, toFirstWrong, useSending } from '../outbox/sending.tsx'
import { placeOf } from '../rows.tsx'
import { Shots } from '../report/photos.tsx'
import { usePerson } from '../session.tsx'

interface ActProps {
  readonly incident: IncidentDetail
  readonly act: FieldAct
  readonly close: () => void
}

/** What the photos of an act show; null: it takes none. */
const SHOWS = {
  verify: 'near',
  check: 'after',
  comment: null,
  'add-evidence': 'near',
  urge: null,
} as const satisfies Record<FieldAct, EvidenceKind | null>

/** One act on a case: what was typed lies in the drawer of this telephone until its receipt came. */
export function ActForm({ incident, act, close }: ActProps) {
  const person = usePerson()
  const now = useNow()
  const subject = `${subjectOf(incident)} ${placeOf(incident)}`
  const [id, setId] = useState('')
  useEffect(() => {
    setId(openAct(person.id, act, { number: incident.number, subject }, Date.now()).id)
    // The form is the case's and the act's; another name of the case makes no other form.
  }, [person.id, act, incident.number])
  const job = useJob(id)
  const { sending, press, failed } = useSending(id)
  const [wrong, setWrong] = useState<Wrong>({})
  const sent = job?.sentAt != null
  useEffect(() => {
    if (!sent) return
    // An errand is done: on to the next one. Anything else stays at the case, where it now stands.
    if (act === 'verify' || act === 'check') go('/field/tasks', true)
    else close()
  }, [sent, act, close])
  if (job?.kind !== 'act' || sent) return null
  const sealed = isSealed(job)
  const change = (what: (now: ActJob) => Partial<ActJob>): void => {
    const current = jobOf(job.id)
    if (current?.kind !== 'act') return
    void keep({ ...current, ...what(current), trouble: null })
    setWrong({})
  }
  const submit = async (): Promise<void> => {
    const current = jobOf(job.id)
    if (current?.kind !== 'act') return
    const found = isSealed(current) ? {} : wrongWithAct(current)
    setWrong(found)
    if (Object.keys(found).length > 0) return toFirstWrong()
    setWrong(await press())
  }
  const results = resultsOf(act)
  const result = results.find((one) => one === job.result)
  const must = (what: 'photos' | 'opinion'): boolean =>
    result !== undefined && (ASKS[result] as readonly string[]).includes(what)
  const kind = SHOWS[act]
  return (
    <Frame
      title={t(`field.act.${act}`)}
      second={subject}
      back={close}
      bar={
        <>
          {!sending && <Sealed job={job} />}
          <Trouble error={failed} />
          <button type="button" className="main" disabled={sending} onClick={() => void submit()}>
            {t(sending ? 'field.sending' : job.pressed ? 'field.again' : `field.act.${act}.go`)}
          </button>
        </>
      }
    >
      {/* What is on its way is not changed under it. */}
      <fieldset disabled={sealed || sending}>
        <legend className="unseen">{t(`field.act.${act}`)}</legend>
        {results.length > 0 && <Hints incident={incident} act={act} now={now} />}
        {kind !== null && (
          <section className="block shots-block">
            <h2>{t(must('photos') || act === 'add-evidence' ? 'field.photos' : 'field.photos.optional')}</h2>
            <Shots
              kind={kind}
              photos={job.photos}
              disabled={sealed || sending}
              onAdd={(photo) => change((old) => ({ photos: [...old.photos, photo] }))}
              onRemove={(key) => change((old) => ({ photos: old.photos.filter((p) => p.key !== key) }))}
            />
            <Trouble error={wrong['photos']} />
          </section>
        )}
        {results.length > 0 && (
          <section className="block">
            <fieldset>
              <legend>
                <b>{t(`field.result.${act}`)}</b>
              </legend>
              <div className="options three">
                {results.map((one) => (
                  <label key={one} className={one === job.result ? 'option on' : 'option'}>
                    <input
                      type="radio"
                      name="result"
                      checked={one === job.result}
                      onChange={() => change(() => ({ result: one }))}
                    />
                    <span>{word(`console.${act}-result`, one)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <Trouble error={wrong['result']} />
          </section>
        )}
        <section className="block">
          <Labelled
            id="words"
            label={t(
              act === 'comment'
                ? 'field.comment.words'
                : must('opinion')
                  ? 'field.answer.words'
                  : 'field.answer.optional',
            )}
            wrong={wrong['words']}
          >
            {(described) => (
              <textarea
                {...described}
                rows={4}
                value={job.words}
                onChange={(event) => {
                  const words = event.currentTarget.value
                  change(() => ({ words }))
                }}
              />
            )}
          </Labelled>
        </section>
      </fieldset>
    </Frame>
  )
}

/** 同一地点、同一时段: what is asked of an answer, before it is given. */
function Hints({ incident, act, now }: { incident: IncidentDetail; act: FieldAct; now: number }) {
  const sent = incident.timeline.findLast((s) => s.act === 'send-check' || s.act === 'send-verify')
  const { from, to, inside } = sameTimeOfDay(Date.parse(incident.occurredAt), now)
  const lines = [
    incident.description,
    ...(act === 'check' && incident.condition !== null
      ? [t('console.evidence.closing', { text: incident.condition.closing })]
      : []),
    ...(sent?.opinion != null && sent.opinion !== '' ? [t('field.hint.asked', { words: sent.opinion })] : []),
    ...(sent?.details['sameTimeOfDay'] === true
      ? [t(inside ? 'field.hint.time-now' : 'field.hint.time', { from: timeOf(from), to: timeOf(to) })]
      : []),
  ]
  return (
    <ul className="block hints">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
