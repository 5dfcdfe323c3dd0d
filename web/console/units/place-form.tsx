import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Radio, Select } from 'antd'
import {
  PLACE_KINDS,
  PLACE_STATES,
  type PlaceKind,
  type PlaceState,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import type { PlaceView } from '@lifang/domains/registry/schema/unit-views.ts'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { PointField, pointOf, usePointForm } from './point-field.tsx'
import { changesOf, ThingWindow } from './window.tsx'

interface Fields extends Proof {
  name: string
  kind: PlaceKind
  state: PlaceState
  responsible: string
  address: string
  contact: string
  phone: string
}

interface FormProps {
  /** Null: a new one. */
  readonly of: PlaceView | null
  readonly onClose: () => void
}

/** 场所 registered or changed. What is sealed is not shown here: an empty box leaves it as it is. */
export function PlaceForm({ of, onClose }: FormProps) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const point = usePointForm()
  const save = async (f: Fields) => {
    const place = await pointOf(point)
    const said = {
      name: f.name,
      kind: f.kind,
      state: f.state,
      responsible: f.responsible,
      address: f.address,
    }
    const contact = {
      ...(f.contact.trim() === '' ? {} : { contact: f.contact }),
      ...(f.phone.trim() === '' ? {} : { phone: f.phone }),
    }
    const proof = { source: f.source, verifiedOn: f.verifiedOn }
    if (of === null) {
      const body = { ...proof, ...said, ...contact, place }
      return call(unitRoutes.createPlace, { body: { id: idFor(body), ...body } })
    }
    const moved = place.lon !== of.place.lon || place.lat !== of.place.lat
    const changes = { ...changesOf(said, of), ...contact, ...(moved ? { place } : {}) }
    const body = { ...proof, version: of.version, changes }
    return call(unitRoutes.editPlace, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  const keeps = (value: string | null | undefined): string =>
    value == null ? '' : t('registry.keeps', { value })
  return (
    <ThingWindow<Fields>
      title={of === null ? t('units.add-place') : t('units.edit-of', { name: of.name })}
      form={form}
      point={point}
      save={save}
      onClose={onClose}
      onMade={of === null ? (id) => void navigate({ to: '/units/places/$id', params: { id } }) : undefined}
      initial={{
        ...firstProof(),
        name: of?.name ?? '',
        kind: of?.kind ?? 'market',
        state: of?.state ?? 'open',
        responsible: of?.responsible ?? '',
        address: of?.address ?? '',
        contact: '',
        phone: '',
      }}
    >
      <div className="two">
        <Form.Item name="name" label={t('units.field.name')} htmlFor="place-name" rules={[filled(100)]}>
          <Input id="place-name" autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('units.field.placeKind')} htmlFor="place-kind">
          <Select
            id="place-kind"
            options={PLACE_KINDS.map((k) => ({ value: k, label: t(`units.place-kind.${k}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="responsible"
          label={t('units.field.responsible')}
          htmlFor="place-responsible"
          rules={[atMost(100)]}
        >
          <Input id="place-responsible" autoComplete="off" />
        </Form.Item>
        <Form.Item name="state" label={<span id="place-state">{t('units.field.state')}</span>}>
          <Radio.Group
            aria-labelledby="place-state"
            options={PLACE_STATES.map((s) => ({ value: s, label: t(`units.place-state.${s}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="contact"
          label={t('units.field.contact')}
          htmlFor="place-contact"
          rules={[atMost(50)]}
        >
          <Input id="place-contact" autoComplete="off" placeholder={keeps(of?.contact)} />
        </Form.Item>
        <Form.Item name="phone" label={t('units.field.phone')} htmlFor="place-phone" rules={[atMost(30)]}>
          <Input id="place-phone" autoComplete="off" placeholder={keeps(of?.phone)} />
        </Form.Item>
      </div>
      <Form.Item
        name="address"
        label={t('units.field.address')}
        htmlFor="place-address"
        rules={[atMost(200)]}
      >
        <Input id="place-address" autoComplete="off" />
      </Form.Item>
      <PointField form={point} first={of?.place ?? null} />
    </ThingWindow>
  )
}
