import { Form, Input, InputNumber, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { homeLine } from '@lifang/domains/registry/rules/line.ts'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import { HAZARDS, HOME_KINDS } from '@lifang/domains/registry/schema/lists.ts'
import type { BuildingView, FacadeHome } from '@lifang/domains/registry/schema/views.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { homeQuery } from '../registry/queries.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { queryClient } from '../app/queries.ts'
import { ThingWindow } from '../units/window.tsx'
import { MOST_HOMES, roomsOf, type Room } from './pattern.ts'

const kinds = () => HOME_KINDS.map((k) => ({ value: k, label: t(`registry.kind.${k}`) }))

interface Fields extends Proof {
  way: 'pattern' | 'single'
  entrances: number | null
  from: number | null
  to: number | null
  rooms: number | null
  entrance: string
  floor: number | null
  room: string
  kind: (typeof HOME_KINDS)[number]
}
const roomsIn = (f: Partial<Fields>): Room[] =>
  f.way === 'single'
    ? [{ entrance: (f.entrance ?? '').trim(), floor: f.floor ?? 1, room: (f.room ?? '').trim() }]
    : roomsOf({ entrances: f.entrances ?? 0, from: f.from ?? 1, to: f.to ?? 0, rooms: f.rooms ?? 0 })

interface Props {
  readonly of: BuildingView
  readonly onClose: () => void
}

/** Homes of a building, by pattern or one by one; all of them or none. What there is already is said before anything is sent. */
export function HomesForm({ of, onClose }: Props) {
  const idFor = useCommandId()
  // The same rooms go under the same ids, so that a retry finds itself.
  const [ids] = useState(() => new Map<string, string>())
  const [form] = Form.useForm<Fields>()
  const given = Form.useWatch([], form) as Partial<Fields> | undefined
  const way = given?.way ?? 'pattern'
  const known = useMemo(() => new Set(of.homes.map((h) => `${h.entrance}|${h.room}`)), [of.homes])
  const fault = (rooms: readonly Room[]): string | null => {
    if (rooms.length === 0) return t('custom.h.none')
    if (rooms.length > MOST_HOMES) return t('custom.h.too-many')
    const taken = rooms.filter((r) => known.has(`${r.entrance}|${r.room}`))
    return taken.length === 0
      ? null
      : t('custom.h.taken', {
          rooms: taken
            .slice(0, 5)
            .map((r) => homeLine('', r.entrance, r.room))
            .join('、'),
        })
  }
  const idOf = (r: Room): string => {
    const key = JSON.stringify(r)
    const id = ids.get(key) ?? newId()
    ids.set(key, id)
    return id
  }
  return (
    <ThingWindow<Fields>
      title={`${t('custom.homes-add')} · ${of.address}`}
      form={form}
      point={null}
      initial={{
        ...firstProof(),
        way: 'pattern',
        entrances: 1,
        from: 1,
        to: of.storeys,
        rooms: 2,
        entrance: '',
        floor: 1,
        room: '',
        kind: 'unknown',
      }}
      save={(f) => {
        const homes = roomsIn(f).map((r) => ({ ...r, id: idOf(r), kind: f.kind }))
        const body = { source: f.source, verifiedOn: f.verifiedOn, homes }
        return call(registryRoutes.createHomes, { params: { id: of.id }, body: { id: idFor(body), ...body } })
      }}
      onClose={onClose}
    >
      <div className="home-window">
        <Form.Item name="way" label={<span id="homes-way">{t('custom.h.way')}</span>}>
          <Segmented
            aria-labelledby="homes-way"
            options={[
              { value: 'pattern', label: t('custom.h.pattern') },
              { value: 'single', label: t('custom.h.single') },
            ]}
          />
        </Form.Item>
        <div className="two">
          {way === 'pattern' ? (
            (['entrances', 'from', 'to', 'rooms'] as const).map((name) => (
              <Form.Item key={name} name={name} label={t(`custom.h.${name}`)} htmlFor={`homes-${name}`}>
                <InputNumber
                  id={`homes-${name}`}
                  min={name === 'from' || name === 'to' ? -9 : 1}
                  max={name === 'from' || name === 'to' ? 200 : 50}
                  precision={0}
                  style={{ width: '100%' }}
                />
              </Form.Item>
            ))
          ) : (
            <>
              <Form.Item
                name="entrance"
                label={t('custom.h.entrance')}
                htmlFor="homes-entrance"
                rules={[atMost(20)]}
              >
                <Input id="homes-entrance" autoComplete="off" />
              </Form.Item>
              <Form.Item name="floor" label={t('custom.h.floor')} htmlFor="homes-floor">
                <InputNumber id="homes-floor" min={-9} max={200} precision={0} style={{ width: '100%' }} />
              </Form.Item>
              <Form.Item name="room" label={t('custom.h.room')} htmlFor="homes-room" rules={[filled(20)]}>
                <Input id="homes-room" autoComplete="off" />
              </Form.Item>
            </>
          )}
        </div>
        <Form.Item name="kind" label={t('custom.h.kind')} htmlFor="homes-kind">
          <Select id="homes-kind" options={kinds()} />
        </Form.Item>
        <Form.Item
          name="preview"
          dependencies={['way', 'entrances', 'from', 'to', 'rooms', 'entrance', 'floor', 'room']}
          rules={[
            {
              validator: () => {
                const said = fault(roomsIn(form.getFieldsValue(true) as Fields))
                return said === null ? Promise.resolve() : Promise.reject(new Error(said))
              },
            },
          ]}
        >
          <Preview rooms={given === undefined ? [] : roomsIn(given)} />
        </Form.Item>
      </div>
    </ThingWindow>
  )
}

function Preview({ rooms }: { readonly rooms: readonly Room[] }) {
  const [first, last] = [rooms[0], rooms.at(-1)]
  if (first === undefined || last === undefined || first.room === '') return <span />
  const line = (r: Room): string => homeLine('', r.entrance, r.room)
  return (
    <p role="status" data-preview>
      {t('custom.h.preview', { n: rooms.length, first: line(first), last: line(last) })}
    </p>
  )
}

interface EditFields extends Proof {
  home: string | undefined
  kind: (typeof HOME_KINDS)[number]
  hazards: (typeof HAZARDS)[number][]
}
/** Kind and hazards of one home, without leaving the façade. */
export function HomeEditForm({
  of,
  first,
  onClose,
}: {
  readonly of: readonly FacadeHome[]
  /** Pressed on the façade; null: chosen here. */
  readonly first: FacadeHome | null
  readonly onClose: () => void
}) {
  const idFor = useCommandId()
  const [form] = Form.useForm<EditFields>()
  return (
    <ThingWindow<EditFields>
      title={t('custom.home-edit')}
      form={form}
      point={null}
      initial={{
        ...firstProof(),
        home: first?.id,
        kind: first?.kind ?? 'unknown',
        hazards: [...(first?.hazards ?? [])],
      }}
      save={async (f) => {
        const { version } = await queryClient.fetchQuery({ ...homeQuery(f.home ?? ''), staleTime: 0 })
        const before = of.find((h) => h.id === f.home)
        const changes = {
          ...(f.kind === before?.kind ? {} : { kind: f.kind }),
          hazards: f.hazards,
        }
        const body = { source: f.source, verifiedOn: f.verifiedOn, version, changes }
        return call(registryRoutes.editHome, {
          params: { id: f.home ?? '' },
          body: { id: idFor(body), ...body },
        })
      }}
      onClose={onClose}
    >
      <Form.Item
        name="home"
        label={t('custom.h.pick')}
        htmlFor="home-pick"
        rules={[{ required: true, message: t('console.required') }]}
      >
        <Select
          id="home-pick"
          showSearch={{ optionFilterProp: 'label' }}
          options={of.map((h) => ({ value: h.id, label: homeLine('', h.entrance, h.room) }))}
          onChange={(id: string) => {
            const home = of.find((h) => h.id === id)
            if (home !== undefined) form.setFieldsValue({ kind: home.kind, hazards: [...home.hazards] })
          }}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('custom.h.kind')} htmlFor="home-kind">
        <Select id="home-kind" options={kinds()} />
      </Form.Item>
      <Form.Item name="hazards" label={t('registry.field.hazards')} htmlFor="home-hazards">
        <Select
          id="home-hazards"
          mode="multiple"
          options={HAZARDS.map((h) => ({ value: h, label: t(`registry.hazard.${h}`) }))}
        />
      </Form.Item>
    </ThingWindow>
  )
}
