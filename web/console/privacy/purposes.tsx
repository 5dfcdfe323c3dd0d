import './privacy.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { useEffect, useState } from 'react'
import { privacyRoutes, type PurposeView } from '@lifang/domains/registry/schema/privacy.ts'
import { call } from '../../kit/call.ts'
import { Failed, Loading } from '../../kit/states.tsx'
import { filled } from '../../kit/typed.ts'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { useMe } from '../app/session.tsx'
import { privacyChanged, purposesQuery, versionsQuery } from './queries.ts'

/** 采集目的: what each form collects and why. The security administrator says the texts of this deployment; every version stays. */
export function PurposesPage() {
  const me = useMe()
  const keeps = me.admin === 'security-admin'
  const { data, error, refetch } = useQuery(purposesQuery)
  const [editing, setEditing] = useState<PurposeView | null>(null)
  const there = data !== undefined
  useEffect(() => {
    // The texts come after the address was read.
    if (there && location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [there])
  return (
    <div className="page reg-page">
      <div className="line wrap">
        <h1>{t('console.purpose')}</h1>
        <span className="mu md">{t('privacy.purposes-hint')}</span>
      </div>
      {data === undefined ? (
        error === null ? (
          <Loading lines={8} />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : (
        <div className="privacy-forms">
          {data.items.map((p) => (
            <section key={p.form} id={p.form} className="card" aria-labelledby={`form-${p.form}`}>
              <header>
                <h2 id={`form-${p.form}`}>{t(`privacy.form.${p.form}`)}</h2>
                <span className="mu sm">
                  {p.version === 0 ? t('privacy.delivered') : t('privacy.version', { n: p.version })}
                </span>
                <span className="sp" />
                {keeps && (
                  <Button size="small" onClick={() => setEditing(p)}>
                    {t('privacy.edit')}
                    <span className="hidden">{t(`privacy.form.${p.form}`)}</span>
                  </Button>
                )}
              </header>
              <dl className="privacy-text">
                <dt>{t('privacy.purpose')}</dt>
                <dd>{p.purpose}</dd>
                <dt>{t('privacy.ground')}</dt>
                <dd>{p.ground}</dd>
                <dt>{t('privacy.fields')}</dt>
                <dd>{p.fields.map((f) => t(`privacy.field.${f}`)).join('、')}</dd>
                <dt>{t('privacy.days')}</dt>
                <dd>{t(`privacy.after.${p.after}`, { days: p.days })}</dd>
                <dt>{t('privacy.ask')}</dt>
                <dd>{p.ask}</dd>
              </dl>
              {p.version > 0 && <Versions of={p} />}
            </section>
          ))}
        </div>
      )}
      {editing !== null && <Edit of={editing} onClose={() => setEditing(null)} />}
    </div>
  )
}

/** What it said before, asked for when somebody wants to know. */
function Versions({ of }: { readonly of: PurposeView }) {
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...versionsQuery(of.form), enabled: open })
  return (
    <details className="reg-pad" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('privacy.versions')}</summary>
      <ul className="privacy-versions">
        {(data?.items ?? []).map((v) => (
          <li key={v.version} className="sm">
            <b>{v.version === 0 ? t('privacy.delivered') : t('privacy.version', { n: v.version })}</b>{' '}
            <span className="mu">
              {v.at === null
                ? ''
                : `${exact(Date.parse(v.at)).slice(0, 16)} ${v.by ?? ''} · ${v.reason ?? ''}`}
            </span>
            <p>{v.purpose}</p>
            <p className="mu">
              {v.ground} · {t('privacy.n-days', { days: v.days })} · {v.ask}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface Said {
  purpose: string
  ground: string
  ask: string
  days: number | null
  reason: string
}
function Edit({ of, onClose }: { readonly of: PurposeView; readonly onClose: () => void }) {
  const initial: Said = { purpose: of.purpose, ground: of.ground, ask: of.ask, days: of.days, reason: '' }
  const text = (field: 'purpose' | 'ground' | 'ask' | 'reason', max: number) => (
    <Form.Item
      name={field}
      label={t(field === 'reason' ? 'privacy.edit-reason' : `privacy.${field}`)}
      htmlFor={`purpose-${field}`}
      rules={[filled(max, 4)]}
    >
      <Input.TextArea id={`purpose-${field}`} autoSize={{ minRows: 2 }} />
    </Form.Item>
  )
  return (
    <FormWindow
      title={t(`privacy.form.${of.form}`)}
      initial={initial}
      send={({ purpose, ground, ask, days, reason }, idFor) => {
        const body = {
          version: of.version,
          purpose: purpose.trim(),
          ground: ground.trim(),
          ask: ask.trim(),
          days: days ?? 0,
          reason: reason.trim(),
        }
        return call(privacyRoutes.setPurpose, {
          params: { form: of.form },
          body: { id: idFor(body), ...body },
        })
      }}
      changed={privacyChanged}
      onClose={onClose}
      submit={t('privacy.save')}
      width={560}
    >
      <p className="mu md">{t('privacy.edit-why')}</p>
      {text('purpose', 500)}
      {text('ground', 500)}
      <Form.Item
        name="days"
        label={t(`privacy.days-label.${of.after}`)}
        htmlFor="purpose-days"
        rules={[{ required: true, message: t('console.required') }]}
      >
        <InputNumber id="purpose-days" min={1} max={36_500} precision={0} />
      </Form.Item>
      {text('ask', 200)}
      {text('reason', 200)}
    </FormWindow>
  )
}
