import { Form, Input } from 'antd'
import { transferRoutes, type ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { registryChanged } from '../registry/queries.ts'
import { importsChanged } from './queries.ts'

/** Taking an import back is asked twice, and why. */
export function UndoWindow({ of, onClose }: { readonly of: ImportView; readonly onClose: () => void }) {
  return (
    <FormWindow
      title={t('transfer.undo-title')}
      initial={{ reason: '' }}
      send={({ reason }, idFor) => {
        const body = { reason: reason.trim() }
        return call(transferRoutes.undoImport, { params: { id: of.id }, body: { id: idFor(body), ...body } })
      }}
      changed={() => Promise.all([importsChanged(), registryChanged()])}
      onClose={onClose}
      submit={t('transfer.undo-go')}
      danger
      width={480}
    >
      <p>{t('transfer.undo-hint', { n: of.counts?.added ?? 0 })}</p>
      <Form.Item
        name="reason"
        label={t('transfer.undo-reason')}
        htmlFor="undo-reason"
        rules={[{ required: true, whitespace: true, min: 4, message: t('transfer.undo-short') }]}
      >
        <Input id="undo-reason" maxLength={200} placeholder={t('transfer.undo-reason-hint')} />
      </Form.Item>
    </FormWindow>
  )
}
