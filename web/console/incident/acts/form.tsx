import { Button, Form } from 'antd'
import { useState } from 'react'
import type { ActDone, IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { ProblemAlert } from '../../../kit/states.tsx'
import { t, word } from '../../../kit/words.ts'
import { useMe } from '../../app/session.tsx'
import { postsOf } from '../../app/rooms.ts'
import { useSuggestion } from '../units.ts'
import { buildBody, presets, type FieldProblems } from './body.ts'
import { changeDraft, draftOf, useDraft } from './drafts.ts'
import { ClosingBox } from './closing-box.tsx'
import { ActField } from './fields.tsx'
import { RequestFacts } from './request-facts.tsx'
import { refusedAt, useSendAct } from './send.ts'
import { specOf } from './spec.ts'

interface ActFormProps {
  readonly incident: IncidentDetail
  readonly act: Act
  /** True once the server no longer offers this act; what was typed is still shown. */
  readonly gone: boolean
  readonly onDone: (done: ActDone) => void
  /** Something was typed or refused here: the form must not be taken away. */
  readonly onHold: () => void
  readonly onCancel: (() => void) | null
  /** Only one of the two answers to a request, where the page has asked which. */
  readonly only?: 'grant' | 'refuse' | undefined
  /** Where the page shows the closing condition itself: what the button says, and whether anything asked for is missing. */
  readonly closing?: { readonly label: string; readonly ready: boolean } | undefined
}

export function ActForm({ incident, act, gone, onDone, onHold, onCancel, only, closing }: ActFormProps) {
  const { number } = incident
  const spec = specOf(act)
  const draft = useDraft(number, act)
  const [local, setLocal] = useState<FieldProblems>({})
  const request =
    spec.decides === undefined
      ? undefined
      : incident.requests.find((r) => r.kind === spec.decides && r.status === 'pending')
  const suggestion = useSuggestion(incident, act === 'dispatch')
  const suggested = suggestion === null ? {} : { department: suggestion.id }
  const posts = postsOf(useMe())
  const fields = spec.fields.filter(
    (f) => f.kind !== 'text' || f.post === undefined || posts.includes(f.post),
  )
  const values = { ...presets(incident, act), ...suggested, ...draft.values }

  const run = useSendAct(number, act, { done: onDone, refused: onHold })
  const fieldProblem = (name: string): string | undefined => local[name] ?? refusedAt(run.error, name)

  const submit = (grant: boolean | null): void => {
    const decision = grant === null || request === undefined ? null : { request: request.id, grant }
    const now = draftOf(number, act)
    const built = buildBody(incident, act, { ...now, values: { ...suggested, ...now.values } }, decision)
    setLocal(built.ok ? {} : built.problems)
    if (built.ok) run.mutate(built.body)
    else
      focusFirst(
        act,
        built.problems,
        spec.fields.map((f) => f.name),
      )
  }
  const set = (name: string, value: unknown): void => {
    onHold()
    changeDraft(number, act, (old) => ({ ...old, values: { ...old.values, [name]: value } }))
    setLocal(({ [name]: _mended, ...others }) => others)
  }
  return (
    <Form
      layout="vertical"
      requiredMark={(label, { required }) => <Marked label={label} required={required} />}
      onFinish={() => spec.decides === undefined && submit(null)}
    >
      {spec.decides !== undefined && request !== undefined && (
        <RequestFacts incident={incident} request={request} />
      )}
      {suggestion !== null && (
        <div className="reason-box">
          <p>
            {t('console.suggest.lead')} <b>{suggestion.name}</b>
          </p>
          <p className="mu">
            {t('console.suggest.list', { code: suggestion.code, class: suggestion.className })}
          </p>
        </div>
      )}
      {act === 'feedback' && closing === undefined && <ClosingBox incident={incident} />}
      {fields.map((field) => (
        <ActField
          key={field.name}
          field={field}
          id={`act-${act}-${field.name}`}
          incident={incident}
          draft={draft}
          values={values}
          set={set}
          setPhotos={(change) => {
            onHold()
            changeDraft(number, act, (old) => ({ ...old, photos: change(old.photos) }))
            setLocal(({ photos: _mended, ...others }) => others)
          }}
          problem={fieldProblem(field.name)}
        />
      ))}
      <ProblemAlert error={run.error} />
      {gone && (
        <p className="mu md" style={{ marginTop: 8 }}>
          {t('console.act.gone')}
        </p>
      )}
      <div className="line" style={{ marginTop: 12 }}>
        {spec.decides === undefined ? (
          <Button
            type="primary"
            htmlType="submit"
            size="large"
            block
            loading={run.isPending}
            disabled={gone || closing?.ready === false}
          >
            {closing?.label ?? word('incidents.act', act)}
          </Button>
        ) : (
          <>
            {only !== 'refuse' && (
              <Button
                type="primary"
                size="large"
                block
                loading={run.isPending && granting(run.variables)}
                disabled={gone || request === undefined}
                onClick={() => submit(true)}
              >
                {t('console.act.grant')}
              </Button>
            )}
            {only !== 'grant' && (
              <Button
                size="large"
                block
                {...(only === 'refuse' ? { type: 'primary' as const } : {})}
                loading={run.isPending && !granting(run.variables)}
                disabled={gone || request === undefined}
                onClick={() => submit(false)}
              >
                {t('console.act.refuse')}
              </Button>
            )}
          </>
        )}
        {onCancel !== null && (
          <Button size="large" onClick={onCancel}>
            {t(gone ? 'console.act.close' : 'console.act.cancel')}
          </Button>
        )}
      </div>
    </Form>
  )
}

const granting = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'grant' in body && body.grant === true

/** What need not be filled in says so; what must be is the rule. */
function Marked({ label, required }: { label: React.ReactNode; required: boolean }) {
  return (
    <>
      {label}
      {!required && (
        <span className="mu" style={{ fontWeight: 400 }}>
          &nbsp;{t('console.optional')}
        </span>
      )}
    </>
  )
}

function focusFirst(act: Act, problems: FieldProblems, order: readonly string[]): void {
  const first = order.find((name) => name in problems)
  if (first === undefined) return
  const found = document.getElementById(`act-${act}-${first}`)
  found?.focus()
  found?.scrollIntoView({ block: 'nearest' })
}
