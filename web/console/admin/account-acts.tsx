import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import { identityRoutes, type AccountView } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { useMe } from '../app/session.tsx'
import { newPassword } from './first-password.ts'
import { staffChanged } from './queries.ts'

interface ActProps {
  readonly onClose: () => void
}
interface OnAccount extends ActProps {
  readonly account: AccountView
}

const required = { required: true, message: t('console.required') }

export function Window({ title, onClose, children }: ActProps & { title: string; children: ReactNode }) {
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={420} mask={{ closable: false }}>
      {children}
    </Modal>
  )
}

/** Shown once, to be handed over; kept nowhere. */
function FirstPassword({ password }: { readonly password: string }) {
  return (
    <>
      <p role="status">{t('admin.password-once')}</p>
      <dl className="secret">
        <dt>{t('console.accounts.first-password')}</dt>
        <dd data-password>{password}</dd>
      </dl>
    </>
  )
}

interface NewAccount {
  username: string
  name: string
  kind: 'person' | 'machine'
  phone?: string
}

const ACCOUNT_FIELDS: readonly (keyof NewAccount)[] = ['username', 'name', 'kind', 'phone']

/** A new account. Its first password is made here, shown once, and must be changed at the first sign-in. */
export function CreateAccount({ onClose }: ActProps) {
  const { passwordLength } = useMe()
  const idFor = useCommandId()
  const [password] = useState(() => newPassword(passwordLength))
  const [form] = Form.useForm<NewAccount>()
  const create = useMutation({
    mutationFn: (f: NewAccount) => {
      const body = {
        username: f.username,
        name: f.name,
        kind: f.kind,
        ...(f.kind === 'person' ? { password } : {}),
        ...(f.phone ? { phone: f.phone } : {}),
      }
      return call(identityRoutes.createAccount, { body: { id: idFor(body), ...body } })
    },
    onSuccess: staffChanged,
    onError: (error) => markRefused(form, error),
  })
  if (create.data !== undefined)
    return (
      <Window title={t('admin.created-title', { name: create.data.name })} onClose={onClose}>
        {create.data.kind === 'person' && <FirstPassword password={password} />}
        <p className="mu">{t('admin.posts-next')}</p>
        <Button type="primary" block onClick={onClose} style={{ marginTop: 12 }}>
          {t('admin.noted')}
        </Button>
      </Window>
    )
  return (
    <Window title={t('console.accounts.create')} onClose={onClose}>
      <Form<NewAccount>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'person' }}
        onFinish={(f) => create.mutate(f)}
      >
        <p>
          <PurposeLine form="account" />
        </p>
        <Form.Item name="kind" label={<span id="account-kind">{t('console.accounts.col.kind')}</span>}>
          <Radio.Group
            aria-labelledby="account-kind"
            options={(['person', 'machine'] as const).map((k) => ({
              value: k,
              label: t(`console.account-kind.${k}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('console.sign-in.username')}
          rules={[
            { required: true, whitespace: true, message: t('console.required') },
            { pattern: /^\s*[\p{L}\p{N}._@-]{2,60}\s*$/u, message: t('admin.sheet.bad-username') },
          ]}
          htmlFor="account-username"
        >
          <Input id="account-username" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('console.accounts.col.name')}
          rules={[filled(60), { pattern: /^[^\p{Cc}\p{Cf}<>]*$/u, message: t('admin.sheet.bad-name') }]}
          htmlFor="account-name"
        >
          <Input id="account-name" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('console.accounts.phone')}
          rules={[{ pattern: /^[0-9+ -]{5,20}$/, message: t('admin.sheet.bad-phone') }]}
          htmlFor="account-phone"
        >
          <Input id="account-phone" inputMode="tel" autoComplete="off" />
        </Form.Item>
        <p className="mu sm">{t('admin.password-made')}</p>
        <ProblemAlert error={isMarked(create.error, ACCOUNT_FIELDS) ? null : create.error} />
        <Button type="primary" htmlType="submit" block loading={create.isPending} style={{ marginTop: 12 }}>
          {t('console.accounts.create')}
        </Button>
      </Form>
    </Window>
  )
}

/** Why something is done to an account or a post: it stands in the audit. */
export function ReasonField({ id }: { readonly id: string }) {
  return (
    <Form.Item name="reason" label={t('console.field.why')} rules={[filled(200, 2)]} htmlFor={id}>
      <Input.TextArea id={id} autoSize={{ minRows: 2 }} />
    </Form.Item>
  )
}

/** What is done to an account with a reason, and where its phrases are: title, explanation and the word on the button. */
const REASONED = {
  unlock: {
    route: identityRoutes.unlockAccount,
    words: ['admin.unlock-of', 'admin.unlock-why', 'admin.do.unlock'],
  },
  require: {
    route: identityRoutes.requirePassword,
    words: ['admin.require-of', 'admin.require-why', 'admin.do.require'],
  },
  disable: {
    route: identityRoutes.disableAccount,
    words: ['console.accounts.disable-of', 'console.accounts.disable-why', 'console.accounts.disable'],
  },
} as const

/** Unlocking an account, having its password changed by its owner, or disabling it: each with a reason. */
export function WithReason({ act, account, onClose }: OnAccount & { readonly act: keyof typeof REASONED }) {
  const { route, words } = REASONED[act]
  const [title, why, go] = words
  const run = useMutation({
    mutationFn: (body: { reason: string }) => call(route, { params: { id: account.id }, body }),
    onSuccess: async () => {
      await staffChanged()
      onClose()
    },
  })
  return (
    <Window title={t(title, { name: account.name })} onClose={onClose}>
      <p className="mu" style={{ marginBottom: 12 }}>
        {t(why)}
      </p>
      <Form<{ reason: string }> layout="vertical" requiredMark={false} onFinish={(f) => run.mutate(f)}>
        <ReasonField id="account-reason" />
        <ProblemAlert error={run.error} />
        <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
          {t(go)}
        </Button>
      </Form>
    </Window>
  )
}

export function ResetPassword({ account, onClose }: OnAccount) {
  const { passwordLength } = useMe()
  const [password] = useState(() => newPassword(passwordLength))
  const reset = useMutation({
    mutationFn: () => call(identityRoutes.resetPassword, { params: { id: account.id }, body: { password } }),
    onSuccess: staffChanged,
  })
  const done = reset.data !== undefined
  return (
    <Window title={t('console.accounts.reset-of', { name: account.name })} onClose={onClose}>
      <p className="mu" style={{ marginBottom: 12 }}>
        {t('console.accounts.reset-why')}
      </p>
      {done && <FirstPassword password={password} />}
      <ProblemAlert error={reset.error} />
      <Button
        type="primary"
        block
        loading={reset.isPending}
        style={{ marginTop: 12 }}
        onClick={() => (done ? onClose() : reset.mutate())}
      >
        {t(done ? 'admin.noted' : 'console.accounts.reset')}
      </Button>
    </Window>
  )
}

/** The secret of a machine's token is shown once and kept nowhere. */
export function IssueToken({ account, onClose }: OnAccount) {
  const idFor = useCommandId()
  const issue = useMutation({
    mutationFn: (body: { label: string; days: number }) =>
      call(identityRoutes.createToken, { params: { id: account.id }, body: { id: idFor(body), ...body } }),
  })
  return (
    <Window title={t('console.accounts.token-of', { name: account.name })} onClose={onClose}>
      {issue.data === undefined ? (
        <Form<{ label: string; days: number }>
          layout="vertical"
          requiredMark={false}
          initialValues={{ days: 90 }}
          onFinish={(f) => issue.mutate(f)}
        >
          <Form.Item
            name="label"
            label={t('console.accounts.token-label')}
            rules={[filled(60)]}
            htmlFor="token-label"
          >
            <Input id="token-label" />
          </Form.Item>
          <Form.Item
            name="days"
            label={t('console.accounts.token-days')}
            rules={[required]}
            htmlFor="token-days"
          >
            <InputNumber id="token-days" min={1} max={366} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <ProblemAlert error={issue.error} />
          <Button type="primary" htmlType="submit" block loading={issue.isPending} style={{ marginTop: 12 }}>
            {t('console.accounts.token')}
          </Button>
        </Form>
      ) : (
        <>
          <p className="mu">{t('console.accounts.token-once')}</p>
          <dl className="secret">
            <dt>{t('console.accounts.token-secret')}</dt>
            <dd>{issue.data.token}</dd>
          </dl>
        </>
      )}
    </Window>
  )
}
