import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import {
  ENTERPRISE_HAZARDS,
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  SMALL_PLACES,
  type EnterpriseHazard,
  type EnterpriseKind,
  type EnterpriseState,
  type SmallPlace,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import type { EnterpriseView } from '@lifang/domains/registry/schema/unit-views.ts'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import { readUscc } from '@lifang/domains/registry/rules/uscc.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { buildingQuery } from '../registry/queries.ts'
import { useSettled } from '../report/place.tsx'
import { PointField, pointOf, usePointForm } from './point-field.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { changesOf, ThingWindow } from './window.tsx'

interface Fields extends Proof {
  name: string
  kind: EnterpriseKind
  uscc: string
  /** Shown while the code is doubtful. */
  usccReason?: string
  industry: string
  legalPerson: string
  state: EnterpriseState
  smallPlace: SmallPlace | null
  hazards: EnterpriseHazard[]
  building: string | null
  home: string | null
  address: string
  contact: string
  phone: string
}

interface FormProps {
  /** Null: a new one. */
  readonly of: EnterpriseView | null
  readonly onClose: () => void
}

/** 单位 registered or changed. What is sealed is not shown here: an empty box leaves it as it is. */
export function EnterpriseForm({ of, onClose }: FormProps) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const point = usePointForm()
  const building = Form.useWatch('building', form) ?? null
  const doubt = doubtOf(Form.useWatch('uscc', form) ?? '', of?.uscc ?? null)
  const save = async (f: Fields) => {
    const place = f.building === null ? await pointOf(point) : null
    const said = {
      name: f.name,
      kind: f.kind,
      uscc: f.uscc.trim() === '' ? null : f.uscc,
      industry: f.industry,
      legalPerson: f.legalPerson,
      state: f.state,
      smallPlace: f.smallPlace ?? null,
      hazards: f.hazards,
      building: f.building ?? null,
      home: f.building === null ? null : (f.home ?? null),
      address: f.address,
    }
    const more = {
      ...(f.contact.trim() === '' ? {} : { contact: f.contact }),
      ...(f.phone.trim() === '' ? {} : { phone: f.phone }),
      ...((f.usccReason ?? '').trim() === '' ? {} : { usccReason: f.usccReason }),
    }
    const proof = { source: f.source, verifiedOn: f.verifiedOn }
    if (of === null) {
      const body = { ...proof, ...said, ...more, place }
      return call(unitRoutes.createEnterprise, { body: { id: idFor(body), ...body } })
    }
    const moved = place !== null && (place.lon !== of.place.lon || place.lat !== of.place.lat)
    const changes = {
      ...changesOf(said, { ...of, building: of.building?.id ?? null, home: of.home?.id ?? null }),
      ...more,
      ...(moved ? { place } : {}),
    }
    const body = { ...proof, version: of.version, changes }
    return call(unitRoutes.editEnterprise, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  const keeps = (value: string | null | undefined): string =>
    value == null ? '' : t('registry.keeps', { value })
  return (
    <ThingWindow<Fields>
      title={of === null ? t('units.add-enterprise') : t('units.edit-of', { name: of.name })}
      form={form}
      point={building === null ? point : null}
      save={save}
      onClose={onClose}
      onMade={of === null ? (id) => void navigate({ to: '/units/$id', params: { id } }) : undefined}
      initial={{
        ...firstProof(),
        name: of?.name ?? '',
        kind: of?.kind ?? 'company',
        uscc: of?.uscc ?? '',
        usccReason: '',
        industry: of?.industry ?? '',
        legalPerson: of?.legalPerson ?? '',
        state: of?.state ?? 'operating',
        smallPlace: of?.smallPlace ?? null,
        hazards: of?.hazards ?? [],
        building: of?.building?.id ?? null,
        home: of?.home?.id ?? null,
        address: of?.address ?? '',
        contact: '',
        phone: '',
      }}
    >
      <p>
        <PurposeLine form="enterprise" />
      </p>
      <div className="two">
        <Form.Item name="name" label={t('units.field.name')} htmlFor="unit-name" rules={[filled(100)]}>
          <Input id="unit-name" autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('units.field.kind')} htmlFor="unit-kind">
          <Select
            id="unit-kind"
            options={ENTERPRISE_KINDS.map((k) => ({ value: k, label: t(`units.kind.${k}`) }))}
          />
        </Form.Item>
        <Form.Item name="uscc" label={t('units.field.uscc')} htmlFor="unit-uscc" rules={[atMost(40)]}>
          <Input id="unit-uscc" autoComplete="off" />
        </Form.Item>
        {doubt !== null && (
          <Form.Item
            name="usccReason"
            label={t('units.field.usccReason')}
            htmlFor="unit-usccReason"
            rules={[atMost(200)]}
            extra={doubt}
          >
            <Input id="unit-usccReason" autoComplete="off" placeholder={t('units.reason-hint')} />
          </Form.Item>
        )}
        <Form.Item
          name="industry"
          label={t('units.field.industry')}
          htmlFor="unit-industry"
          rules={[atMost(60)]}
        >
          <Input id="unit-industry" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="legalPerson"
          label={t('units.field.legalPerson')}
          htmlFor="unit-legal"
          rules={[atMost(50)]}
        >
          <Input id="unit-legal" autoComplete="off" />
        </Form.Item>
        <Form.Item name="state" label={t('units.field.state')} htmlFor="unit-state">
          <Select
            id="unit-state"
            options={ENTERPRISE_STATES.map((s) => ({ value: s, label: t(`units.state.${s}`) }))}
          />
        </Form.Item>
        <Form.Item name="smallPlace" label={t('units.field.smallPlace')} htmlFor="unit-small">
          <Select
            id="unit-small"
            allowClear
            placeholder={t('units.small-none')}
            options={SMALL_PLACES.map((s) => ({ value: s, label: t(`units.small.${s}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="contact"
          label={t('units.field.contact')}
          htmlFor="unit-contact"
          rules={[atMost(50)]}
        >
          <Input id="unit-contact" autoComplete="off" placeholder={keeps(of?.contact)} />
        </Form.Item>
        <Form.Item name="phone" label={t('units.field.phone')} htmlFor="unit-phone" rules={[atMost(30)]}>
          <Input id="unit-phone" autoComplete="off" placeholder={keeps(of?.phone)} />
        </Form.Item>
      </div>
      <Form.Item name="hazards" label={<span id="unit-hazards">{t('units.field.hazards')}</span>}>
        <Checkbox.Group
          aria-labelledby="unit-hazards"
          options={ENTERPRISE_HAZARDS.map((h) => ({ value: h, label: t(`units.hazard.${h}`) }))}
        />
      </Form.Item>
      <div className="two">
        <Form.Item name="building" label={t('units.field.building')} htmlFor="unit-building">
          <BuildingSelect first={of?.building ?? null} />
        </Form.Item>
        {building !== null && (
          <Form.Item name="home" label={t('units.field.home')} htmlFor="unit-home">
            <HomeSelect building={building} />
          </Form.Item>
        )}
      </div>
      <Form.Item name="address" label={t('units.field.address')} htmlFor="unit-address" rules={[atMost(200)]}>
        <Input
          id="unit-address"
          autoComplete="off"
          placeholder={building === null ? '' : t('units.address-of-building')}
        />
      </Form.Item>
      {building === null && <PointField form={point} first={of?.place ?? null} />}
    </ThingWindow>
  )
}

/** What is doubtful about a code, as the rule says it; null: nothing, or the code is refused as a whole. */
function doubtOf(typed: string, before: string | null): string | null {
  const read = readUscc(typed)
  if (!read.ok || read.value === before) return null
  const [first] = read.warnings
  return first === undefined ? null : t(first.code, first.details)
}

interface Control<T> {
  readonly value?: T
  readonly onChange?: (value: T) => void
}

/** A building of my ground, by a fragment of its address. */
function BuildingSelect({
  first,
  value,
  onChange,
}: Control<string | null> & { readonly first: { readonly id: string; readonly address: string } | null }) {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const { data, isFetching } = useQuery({
    queryKey: ['registry', 'building-choice', q],
    queryFn: ({ signal }) => call(registryRoutes.buildings, { query: { q, limit: 20 }, signal }),
    enabled: [...q].length >= 2,
  })
  const known = new Map((data?.items ?? []).map((b) => [b.id, b.address]))
  if (first !== null) known.set(first.id, first.address)
  return (
    <Select
      id="unit-building"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value ?? null}
      placeholder={t('units.building-hint')}
      notFoundContent={t([...q].length < 2 ? 'units.two-letters' : 'units.building-none')}
      onChange={(id: string | null | undefined) => onChange?.(id ?? null)}
      options={[...known].map(([id, address]) => ({ value: id, label: address }))}
    />
  )
}

/** A home of the building chosen. */
function HomeSelect({ building, value, onChange }: Control<string | null> & { readonly building: string }) {
  const { data } = useQuery(buildingQuery(building))
  const homes = data?.homes ?? []
  const known = homes.some((h) => h.id === value)
  return (
    <Select
      id="unit-home"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={known ? (value ?? null) : null}
      placeholder={t('units.home-hint')}
      onChange={(id: string | null | undefined) => onChange?.(id ?? null)}
      options={homes.map((h) => ({
        value: h.id,
        label: h.entrance === '' ? h.room : t('units.home-of', { entrance: h.entrance, room: h.room }),
      }))}
    />
  )
}
