import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { integrationRoutes, type EndpointView } from '@lifang/domains/integration/schema.ts'
import { ALL_INCIDENTS } from '@lifang/domains/integration/schema/topics.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact, when } from '../../kit/time.ts'
import { joined, t, word } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'
import { useNow } from '../../kit/now.ts'
import { AddWebhook } from './webhook-add.tsx'
import { WebhookLog, whyOf } from './webhook-log.tsx'

const endpointsQuery = {
  queryKey: ['webhooks'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(integrationRoutes.endpoints, { signal }),
  refetchInterval: 15_000,
} as const
const reread = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['webhooks'] })

/** What an endpoint is told, in words. */
export function topicsWords(topics: readonly string[]): string {
  const single = topics.filter((one) => one.startsWith('incidents.') && one !== ALL_INCIDENTS).length
  return joined([
    ...(topics.includes(ALL_INCIDENTS) ? [t('integration.topics.incidents')] : []),
    ...(single > 0 && !topics.includes(ALL_INCIDENTS) ? [t('integration.topics.some', { n: single })] : []),
    ...(topics.includes('notices.told') ? [t('integration.topics.notices')] : []),
  ])
}

/** Systems outside that are told of what happens: connect, try, watch, replay. */
export function WebhooksPage() {
  const [adding, setAdding] = useState(false)
  const [logOf, setLogOf] = useState<string | null>(null)
  const list = useQuery(endpointsQuery)
  const items = list.data?.items ?? []
  const shown = items.find((e) => e.id === logOf)
  return (
    <div className="page">
      <div className="line">
        <h1>{t('integration.room')}</h1>
        <span className="sp" />
        <Button type="primary" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
          {t('integration.add')}
        </Button>
      </div>
      <p className="mu md">{t('integration.hint')}</p>
      <section className="card">
        <header>
          <h2>{t('integration.list')}</h2>
        </header>
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading lines={4} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('integration.none')} hint={t('integration.none-hint')} />
        ) : (
          <ul className="endpoints">
            {items.map((e) => (
              <Endpoint
                key={e.id}
                endpoint={e}
                open={e.id === logOf}
                onLog={() => setLogOf((old) => (old === e.id ? null : e.id))}
              />
            ))}
          </ul>
        )}
      </section>
      {shown !== undefined && <WebhookLog endpoint={shown} onReplayed={reread} />}
      {adding && (
        <AddWebhook
          onClose={() => {
            setAdding(false)
            void reread()
          }}
        />
      )}
    </div>
  )
}

function Endpoint({
  endpoint: e,
  open,
  onLog,
}: {
  endpoint: EndpointView
  open: boolean
  onLog: () => void
}) {
  const now = useNow()
  const [removing, setRemoving] = useState(false)
  const test = useMutation({
    mutationFn: () => call(integrationRoutes.testEndpoint, { params: { id: e.id }, body: { id: newId() } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhook-log', e.id] }),
  })
  const turn = useMutation({
    mutationFn: (status: 'active' | 'paused') =>
      call(integrationRoutes.setStatus, { params: { id: e.id }, body: { status } }),
    onSettled: reread,
  })
  const remove = useMutation({
    mutationFn: () => call(integrationRoutes.removeEndpoint, { params: { id: e.id } }),
    onSuccess: reread,
  })
  const tried = test.data?.tries[0]
  return (
    <li>
      <div className="line wrap">
        <b className="ink">{e.name}</b>
        <span className={e.status === 'active' ? 'tag b' : 'tag o'}>
          {word('integration.status', e.status)}
        </span>
        <span className="mu md">{topicsWords(e.topics)}</span>
        <span className="sp" />
        <span className="line">
          <Button size="small" loading={test.isPending} onClick={() => test.mutate()}>
            {t('integration.test')}
          </Button>
          <Button size="small" aria-expanded={open} onClick={onLog}>
            {t('integration.log')}
          </Button>
          <Button
            size="small"
            loading={turn.isPending}
            onClick={() => turn.mutate(e.status === 'active' ? 'paused' : 'active')}
          >
            {t(e.status === 'active' ? 'integration.pause' : 'integration.resume')}
          </Button>
          <Button size="small" onClick={() => setRemoving(true)}>
            {t('integration.remove')}
          </Button>
        </span>
      </div>
      <div className="line wrap md">
        <code>{e.url}</code>
        <span className="sp" />
        <span className="line">
          <span>
            <span className="mu">{t('integration.col.waiting')}</span> {e.waiting}
          </span>
          <span>
            <span className="mu">{t('integration.col.parked')}</span> {e.parked}
          </span>
          <span title={e.lastDeliveredAt === null ? undefined : exact(Date.parse(e.lastDeliveredAt))}>
            <span className="mu">{t('integration.col.last')}</span>{' '}
            {e.lastDeliveredAt === null ? '—' : when(Date.parse(e.lastDeliveredAt), now)}
          </span>
        </span>
      </div>
      {e.failingSince !== null && (
        <p className="md ink">
          <b>{t('integration.failing', { at: when(Date.parse(e.failingSince), now) })}</b>
        </p>
      )}
      <p role="status" className="md">
        {test.data === undefined
          ? ''
          : test.data.status === 'delivered'
            ? t('integration.test-ok', { code: tried?.code })
            : t('integration.test-bad', { why: whyOf(tried) })}
      </p>
      <ProblemAlert error={test.error ?? turn.error ?? remove.error} />
      <Modal
        open={removing}
        title={`${t('integration.remove')} ${e.name}`}
        okText={t('integration.remove')}
        onOk={() => remove.mutate()}
        confirmLoading={remove.isPending}
        onCancel={() => setRemoving(false)}
        width={400}
      >
        <p>{t('integration.remove-sure')}</p>
      </Modal>
    </li>
  )
}
