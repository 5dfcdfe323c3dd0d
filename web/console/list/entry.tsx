import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { LIMIT_UNITS } from '@lifang/domains/calendar/schema/lists.ts'
import type { EntryBody, EntryView, ListTree } from '@lifang/domains/incidents/schema/responsibility.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { keyText } from '../app/class-key.ts'
import { departmentsQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { ConditionRows, evidenceOptions } from './conditions.tsx'
import { entryFaults, NO_FAULTS } from './entry-faults.ts'
import { edits, entryQuery, listChanged } from './queries.ts'

/** One class of the list: read in a published version, written in the draft. */
export function Entry({
  tree,
  of,
  onDraft,
}: {
  readonly tree: ListTree
  readonly of: ClassKey
  readonly onDraft: () => void
}) {
  const version = tree.shown
  const { data, error, refetch } = useQuery(entryQuery(version === '' ? undefined : version, of))
  if (data === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  return <Card key={keyText(of)} tree={tree} view={data} onDraft={onDraft} />
}

const bodyOf = ({ key: _key, name: _name, evidence: _evidence, ...body }: EntryView['entry']): EntryBody =>
  body

function Card({
  tree,
  view,
  onDraft,
}: {
  readonly tree: ListTree
  readonly view: EntryView
  readonly onDraft: () => void
}) {
  const me = useMe()
  const draft = tree.shown === 'draft' ? tree.draft : null
  const writing = draft !== null && edits(me) && view.change !== 'removed'
  /** What was typed and not saved, and the revision it was typed over; null: the latest, knowingly. */
  const [typed, setTyped] = useState<{ body: EntryBody; seen: number | null } | null>(null)
  const body = typed?.body ?? bodyOf(view.entry)
  const set = (part: Partial<EntryBody>): void =>
    setTyped({ body: { ...body, ...part }, seen: typed === null ? (draft?.revision ?? 0) : typed.seen })
  const { key } = view.entry
  const idFor = useCommandId()
  const [asked, setAsked] = useState(false)
  const faults = asked ? entryFaults(body) : NO_FAULTS
  const save = (): void => {
    const sound = entryFaults(body).size === 0
    setAsked(!sound)
    if (sound) act.mutate('put')
  }
  const act = useMutation({
    mutationFn: async (how: 'put' | 'retire' | 'revert') => {
      const revision = typed?.seen ?? draft?.revision ?? 0
      const content = how === 'put' ? { revision, key, entry: body } : { revision, key }
      const id = idFor([how, content])
      if (how === 'put') await call(listRoutes.put, { body: { id, revision, key, entry: body } })
      else await call(listRoutes[how], { body: { id, revision, key } })
    },
    onSuccess: async () => {
      await listChanged()
      setTyped(null)
    },
    onError: async (error) => {
      // What the other editor left is shown beside what was typed here; saving again is then a decision.
      if (!isRefusal(error, 'list.draft-moved')) return
      await listChanged()
      setTyped((now) => (now === null ? null : { ...now, seen: null }))
    },
  })
  return (
    <>
      <header className="entry-head">
        <div className="line">
          <h2>
            {key.code} {view.entry.name}
          </h2>
          <span className="tag">{t(`list.kind.${key.kind}`)}</span>
          {view.flags.map((f) => (
            <span key={f} className="tag o">
              {t(`list.flag.${f}`)}
            </span>
          ))}
          {view.change !== null && <span className="tag b">{t(`list.change.${view.change}`)}</span>}
        </div>
        <p className="mu sm">
          {key.standard} · {word('list.evidence', view.entry.evidence)} ·{' '}
          {t('list.open-cases', { n: view.open })}
        </p>
      </header>
      {writing ? <OwnFields body={body} set={set} fault={faults.get('basis')} /> : <OwnFacts view={view} />}
      <h3 className="part">{t('list.conditions')}</h3>
      <ConditionRows
        conditions={body.conditions}
        base={view.base?.conditions ?? null}
        faults={faults}
        onChange={writing ? (conditions) => set({ conditions }) : null}
      />
      <dl className="unit-rules">
        {LIMIT_UNITS.map((unit) => (
          <div key={unit}>
            <dt>{t(`list.unit-word.${unit}`)}</dt>
            <dd>{t(`list.unit-rule.${unit}`)}</dd>
          </div>
        ))}
      </dl>
      <div className="entry-foot">
        <ProblemAlert error={act.error} />
        {act.isSuccess && typed === null && <p role="status">{t('list.saved')}</p>}
        {view.change === 'removed' && <p className="mu">{t('list.retired')}</p>}
        <div className="line">
          {writing && (
            <Button type="primary" disabled={typed === null} loading={act.isPending} onClick={save}>
              {t('list.save')}
            </Button>
          )}
          {writing && typed !== null && (
            <>
              <Button onClick={() => setTyped(null)}>{t('list.undo')}</Button>
              <span className="mu sm">{t('list.unsaved')}</span>
            </>
          )}
          <span className="sp" />
          {draft !== null && edits(me) && typed === null && view.change !== null && (
            <Button onClick={() => act.mutate('revert')}>{t('list.revert')}</Button>
          )}
          {writing && typed === null && view.change !== 'added' && (
            <Button onClick={() => act.mutate('retire')}>{t('list.retire')}</Button>
          )}
          {draft === null && edits(me) && tree.draft !== null && (
            <Button onClick={onDraft}>{t('list.edit-in-draft')}</Button>
          )}
          {draft === null && <span className="mu sm">{t('list.read-only')}</span>}
        </div>
      </div>
    </>
  )
}

function OwnFacts({ view }: { readonly view: EntryView }) {
  const { entry, unit } = view
  const yes = (v: boolean): string => t(v ? 'list.yes' : 'list.no')
  return (
    <dl className="own">
      <div>
        <dt>{t('list.unit')}</dt>
        <dd>{unit?.name ?? <b>{t('list.unit-none')}</b>}</dd>
      </div>
      <div>
        <dt>{t('list.basis')}</dt>
        <dd>{entry.legalBasis ?? <span className="mu">{t('list.basis-none')}</span>}</dd>
      </div>
      <div>
        <dt>{t('list.required')}</dt>
        <dd>
          {entry.requiredEvidence.map((e) => t(`list.evidence-kind.${e}`)).join('、') || t('list.none')}
        </dd>
      </div>
      <div>
        <dt>{t('list.self')}</dt>
        <dd>{yes(entry.selfHandling)}</dd>
      </div>
      <div>
        <dt>{t('list.secret')}</dt>
        <dd>{yes(entry.confidential)}</dd>
      </div>
    </dl>
  )
}

function OwnFields({
  body,
  set,
  fault,
}: {
  readonly body: EntryBody
  /** What is wrong with the legal basis. */
  readonly fault: string | undefined
  readonly set: (part: Partial<EntryBody>) => void
}) {
  const { data: units } = useQuery(departmentsQuery)
  return (
    <div className="own fields">
      <label>
        <span>{t('list.unit')}</span>
        <Select
          aria-label={t('list.unit')}
          showSearch={{ optionFilterProp: 'label' }}
          value={body.departmentId ?? ''}
          onChange={(id: string) => set({ departmentId: id === '' ? null : id })}
          options={[
            { value: '', label: t('list.unit-keep') },
            ...(units ?? []).map((u) => ({ value: u.id, label: u.name })),
          ]}
        />
      </label>
      <label className="wide">
        <span>{t('list.basis')}</span>
        <Input
          value={body.legalBasis ?? ''}
          status={fault === undefined ? '' : 'error'}
          aria-invalid={fault !== undefined}
          onChange={(e) => set({ legalBasis: e.target.value === '' ? null : e.target.value })}
        />
        {fault !== undefined && (
          <span role="alert" className="field-fault sm">
            {fault}
          </span>
        )}
      </label>
      <label>
        <span>{t('list.required')}</span>
        <Select
          aria-label={t('list.required')}
          mode="multiple"
          maxTagCount="responsive"
          value={body.requiredEvidence}
          onChange={(requiredEvidence) => set({ requiredEvidence })}
          options={evidenceOptions()}
        />
      </label>
      <div className="ticks">
        <Checkbox checked={body.selfHandling} onChange={(e) => set({ selfHandling: e.target.checked })}>
          {t('list.self')}
        </Checkbox>
        <Checkbox checked={body.confidential} onChange={(e) => set({ confidential: e.target.checked })}>
          {t('list.secret')}
        </Checkbox>
      </div>
    </div>
  )
}
