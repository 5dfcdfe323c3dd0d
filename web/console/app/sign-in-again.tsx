import { Modal } from 'antd'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { t } from '../../kit/words.ts'
import { SignInForm } from '../sign-in/form.tsx'

/** The window over a page whose session has ended; nothing under it is lost. */
export function SignInAgain({
  username,
  onDone,
}: {
  readonly username: string
  readonly onDone: (me: Me) => void
}) {
  return (
    <Modal
      open
      title={t('console.session.ended')}
      footer={null}
      width={400}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
    >
      <p className="mu" style={{ marginBottom: 16 }}>
        {t('console.session.kept')}
      </p>
      <SignInForm username={username} onDone={onDone} />
    </Modal>
  )
}
