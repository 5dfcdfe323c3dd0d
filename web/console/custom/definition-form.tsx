import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { newId } from '@lifang/platform/id.ts'
import {
  checkDefinition,
  type CustomContent,
  type CustomFault,
  type CustomField,
} from '@lifang/domains/registry/rules/custom.ts'
import { ATTACHMENTS, FIELD_TYPES, REFERENCE_KINDS } from '@lifang/domains/registry/schema/custom-lists.ts'
import {
  customRoutes,
  type ContentBody,
  type DefinitionView,
} from '@lifang/domains/registry/schema/custom.ts'
import { call, Refusal } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { CustomInputs } from './inputs.tsx'
import { customChanged } from './queries.ts'

const blank = (): CustomField => ({
  key: `f${newId().replaceAll('-', '').slice(-10)}`,
  label: '',
  type: 'text',
  required: false,
  sensitive: false,
  help: '',
  min: null,
  max: null,
  unit: '',
  options: [],
  to: null,
})
const first = (own: boolean): CustomContent => {
  const field = { ...blank(), required: own }
  return { name: '', title: own ? field.key : '', attach: own ? 'point' : null, fields: [field] }
}
const toBody = (of: CustomContent): ContentBody => ({
  ...of,
  name: of.name.trim(),
  fields: of.fields.map(({ pattern: _never, ...f }) => ({
    ...f,
    label: f.label.trim(),
    help: f.help.trim(),
    unit: f.unit.trim(),
    options:
      f.type === 'choice' || f.type === 'choices'
        ? f.options.map((o) => o.trim()).filter((o) => o !== '')
        : [],
  })),
})

interface Props {
  readonly kind: string
  readonly own: boolean
  /** A draft to change, or the version the next one begins as; null: from nothing. */
  readonly from: DefinitionView | null
  readonly onClose: () => void
}

/** A definition, field by field, with the form it makes beside it. Faults stand at their fields before and after sending. */
export function DefinitionForm({ kind, own, from, onClose }: Props) {
  const idFor = useCommandId()
  const [content, setContent] = useState<CustomContent>(() => from?.content ?? first(own))
  const [tried, setTried] = useState(false)
  const body = toBody(content)
  const save = useMutation({
    mutationFn: async () => {
      if (from?.state === 'draft') {
        const edit = { version: from.version, content: body }
        return call(customRoutes.editDraft, { params: { id: from.id }, body: { id: idFor(edit), ...edit } })
      }
      return call(customRoutes.draft, { body: { id: idFor([kind, body]), kind, content: body } })
    },
    onSuccess: async () => {
      await customChanged()
      onClose()
    },
  })
  const faults: readonly CustomFault[] = checkDefinition(kind, body)
  const faultAt = (at: string): string | null => {
    if (save.error instanceof Refusal && save.error.field === at) return save.error.title
    const found = tried ? faults.find((f) => f.field === at) : undefined
    return found === undefined ? null : t(found.code)
  }
  const set = (change: Partial<CustomContent>): void => {
    save.reset()
    setContent({ ...content, ...change })
  }
  const setField = (i: number, change: Partial<CustomField>): void =>
    set({ fields: content.fields.map((f, n) => (n === i ? { ...f, ...change } : f)) })
  const move = (i: number, by: number): void => {
    const fields = [...content.fields]
    const [one] = fields.splice(i, 1)
    if (one !== undefined) fields.splice(i + by, 0, one)
    set({ fields })
  }
  const submit = (): void => {
    setTried(true)
    if (faults.length === 0) save.mutate()
  }
  const name = own ? content.name || t('custom.new-kind') : word('custom.base', kind)
  return (
    <Modal
      open
      title={t('custom.define-of', { name })}
      onCancel={onClose}
      footer={null}
      width={760}
      mask={{ closable: false }}
    >
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        {own && (
          <div className="two">
            <At label={t('custom.f.name')} id="kind-name" fault={faultAt('name')}>
              <Input
                id="kind-name"
                value={content.name}
                maxLength={30}
                autoComplete="off"
                onChange={(e) => set({ name: e.target.value })}
              />
            </At>
            <At label={t('custom.f.attach')} id="kind-attach" fault={faultAt('attach')}>
              <Select
                id="kind-attach"
                value={content.attach}
                onChange={(attach) => set({ attach })}
                options={ATTACHMENTS.map((a) => ({ value: a, label: t(`custom.attach.${a}`) }))}
              />
            </At>
          </div>
        )}
        <ol className="custom-fields" aria-label={t('custom.bases')}>
          {content.fields.map((f, i) => (
            <li key={f.key}>
              <p className="line wrap">
                <b>{t('custom.field-n', { n: i + 1 })}</b>
                <span className="sp" />
                <Button size="small" disabled={i === 0} onClick={() => move(i, -1)}>
                  {t('custom.up')}
                </Button>
                <Button size="small" disabled={i === content.fields.length - 1} onClick={() => move(i, 1)}>
                  {t('custom.down')}
                </Button>
                <Button
                  size="small"
                  onClick={() => set({ fields: content.fields.filter((_, n) => n !== i) })}
                >
                  {t('custom.remove')}
                </Button>
              </p>
              <FieldEditor of={f} i={i} set={(change) => setField(i, change)} faultAt={faultAt} />
            </li>
          ))}
        </ol>
        {faultAt('fields') !== null && <p className="custom-fault">{faultAt('fields')}</p>}
        <Button size="small" onClick={() => set({ fields: [...content.fields, blank()] })}>
          {t('custom.add-field')}
        </Button>
        {own && (
          <At label={t('custom.f.title')} id="kind-title" fault={faultAt('title')}>
            <Select
              id="kind-title"
              value={content.title === '' ? null : content.title}
              onChange={(title) => set({ title })}
              options={content.fields.map((f, i) => ({
                value: f.key,
                label: f.label || t('custom.field-n', { n: i + 1 }),
              }))}
            />
          </At>
        )}
        <section className="custom-preview" aria-labelledby="custom-preview">
          <p className="line">
            <b id="custom-preview">{t('custom.preview')}</b>
            <span className="mu sm">{t('custom.preview-hint')}</span>
          </p>
          <Form component={false} layout="vertical" requiredMark={false}>
            <CustomInputs fields={body.fields} known={[]} at="preview" />
          </Form>
        </section>
        <ProblemAlert
          error={save.error instanceof Refusal && save.error.field !== null ? null : save.error}
        />
        <Button type="primary" htmlType="submit" block loading={save.isPending}>
          {t('custom.save-draft')}
        </Button>
      </Form>
    </Modal>
  )
}

interface EditorProps {
  readonly of: CustomField
  readonly i: number
  readonly set: (change: Partial<CustomField>) => void
  readonly faultAt: (at: string) => string | null
}
function FieldEditor({ of: f, i, set, faultAt }: EditorProps) {
  const id = (part: string): string => `field-${String(i)}-${part}`
  const fault = (part: string): string | null => faultAt(`fields.${String(i)}.${part}`)
  return (
    <>
      <div className="two">
        <At label={t('custom.f.label')} id={id('label')} fault={fault('label') ?? fault('key')}>
          <Input
            id={id('label')}
            value={f.label}
            maxLength={30}
            autoComplete="off"
            onChange={(e) => set({ label: e.target.value })}
          />
        </At>
        <At label={t('custom.f.type')} id={id('type')} fault={null}>
          <Select
            id={id('type')}
            value={f.type}
            onChange={(type) => set({ type })}
            options={FIELD_TYPES.map((type) => ({ value: type, label: t(`custom.type.${type}`) }))}
          />
        </At>
        {(f.type === 'choice' || f.type === 'choices') && (
          <At label={t('custom.f.options')} id={id('options')} fault={fault('options')}>
            <Input.TextArea
              id={id('options')}
              autoSize={{ minRows: 2 }}
              value={f.options.join('\n')}
              onChange={(e) => set({ options: e.target.value === '' ? [] : e.target.value.split('\n') })}
            />
          </At>
        )}
        {f.type === 'number' && (
          <>
            <At label={t('custom.f.min')} id={id('min')} fault={fault('min')}>
              <InputNumber
                id={id('min')}
                value={f.min}
                onChange={(min) => set({ min })}
                style={{ width: '100%' }}
              />
            </At>
            <At label={t('custom.f.max')} id={id('max')} fault={null}>
              <InputNumber
                id={id('max')}
                value={f.max}
                onChange={(max) => set({ max })}
                style={{ width: '100%' }}
              />
            </At>
            <At label={t('custom.f.unit')} id={id('unit')} fault={fault('unit')}>
              <Input
                id={id('unit')}
                value={f.unit}
                maxLength={10}
                onChange={(e) => set({ unit: e.target.value })}
              />
            </At>
          </>
        )}
        {f.type === 'reference' && (
          <At label={t('custom.f.to')} id={id('to')} fault={fault('to')}>
            <Select
              id={id('to')}
              value={f.to}
              onChange={(to) => set({ to })}
              options={REFERENCE_KINDS.map((k) => ({ value: k, label: t(`custom.to.${k}`) }))}
            />
          </At>
        )}
        <At label={t('custom.f.help')} id={id('help')} fault={fault('help')}>
          <Input
            id={id('help')}
            value={f.help}
            maxLength={200}
            autoComplete="off"
            onChange={(e) => set({ help: e.target.value })}
          />
        </At>
      </div>
      <p className="line wrap">
        <Checkbox checked={f.required} onChange={(e) => set({ required: e.target.checked })}>
          {t('custom.f.required')}
        </Checkbox>
        <Checkbox checked={f.sensitive} onChange={(e) => set({ sensitive: e.target.checked })}>
          {t('custom.f.sensitive')}
        </Checkbox>
        <span className="mu sm">{t('custom.f.sensitive-hint')}</span>
      </p>
    </>
  )
}

interface AtProps {
  readonly label: string
  readonly id: string
  readonly fault: string | null
  readonly children: ReactNode
}
const At = ({ label, id, fault, children }: AtProps) => (
  <Form.Item label={label} htmlFor={id} {...(fault === null ? {} : { validateStatus: 'error', help: fault })}>
    {children}
  </Form.Item>
)
