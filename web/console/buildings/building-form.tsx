import '../units/units.css'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, InputNumber, Select } from 'antd'
import { buildingLine } from '@lifang/domains/registry/rules/line.ts'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import { BUILDING_USES } from '@lifang/domains/registry/schema/lists.ts'
import type { BuildingView } from '@lifang/domains/registry/schema/views.ts'
import { call } from '../../kit/call.ts'
import { atMost, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { PointField, pointOf, usePointForm } from '../units/point-field.tsx'
import { changesOf, ThingWindow } from '../units/window.tsx'

interface Fields extends Proof {
  road: string
  estate: string
  door: string
  block: string
  storeys: number
  use: (typeof BUILDING_USES)[number]
  aliases: string
}
const CHAIN = ['road', 'estate', 'door', 'block'] as const

interface Props {
  /** Null: a new one. */
  readonly of: BuildingView | null
  readonly onClose: () => void
}

/** 楼栋 put up or changed: its line is shown as it will be printed while the parts are typed. */
export function BuildingForm({ of, onClose }: Props) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const point = usePointForm()
  const save = async (f: Fields) => {
    const place = await pointOf(point)
    const said = {
      road: f.road.trim(),
      estate: f.estate.trim(),
      door: f.door.trim(),
      block: f.block.trim(),
      storeys: f.storeys,
      use: f.use,
      aliases: f.aliases
        .split('\n')
        .map((a) => a.trim())
        .filter((a) => a !== ''),
    }
    const proof = { source: f.source, verifiedOn: f.verifiedOn }
    if (of === null) {
      const body = { ...proof, ...said, place }
      return call(registryRoutes.createBuilding, { body: { id: idFor(body), ...body } })
    }
    const moved = place.lon !== of.place.lon || place.lat !== of.place.lat
    const changes = { ...changesOf(said, of), ...(moved ? { place } : {}) }
    const body = { ...proof, version: of.version, changes }
    return call(registryRoutes.editBuilding, { params: { id: of.id }, body: { id: idFor(body), ...body } })
  }
  return (
    <ThingWindow<Fields>
      title={t(of === null ? 'custom.building-add' : 'custom.building-edit')}
      form={form}
      point={point}
      save={save}
      onClose={onClose}
      onMade={of === null ? (id) => void navigate({ to: '/homes/buildings/$id', params: { id } }) : undefined}
      initial={{
        ...firstProof(),
        road: of?.road ?? '',
        estate: of?.estate ?? '',
        door: of?.door ?? '',
        block: of?.block ?? '',
        storeys: of?.storeys ?? 6,
        use: of?.use ?? 'residential',
        aliases: of?.aliases.join('\n') ?? '',
      }}
    >
      <div className="two">
        {CHAIN.map((part) => (
          <Form.Item
            key={part}
            name={part}
            label={t(`custom.b.${part}`)}
            htmlFor={`building-${part}`}
            rules={[atMost(60)]}
          >
            <Input id={`building-${part}`} autoComplete="off" />
          </Form.Item>
        ))}
        <Form.Item
          name="storeys"
          label={t('custom.b.storeys')}
          htmlFor="building-storeys"
          rules={[{ required: true, message: t('console.required') }]}
        >
          <InputNumber id="building-storeys" min={1} max={200} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="use" label={t('custom.b.use')} htmlFor="building-use">
          <Select
            id="building-use"
            options={BUILDING_USES.map((u) => ({ value: u, label: t(`registry.use.${u}`) }))}
          />
        </Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsValue }) => {
          const { road = '', estate = '', door = '', block = '' } = getFieldsValue() as Partial<Fields>
          const line = buildingLine({
            road: road.trim(),
            estate: estate.trim(),
            door: door.trim(),
            block: block.trim(),
          })
          return (
            <p role="status" data-line>
              <span className="mu sm">{t('custom.b.line')} </span>
              {line === '' ? <span className="mu">{t('custom.b.line-none')}</span> : <b>{line}</b>}
            </p>
          )
        }}
      </Form.Item>
      <Form.Item
        name="aliases"
        label={t('custom.b.aliases')}
        htmlFor="building-aliases"
        rules={[atMost(800)]}
      >
        <Input.TextArea id="building-aliases" autoSize={{ minRows: 1 }} />
      </Form.Item>
      <PointField form={point} first={of?.place ?? null} />
    </ThingWindow>
  )
}
