/** A form drawn from a definition: the same rule that the server keeps says what is wrong, at the field. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { readValue, type CustomField, type CustomValue } from '@lifang/domains/registry/rules/custom.ts'
import type { ReferenceKind } from '@lifang/domains/registry/schema/custom-lists.ts'
import type { ValueView, Values } from '@lifang/domains/registry/schema/custom.ts'
import type { Found } from '@lifang/domains/registry/schema/views.ts'
import { t } from '../../kit/words.ts'
import { searchQuery } from '../registry/queries.ts'
import { useSettled } from '../report/place.tsx'
import { shownValue } from './words.ts'

export type CustomFormValues = Record<string, CustomValue | null | undefined>
export const nameOf = (key: string): string => `values.${key}`

/** What the form begins with: what is open as it is, what is sealed empty. */
export const firstValues = (fields: readonly CustomField[], known: readonly ValueView[]): CustomFormValues =>
  Object.fromEntries(
    fields.map((f) => {
      const v = known.find((k) => k.key === f.key)
      const fit = v?.value != null && readValue(f, v.value).ok
      return [nameOf(f.key), fit ? v.value : undefined]
    }),
  )

/** What to send: what differs from what stood there. An empty box of something sealed leaves it as it is. */
export function saidValues(
  fields: readonly CustomField[],
  known: readonly ValueView[],
  form: CustomFormValues,
): Values {
  const said = fields.flatMap((f): [string, Values[string]][] => {
    const raw = form[nameOf(f.key)]
    const now = raw === undefined || raw === '' || (Array.isArray(raw) && raw.length === 0) ? null : raw
    const before = known.find((k) => k.key === f.key)
    if (before?.sensitive === true && now === null) return []
    if (JSON.stringify(now) === JSON.stringify(before?.value ?? null)) return []
    return [[f.key, now !== null && typeof now === 'object' ? [...now] : now]]
  })
  return Object.fromEntries(said)
}

interface Props {
  readonly fields: readonly CustomField[]
  readonly known: readonly ValueView[]
  /** Tells ids apart where two forms stand on one page. */
  readonly at: string
}

export function CustomInputs({ fields, known, at }: Props) {
  return (
    <div className="two">
      {fields.map((f) => {
        const before = known.find((k) => k.key === f.key)
        return (
          <Form.Item
            key={f.key}
            name={nameOf(f.key)}
            label={f.sensitive ? `${f.label}（${t('custom.f.sensitive')}）` : f.label}
            htmlFor={`${at}-${f.key}`}
            required={f.required}
            extra={[f.help, before !== undefined && !before.fits ? t('custom.old', { n: before.under }) : '']
              .filter((p) => p !== '')
              .join(' · ')}
            className={f.type === 'long-text' ? 'wide' : ''}
            rules={[
              {
                validator: (_rule, raw: CustomValue | null | undefined) => {
                  const read = readValue(f, raw ?? null)
                  if (!read.ok) return Promise.reject(new Error(t(read.code)))
                  const kept = before?.sensitive === true
                  return f.required && read.value === null && !kept
                    ? Promise.reject(new Error(t('custom.required')))
                    : Promise.resolve()
                },
              },
            ]}
          >
            <FieldInput of={f} id={`${at}-${f.key}`} before={before} />
          </Form.Item>
        )
      })}
    </div>
  )
}

interface InputProps {
  readonly of: CustomField
  readonly id: string
  readonly before: ValueView | undefined
  readonly value?: CustomValue | null
  readonly onChange?: (value: unknown) => void
}

function FieldInput({ of, id, before, value, onChange }: InputProps) {
  const hint = before?.sensitive === true ? t('custom.keep', { text: shownValue(before) }) : ''
  const text = typeof value === 'string' ? value : ''
  const typed = (e: { target: { value: string } }): void => onChange?.(e.target.value)
  const options = of.options.map((o) => ({ value: o, label: o }))
  switch (of.type) {
    case 'text':
    case 'phone':
      return <Input id={id} autoComplete="off" value={text} onChange={typed} placeholder={hint} />
    case 'long-text':
      return (
        <Input.TextArea id={id} autoSize={{ minRows: 2 }} value={text} onChange={typed} placeholder={hint} />
      )
    case 'number':
      return (
        <InputNumber
          id={id}
          value={typeof value === 'number' ? value : null}
          onChange={(n) => onChange?.(n)}
          placeholder={hint}
          suffix={of.unit === '' ? null : of.unit}
          style={{ width: '100%' }}
        />
      )
    case 'date':
      return <Input id={id} type="date" value={text} onChange={typed} />
    case 'yes-no':
      return (
        <Select
          id={id}
          allowClear
          placeholder={hint || t('custom.choose')}
          value={typeof value === 'boolean' ? value : null}
          onChange={(v: unknown) => onChange?.(v)}
          options={[
            { value: true, label: t('custom.yes') },
            { value: false, label: t('custom.no') },
          ]}
        />
      )
    case 'choice':
      return (
        <Select
          id={id}
          allowClear
          placeholder={hint || t('custom.choose')}
          value={text === '' ? null : text}
          onChange={(v: unknown) => onChange?.(v)}
          options={options}
        />
      )
    case 'choices':
      return (
        <Select
          id={id}
          mode="multiple"
          placeholder={hint || t('custom.choose')}
          value={typeof value === 'object' && value !== null ? [...value] : []}
          onChange={(v: unknown) => onChange?.(v)}
          options={options}
        />
      )
    case 'reference':
      return (
        <RecordPick
          id={id}
          kind={of.to ?? 'person'}
          value={text === '' ? null : text}
          name={before?.value === value ? (before?.text ?? '') : ''}
          onChange={(v) => onChange?.(v)}
        />
      )
  }
}

type PickKind = ReferenceKind | 'building'
const choicesOf = (kind: PickKind, found: Found): { id: string; name: string; where: string }[] => {
  switch (kind) {
    case 'person':
      return found.people.map((p) => ({ id: p.id, name: p.name, where: p.address ?? '' }))
    case 'home':
      return found.homes.map((h) => ({ id: h.id, name: h.address, where: h.grid }))
    case 'building':
      return found.buildings.map((b) => ({ id: b.id, name: b.address, where: b.grid }))
    case 'enterprise':
      return found.enterprises.map((e) => ({ id: e.id, name: e.name, where: e.address }))
  }
}

interface PickProps {
  readonly id: string
  readonly kind: PickKind
  readonly value?: string | null
  /** Of what is chosen already. */
  readonly name?: string
  readonly onChange?: (value: string | null) => void
}

/** One record of one kind, found by the one box. */
export function RecordPick({ id, kind, value = null, name = '', onChange }: PickProps) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null)
  const settled = useSettled(typed.trim())
  const q = [...settled].length < 2 ? '' : settled
  const { data, isFetching } = useQuery(searchQuery(q))
  const found = data === undefined || q === '' ? [] : choicesOf(kind, data)
  const label = chosen?.id === value ? chosen?.name : name
  const options = [
    ...(value !== null && !found.some((f) => f.id === value)
      ? [{ value, label: label || value, where: '' }]
      : []),
    ...found.map((f) => ({ value: f.id, label: f.name, where: f.where })),
  ]
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      allowClear
      loading={isFetching && q !== ''}
      placeholder={t('custom.choose')}
      notFoundContent={q === '' ? null : t('custom.not-found-there')}
      value={value}
      onChange={(next: string | null | undefined) => {
        const one = found.find((f) => f.id === next)
        if (one !== undefined) setChosen(one)
        setTyped('')
        onChange?.(next ?? null)
      }}
      options={options}
      optionRender={({ data: o }) => (
        <>
          {o.label} <span className="mu sm">{o.where}</span>
        </>
      )}
    />
  )
}
