import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { sameTimeOfDay } from '@lifang/domains/incidents/rules/walk.ts'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { PhotoPicker } from '../../kit/photos.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { timeOf, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentQuery } from '../app/queries.ts'
import { spellMetres } from './metres.ts'
import { Facts, Head } from '../dispatch/case.tsx'
import { buildBody, type FieldProblems } from '../incident/acts/body.ts'
import { changeDraft, draftOf, useDraft } from '../incident/acts/drafts.ts'
import { refusedAt, useSendAct } from '../incident/acts/send.ts'
import { Evidence } from '../incident/evidence.tsx'
import { ASKS, lacks, RESULTS, type Result } from '../../kit/answer.ts'
import type { Place } from './start.ts'

interface CaseProps {
  readonly number: string
  /** Undefined once it has been answered, here or by somebody else. */
  readonly item: CheckItem | undefined
  /** Which stop of how many; null when it is none any more. */
  readonly stop: { readonly at: number; readonly of: number } | null
  /** Where the device says that this person is; null when it does not say. */
  readonly here: Place | null
  readonly now: number
  readonly onDone: () => void
}

/** One stop: where and at what hour to look, what was handled, and the answer. */
export function CheckCase({ number, item, stop, here, now, onDone }: CaseProps) {
  const { data: incident, error, isError, refetch } = useQuery(incidentQuery(number))
  if (incident === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  const act = incident.status === 'verifying' ? 'verify' : 'check'
  const may = item !== undefined && incident.acts.includes(act)
  const read = (
    <>
      <Head incident={incident} place={stop} />
      {item !== undefined && <Hints item={item} incident={incident} here={here} now={now} />}
      {incident.condition !== null && (
        <p className="asked-for">
          <b>{t('console.matter.closing')}</b>
          {incident.condition.closing}
        </p>
      )}
      <Handled incident={incident} now={now} />
      <Evidence incident={incident} now={now} />
      <Facts incident={incident} now={now} />
    </>
  )
  if (may) return <Answer key={act} incident={incident} act={act} read={read} onDone={onDone} />
  return (
    <div className="case-scroll">
      {read}
      <div className="reason-box" role="status">
        <p>{t('intake.checks.gone', { status: word('incidents.status', incident.status) })}</p>
        <p>
          <Button size="small" onClick={onDone}>
            {t('intake.checks.next')}
          </Button>
        </p>
      </div>
    </div>
  )
}

/** 同一地点、同一时段: a lamp is checked where it stands and after dark. */
function Hints({
  item,
  incident,
  here,
  now,
}: {
  readonly item: CheckItem
  readonly incident: IncidentDetail
  readonly here: Place | null
  readonly now: number
}) {
  const happened = Date.parse(item.occurredAt)
  const { from, to, inside } = sameTimeOfDay(happened, now)
  const sent = incident.timeline.findLast((s) => s.act === 'send-check' || s.act === 'send-verify')
  const metres = here === null ? null : Math.round(distance([...here], item.place))
  return (
    <ul className="hints md">
      <li>
        <Icon name="pin" />
        <span>
          {metres === null
            ? t('intake.checks.same-place', { place: item.address ?? item.grid.name })
            : t(metres <= 100 ? 'intake.checks.at-place' : 'intake.checks.far', { n: spellMetres(metres) })}
        </span>
      </li>
      <li className={inside ? 'on' : ''}>
        <Icon name="clock" />
        <span>
          {item.sameTimeOfDay && <b className="tag b">{t('intake.checks.must-same-time')}</b>}{' '}
          {inside
            ? t('intake.checks.time-now', { at: timeOf(happened) })
            : t('intake.checks.time-at', {
                at: timeOf(happened),
                from: when(from, now),
                to: timeOf(to),
              })}
        </span>
      </li>
      {sent?.opinion != null && (
        <li>
          <Icon name="note" />
          <span>{t('intake.checks.told', { by: sent.actor, what: sent.opinion })}</span>
        </li>
      )}
    </ul>
  )
}

/** What the unit says it did. */
function Handled({ incident, now }: { readonly incident: IncidentDetail; readonly now: number }) {
  const said = incident.timeline.findLast((s) => s.act === 'feedback')
  if (said === undefined) return null
  return (
    <p className="asked-for">
      <b>
        {t('intake.checks.handled', {
          unit: said.department ?? said.actor,
          at: when(Date.parse(said.at), now),
        })}
      </b>
      {said.opinion}
    </p>
  )
}

interface AnswerProps {
  readonly incident: IncidentDetail
  readonly act: 'verify' | 'check'
  readonly read: React.ReactNode
  readonly onDone: () => void
}

/** Three answers; the one chosen says what it needs. What was typed is kept by case, as in every form of an act. */
function Answer({ incident, act, read, onDone }: AnswerProps) {
  const { number } = incident
  const draft = useDraft(number, act)
  const [local, setLocal] = useState<FieldProblems>({})
  const result = RESULTS[act].find((r): boolean => r === draft.values['result']) ?? null
  const words = typeof draft.values['opinion'] === 'string' ? draft.values['opinion'] : ''
  const set = (name: string, value: unknown): void => {
    changeDraft(number, act, (old) => ({ ...old, values: { ...old.values, [name]: value } }))
    setLocal({})
  }
  const run = useSendAct(number, act, { done: onDone })
  const choose = (one: Result): void => {
    set('result', one)
    setTimeout(() => {
      const box = document.getElementById(`act-${act}-opinion`)
      box?.scrollIntoView({ block: 'center' })
      // On a telephone the keyboard would cover the photos that are to be taken first.
      if (window.innerWidth > 1000) box?.focus()
    })
  }
  const submit = (): void => {
    if (result === null) return
    const built = buildBody(incident, act, draftOf(number, act), null)
    const missing = Object.fromEntries(
      lacks(result, { photos: draft.photos.length, words }).map((what) => [
        what,
        t(`intake.checks.lacks.${what}`),
      ]),
    )
    const problems = { ...missing, ...(built.ok ? {} : built.problems) }
    setLocal(problems)
    if (built.ok && Object.keys(problems).length === 0) run.mutate(built.body)
    else document.getElementById(`act-${act}-${'photos' in problems ? 'photos' : 'opinion'}`)?.focus()
  }
  const problem = (name: string): string | undefined => local[name] ?? refusedAt(run.error, name)
  const must = (what: 'photos' | 'opinion'): boolean =>
    result !== null && (ASKS[result] as readonly string[]).includes(what)
  const label = (what: 'photos' | 'opinion', name: string): string =>
    must(what) ? name : `${name}${t('intake.checks.optional')}`
  return (
    <>
      <div className="case-scroll">
        {read}
        {result !== null && (
          <Form layout="vertical" className="act-box" component="div">
            <h3>{t('intake.checks.answer', { result: word(`console.${act}-result`, result) })}</h3>
            <Form.Item
              label={label('photos', t('console.field.photos'))}
              htmlFor={`act-${act}-photos`}
              {...shown(problem('photos'))}
            >
              <PhotoPicker
                id={`act-${act}-photos`}
                value={draft.photos}
                onChange={(change) => {
                  changeDraft(number, act, (old) => ({ ...old, photos: change(old.photos) }))
                  setLocal({})
                }}
                kind={act === 'check' ? 'after' : 'near'}
              />
            </Form.Item>
            <Form.Item
              label={label('opinion', t(`intake.checks.words.${result}`))}
              htmlFor={`act-${act}-opinion`}
              {...shown(problem('opinion'))}
            >
              <Input.TextArea
                id={`act-${act}-opinion`}
                value={words}
                autoSize={{ minRows: 2, maxRows: 8 }}
                onChange={(e) => set('opinion', e.target.value)}
              />
            </Form.Item>
            <ProblemAlert error={run.error} />
          </Form>
        )}
      </div>
      <footer className="case-foot answers">
        {result === null ? (
          RESULTS[act].map((one, i) => (
            <Button key={one} size="large" data-key={String(i + 1)} onClick={() => choose(one)}>
              {word(`console.${act}-result`, one)} <kbd aria-hidden="true">{i + 1}</kbd>
            </Button>
          ))
        ) : (
          <>
            <Button
              type="primary"
              size="large"
              className="grow"
              data-key="enter"
              loading={run.isPending}
              onClick={submit}
            >
              {t('intake.checks.submit', { result: word(`console.${act}-result`, result) })}{' '}
              <kbd aria-hidden="true">Enter</kbd>
            </Button>
            <Button size="large" disabled={run.isPending} onClick={() => set('result', undefined)}>
              {t('intake.checks.other')}
            </Button>
          </>
        )}
      </footer>
    </>
  )
}

const shown = (problem: string | undefined) =>
  problem === undefined ? {} : { validateStatus: 'error' as const, help: problem }
