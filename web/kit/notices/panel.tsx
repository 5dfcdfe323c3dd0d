import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer } from 'antd'
import { useState } from 'react'
import { officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { noticeRoutes, type NoticeView } from '@lifang/domains/notices/schema.ts'
import { call } from '../call.ts'
import { Icon } from '../icons.tsx'
import { Empty, Failed, Loading, ProblemAlert } from '../states.tsx'
import { exact, when } from '../time.ts'
import { t } from '../words.ts'
import { countQuery, listQuery, noticesKey } from './queries.ts'
import { NoticeSettings } from './settings.tsx'

interface PanelProps {
  readonly accountId: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onOpen: (url: string) => void
}

/** Where a notice leads; one about no incident leads to the room it concerns. */
const addressOf = (n: NoticeView): string =>
  n.number !== null ? `/incidents/${n.number}` : n.event === 'webhook-disabled' ? '/webhooks' : '/'

const groupOf = (at: number, now: number): 'today' | 'yesterday' | 'earlier' => {
  const apart = officeDay(now) - officeDay(at)
  return apart <= 0 ? 'today' : apart === 1 ? 'yesterday' : 'earlier'
}

/** The drawer behind the bell. */
export function NoticePanel({ accountId, open, onClose, onOpen }: PanelProps) {
  return (
    <Drawer
      open={open}
      onClose={onClose}
      placement="left"
      size={420}
      title={t('notices.room')}
      className="notices"
      closable={{ 'aria-label': t('notices.close') }}
      destroyOnHidden
    >
      <Inside accountId={accountId} onOpen={onOpen} />
    </Drawer>
  )
}

function Inside({ accountId, onOpen }: Pick<PanelProps, 'accountId' | 'onOpen'>) {
  const [settings, setSettings] = useState(false)
  if (settings)
    return (
      <>
        <div className="line">
          <Button size="small" icon={<Icon name="back" />} onClick={() => setSettings(false)}>
            {t('notices.back')}
          </Button>
        </div>
        <NoticeSettings accountId={accountId} />
      </>
    )
  return <NoticeList onOpen={onOpen} onSettings={() => setSettings(true)} />
}

function NoticeList({ onOpen, onSettings }: { onOpen: PanelProps['onOpen']; onSettings: () => void }) {
  const client = useQueryClient()
  const [onlyUnread, setOnlyUnread] = useState(false)
  const list = useInfiniteQuery(listQuery(onlyUnread))
  const counted = async (now: { unread: number }): Promise<void> => {
    client.setQueryData(countQuery.queryKey, now)
    await client.invalidateQueries({ queryKey: [...noticesKey, 'list'] })
  }
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const unread = list.data?.pages[0]?.unread ?? 0
  const all = useMutation({
    // Up to the newest shown: what comes in between has not been seen.
    mutationFn: (upTo: string) => call(noticeRoutes.readMany, { body: { upTo } }),
    onSuccess: counted,
  })
  const one = useMutation({
    mutationFn: (id: string) => call(noticeRoutes.readOne, { params: { id } }),
    onSuccess: counted,
  })
  const newest = items[0]
  return (
    <>
      <div className="line">
        <Checkbox checked={onlyUnread} onChange={(e) => setOnlyUnread(e.target.checked)}>
          {t('notices.only-unread')}
        </Checkbox>
        <span className="sp" />
        <Button
          size="small"
          disabled={unread === 0 || newest === undefined}
          loading={all.isPending}
          onClick={() => newest !== undefined && all.mutate(newest.at)}
        >
          {t('notices.all-read')}
        </Button>
        <Button size="small" icon={<Icon name="gear" />} onClick={onSettings}>
          {t('notices.settings')}
        </Button>
      </div>
      <ProblemAlert error={all.error ?? one.error} />
      {list.data === undefined ? (
        list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Loading lines={8} />
        )
      ) : items.length === 0 ? (
        <Empty title={t('notices.empty')} hint={t('notices.empty-hint')} />
      ) : (
        <Grouped
          items={items}
          onOpen={(n) => {
            if (n.readAt === null) one.mutate(n.id)
            onOpen(addressOf(n))
          }}
          onRead={(n) => one.mutate(n.id)}
        />
      )}
      {list.hasNextPage && (
        <Button
          size="small"
          block
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('notices.more')}
        </Button>
      )}
    </>
  )
}

interface GroupedProps {
  readonly items: readonly NoticeView[]
  readonly onOpen: (n: NoticeView) => void
  readonly onRead: (n: NoticeView) => void
}

function Grouped({ items, onOpen, onRead }: GroupedProps) {
  const [now] = useState(() => Date.now())
  return (['today', 'yesterday', 'earlier'] as const).map((group) => {
    const these = items.filter((n) => groupOf(Date.parse(n.at), now) === group)
    if (these.length === 0) return null
    return (
      <section key={group} aria-labelledby={`notices-${group}`}>
        <h3 id={`notices-${group}`}>{t(`notices.${group}`)}</h3>
        <ul>
          {these.map((n) => (
            <li key={n.id} className={n.readAt === null ? 'notice new' : 'notice'}>
              <button type="button" className="what" onClick={() => onOpen(n)}>
                <span className="head">
                  {n.readAt === null && <span className="hidden">{t('notices.is-unread')} </span>}
                  <b>{n.title}</b>
                  {n.urgent && <i className="tag">{t('notices.urgent')}</i>}
                </span>
                {n.body !== '' && <span className="body">{n.body}</span>}
                <time className="at" dateTime={n.at} title={exact(Date.parse(n.at))}>
                  {when(Date.parse(n.at), now)}
                </time>
              </button>
              {n.readAt === null && (
                <button
                  type="button"
                  className="read"
                  aria-label={`${t('notices.mark-read')} ${n.title}`}
                  title={t('notices.mark-read')}
                  onClick={() => onRead(n)}
                >
                  <Icon name="check" />
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
