import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'

interface Fields {
  readonly username: string
  readonly password: string
  readonly code?: string
}

/** User name and password; the code of the second factor when the server asks for it. */
export function SignInForm({ username, onDone }: { username: string; onDone: (me: Me) => void }) {
  const [needsCode, setNeedsCode] = useState(false)
  const [form] = Form.useForm<Fields>()
  const signIn = useMutation({
    mutationFn: ({ username: name, password, code }: Fields) =>
      call(identityRoutes.signIn, {
        body: { username: name, password, ...(needsCode && code !== undefined ? { code } : {}) },
      }),
    onSuccess: onDone,
    onError: (error) => {
      if (isRefusal(error, 'identity.code-required')) {
        setNeedsCode(true)
        setTimeout(() => document.getElementById('sign-in-code')?.focus())
      } else if (isRefusal(error, 'identity.wrong-credentials')) {
        form.setFieldValue('password', '')
        document.getElementById('sign-in-password')?.focus()
      }
    },
  })
  const shown = isRefusal(signIn.error, 'identity.code-required') ? null : signIn.error
  const required = [{ required: true, message: t('console.required') }]
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      size="large"
      requiredMark={false}
      initialValues={{ username }}
      onFinish={(values) => signIn.mutate(values)}
    >
      <Form.Item
        name="username"
        label={t('console.sign-in.username')}
        rules={required}
        htmlFor="sign-in-username"
      >
        <Input id="sign-in-username" autoComplete="username" autoFocus={username === ''} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('console.sign-in.password')}
        rules={required}
        htmlFor="sign-in-password"
      >
        <Input.Password id="sign-in-password" autoComplete="current-password" autoFocus={username !== ''} />
      </Form.Item>
      {needsCode && (
        <Form.Item
          name="code"
          label={t('console.sign-in.code')}
          extra={t('console.sign-in.code-hint')}
          rules={[{ required: true, pattern: /^\d{6}$/, message: t('console.sign-in.six-digits') }]}
          htmlFor="sign-in-code"
        >
          <Input id="sign-in-code" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      )}
      <ProblemAlert error={shown} />
      <Button type="primary" htmlType="submit" block loading={signIn.isPending} style={{ marginTop: 12 }}>
        {t('console.sign-in.go')}
      </Button>
    </Form>
  )
}
