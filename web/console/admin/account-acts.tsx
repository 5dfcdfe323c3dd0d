import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import { identityRoutes, type AccountView } from '@lifang/domains/identity/schema.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'

interface ActProps {
  readonly onClose: () => void
}
interface OnAccount extends ActProps {
  readonly account: AccountView
}

const required = { required: true, message: t('console.required') }
const reread = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['accounts'] })

function Window({ title, onClose, children }: ActProps & { title: string; children: ReactNode }) {
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={420} mask={{ closable: false }}>
      {children}
    </Modal>
  )
}

interface NewAccount {
  username: string
  name: string
  kind: 'person' | 'machine'
  password?: string
  phone?: string
}

export function CreateAccount({ onClose }: ActProps) {
  const [id] = useState(newId)
  const [form] = Form.useForm<NewAccount>()
  const kind = Form.useWatch('kind', form)
  const create = useMutation({
    mutationFn: (f: NewAccount) =>
      call(identityRoutes.createAccount, {
        body: {
          id,
          username: f.username,
          name: f.name,
          kind: f.kind,
          ...(f.kind === 'person' && f.password ? { password: f.password } : {}),
          ...(f.phone ? { phone: f.phone } : {}),
        },
      }),
    onSuccess: async () => {
      await reread()
      onClose()
    },
  })
  return (
    <Window title={t('console.accounts.create')} onClose={onClose}>
      <Form<NewAccount>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'person' }}
        onFinish={(f) => create.mutate(f)}
      >
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
          rules={[required, { min: 2, message: t('console.not-valid') }]}
          htmlFor="account-username"
        >
          <Input id="account-username" maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('console.accounts.col.name')}
          rules={[required]}
          htmlFor="account-name"
        >
          <Input id="account-name" maxLength={60} autoComplete="off" />
        </Form.Item>
        {kind !== 'machine' && (
          <Form.Item
            name="password"
            label={t('console.accounts.first-password')}
            extra={t('console.password.rule')}
            rules={[required]}
            htmlFor="account-password"
          >
            <Input.Password id="account-password" autoComplete="new-password" />
          </Form.Item>
        )}
        <Form.Item
          name="phone"
          label={t('console.accounts.phone')}
          rules={[{ pattern: /^[0-9+ -]{5,20}$/, message: t('console.not-valid') }]}
          htmlFor="account-phone"
        >
          <Input id="account-phone" inputMode="tel" autoComplete="off" />
        </Form.Item>
        <ProblemAlert error={create.error} />
        <Button type="primary" htmlType="submit" block loading={create.isPending} style={{ marginTop: 12 }}>
          {t('console.accounts.create')}
        </Button>
      </Form>
    </Window>
  )
}

export function DisableAccount({ account, onClose }: OnAccount) {
  const disable = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call(identityRoutes.disableAccount, { params: { id: account.id }, body: { reason } }),
    onSuccess: async () => {
      await reread()
      onClose()
    },
  })
  return (
    <Window title={t('console.accounts.disable-of', { name: account.name })} onClose={onClose}>
      <p className="mu" style={{ marginBottom: 12 }}>
        {t('console.accounts.disable-why')}
      </p>
      <Form<{ reason: string }> layout="vertical" requiredMark={false} onFinish={(f) => disable.mutate(f)}>
        <Form.Item
          name="reason"
          label={t('console.field.why')}
          rules={[{ ...required, min: 2 }]}
          htmlFor="account-reason"
        >
          <Input.TextArea id="account-reason" maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={disable.error} />
        <Button type="primary" htmlType="submit" block loading={disable.isPending} style={{ marginTop: 12 }}>
          {t('console.accounts.disable')}
        </Button>
      </Form>
    </Window>
  )
}

export function ResetPassword({ account, onClose }: OnAccount) {
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) =>
      call(identityRoutes.resetPassword, { params: { id: account.id }, body: { password } }),
    onSuccess: async () => {
      await reread()
      onClose()
    },
  })
  return (
    <Window title={t('console.accounts.reset-of', { name: account.name })} onClose={onClose}>
      <p className="mu" style={{ marginBottom: 12 }}>
        {t('console.accounts.reset-why')}
      </p>
      <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={(f) => reset.mutate(f)}>
        <Form.Item
          name="password"
          label={t('console.accounts.first-password')}
          extra={t('console.password.rule')}
          rules={[required]}
          htmlFor="reset-password"
        >
          <Input.Password id="reset-password" autoComplete="new-password" />
        </Form.Item>
        <ProblemAlert error={reset.error} />
        <Button type="primary" htmlType="submit" block loading={reset.isPending} style={{ marginTop: 12 }}>
          {t('console.accounts.reset')}
        </Button>
      </Form>
    </Window>
  )
}

/** The secret of a machine's token is shown once and kept nowhere. */
export function IssueToken({ account, onClose }: OnAccount) {
  const [id] = useState(newId)
  const issue = useMutation({
    mutationFn: ({ label, days }: { label: string; days: number }) =>
      call(identityRoutes.createToken, { params: { id: account.id }, body: { id, label, days } }),
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
            rules={[required]}
            htmlFor="token-label"
          >
            <Input id="token-label" maxLength={60} />
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
