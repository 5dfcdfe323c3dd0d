import { useNavigate } from '@tanstack/react-router'
import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd'
import { comparisonRoutes } from '@lifang/domains/registry/schema/comparison.ts'
import {
  COMPARED_FIELDS,
  REGISTERS,
  type ComparedField,
} from '@lifang/domains/registry/schema/comparison-lists.ts'
import { RESIDENCE_KINDS, type ResidenceKind } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { AreaSelect } from '../registry/people.tsx'
import { comparisonsChanged } from './queries.ts'

interface Said {
  readonly register: (typeof REGISTERS)[number]
  readonly registerName: string
  readonly basis: string
  readonly purpose: string
  readonly area: string | undefined
  readonly fields: readonly ComparedField[]
  readonly stay: ResidenceKind
  readonly ageFrom: number | null
  readonly ageTo: number | null
}
const INITIAL: Said = {
  register: 'police',
  registerName: '',
  basis: '',
  purpose: '',
  area: undefined,
  fields: ['name', 'sex'],
  stay: 'registered',
  ageFrom: null,
  ageTo: null,
}
/** With which register, on what ground, what for, and no field more than it takes. */
export function NewComparison({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [form] = Form.useForm<Said>()
  return (
    <FormWindow
      title={t('comparison.new')}
      form={form}
      initial={INITIAL}
      send={(f, idFor) => {
        const body = {
          ...f,
          registerName: f.registerName.trim(),
          basis: f.basis.trim(),
          purpose: f.purpose.trim(),
          area: f.area ?? '',
          fields: [...f.fields],
          via: 'file' as const,
        }
        return call(comparisonRoutes.create, { body: { id: idFor(body), ...body } })
      }}
      changed={comparisonsChanged}
      onClose={onClose}
      onDone={({ id }) => navigate({ to: '/comparisons/$id', params: { id } })}
      submit={t('comparison.create')}
      width={560}
    >
      <div className="cmp-two">
        <Form.Item name="register" label={t('comparison.register')} htmlFor="cmp-register">
          <Select
            id="cmp-register"
            options={REGISTERS.map((r) => ({ value: r, label: t(`comparison.register.${r}`) }))}
            onChange={(r: Said['register']) =>
              form.setFieldsValue({ stay: r === 'police' ? 'registered' : 'residing' })
            }
          />
        </Form.Item>
        <Form.Item
          name="registerName"
          label={t('comparison.register-name-label')}
          htmlFor="cmp-name"
          rules={[atMost(40)]}
        >
          <Input id="cmp-name" placeholder={t('comparison.register-name-hint')} />
        </Form.Item>
      </div>
      <Form.Item name="basis" label={t('comparison.basis')} htmlFor="cmp-basis" rules={[filled(200, 4)]}>
        <Input.TextArea id="cmp-basis" autoSize placeholder={t('comparison.basis-hint')} />
      </Form.Item>
      <Form.Item
        name="purpose"
        label={t('comparison.purpose')}
        htmlFor="cmp-purpose"
        rules={[filled(200, 4)]}
      >
        <Input.TextArea id="cmp-purpose" autoSize placeholder={t('comparison.purpose-hint')} />
      </Form.Item>
      <Form.Item
        name="area"
        label={t('comparison.area')}
        rules={[{ required: true, message: t('comparison.area-needed') }]}
      >
        <AreaSelect />
      </Form.Item>
      <Form.Item name="fields" label={t('comparison.fields')} extra={t('comparison.fields-hint')}>
        <Checkbox.Group
          options={COMPARED_FIELDS.map((f) => ({
            value: f,
            label: t(`comparison.field.${f}`),
            disabled: f === 'name',
          }))}
        />
      </Form.Item>
      <Form.Item name="stay" label={t('comparison.stay')}>
        <Radio.Group options={RESIDENCE_KINDS.map((k) => ({ value: k, label: t(`comparison.stay.${k}`) }))} />
      </Form.Item>
      <div className="cmp-two">
        <Form.Item
          name="ageFrom"
          label={t('comparison.age-from')}
          htmlFor="cmp-from"
          extra={t('comparison.age-hint')}
        >
          <InputNumber id="cmp-from" min={0} max={120} precision={0} />
        </Form.Item>
        <Form.Item name="ageTo" label={t('comparison.age-to')} htmlFor="cmp-to">
          <InputNumber id="cmp-to" min={0} max={120} precision={0} />
        </Form.Item>
      </div>
    </FormWindow>
  )
}
