import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, InputNumber, Radio, Rate, Select } from 'antd'
import { sameClass } from '@lifang/domains/incidents/rules/alike.ts'
import { LIMIT_UNITS } from '@lifang/domains/calendar/schema/lists.ts'
import { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { PhotoPicker } from '../../../kit/photos.tsx'
import { limitWords, printNumber } from '../../../kit/time.ts'
import { t, word } from '../../../kit/words.ts'
import { responsibilityQuery } from '../../app/queries.ts'
import { ClassPicker } from '../class-picker.tsx'
import type { Draft } from './drafts.ts'
import type { Field } from './spec.ts'
import { AreaField } from './area-field.tsx'
import { UnitField, UnitsField } from './unit-fields.tsx'

export interface FieldProps {
  readonly field: Field
  readonly id: string
  readonly incident: IncidentDetail
  readonly draft: Draft
  /** Presets under what was typed. */
  readonly values: Readonly<Record<string, unknown>>
  readonly set: (name: string, value: unknown) => void
  readonly setPhotos: (change: (list: Draft['photos']) => Draft['photos']) => void
  readonly problem: string | undefined
}

const labelOf = (field: Field): string => {
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'check':
    case 'unit':
    case 'area':
      return t(field.label)
    case 'photos':
      return t(field.required ? 'console.field.photos' : 'console.field.photos-optional')
    case 'class':
    case 'condition':
    case 'units':
    case 'task':
    case 'amount':
    case 'moment':
    case 'number':
    case 'stars':
    case 'solved':
    case 'limit':
      return t(`console.field.${field.name}`)
  }
}

const isRequired = (field: Field): boolean =>
  field.kind === 'text' || field.kind === 'photos'
    ? field.required
    : !['units', 'check', 'limit'].includes(field.kind)

/** One labelled input; the refusal of the server or of the form stands under it. */
export function ActField(props: FieldProps) {
  const { field, id, problem } = props
  if (field.kind === 'check') return <CheckField {...props} />
  const grouped =
    field.kind === 'choice' || field.kind === 'condition' || field.kind === 'solved' || field.kind === 'stars'
  return (
    <Form.Item
      label={grouped ? <span id={`${id}-label`}>{labelOf(field)}</span> : labelOf(field)}
      {...(grouped ? {} : { htmlFor: id })}
      required={isRequired(field)}
      {...(problem === undefined
        ? {}
        : { validateStatus: 'error' as const, help: <span id={`${id}-problem`}>{problem}</span> })}
    >
      <Control {...props} />
    </Form.Item>
  )
}

function CheckField({ field, id, values, set }: FieldProps) {
  return (
    <Form.Item>
      <Checkbox
        id={id}
        checked={values[field.name] === true}
        onChange={(e) => set(field.name, e.target.checked)}
      >
        {labelOf(field)}
      </Checkbox>
    </Form.Item>
  )
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

function Control(props: FieldProps) {
  const { field, id, incident, draft, values, set, setPhotos, problem } = props
  const value = values[field.name]
  const described = problem === undefined ? {} : { 'aria-describedby': `${id}-problem`, 'aria-invalid': true }
  switch (field.kind) {
    case 'text':
      return (
        <Input.TextArea
          id={id}
          {...described}
          value={asText(value)}
          autoSize={{ minRows: field.required ? 3 : 2, maxRows: 12 }}
          onChange={(e) => set(field.name, e.target.value)}
        />
      )
    case 'choice':
      return (
        <Radio.Group
          aria-labelledby={`${id}-label`}
          className="choices"
          value={value ?? null}
          onChange={(e) => set(field.name, e.target.value)}
          options={field.values.map((v) => ({ value: v, label: word(field.words, v) }))}
        />
      )
    case 'photos':
      return <PhotoPicker id={id} value={draft.photos} onChange={setPhotos} kind={field.evidence} />
    case 'class':
      return (
        <ClassPicker
          id={id}
          value={ClassKey.safeParse(value).data ?? null}
          selfHandled={field.selfHandled}
          onChange={(key) => {
            set(field.name, key)
            set('condition', undefined)
          }}
        />
      )
    case 'condition':
      return <ConditionField {...props} />
    case 'unit':
      return (
        <UnitField
          id={id}
          incident={incident}
          range={field.range}
          suggest={field.suggest}
          value={asText(value)}
          onChange={(v) => set(field.name, v === '' ? undefined : v)}
        />
      )
    case 'area':
      return (
        <AreaField
          id={id}
          incident={incident}
          of={field.of}
          value={asText(value)}
          onChange={(v) => set(field.name, v === '' ? undefined : v)}
        />
      )
    case 'units':
      return (
        <UnitsField
          id={id}
          incident={incident}
          lead={asText(values['department'])}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(v) => set(field.name, v)}
        />
      )
    case 'task':
      return (
        <Select
          id={id}
          value={asText(value) === '' ? null : asText(value)}
          placeholder={t('console.choose')}
          onChange={(v: string | null) => set(field.name, v)}
          options={incident.tasks
            .filter((x) => x.kind === 'assisting' && (x.status === 'waiting' || x.status === 'taken'))
            .map((x) => ({ value: x.id, label: x.department?.name ?? word('console.task', x.kind) }))}
        />
      )
    case 'amount':
      return (
        <InputNumber<number>
          id={id}
          {...described}
          min={0.5}
          max={1000}
          value={typeof value === 'number' ? value : null}
          onChange={(v) => set(field.name, v ?? undefined)}
          suffix={word('calendar.unit', incident.limit?.unit ?? 'working-hour')}
          style={{ width: '100%' }}
        />
      )
    case 'moment':
      return (
        <Input
          id={id}
          {...described}
          type="datetime-local"
          value={asText(value)}
          onChange={(e) => set(field.name, e.target.value)}
        />
      )
    case 'number':
      return <MergeField {...props} />
    case 'stars':
      return (
        <Rate
          aria-labelledby={`${id}-label`}
          value={typeof value === 'number' ? value : 0}
          onChange={(v) => set(field.name, v)}
        />
      )
    case 'solved':
      return (
        <Radio.Group
          aria-labelledby={`${id}-label`}
          value={value ?? null}
          onChange={(e) => set(field.name, e.target.value)}
          options={[true, false].map((v) => ({ value: v, label: word('console.solved', String(v)) }))}
        />
      )
    case 'limit':
      return <LimitField {...props} />
    case 'check':
      return null
  }
}

function ConditionField({ field, id, values, set }: FieldProps) {
  const { data } = useQuery(responsibilityQuery)
  const key = ClassKey.safeParse(values['catalogue'])
  const entry = key.success ? data?.entries.find((e) => sameClass(e.key, key.data)) : undefined
  if (entry === undefined) return <p className="mu md">{t('console.field.condition-first')}</p>
  return (
    <Radio.Group
      aria-labelledby={`${id}-label`}
      className="choices tall"
      value={values[field.name] ?? null}
      onChange={(e) => set(field.name, e.target.value)}
      options={entry.conditions.map((c) => ({
        value: c.seq,
        label: (
          <span>
            {c.text} <span className="mu">{t('console.strip.limit', { limit: limitWords(c.limit) })}</span>
          </span>
        ),
      }))}
    />
  )
}

function MergeField({ field, id, incident, values, set, problem }: FieldProps) {
  return (
    <>
      <Input
        id={id}
        {...(problem === undefined ? {} : { 'aria-describedby': `${id}-problem`, 'aria-invalid': true })}
        value={asText(values[field.name])}
        placeholder={t('console.field.into-hint')}
        onChange={(e) => set(field.name, e.target.value)}
      />
      {incident.duplicates.map((d) => (
        <button
          key={d.number}
          type="button"
          className="link sm"
          style={{ display: 'block', marginTop: 4 }}
          onClick={() => set(field.name, d.number)}
        >
          {printNumber(d.number)} · {t('console.duplicates.apart', { metres: d.metres, minutes: d.minutes })}
        </button>
      ))}
    </>
  )
}

function LimitField({ field, id, values, set }: FieldProps) {
  const raw = values[field.name]
  const now: { amount?: unknown; unit?: unknown } = typeof raw === 'object' && raw !== null ? raw : {}
  const amount = typeof now.amount === 'number' ? now.amount : null
  const unit = LIMIT_UNITS.find((u) => u === now.unit) ?? 'working-day'
  const put = (a: number | null, u: string): void =>
    set(field.name, a === null ? undefined : { amount: a, unit: u })
  return (
    <span className="line">
      <InputNumber<number>
        id={id}
        min={1}
        max={1000}
        value={amount}
        onChange={(v) => put(v, unit)}
        placeholder={t('console.field.reply-default')}
        style={{ flex: 1 }}
      />
      <Select
        aria-label={t('console.field.unit')}
        value={unit}
        onChange={(u: string) => put(amount, u)}
        options={LIMIT_UNITS.map((u) => ({ value: u, label: word('calendar.unit', u) }))}
        style={{ width: 120 }}
      />
    </span>
  )
}
