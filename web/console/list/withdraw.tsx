import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import type { ListTree } from '@lifang/domains/incidents/schema/responsibility.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { filled, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { listChanged } from './queries.ts'

/** Takes a scheduled version back before its day, with the reason; its draft is open again. */
export function Withdraw({
  version,
  onClose,
  onDone,
}: {
  readonly version: ListTree['versions'][number]
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const now = useNow()
  const idFor = useCommandId()
  const withdraw = useMutation({
    mutationFn: async ({ reason }: { reason: string }) => {
      const content = { version: version.id, reason }
      await call(listRoutes.withdraw, { body: { id: idFor(content), ...content } })
      await listChanged()
    },
    onSuccess: onDone,
  })
  return (
    <Modal
      open
      title={t('list.withdraw-title', { n: version.ordinal })}
      onCancel={onClose}
      footer={null}
      width={420}
    >
      <p className="mu sm">{t('list.withdraw-why', { at: when(Date.parse(version.from), now) })}</p>
      <Form<{ reason: string }> layout="vertical" requiredMark={false} onFinish={(f) => withdraw.mutate(f)}>
        <Form.Item
          name="reason"
          label={t('list.withdraw-reason')}
          rules={[filled(200)]}
          htmlFor="withdraw-reason"
        >
          <Input.TextArea id="withdraw-reason" autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={withdraw.error} />
        <Button type="primary" htmlType="submit" block loading={withdraw.isPending}>
          {t('list.withdraw-do')}
        </Button>
      </Form>
    </Modal>
  )
}
