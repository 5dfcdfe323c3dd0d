import { Modal } from 'antd'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { t } from '../../kit/words.ts'
import { PasswordForm } from '../sign-in/steps.tsx'

/** 修改密码. */
export function PasswordWindow({
  onDone,
  onClose,
}: {
  readonly onDone: (now: Me) => void
  readonly onClose: () => void
}) {
  return (
    <Modal open onCancel={onClose} footer={null} title={t('console.me.password')} width={400}>
      <PasswordForm onDone={onDone} />
    </Modal>
  )
}
