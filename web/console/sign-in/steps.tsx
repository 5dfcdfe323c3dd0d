import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { Loading, ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { meQuery, queryClient } from '../app/queries.ts'

interface StepProps {
  readonly onDone: (me: Me) => void
}

interface PasswordFields {
  readonly current: string
  readonly next: string
}

/** A new password, twice; the first one given by an administrator must be changed. */
export function PasswordForm({ onDone }: StepProps) {
  const change = useMutation({
    mutationFn: ({ current, next }: PasswordFields) =>
      call(identityRoutes.changePassword, { body: { current, next } }),
    onSuccess: onDone,
  })
  const required = { required: true, message: t('console.required') }
  return (
    <Form<PasswordFields & { again: string }>
      layout="vertical"
      size="large"
      requiredMark={false}
      onFinish={({ current, next }) => change.mutate({ current, next })}
    >
      <Form.Item
        name="current"
        label={t('console.password.current')}
        rules={[required]}
        htmlFor="password-current"
      >
        <Input.Password id="password-current" autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('console.password.next')}
        extra={t('console.password.rule', {
          length: queryClient.getQueryData<Me>(meQuery.queryKey)?.passwordLength,
        })}
        rules={[required]}
        htmlFor="password-next"
      >
        <Input.Password id="password-next" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('console.password.again')}
        dependencies={['next']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('next')
                ? Promise.resolve()
                : Promise.reject(new Error(t('console.password.differs'))),
          }),
        ]}
        htmlFor="password-again"
      >
        <Input.Password id="password-again" autoComplete="new-password" />
      </Form.Item>
      <ProblemAlert error={change.error} />
      <Button type="primary" htmlType="submit" block loading={change.isPending} style={{ marginTop: 12 }}>
        {t('console.password.go')}
      </Button>
    </Form>
  )
}

/** Administrators bind an authenticator: the secret is shown once, a code proves that it works. */
export function SecondFactorForm({ onDone }: StepProps) {
  // One secret per visit: asking again would make the one already typed into the phone void.
  const begun = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => call(identityRoutes.beginSecondFactor, { body: {} }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) => call(identityRoutes.confirmSecondFactor, { body: { code } }),
    onSuccess: onDone,
  })
  if (begun.data === undefined)
    return begun.isError ? (
      <ProblemAlert error={begun.error} retry={() => void begun.refetch()} />
    ) : (
      <Loading />
    )
  const { secret, uri } = begun.data
  return (
    <Form<{ code: string }>
      layout="vertical"
      size="large"
      requiredMark={false}
      onFinish={(values) => confirm.mutate(values)}
    >
      <p className="mu">{t('console.second-factor.how')}</p>
      <dl className="secret">
        <dt>{t('console.second-factor.secret')}</dt>
        <dd className="big">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</dd>
        <dt>{t('console.second-factor.uri')}</dt>
        <dd>{uri}</dd>
      </dl>
      <Form.Item
        name="code"
        label={t('console.second-factor.code')}
        rules={[{ required: true, pattern: /^\d{6}$/, message: t('console.sign-in.six-digits') }]}
        htmlFor="second-factor-code"
      >
        <Input id="second-factor-code" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
      </Form.Item>
      <ProblemAlert error={confirm.error} />
      <Button type="primary" htmlType="submit" block loading={confirm.isPending} style={{ marginTop: 12 }}>
        {t('console.second-factor.go')}
      </Button>
    </Form>
  )
}
