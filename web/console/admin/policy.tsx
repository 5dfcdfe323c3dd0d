import './admin.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { identityRoutes } from '@lifang/domains/identity/schema.ts'
import {
  POLICY_FIELDS,
  POLICY_LIMITS,
  type PolicyVersion,
  type SignInPolicy,
} from '@lifang/domains/identity/schema/policy.ts'
import { call } from '../../kit/call.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { markRefused, useCommandId } from '../../kit/typed.ts'
import { joined, t, titled } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'
import { policyQuery } from './queries.ts'

/** 登录策略: lock-out, passwords and sessions, within limits; every version stays. */
export function PolicyPage() {
  const policy = useQuery(policyQuery)
  if (policy.data === undefined)
    return policy.isError ? (
      <Failed error={policy.error} retry={() => void policy.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  const { current, before } = policy.data
  return (
    <div className="page narrow">
      <div className="line">
        <h1>{t('admin.policy')}</h1>
        <span className="mu md">{t('admin.policy-hint')}</span>
      </div>
      <PolicyForm key={current.ordinal} current={current} />
      <section className="card">
        <header>
          <h2>{t('admin.policy-fixed')}</h2>
        </header>
        <ul className="policy-lines">
          {(['second-factor', 'kinds', 'first'] as const).map((one) => (
            <li key={one}>{t(`admin.policy-fixed.${one}`)}</li>
          ))}
        </ul>
      </section>
      <section className="card">
        <header>
          <h2>{t('admin.policy-history')}</h2>
        </header>
        <ol className="policy-lines">
          {[current, ...before].map((version, i, all) => (
            <li key={version.ordinal}>
              <p className="ink">{changesOf(version, all[i + 1])}</p>
              <p className="mu sm">
                {version.at === null
                  ? t('admin.policy-delivered')
                  : joined([
                      exact(Date.parse(version.at)),
                      version.by ?? '',
                      t('admin.policy-reason', { reason: version.reason }),
                    ])}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

const valueWords = (field: keyof SignInPolicy, n: number): string => t(`admin.policy-value.${field}`, { n })

/** What a version changed in the one before it; the delivered one as a whole. */
function changesOf(version: PolicyVersion, before: PolicyVersion | undefined): string {
  const fields = POLICY_FIELDS.filter((f) => before === undefined || version.policy[f] !== before.policy[f])
  if (fields.length === 0) return t('admin.policy-same')
  return joined(
    fields.map((f) =>
      titled(
        t(`admin.policy-field.${f}`),
        before === undefined
          ? valueWords(f, version.policy[f])
          : `${valueWords(f, before.policy[f])} → ${valueWords(f, version.policy[f])}`,
      ),
    ),
  )
}

type Fields = SignInPolicy & { reason: string }

function PolicyForm({ current }: { readonly current: PolicyVersion }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const [saved, setSaved] = useState(false)
  const save = useMutation({
    mutationFn: ({ reason, ...policy }: Fields) => {
      const body = { seen: current.ordinal, policy, reason }
      return call(identityRoutes.setPolicy, { body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      setSaved(true)
      await queryClient.invalidateQueries({ queryKey: policyQuery.queryKey })
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <section className="card">
      <header>
        <h2>{t('admin.policy-now')}</h2>
      </header>
      <Form<Fields>
        form={form}
        className="body policy"
        layout="vertical"
        requiredMark={false}
        initialValues={current.policy}
        onFinish={(f) => save.mutate(f)}
      >
        <div className="policy-fields">
          {POLICY_FIELDS.map((field) => (
            <Form.Item
              key={field}
              name={field}
              label={t(`admin.policy-field.${field}`)}
              extra={t(`admin.policy-extra.${field}`, POLICY_LIMITS[field])}
              htmlFor={`policy-${field}`}
              rules={[
                { required: true, message: t('console.required') },
                {
                  type: 'integer',
                  ...POLICY_LIMITS[field],
                  message: t('admin.policy-limits', POLICY_LIMITS[field]),
                },
              ]}
            >
              <InputNumber
                id={`policy-${field}`}
                suffix={t(`admin.policy-unit.${field}`)}
                style={{ width: '100%' }}
              />
            </Form.Item>
          ))}
        </div>
        <Form.Item
          name="reason"
          label={t('admin.policy-why')}
          htmlFor="policy-reason"
          rules={[{ required: true, whitespace: true, min: 2, message: t('console.required') }]}
        >
          <Input.TextArea id="policy-reason" maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={save.error} />
        {saved && <p role="status">{t('admin.policy-saved')}</p>}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('admin.policy-save')}
        </Button>
      </Form>
    </section>
  )
}
