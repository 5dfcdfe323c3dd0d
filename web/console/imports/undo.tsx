import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { transferRoutes, type ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { registryChanged } from '../registry/queries.ts'
import { importsChanged } from './queries.ts'

/** Taking an import back is asked twice, and why. */
export function UndoWindow({ of, onClose }: { readonly of: ImportView; readonly onClose: () => void }) {
  const idFor = useCommandId()
  const undo = useMutation({
    mutationFn: ({ reason }: { reason: string }) => {
      const body = { reason: reason.trim() }
      return call(transferRoutes.undoImport, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      onClose()
      await Promise.all([importsChanged(), registryChanged()])
    },
  })
  return (
    <Modal
      open
      title={t('transfer.undo-title')}
      onCancel={onClose}
      footer={null}
      width={480}
      mask={{ closable: false }}
    >
      <p>{t('transfer.undo-hint', { n: of.counts?.added ?? 0 })}</p>
      <Form<{ reason: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => undo.mutate(given)}
      >
        <Form.Item
          name="reason"
          label={t('transfer.undo-reason')}
          rules={[{ required: true, whitespace: true, min: 4, message: t('transfer.undo-short') }]}
        >
          <Input maxLength={200} placeholder={t('transfer.undo-reason-hint')} />
        </Form.Item>
        <ProblemAlert error={undo.error} />
        <Button danger type="primary" htmlType="submit" block loading={undo.isPending}>
          {t('transfer.undo-go')}
        </Button>
      </Form>
    </Modal>
  )
}
