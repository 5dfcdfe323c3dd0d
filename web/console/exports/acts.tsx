import { Checkbox, Form, Input, Radio } from 'antd'
import { exportRoutes, type ExportView } from '@lifang/domains/registry/schema/exports.ts'
import { EXPORT_DEPTHS, type ExportDepth } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { AreaSelect } from '../registry/people.tsx'
import { exportsChanged } from './queries.ts'

interface Said {
  readonly area: string | undefined
  readonly depth: ExportDepth
  readonly reason: string
  readonly care: boolean
  readonly split: boolean
  readonly foreign: boolean
}

/** Asks for people of an area. */
export function Ask({ onClose }: { readonly onClose: () => void }) {
  const initial: Said = {
    area: undefined,
    depth: 'masked',
    reason: '',
    care: false,
    split: false,
    foreign: false,
  }
  return (
    <FormWindow
      title={t('exports.ask')}
      initial={initial}
      send={({ area, depth, reason, care, split, foreign }, idFor) => {
        const filters = {
          ...(care ? { care: 'yes' as const } : {}),
          ...(split ? { split: 'yes' as const } : {}),
          ...(foreign ? { foreign: 'yes' as const } : {}),
        }
        const body = { area: area ?? '', depth, reason: reason.trim(), filters }
        return call(exportRoutes.ask, { body: { id: idFor(body), ...body } })
      }}
      changed={exportsChanged}
      onClose={onClose}
      submit={t('exports.ask-do')}
      width={440}
    >
      <p className="mu md">{t('exports.ask-why')}</p>
      <Form.Item
        name="area"
        label={t('exports.area')}
        rules={[{ required: true, message: t('exports.area-needed') }]}
      >
        <AreaSelect />
      </Form.Item>
      <Form.Item name="depth" label={t('exports.depth')}>
        <Radio.Group options={EXPORT_DEPTHS.map((d) => ({ value: d, label: t(`exports.depth.${d}`) }))} />
      </Form.Item>
      <Form.Item name="care" valuePropName="checked" noStyle>
        <Checkbox>{t('exports.care')}</Checkbox>
      </Form.Item>
      <Form.Item name="split" valuePropName="checked" noStyle>
        <Checkbox>{t('exports.split')}</Checkbox>
      </Form.Item>
      <Form.Item name="foreign" valuePropName="checked" noStyle>
        <Checkbox>{t('exports.foreign.yes')}</Checkbox>
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('exports.reason')}
        htmlFor="export-reason"
        rules={[filled(100, 4)]}
        style={{ marginTop: 12 }}
      >
        <Input.TextArea id="export-reason" autoSize={{ minRows: 2 }} placeholder={t('exports.reason-hint')} />
      </Form.Item>
    </FormWindow>
  )
}

/** Approves or refuses a whole export. */
export function Decide({
  of,
  approve,
  onClose,
}: {
  readonly of: ExportView
  readonly approve: boolean
  readonly onClose: () => void
}) {
  const act = approve ? 'approve' : 'refuse'
  return (
    <FormWindow
      title={t(`exports.${act}-of`, { n: of.people })}
      initial={{ why: '' }}
      send={({ why }, idFor) => {
        const body = { version: of.version, approve, why: why.trim() }
        return call(exportRoutes.decide, { params: { id: of.id }, body: { id: idFor(body), ...body } })
      }}
      changed={exportsChanged}
      onClose={onClose}
      submit={t(`exports.${act}`)}
    >
      <p className="md">{of.reason}</p>
      <Form.Item
        name="why"
        label={t(approve ? 'exports.remark' : 'exports.why')}
        htmlFor="export-why"
        rules={[approve ? atMost(200) : filled(200, 4)]}
      >
        <Input.TextArea id="export-why" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}
