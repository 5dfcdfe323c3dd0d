import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { Loading, ProblemAlert } from '../../kit/states.tsx'
import { dueWhen, limitWords } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { suggestionQuery } from '../app/queries.ts'
import { buildBody } from '../incident/acts/body.ts'
import { changeDraft, draftOf, useDraft } from '../incident/acts/drafts.ts'
import { useSendAct } from '../incident/acts/send.ts'
import { useUnits } from '../incident/units.ts'
import { ReasonBox } from './reason-box.tsx'

interface FormProps {
  readonly incident: IncidentDetail
  readonly now: number
  readonly goOn: () => void
  /** Where the button stands: at the foot of the pane, always in view. */
  readonly foot: HTMLElement | null
  /** Told of a refusal, and of null when it is tried again. */
  readonly refused: (error: unknown) => void
  /** Between the form and what follows from it: the neighbours. */
  readonly children: ReactNode
}

const ids = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []

/** The suggested unit with its grounds, who assists, and one key for all of it. The draft is the one of the case page. */
export function DispatchForm({ incident, now, goOn, foot, refused, children }: FormProps) {
  const { number } = incident
  const draft = useDraft(number, 'dispatch')
  const chosen = typeof draft.values['department'] === 'string' ? draft.values['department'] : undefined
  const assisting = ids(draft.values['assisting'])
  const [choosing, setChoosing] = useState(false)
  const suggestion = useQuery(suggestionQuery(number, chosen))
  const units = useUnits(incident, 'any')
  const set = (name: string, value: unknown): void =>
    changeDraft(number, 'dispatch', (old) => ({ ...old, values: { ...old.values, [name]: value } }))
  const unit = suggestion.data?.unit ?? null

  const run = useSendAct(number, 'dispatch', { done: goOn, refused })
  const confirm = (): void => {
    if (unit === null || run.isPending) return
    const now = draftOf(number, 'dispatch')
    const built = buildBody(
      incident,
      'dispatch',
      {
        ...now,
        values: { ...now.values, department: unit.id, assisting: assisting.filter((a) => a !== unit.id) },
      },
      null,
    )
    if (!built.ok) return
    refused(null)
    run.mutate(built.body)
  }
  const back = (): void => {
    setTimeout(() => document.querySelector<HTMLElement>('[data-queue][aria-current]')?.focus())
  }
  const options = (units ?? []).map((u) => ({ value: u.id, label: u.name }))
  const agrees = suggestion.data?.agrees === true
  const button = (
    <Button
      type="primary"
      size="large"
      block
      {...(agrees ? { 'data-key': 'enter' } : {})}
      disabled={unit === null}
      loading={run.isPending}
      onClick={confirm}
    >
      {agrees ? t('dispatch.confirm') : t('dispatch.confirm-anyway', { unit: unit?.name ?? '' })}
      {agrees && <kbd aria-hidden="true">Enter</kbd>}
    </Button>
  )
  return (
    <>
      {suggestion.data === undefined ? (
        suggestion.isError ? (
          <ProblemAlert error={suggestion.error} retry={() => void suggestion.refetch()} />
        ) : (
          <Loading lines={4} />
        )
      ) : (
        <ReasonBox
          suggestion={suggestion.data}
          asked={chosen !== undefined}
          change={() => setChoosing(true)}
          reset={() => set('department', undefined)}
        />
      )}
      {choosing && (
        <Select
          className="pick-unit"
          aria-label={t('dispatch.choose-unit')}
          autoFocus
          defaultOpen
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('dispatch.choose-unit')}
          options={options}
          value={chosen ?? null}
          onChange={(id: string) => {
            set('department', id)
            setChoosing(false)
            back()
          }}
          onOpenChange={(open) => {
            if (!open) setChoosing(false)
          }}
          onInputKeyDown={(event) => {
            if (event.key === 'Escape') {
              setChoosing(false)
              back()
            }
          }}
        />
      )}
      <div className="assist line" data-key="a">
        <label className="md mu" htmlFor="assisting">
          {t('dispatch.assisting')} <kbd aria-hidden="true">A</kbd>
        </label>
        <Select
          id="assisting"
          mode="multiple"
          maxCount={8}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('dispatch.assisting-none')}
          options={options.filter((o) => o.value !== unit?.id)}
          value={assisting}
          onChange={(value: string[]) => set('assisting', value)}
          onInputKeyDown={(event) => {
            if (event.key === 'Escape') back()
          }}
        />
      </div>
      {children}
      {suggestion.data?.due != null && suggestion.data.limit !== null && (
        <p className="after line md">
          <span className="mu">{t('dispatch.after')}</span>
          <span className="sp" />
          <b className="ink">{dueWhen(Date.parse(suggestion.data.due), now)}</b>
          <span className="sm mu">
            {t('dispatch.after-limit', { limit: limitWords(suggestion.data.limit) })}
          </span>
        </p>
      )}
      {foot !== null && createPortal(button, foot)}
    </>
  )
}
