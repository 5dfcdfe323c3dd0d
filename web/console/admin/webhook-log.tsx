import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import {
  DELIVERY_STATUSES,
  integrationRoutes,
  type DeliveryView,
  type EndpointView,
} from '@lifang/domains/integration/schema.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact, fromLocalInput, toLocalInput, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'
import { useNow } from '../../kit/now.ts'

const OWN_WORDS: Readonly<Record<string, string>> = {
  'incidents.report': 'integration.topic.report',
  'incidents.near-due': 'integration.topic.near-due',
  'incidents.overdue': 'integration.topic.overdue',
  'notices.told': 'integration.topic.told',
  'webhooks.test': 'integration.topic.test',
}
/** incidents.dispatch is 派遣. */
export const topicWord = (topic: string): string => {
  const own = OWN_WORDS[topic]
  return own === undefined ? word('incidents.act', topic.slice(topic.indexOf('.') + 1)) : t(own)
}

/** What came of a try: the answer's status, or why there was none. */
export const whyOf = (tried: DeliveryView['tries'][number] | undefined): string =>
  tried === undefined
    ? ''
    : tried.error === null
      ? t('integration.answered', { code: tried.code })
      : word('integration.why', tried.error)

interface LogProps {
  readonly endpoint: EndpointView
  readonly onReplayed: () => Promise<void>
}

export function WebhookLog({ endpoint, onReplayed }: LogProps) {
  const now = useNow()
  const [status, setStatus] = useState<DeliveryView['status'] | undefined>(undefined)
  const [since, setSince] = useState(() => toLocalInput(Date.now() - DAY))
  const log = useInfiniteQuery({
    queryKey: ['webhook-log', endpoint.id, status ?? ''],
    queryFn: ({ pageParam, signal }: { pageParam: number | null; signal: AbortSignal }) =>
      call(integrationRoutes.deliveries, {
        params: { id: endpoint.id },
        query: {
          ...(status === undefined ? {} : { status }),
          ...(pageParam === null ? {} : { before: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  })
  const replay = useMutation({
    mutationFn: (which: { delivery: string } | { since: string }) =>
      call(integrationRoutes.replay, { params: { id: endpoint.id }, body: { id: newId(), ...which } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['webhook-log', endpoint.id] })
      await onReplayed()
    },
  })
  const items = log.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <section className="card" aria-labelledby="webhook-log">
      <header>
        <h2 id="webhook-log">{t('integration.log-of', { name: endpoint.name })}</h2>
        <span className="sp" />
        <Select<DeliveryView['status']>
          size="small"
          allowClear
          aria-label={t('integration.col.state')}
          placeholder={t('integration.col.state')}
          style={{ width: 120 }}
          value={status ?? null}
          onChange={(value) => setStatus(DELIVERY_STATUSES.find((s) => s === value))}
          options={DELIVERY_STATUSES.map((value) => ({
            value,
            label: t(`integration.delivery.${value}`),
          }))}
        />
        <Button size="small" icon={<Icon name="refresh" />} onClick={() => void log.refetch()}>
          {t('integration.refresh')}
        </Button>
      </header>
      <form
        className="body line wrap"
        onSubmit={(event) => {
          event.preventDefault()
          replay.mutate({ since: fromLocalInput(since) })
        }}
      >
        <Input
          type="datetime-local"
          size="small"
          required
          aria-label={t('integration.since')}
          style={{ width: 200 }}
          value={since}
          onChange={(e) => setSince(e.target.value)}
        />
        <Button size="small" htmlType="submit" loading={replay.isPending}>
          {t('integration.replay-since')}
        </Button>
        <span role="status" className="md">
          {replay.data === undefined ? '' : t('integration.queued', { n: replay.data.queued })}
        </span>
      </form>
      <ProblemAlert error={replay.error} />
      {log.data === undefined ? (
        log.isError ? (
          <Failed error={log.error} retry={() => void log.refetch()} />
        ) : (
          <Loading lines={6} />
        )
      ) : items.length === 0 ? (
        <Empty title={t('integration.no-deliveries')} />
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-labelledby="webhook-log">
          <table className="table">
            <colgroup>
              <col style={{ width: 130 }} />
              <col style={{ width: 150 }} />
              <col style={{ width: 190 }} />
              <col style={{ width: 60 }} />
              <col />
              <col style={{ width: 90 }} />
            </colgroup>
            <thead>
              <tr>
                {(['at', 'topic', 'result', 'tries', 'answer'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`integration.col.${column}`)}
                  </th>
                ))}
                <th scope="col">{t('integration.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((d) => (
                <tr key={d.id}>
                  <td title={exact(Date.parse(d.createdAt))}>{when(Date.parse(d.createdAt), now)}</td>
                  <td title={d.body}>
                    {topicWord(d.topic)}{' '}
                    {d.replayOf !== null && <span className="tag o">{t('integration.is-replay')}</span>}
                  </td>
                  <td>
                    {t(`integration.delivery.${d.status}`)}
                    {d.nextAt !== null && d.attempts > 0 && (
                      <span className="mu">
                        {' '}
                        · {t('integration.next-try', { at: when(Date.parse(d.nextAt), now) })}
                      </span>
                    )}
                  </td>
                  <td>{d.attempts}</td>
                  <td title={d.tries[0]?.answer}>
                    {d.tries[0] === undefined ? '' : `${whyOf(d.tries[0])} ${d.tries[0].answer}`}
                  </td>
                  <td>
                    {d.status !== 'waiting' && d.topic !== 'webhooks.test' && (
                      <Button
                        size="small"
                        aria-label={`${t('integration.replay')} ${topicWord(d.topic)} ${exact(Date.parse(d.createdAt))}`}
                        onClick={() => replay.mutate({ delivery: d.id })}
                      >
                        {t('integration.replay')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.hasNextPage && (
        <div className="body">
          <Button size="small" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('integration.more')}
          </Button>
        </div>
      )}
    </section>
  )
}
