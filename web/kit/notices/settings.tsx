import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Radio, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import { noticeRoutes, type PreferenceView } from '@lifang/domains/notices/schema.ts'
import { LANGUAGES } from '@lifang/domains/notices/schema/words.ts'
import { call, Refusal } from '../call.ts'
import { Failed, Loading, ProblemAlert } from '../states.tsx'
import { t } from '../words.ts'
import { pushState, startPush, stopPush, type PushState } from './push.ts'
import { preferenceQuery } from './queries.ts'

export function NoticeSettings({ accountId }: { accountId: string }) {
  const { data, isError, error, refetch } = useQuery(preferenceQuery)
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={6} />
  return <Form start={data} accountId={accountId} />
}

/** One setting: a name, what it means, and its control. */
function Setting({
  id,
  name,
  hint,
  children,
}: {
  id: string
  name: string
  hint?: string
  children: ReactNode
}) {
  return (
    <div className="setting">
      <div>
        <b id={id}>{name}</b>
        {hint !== undefined && <p className="mu sm">{hint}</p>}
      </div>
      {children}
    </div>
  )
}

function Form({ start, accountId }: { start: PreferenceView; accountId: string }) {
  const client = useQueryClient()
  const [form, setForm] = useState(() => ({ ...start, quiet: start.quiet ?? { from: '22:00', to: '07:00' } }))
  const [quiet, setQuiet] = useState(start.quiet !== null)
  const [digest, setDigest] = useState(start.digestAt !== null)
  const digestAt = form.digestAt ?? '08:40'
  const save = useMutation({
    mutationFn: () =>
      call(noticeRoutes.setPreference, {
        body: {
          push: form.push,
          quiet: quiet ? form.quiet : null,
          digestAt: digest ? digestAt : null,
          language: form.language,
        },
      }),
    onSuccess: async (now) => {
      client.setQueryData(preferenceQuery.queryKey, now)
      // The texts may be in another language now.
      await client.invalidateQueries({ queryKey: ['notices'] })
    },
  })
  const set = (over: Partial<typeof form>): void => {
    save.reset()
    setForm((old) => ({ ...old, ...over }))
  }
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <ThisBrowser accountId={accountId} />
      {start.devices > 0 && (
        <Setting
          id="notices-push-all"
          name={t('notices.push-all')}
          hint={t('notices.devices', { n: start.devices })}
        >
          <Switch aria-labelledby="notices-push-all" checked={form.push} onChange={(push) => set({ push })} />
        </Setting>
      )}
      <Setting id="notices-quiet" name={t('notices.quiet')} hint={t('notices.quiet-hint')}>
        <Switch
          aria-labelledby="notices-quiet"
          checked={quiet}
          onChange={(on) => {
            save.reset()
            setQuiet(on)
          }}
        />
      </Setting>
      {quiet && (
        <div className="times">
          <Input
            type="time"
            required
            aria-label={t('notices.quiet-from')}
            value={form.quiet.from}
            onChange={(e) => set({ quiet: { ...form.quiet, from: e.target.value } })}
          />
          <span aria-hidden="true">—</span>
          <Input
            type="time"
            required
            aria-label={t('notices.quiet-to')}
            value={form.quiet.to}
            onChange={(e) => set({ quiet: { ...form.quiet, to: e.target.value } })}
          />
        </div>
      )}
      <Setting id="notices-digest" name={t('notices.digest-on')} hint={t('notices.digest-hint')}>
        <Switch
          aria-labelledby="notices-digest"
          checked={digest}
          onChange={(on) => {
            save.reset()
            setDigest(on)
          }}
        />
      </Setting>
      {digest && (
        <div className="times">
          <Input
            type="time"
            required
            aria-label={t('notices.digest-at')}
            value={digestAt}
            onChange={(e) => set({ digestAt: e.target.value })}
          />
        </div>
      )}
      <Setting id="notices-language" name={t('notices.language')}>
        <Radio.Group
          aria-labelledby="notices-language"
          value={form.language}
          onChange={(e) => set({ language: LANGUAGES.find((l) => l === e.target.value) ?? 'zh-CN' })}
          options={LANGUAGES.map((value) => ({ value, label: t(`notices.language.${value}`) }))}
        />
      </Setting>
      <ProblemAlert error={save.error} />
      <div className="line">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('notices.save')}
        </Button>
        <span role="status">{save.isSuccess ? t('notices.saved') : ''}</span>
      </div>
    </form>
  )
}

const WHY: Partial<Record<PushState, string>> = {
  unsupported: 'notices.push-unsupported',
  denied: 'notices.push-denied',
}

/** Pushing to this browser begins and ends at once: it asks the browser, not the server alone. */
function ThisBrowser({ accountId }: { accountId: string }) {
  const client = useQueryClient()
  const state = useQuery({ queryKey: ['push-state'], queryFn: pushState })
  const turn = useMutation({
    mutationFn: async (on: boolean): Promise<PushState> => {
      if (on) return startPush(accountId)
      await stopPush()
      return 'off'
    },
    onSettled: async (now) => {
      if (now !== undefined) client.setQueryData(['push-state'], now)
      await client.invalidateQueries({ queryKey: preferenceQuery.queryKey })
    },
  })
  const why = state.data === undefined ? undefined : WHY[state.data]
  return (
    <>
      <Setting id="notices-push" name={t('notices.push')} hint={t(why ?? 'notices.push-hint')}>
        <Switch
          aria-labelledby="notices-push"
          checked={state.data === 'on'}
          disabled={state.data === undefined || state.data === 'unsupported' || state.data === 'denied'}
          loading={turn.isPending}
          onChange={(on) => turn.mutate(on)}
        />
      </Setting>
      {turn.error instanceof Refusal ? (
        <ProblemAlert error={turn.error} />
      ) : (
        turn.isError && (
          <p className="mu sm" role="alert">
            {t('notices.push-failed')}
          </p>
        )
      )}
    </>
  )
}
