import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { labelRoutes, type LabelView } from '@lifang/domains/registry/schema/labels.ts'
import type { LabelKind } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { useNow } from '../../kit/now.ts'
import { atMost, filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { labelsChanged } from './queries.ts'

export type LabelDoing = 'approve' | 'refuse' | 'end'

/** Approve, refuse or end: with the reason where one is owed. */
export function LabelAct({
  act,
  of,
  onClose,
}: {
  readonly act: LabelDoing
  readonly of: LabelView
  readonly onClose: () => void
}) {
  const title = t(`labels.${act}-of`, { kind: t(`labels.kind.${of.kind}`), name: of.name })
  return (
    <FormWindow
      title={title}
      initial={{ why: '' }}
      send={async ({ why }, idFor) => {
        const said = { version: of.version, why: why.trim() }
        const params = { id: of.id }
        if (act === 'end') return call(labelRoutes.end, { params, body: { id: idFor(said), ...said } })
        const body = { ...said, approve: act === 'approve' }
        return call(labelRoutes.decide, { params, body: { id: idFor(body), ...body } })
      }}
      changed={labelsChanged}
      onClose={onClose}
      submit={t(`labels.${act}`)}
    >
      <Form.Item
        name="why"
        label={t(act === 'approve' ? 'labels.remark' : 'labels.why')}
        htmlFor="label-why"
        rules={[act === 'approve' ? atMost(200) : filled(200, 4)]}
      >
        <Input.TextArea id="label-why" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}

interface Said {
  readonly kind: LabelKind | null
  readonly basis: string
  readonly note: string
  readonly from: string
  readonly until: string
}

/** Proposes a label: what it is, on what ground, from when until when. */
export function Propose({
  person,
  name,
  kinds,
  onClose,
}: {
  readonly person: string
  readonly name: string
  readonly kinds: readonly LabelKind[]
  readonly onClose: () => void
}) {
  const today = dateOf(officeDay(useNow()))
  const initial: Said = { kind: null, basis: '', note: '', from: today, until: '' }
  const item = (field: keyof Said, rules: readonly object[], input: ReactNode) => (
    <Form.Item name={field} label={t(`labels.field.${field}`)} htmlFor={`label-${field}`} rules={[...rules]}>
      {input}
    </Form.Item>
  )
  const needed = { required: true, message: t('console.required') }
  return (
    <FormWindow
      title={t('labels.propose-for', { name })}
      initial={initial}
      send={({ kind, basis, note, from, until }, idFor) => {
        if (kind === null) throw new Error('a kind is chosen')
        const body = { kind, basis: basis.trim(), note: note.trim(), from, until }
        return call(labelRoutes.propose, { params: { id: person }, body: { id: idFor(body), ...body } })
      }}
      changed={labelsChanged}
      onClose={onClose}
      submit={t('labels.propose')}
      width={460}
    >
      <p className="mu md">
        {t('labels.propose-why')} <PurposeLine form="label" />
      </p>
      {item(
        'kind',
        [needed],
        <Select
          id="label-kind"
          options={kinds.map((k) => ({ value: k, label: t(`labels.kind.${k}`) }))}
          placeholder={t('labels.choose')}
        />,
      )}
      {item(
        'basis',
        [filled(200, 4)],
        <Input.TextArea id="label-basis" autoSize={{ minRows: 2 }} placeholder={t('labels.basis-hint')} />,
      )}
      {item('note', [atMost(400)], <Input.TextArea id="label-note" autoSize={{ minRows: 1 }} />)}
      <div className="label-two">
        {item('from', [needed], <Input id="label-from" type="date" />)}
        {item('until', [needed], <Input id="label-until" type="date" min={today} />)}
      </div>
    </FormWindow>
  )
}
