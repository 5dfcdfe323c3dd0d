import './templates.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Switch } from 'antd'
import { CARD_FIELDS, type CardField } from '@lifang/domains/grid/rules/card.ts'
import { cardRoutes, type CardSetting } from '@lifang/domains/grid/schema/publication.ts'
import { casesRoutes, type CasesSetting } from '@lifang/domains/incidents/schema/publication.ts'
import { useState } from 'react'
import { call, Refusal } from '../../kit/call.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'

const cardQuery = {
  queryKey: ['publication', 'card'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(cardRoutes.card, { signal }),
} as const
const casesQuery = {
  queryKey: ['publication', 'cases'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(casesRoutes.cases, { signal }),
} as const
const changed = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['publication'] })

/** 居民公开: what of a grid worker's card, and of which domains cases, residents are shown. */
export function PublicationPage() {
  const card = useQuery(cardQuery)
  const cases = useQuery(casesQuery)
  const error = card.error ?? cases.error
  if (card.data === undefined || cases.data === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void changed()} />
  return (
    <div className="page narrow">
      <div className="line">
        <h1>{t('settings.publication')}</h1>
        <span className="mu md">{t('settings.publication-hint')}</span>
      </div>
      <CardForm now={card.data} />
      <CasesForm now={cases.data} />
    </div>
  )
}

/** What is decided on, and when it was last. */
function Head({ id, name, at }: { readonly id: string; readonly name: string; readonly at: string | null }) {
  return (
    <header>
      <h2 id={id}>{name}</h2>
      <span className="sp" />
      <span className="sm mu">
        {at === null
          ? t('settings.undecided')
          : t('settings.decided', { at: exact(Date.parse(at)).slice(0, 16) })}
      </span>
    </header>
  )
}

function SaveFoot({
  save,
}: {
  readonly save: { readonly error: unknown; readonly isSuccess: boolean; readonly isPending: boolean }
}) {
  return (
    <>
      <ProblemAlert error={save.error} />
      {save.isSuccess && (
        <p role="status" className="gap">
          {t('settings.published')}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('settings.save')}
      </Button>
    </>
  )
}

/**
 * The decision that was looked at when the form was filled in. Whoever is refused because somebody else decided meanwhile keeps what
 * they typed; pressing again is then a decision over the other's.
 */
function useSeen(first: string | null, queryKey: readonly string[]) {
  const [at, setAt] = useState(first)
  const onSuccess = (saved: { readonly decidedAt: string | null }): Promise<void> => {
    setAt(saved.decidedAt)
    return changed()
  }
  const onError = async (error: unknown): Promise<void> => {
    if (!(error instanceof Refusal) || !error.code.endsWith('.publication-moved')) return
    await changed()
    const now = queryClient.getQueryData<{ readonly decidedAt: string | null }>(queryKey)
    if (now !== undefined) setAt(now.decidedAt)
  }
  return { at, handlers: { onSuccess, onError } }
}

const MOST = 12
const LONGEST = 60
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
const fewAndShort = {
  validator: (_rule: unknown, value: unknown): Promise<void> => {
    const lines = linesOf(typeof value === 'string' ? value : '')
    return lines.length <= MOST && lines.every((line) => line.length <= LONGEST)
      ? Promise.resolve()
      : Promise.reject(new Error(t('settings.duties-many', { max: MOST, length: LONGEST })))
  },
}

function CardForm({ now }: { readonly now: CardSetting }) {
  const seen = useSeen(now.decidedAt, cardQuery.queryKey)
  const save = useMutation({
    mutationFn: ({ fields, duties }: { fields: CardField[]; duties: string }) => {
      const lines = linesOf(duties)
      return call(cardRoutes.setCard, {
        body: { fields, duties: lines.length === 0 ? null : lines, seen: seen.at },
      })
    },
    ...seen.handlers,
  })
  return (
    <section className="card" aria-labelledby="publication-card">
      <Head id="publication-card" name={t('settings.card')} at={now.decidedAt} />
      <Form<{ fields: CardField[]; duties: string }>
        layout="vertical"
        className="body"
        requiredMark={false}
        initialValues={{ fields: now.fields, duties: (now.duties ?? []).join('\n') }}
        onFinish={(f) => save.mutate(f)}
      >
        <Form.Item name="fields">
          <Checkbox.Group
            aria-labelledby="publication-card"
            className="choices"
            options={CARD_FIELDS.map((value) => ({ value, label: t(`settings.card.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="duties"
          label={t('settings.duties')}
          rules={[fewAndShort]}
          htmlFor="publication-duties"
        >
          <Input.TextArea id="publication-duties" autoSize={{ minRows: 3, maxRows: 12 }} />
        </Form.Item>
        <SaveFoot save={save} />
      </Form>
    </section>
  )
}

const someChosen = {
  validator: (_rule: unknown, value: unknown): Promise<void> =>
    Array.isArray(value) && value.length > 0
      ? Promise.resolve()
      : Promise.reject(new Error(t('settings.domains-needed'))),
}

function CasesForm({ now }: { readonly now: CasesSetting }) {
  const seen = useSeen(now.decidedAt, casesQuery.queryKey)
  const [form] = Form.useForm<{ shown: boolean; domains: string[] }>()
  const shown = Form.useWatch('shown', form) ?? now.shown
  const save = useMutation({
    mutationFn: (f: { shown: boolean; domains?: string[] }) =>
      call(casesRoutes.setCases, {
        body: { shown: f.shown, domains: f.domains ?? now.domains, seen: seen.at },
      }),
    ...seen.handlers,
  })
  return (
    <section className="card" aria-labelledby="publication-cases" style={{ marginTop: 16 }}>
      <Head id="publication-cases" name={t('settings.cases')} at={now.decidedAt} />
      <Form<{ shown: boolean; domains: string[] }>
        form={form}
        layout="vertical"
        className="body"
        requiredMark={false}
        initialValues={{ shown: now.shown, domains: now.domains.filter((d) => now.known.includes(d)) }}
        onFinish={(f) => save.mutate(f)}
      >
        <p className="mu sm gap">{t('settings.cases-how')}</p>
        <Form.Item
          name="shown"
          valuePropName="checked"
          label={t('settings.cases-shown')}
          htmlFor="publication-shown"
        >
          <Switch id="publication-shown" />
        </Form.Item>
        {shown && (
          <Form.Item
            name="domains"
            label={<span id="publication-domains">{t('settings.domains')}</span>}
            rules={[someChosen]}
          >
            <Checkbox.Group
              aria-labelledby="publication-domains"
              className="choices"
              options={now.known.map((value) => ({ value, label: word('console.list-domain', value) }))}
            />
          </Form.Item>
        )}
        <SaveFoot save={save} />
      </Form>
    </section>
  )
}
