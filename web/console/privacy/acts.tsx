import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Radio } from 'antd'
import { privacyRoutes, type RequestView } from '@lifang/domains/registry/schema/privacy.ts'
import { ASKERS, type Asker, type RequestKind } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { atMost, filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { peopleChanged, privacyChanged } from './queries.ts'

export interface AskedBy {
  asker: Asker
  checked: string
}
/** Who asks, and how one knows. */
export const AskedByFields = () => (
  <>
    <Form.Item name="asker" label={<span id="asked-by">{t('privacy.asker')}</span>}>
      <Radio.Group
        aria-labelledby="asked-by"
        options={ASKERS.map((a) => ({ value: a, label: t(`privacy.asker.${a}`) }))}
      />
    </Form.Item>
    <Form.Item name="checked" label={t('privacy.checked')} htmlFor="asked-checked" rules={[filled(200, 4)]}>
      <Input id="asked-checked" placeholder={t('privacy.checked-hint')} autoComplete="off" />
    </Form.Item>
  </>
)

interface Asked extends AskedBy {
  what: string
  wrongly: boolean
}
/** Takes a request down for a person. */
export function AskRequest({
  person,
  name,
  kind,
  onClose,
}: {
  readonly person: string
  readonly name: string
  readonly kind: RequestKind
  readonly onClose: () => void
}) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Asked>()
  const run = useMutation({
    mutationFn: ({ asker, checked, what, wrongly }: Asked) => {
      const body = { kind, asker, checked: checked.trim(), what: what.trim(), wrongly }
      return call(privacyRoutes.request, { params: { id: person }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await privacyChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  const initial: Asked = { asker: 'self', checked: '', what: '', wrongly: false }
  return (
    <Modal
      open
      title={t(`privacy.ask-of.${kind}`, { name })}
      onCancel={onClose}
      footer={null}
      width={460}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(f) => run.mutate(f)}
      >
        <p className="mu md">{t(`privacy.ask-why.${kind}`)}</p>
        <AskedByFields />
        <Form.Item
          name="what"
          label={t(`privacy.what.${kind}`)}
          htmlFor="asked-what"
          rules={[filled(500, 4)]}
        >
          <Input.TextArea
            id="asked-what"
            autoSize={{ minRows: 3 }}
            placeholder={t(`privacy.what-hint.${kind}`)}
          />
        </Form.Item>
        {kind === 'erasure' && (
          <Form.Item name="wrongly" valuePropName="checked">
            <Checkbox>{t('privacy.wrongly-say')}</Checkbox>
          </Form.Item>
        )}
        <ProblemAlert error={isMarked(run.error, Object.keys(initial)) ? null : run.error} />
        <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
          {t('privacy.take-down')}
        </Button>
      </Form>
    </Modal>
  )
}

/** Grants or refuses a request. */
export function DecideRequest({
  of,
  grant,
  onClose,
}: {
  readonly of: RequestView
  readonly grant: boolean
  readonly onClose: () => void
}) {
  const idFor = useCommandId()
  const [form] = Form.useForm<{ why: string }>()
  const run = useMutation({
    mutationFn: ({ why }: { why: string }) => {
      const body = { version: of.version, grant, why: why.trim() }
      return call(privacyRoutes.decideRequest, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await peopleChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  const act = grant ? `grant.${of.kind}` : 'refuse'
  return (
    <Modal
      open
      title={t(`privacy.${act}`)}
      onCancel={onClose}
      footer={null}
      width={440}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ why: '' }}
        onFinish={(f) => run.mutate(f)}
      >
        {grant && <p className="mu md">{t(`privacy.grant-why.${of.kind}`)}</p>}
        <p className="md privacy-what">{of.what}</p>
        <Form.Item
          name="why"
          label={t(grant ? 'privacy.answer' : 'privacy.why')}
          htmlFor="request-why"
          rules={[grant ? atMost(300) : filled(300, 4)]}
        >
          <Input.TextArea id="request-why" autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={isMarked(run.error, ['why']) ? null : run.error} />
        <Button
          type="primary"
          danger={grant && of.kind === 'erasure'}
          htmlType="submit"
          block
          loading={run.isPending}
          style={{ marginTop: 12 }}
        >
          {t(`privacy.${act}`)}
        </Button>
      </Form>
    </Modal>
  )
}
