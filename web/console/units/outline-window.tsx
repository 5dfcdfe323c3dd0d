import { Form } from 'antd'
import type { PlaceView } from '@lifang/domains/registry/schema/unit-views.ts'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import { call } from '../../kit/call.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { OutlineField, type Drawn } from './outline-field.tsx'
import { ThingWindow } from './window.tsx'

interface Fields extends Proof {
  outline: Drawn
}

/** The outline of a place, drawn, changed or taken away. One in several parts was imported and can only be drawn anew. */
export function OutlineWindow({ of, onClose }: { readonly of: PlaceView; readonly onClose: () => void }) {
  const [form] = Form.useForm<Fields>()
  const idFor = useCommandId()
  const shape = of.outline?.type === 'Polygon' ? of.outline : null
  return (
    <ThingWindow<Fields>
      title={t('units.outline-of', { name: of.name })}
      form={form}
      point={null}
      initial={{ ...firstProof(), outline: { shape, fault: null } }}
      save={({ source, verifiedOn, outline }) => {
        const body = { source, verifiedOn, version: of.version, changes: { outline: outline.shape } }
        return call(unitRoutes.editPlace, { params: { id: of.id }, body: { id: idFor(body), ...body } })
      }}
      onClose={onClose}
      drawing
    >
      <Form.Item
        name="outline"
        rules={[
          {
            validator: (_rule, value: Drawn) =>
              value.fault === null ? Promise.resolve() : Promise.reject(new Error(value.fault)),
          },
        ]}
      >
        <OutlineField at={of.place} name={of.name} />
      </Form.Item>
    </ThingWindow>
  )
}
