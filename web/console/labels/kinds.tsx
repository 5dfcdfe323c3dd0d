import './labels.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { labelRoutes, type AccessView, type LabelKindView } from '@lifang/domains/registry/schema/labels.ts'
import type { LabelKind } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { useNow } from '../../kit/now.ts'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { filled, useCommandId } from '../../kit/typed.ts'
import { dayOfInstant } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { accessesQuery, kindsQuery, labelsChanged } from './queries.ts'

/** 特殊人群: which kinds of label may be used, on what ground, and who sees the special ones by name. */
export function LabelKindsPage() {
  const kinds = useQuery(kindsQuery)
  const access = useQuery(accessesQuery)
  const [turning, setTurning] = useState<LabelKindView | null>(null)
  const [naming, setNaming] = useState(false)
  if (kinds.data === undefined || access.data === undefined) {
    const error = kinds.error ?? access.error
    const retry = (): void => void Promise.all([kinds.refetch(), access.refetch()])
    return error === null ? <Loading lines={10} /> : <Failed error={error} retry={retry} />
  }
  const special = kinds.data.items.filter((k) => k.special)
  return (
    <div className="page">
      <div className="line wrap">
        <h1>{t('labels.kinds')}</h1>
        <span className="mu md">{t('labels.kinds-hint')}</span>
      </div>
      <section className="card" aria-labelledby="label-kinds">
        <header>
          <h2 id="label-kinds">{t('labels.kinds-list')}</h2>
        </header>
        <ul className="label-lines">
          {kinds.data.items.map((k) => (
            <li key={k.kind} data-kind={k.kind}>
              <p className="line wrap">
                <b>{t(`labels.kind.${k.kind}`)}</b>
                {k.special && <span className="tag">{t('labels.special')}</span>}
                <span className={k.enabled ? 'tag b' : 'tag'}>
                  {t(k.enabled ? 'labels.on' : 'labels.off')}
                </span>
                <span className="sp" />
                <Button size="small" onClick={() => setTurning(k)}>
                  {t(k.enabled ? 'labels.turn-off' : 'labels.turn-on')}
                </Button>
              </p>
              <p className="sm mu">
                {k.basis === null
                  ? t(k.special ? 'labels.as-delivered-off' : 'labels.as-delivered-on')
                  : t('labels.set-by', { basis: k.basis, by: k.by ?? '', at: dayOfInstant(k.at) })}
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="label-access">
        <header>
          <h2 id="label-access">{t('labels.access')}</h2>
          <span className="sm mu">{t('labels.access-hint')}</span>
          <span className="sp" />
          <Button size="small" onClick={() => setNaming(true)}>
            {t('labels.grant')}
          </Button>
        </header>
        {access.data.items.length === 0 ? (
          <Empty title={t('labels.access-none')} hint={t('labels.access-none-hint')} />
        ) : (
          <ul className="label-lines">
            {access.data.items.map((a) => (
              <Access key={a.id} of={a} />
            ))}
          </ul>
        )}
      </section>
      {turning !== null && <Turn of={turning} onClose={() => setTurning(null)} />}
      {naming && <Grant kinds={special.map((k) => k.kind)} onClose={() => setNaming(false)} />}
    </div>
  )
}

function Access({ of }: { readonly of: AccessView }) {
  const idFor = useCommandId()
  const back = useMutation({
    mutationFn: () => call(labelRoutes.withdraw, { params: { id: of.id }, body: { id: idFor(of.id) } }),
    onSuccess: labelsChanged,
  })
  return (
    <li>
      <p className="line wrap">
        <b>{of.account}</b>
        <span className="tag">{t(`labels.kind.${of.kind}`)}</span>
        <span className={of.holds ? 'tag b' : 'tag'}>{t(of.holds ? 'labels.holds' : 'labels.over')}</span>
        <span className="mu">{t('labels.days', { from: of.from, until: of.until })}</span>
        <span className="sp" />
        {of.holds && (
          <Button size="small" loading={back.isPending} onClick={() => back.mutate()}>
            {t('labels.withdraw')}
          </Button>
        )}
      </p>
      <p className="sm mu">
        {t('labels.granted-by', { reason: of.reason, by: of.grantedBy })}
        {of.withdrawn !== null &&
          ` · ${t('labels.withdrawn-by', { by: of.withdrawn.by, at: dayOfInstant(of.withdrawn.at) })}`}
      </p>
      <ProblemAlert error={back.error} />
    </li>
  )
}

function Turn({ of, onClose }: { readonly of: LabelKindView; readonly onClose: () => void }) {
  const act = of.enabled ? 'labels.turn-off' : 'labels.turn-on'
  return (
    <FormWindow
      title={`${t(act)} · ${t(`labels.kind.${of.kind}`)}`}
      initial={{ basis: '' }}
      send={({ basis }, idFor) => {
        const body = { enabled: !of.enabled, basis: basis.trim() }
        return call(labelRoutes.setKind, { params: { kind: of.kind }, body: { id: idFor(body), ...body } })
      }}
      changed={labelsChanged}
      onClose={onClose}
      submit={t(act)}
    >
      <p className="mu md">{t(of.enabled ? 'labels.turn-off-why' : 'labels.turn-on-why')}</p>
      <Form.Item name="basis" label={t('labels.field.basis')} htmlFor="kind-basis" rules={[filled(200, 4)]}>
        <Input.TextArea id="kind-basis" autoSize={{ minRows: 2 }} placeholder={t('labels.basis-hint')} />
      </Form.Item>
    </FormWindow>
  )
}

interface Naming {
  readonly kind: LabelKind | null
  readonly account: string
  readonly until: string
  readonly reason: string
}

function Grant({ kinds, onClose }: { readonly kinds: readonly LabelKind[]; readonly onClose: () => void }) {
  const today = dateOf(officeDay(useNow()))
  const initial: Naming = { kind: null, account: '', until: '', reason: '' }
  const needed = { required: true, message: t('console.required') }
  return (
    <FormWindow
      title={t('labels.grant')}
      initial={initial}
      send={({ kind, account, until, reason }, idFor) => {
        if (kind === null) throw new Error('a kind is chosen')
        const body = { kind, account: account.trim(), until, reason: reason.trim() }
        return call(labelRoutes.grant, { body: { id: idFor(body), ...body } })
      }}
      changed={labelsChanged}
      onClose={onClose}
      submit={t('labels.grant')}
    >
      <p className="mu md">{t('labels.grant-why')}</p>
      <Form.Item name="kind" label={t('labels.field.kind')} htmlFor="grant-kind" rules={[needed]}>
        <Select
          id="grant-kind"
          placeholder={t('labels.choose')}
          options={kinds.map((k) => ({ value: k, label: t(`labels.kind.${k}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="account"
        label={t('labels.field.account')}
        htmlFor="grant-account"
        rules={[filled(60)]}
      >
        <Input id="grant-account" />
      </Form.Item>
      <Form.Item name="until" label={t('labels.field.until')} htmlFor="grant-until" rules={[needed]}>
        <Input id="grant-until" type="date" min={today} />
      </Form.Item>
      <Form.Item name="reason" label={t('labels.why')} htmlFor="grant-reason" rules={[filled(200, 4)]}>
        <Input.TextArea id="grant-reason" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}
