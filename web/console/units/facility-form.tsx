import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Radio, Select } from 'antd'
import { useMemo } from 'react'
import { FACILITY_STATES, type FacilityState } from '@lifang/domains/registry/schema/unit-lists.ts'
import type { FacilityView } from '@lifang/domains/registry/schema/unit-views.ts'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import { readFacilityCode } from '@lifang/domains/registry/rules/facility-code.ts'
import { call } from '../../kit/call.ts'
import { atMost, useCommandId } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { departmentsQuery } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { PointField, pointOf, usePointForm } from './point-field.tsx'
import { facilityClassesQuery } from './queries.ts'
import { changesOf, ThingWindow } from './window.tsx'
import { stateWord } from './words.tsx'

interface Fields extends Proof {
  /** Standard and code, for neither alone names a class. */
  class: string | null
  name: string
  identityCode: string
  /** Shown while the code is doubtful. */
  codeReason?: string
  owner: string
  keeper: string | null
  /** Shown while no department is chosen. */
  keeperName?: string
  state: FacilityState
  address: string
}
const keyOf = (standard: string, code: string): string => `${standard}|${code}`
const classOf = (key: string | null) => {
  const [standard = '', code = ''] = (key ?? '').split('|')
  return { standard, code }
}

/** What is doubtful about a code, as the rule says it; null: nothing, or the code is refused as a whole. */
function doubtOf(typed: string, county: string, cls: string, before: string | null): string | null {
  const read = readFacilityCode(typed, county, cls)
  if (!read.ok || read.value === before) return null
  const [first] = read.warnings
  return first === undefined ? null : t(first.code, first.details)
}

interface FormProps {
  /** Null: a new one. */
  readonly of: FacilityView | null
  readonly onClose: () => void
}

/** 部件 registered or changed; its state is what somebody has seen. */
export function FacilityForm({ of, onClose }: FormProps) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const point = usePointForm()
  const classes = useQuery(facilityClassesQuery).data
  const departments = useQuery(departmentsQuery).data
  const keeper = Form.useWatch('keeper', form) ?? null
  const county = useMe().holdings[0]?.areaPath.split('/')[0] ?? ''
  const doubt = doubtOf(
    Form.useWatch('identityCode', form) ?? '',
    county,
    classOf(Form.useWatch('class', form) ?? null).code,
    of?.identityCode ?? null,
  )
  const options = useMemo(
    () =>
      [...Map.groupBy(classes ?? [], (c) => `${c.standard} ${c.major}`)].map(([label, items]) => ({
        label,
        options: items.map((c) => ({
          value: keyOf(c.standard, c.code),
          label: `${c.code} ${c.name}${c.evidence === 'second-hand' ? t('units.second-hand') : ''}`,
        })),
      })),
    [classes],
  )
  const save = async (f: Fields) => {
    const place = await pointOf(point)
    const said = {
      class: classOf(f.class),
      name: f.name,
      identityCode: f.identityCode.trim() === '' ? null : f.identityCode,
      owner: f.owner,
      state: f.state,
      address: f.address,
    }
    const kept = {
      keeper: f.keeper ?? null,
      keeperName: f.keeper == null && (f.keeperName ?? '').trim() !== '' ? (f.keeperName ?? '') : null,
    }
    const reason = (f.codeReason ?? '').trim() === '' ? {} : { codeReason: f.codeReason }
    const proof = { source: f.source, verifiedOn: f.verifiedOn }
    if (of === null) {
      const body = { ...proof, ...said, ...kept, ...reason, place }
      return call(unitRoutes.createFacility, { body: { id: idFor(body), ...body } })
    }
    const moved = place.lon !== of.place.lon || place.lat !== of.place.lat
    const { standard, code } = of.class
    const keeperBefore = { keeper: of.keeperId, keeperName: of.keeperId === null ? of.keeper : null }
    const rekept = Object.keys(changesOf(kept, keeperBefore)).length > 0
    const changes = {
      ...changesOf(said, { ...of, class: { standard, code } }),
      ...(rekept ? kept : {}),
      ...reason,
      ...(moved ? { place } : {}),
    }
    // Looked at again and found as it was: that too is worth keeping.
    const body = {
      ...proof,
      version: of.version,
      changes: Object.keys(changes).length === 0 ? { state: f.state } : changes,
    }
    return call(unitRoutes.editFacility, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  const text = (
    field: 'name' | 'identityCode' | 'codeReason' | 'owner' | 'keeperName' | 'address',
    max: number,
    hint = '',
    more: { readonly extra?: string } = {},
  ) => (
    <Form.Item
      name={field}
      label={t(`units.field.${field}`)}
      htmlFor={`facility-${field}`}
      rules={[atMost(max)]}
      extra={more.extra}
    >
      <Input id={`facility-${field}`} autoComplete="off" placeholder={hint} />
    </Form.Item>
  )
  return (
    <ThingWindow<Fields>
      title={of === null ? t('units.add-facility') : t('units.edit-of', { name: of.name })}
      form={form}
      point={point}
      save={save}
      onClose={onClose}
      onMade={of === null ? (id) => void navigate({ to: '/facilities/$id', params: { id } }) : undefined}
      initial={{
        ...firstProof(),
        class: of === null ? null : keyOf(of.class.standard, of.class.code),
        name: of?.name ?? '',
        identityCode: of?.identityCode ?? '',
        codeReason: '',
        owner: of?.owner ?? '',
        keeper: of?.keeperId ?? null,
        keeperName: of === null || of.keeperId !== null ? '' : (of.keeper ?? ''),
        state: of?.state ?? 'in-order',
        address: of?.address ?? '',
      }}
    >
      <Form.Item name="state" label={<span id="facility-state">{t('units.field.state')}</span>}>
        <Radio.Group
          aria-labelledby="facility-state"
          options={FACILITY_STATES.map((s) => ({ value: s, label: stateWord(s) }))}
        />
      </Form.Item>
      <div className="two">
        <Form.Item
          name="class"
          label={t('units.field.class')}
          htmlFor="facility-class"
          rules={[{ required: true, message: t('console.required') }]}
        >
          <Select id="facility-class" showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        {text('name', 100, t('units.name-hint'))}
        {text('identityCode', 40)}
        {doubt !== null && text('codeReason', 200, t('units.code-reason-hint'), { extra: doubt })}
        {text('owner', 100)}
        {text('address', 200)}
        <Form.Item name="keeper" label={t('units.field.keeper')} htmlFor="facility-keeper">
          <Select
            id="facility-keeper"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('units.keeper-hint')}
            options={(departments ?? []).map((d) => ({ value: d.id, label: d.name }))}
          />
        </Form.Item>
        {keeper === null && text('keeperName', 100, t('units.keeper-name-hint'))}
      </div>
      <PointField form={point} first={of?.place ?? null} />
      {of?.evidence != null && (
        <p className="sm mu">
          {t('units.class-evidence', { evidence: word('units.evidence', of.evidence) })}
        </p>
      )}
    </ThingWindow>
  )
}
