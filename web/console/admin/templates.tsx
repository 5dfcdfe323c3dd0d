import './admin.css'
import './templates.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Phrases } from '@lifang/platform/lang.ts'
import { PLACEHOLDERS, render, unknownPlaceholders } from '@lifang/domains/notices/rules/text.ts'
import { noticeRoutes, type TemplateView } from '@lifang/domains/notices/schema.ts'
import { CHANNELS, LANGUAGES, NOTICE_EVENTS, type NoticeEvent } from '@lifang/domains/notices/schema/words.ts'
import { call } from '../../kit/call.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { atMost, filled, isMarked, markRefused } from '../../kit/typed.ts'
import { joined, t, word } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'

const templatesQuery = {
  queryKey: ['notice-templates'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(noticeRoutes.templates, { signal })).items,
} as const

const wordFiles = import.meta.glob<Phrases>('../../../lang/{zh-CN,en}/{notices,incidents}.json', {
  import: 'default',
})
/** The words a text in this language takes for its values, as the server does when it tells somebody. */
const wordsQuery = (language: TemplateView['language']) => ({
  queryKey: ['notice-words', language],
  queryFn: async (): Promise<Phrases> => {
    const mine = Object.entries(wordFiles).filter(([path]) => path.includes(`/${language}/`))
    const read = await Promise.all(mine.map(([, load]) => load()))
    return Object.assign({}, ...read) as Phrases
  },
  staleTime: Number.POSITIVE_INFINITY,
})

const nameOf = (event: NoticeEvent): string => word('settings.event', event)
const keyOf = (of: Pick<TemplateView, 'event' | 'channel' | 'language'>): string =>
  [of.event, of.channel, of.language].join(' ')

/** 通知文字: what people are told, by occasion, channel and language, over the texts of the release. */
export function TemplatesPage() {
  const { data, error, refetch } = useQuery(templatesQuery)
  const [event, setEvent] = useState<NoticeEvent>('dispatched')
  const [channel, setChannel] = useState<TemplateView['channel']>('app')
  const [language, setLanguage] = useState<TemplateView['language']>('zh-CN')
  if (data === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  const own = new Set(data.filter((x) => x.overridden).map((x) => x.event))
  const shown = data.find((x) => x.event === event && x.channel === channel && x.language === language)
  return (
    <div className="page">
      <div className="line">
        <h1>{t('settings.templates')}</h1>
        <span className="mu md">{t('settings.templates-hint')}</span>
      </div>
      <div className="templates">
        <section className="card" aria-label={t('settings.occasions')}>
          <ul>
            {NOTICE_EVENTS.map((one) => (
              <li key={one}>
                <button type="button" aria-pressed={one === event} onClick={() => setEvent(one)}>
                  {nameOf(one)}
                  {own.has(one) && <span className="tag b">{t('settings.own')}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section className="card" aria-label={nameOf(event)}>
          <header>
            <h2>{nameOf(event)}</h2>
            <span className="sp" />
            <Segmented
              size="small"
              aria-label={t('settings.channel')}
              value={channel}
              onChange={setChannel}
              options={CHANNELS.map((value) => ({ value, label: t(`settings.channel.${value}`) }))}
            />
            <Segmented
              size="small"
              aria-label={t('settings.language')}
              value={language}
              onChange={setLanguage}
              options={LANGUAGES.map((value) => ({ value, label: t(`notices.language.${value}`) }))}
            />
          </header>
          {shown === undefined ? (
            <p className="mu body">{t('settings.no-text')}</p>
          ) : (
            <TemplateForm
              key={`${keyOf(shown)} ${String(shown.overridden)} ${String(shown.version)}`}
              of={shown}
            />
          )}
        </section>
      </div>
    </div>
  )
}

interface Fields {
  readonly title: string
  readonly body: string
}
const FIELDS = ['title', 'body'] as const

const known = {
  validator: (_rule: unknown, value: unknown): Promise<void> => {
    const names = unknownPlaceholders(typeof value === 'string' ? value : '')
    return names.length === 0
      ? Promise.resolve()
      : Promise.reject(new Error(t('notices.unknown-placeholder', { names: names.join('、') })))
  },
}

function TemplateForm({ of }: { readonly of: TemplateView }) {
  const [form] = Form.useForm<Fields>()
  const title = Form.useWatch('title', form) ?? of.title
  const body = Form.useWatch('body', form) ?? of.body
  const { event, channel, language } = of
  const save = useMutation({
    mutationFn: (text: Fields | null) =>
      call(noticeRoutes.setTemplate, {
        body: { event, channel, language, title: text?.title ?? null, body: text?.body ?? null },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: templatesQuery.queryKey }),
    onError: (error) => markRefused(form, error),
  })
  const same = title.trim() === of.title && body.trim() === of.body
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      className="body"
      requiredMark={false}
      initialValues={{ title: of.title, body: of.body }}
      onFinish={(text) => save.mutate({ title: text.title, body: text.body ?? '' })}
    >
      <p className="mu sm gap">{t(of.overridden ? 'settings.is-own' : 'settings.is-release')}</p>
      <Form.Item
        name="title"
        label={t('settings.text-title')}
        rules={[filled(100), known]}
        htmlFor="template-title"
      >
        <Input id="template-title" />
      </Form.Item>
      <Form.Item
        name="body"
        label={t('settings.text-body')}
        rules={[atMost(300), known]}
        htmlFor="template-body"
      >
        <Input.TextArea id="template-body" autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <p className="sm mu">
        {t('settings.placeholders', {
          names: PLACEHOLDERS.map((p) => `{${p}} ${t(`settings.placeholder.${p}`)}`).join('、'),
        })}
      </p>
      <Preview title={title} body={body} language={language} />
      <ProblemAlert error={isMarked(save.error, FIELDS) ? null : save.error} />
      {save.isSuccess && same && <p role="status">{t('settings.saved')}</p>}
      <div className="line">
        <Button
          type="primary"
          htmlType="submit"
          disabled={same}
          loading={save.isPending && save.variables !== null}
        >
          {t('settings.save')}
        </Button>
        {of.overridden && (
          <Button loading={save.isPending && save.variables === null} onClick={() => save.mutate(null)}>
            {t('settings.take-back')}
          </Button>
        )}
      </div>
    </Form>
  )
}

/** How it reads with the facts of an invented case. */
function Preview({ title, body, language }: Fields & Pick<TemplateView, 'language'>) {
  const { data: phrases } = useQuery(wordsQuery(language))
  if (phrases === undefined) return <Loading lines={2} />
  const said = render({ title, body }, phrases, {
    what: t('settings.sample.what'),
    place: t('settings.sample.place'),
    grid: t('settings.sample.grid'),
    unit: t('settings.sample.unit'),
    name: t('settings.sample.name'),
    number: '990602202611260001234',
    due: (phrases['notices.due'] ?? '{at}').replace('{at}', '11-26 17:30'),
    kind: 'extension',
    granted: true,
    stage: 'handle',
    level: 'yellow',
    result: 'fail',
    status: 'rejected',
  })
  return (
    <figure className="template-preview" aria-label={t('settings.preview')}>
      <figcaption className="sm mu">{joined([t('settings.preview'), t('settings.sample')])}</figcaption>
      <b>{said.title}</b>
      <p>{said.body}</p>
    </figure>
  )
}
