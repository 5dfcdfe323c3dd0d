import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Radio } from 'antd'
import { exportRoutes, type ExportView } from '@lifang/domains/registry/schema/exports.ts'
import { EXPORT_DEPTHS, type ExportDepth } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { atMost, filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { AreaSelect } from '../registry/people.tsx'
import { exportsChanged } from './queries.ts'

interface Said {
  readonly area: string | undefined
  readonly depth: ExportDepth
  readonly reason: string
  readonly care: boolean
  readonly split: boolean
}

/** AreaSelect as a field of a form. */
const AreaField = ({
  value,
  onChange,
}: {
  value?: string
  onChange?: (area: string | undefined) => void
}) => <AreaSelect value={value} choose={(area) => onChange?.(area)} />

/** Asks for people of an area. */
export function Ask({ onClose }: { readonly onClose: () => void }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Said>()
  const ask = useMutation({
    mutationFn: ({ area, depth, reason, care, split }: Said) => {
      const filters = {
        ...(care ? { care: 'yes' as const } : {}),
        ...(split ? { split: 'yes' as const } : {}),
      }
      const body = { area: area ?? '', depth, reason: reason.trim(), filters }
      return call(exportRoutes.ask, { body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await exportsChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  const initial: Said = { area: undefined, depth: 'masked', reason: '', care: false, split: false }
  return (
    <Modal
      open
      title={t('exports.ask')}
      onCancel={onClose}
      footer={null}
      width={440}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(f) => ask.mutate(f)}
      >
        <p className="mu md">{t('exports.ask-why')}</p>
        <Form.Item
          name="area"
          label={t('exports.area')}
          rules={[{ required: true, message: t('exports.area-needed') }]}
        >
          <AreaField />
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
        <Form.Item
          name="reason"
          label={t('exports.reason')}
          htmlFor="export-reason"
          rules={[filled(100, 4)]}
          style={{ marginTop: 12 }}
        >
          <Input.TextArea
            id="export-reason"
            autoSize={{ minRows: 2 }}
            placeholder={t('exports.reason-hint')}
          />
        </Form.Item>
        <ProblemAlert error={isMarked(ask.error, Object.keys(initial)) ? null : ask.error} />
        <Button type="primary" htmlType="submit" block loading={ask.isPending} style={{ marginTop: 12 }}>
          {t('exports.ask-do')}
        </Button>
      </Form>
    </Modal>
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
  const idFor = useCommandId()
  const [form] = Form.useForm<{ why: string }>()
  const decide = useMutation({
    mutationFn: ({ why }: { why: string }) => {
      const body = { version: of.version, approve, why: why.trim() }
      return call(exportRoutes.decide, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await exportsChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  const act = approve ? 'approve' : 'refuse'
  return (
    <Modal
      open
      title={t(`exports.${act}-of`, { n: of.people })}
      onCancel={onClose}
      footer={null}
      width={420}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ why: '' }}
        onFinish={(f) => decide.mutate(f)}
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
        <ProblemAlert error={isMarked(decide.error, ['why']) ? null : decide.error} />
        <Button type="primary" htmlType="submit" block loading={decide.isPending} style={{ marginTop: 12 }}>
          {t(`exports.${act}`)}
        </Button>
      </Form>
    </Modal>
  )
}
