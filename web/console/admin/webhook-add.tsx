import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { integrationRoutes } from '@lifang/domains/integration/schema.ts'
import { ALL_INCIDENTS, TOPICS } from '@lifang/domains/integration/schema/topics.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { topicWord } from './webhook-log.tsx'

interface Fields {
  name: string
  url: string
  what: ('all' | 'some' | 'notices')[]
  topics?: string[]
}

const required = { required: true, message: t('console.required') }
const WHATS = ['all', 'some', 'notices'] as const
const SINGLE = TOPICS.filter((topic) => topic.startsWith('incidents.'))

const topicsOf = ({ what, topics = [] }: Fields): string[] => [
  ...(what.includes('all') ? [ALL_INCIDENTS] : what.includes('some') ? topics : []),
  ...(what.includes('notices') ? ['notices.told'] : []),
]

/** Connects a system; the secret is shown in this window and nowhere else. */
export function AddWebhook({ onClose }: { onClose: () => void }) {
  const idFor = useCommandId()
  const [copied, setCopied] = useState(false)
  const [form] = Form.useForm<Fields>()
  const what = Form.useWatch('what', form) ?? []
  const create = useMutation({
    mutationFn: (f: Fields) => {
      const body = { name: f.name, url: f.url, topics: topicsOf(f) }
      return call(integrationRoutes.createEndpoint, { body: { id: idFor(body), ...body } })
    },
    onError: (error) => markRefused(form, error),
  })
  const made = create.data
  const marked = isMarked(create.error, ['name', 'url'])
  return (
    <Modal
      open
      title={t(made === undefined ? 'integration.add' : 'integration.secret')}
      onCancel={onClose}
      footer={null}
      width={480}
      mask={{ closable: false }}
    >
      {made === undefined ? (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ what: ['all'] }}
          onFinish={(f) => create.mutate(f)}
        >
          <Form.Item name="name" label={t('integration.name')} rules={[filled(60)]} htmlFor="webhook-name">
            <Input id="webhook-name" autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="url"
            label={t('integration.url')}
            extra={t('integration.url-hint')}
            rules={[filled(500)]}
            htmlFor="webhook-url"
          >
            <Input id="webhook-url" inputMode="url" autoComplete="off" placeholder="https://" />
          </Form.Item>
          <Form.Item
            name="what"
            label={<span id="webhook-what">{t('integration.what')}</span>}
            rules={[required]}
          >
            <Checkbox.Group
              aria-labelledby="webhook-what"
              className="choices"
              options={WHATS.map((value) => ({
                value,
                label: t(`integration.what.${value}`),
                disabled: value === 'some' && what.includes('all'),
              }))}
            />
          </Form.Item>
          {what.includes('some') && !what.includes('all') && (
            <Form.Item name="topics" rules={[required]} htmlFor="webhook-topics">
              <Select
                id="webhook-topics"
                mode="multiple"
                aria-label={t('integration.what.some')}
                options={SINGLE.map((value) => ({ value, label: topicWord(value) }))}
                optionFilterProp="label"
              />
            </Form.Item>
          )}
          <ProblemAlert error={marked ? null : create.error} />
          <Button type="primary" htmlType="submit" block loading={create.isPending} style={{ marginTop: 12 }}>
            {t('integration.add')}
          </Button>
        </Form>
      ) : (
        <>
          <p>{t('integration.secret-once')}</p>
          <dl className="secret">
            <dt>{made.endpoint.name}</dt>
            <dd className="big" data-secret>
              {made.secret}
            </dd>
          </dl>
          <div className="line">
            <Button
              onClick={() => {
                // Without TLS there is no clipboard; the text can be selected as a whole.
                navigator.clipboard?.writeText(made.secret).then(
                  () => setCopied(true),
                  () => undefined,
                )
              }}
            >
              {t(copied ? 'integration.copied' : 'integration.copy')}
            </Button>
            <span className="sp" />
            <Button type="primary" onClick={onClose}>
              {t('integration.done')}
            </Button>
          </div>
        </>
      )}
    </Modal>
  )
}
