import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { noticeRoutes } from '@lifang/domains/notices/schema.ts'
import { call } from '../call.ts'
import { Icon } from '../icons.tsx'
import { useStream } from '../live.ts'
import { part } from '../part.tsx'
import { t } from '../words.ts'
import { onlyMine, onPressed } from './push.ts'
import { countQuery, noticesKey } from './queries.ts'

const Panel = part(async () => (await import('./panel.tsx')).NoticePanel)

export interface BellProps {
  readonly accountId: string
  /** Number of the incident in front of the person: its notices count as read. Null: none. */
  readonly viewing: string | null
  readonly className: string
  /** Opens what a notice is about, an address of the application. */
  readonly onOpen: (url: string) => void
}

/**
 * 消息: how many are unread, live, and the drawer with them. A part of the kit: console and field app give it their own look by
 * `className` and their own way of opening an address.
 */
export function Bell({ accountId, viewing, className, onOpen }: BellProps) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const { data } = useQuery(countQuery)
  const unread = data?.unread ?? 0
  const reread = (): void => void client.invalidateQueries({ queryKey: noticesKey })
  useStream(noticeRoutes.live.path, 'notices', reread, reread)

  const opened = useRef(onOpen)
  useEffect(() => {
    opened.current = onOpen
  })
  useEffect(() => {
    onlyMine(accountId).catch(() => undefined)
    return onPressed((url) => opened.current(url))
  }, [accountId])

  // Whoever opens the incident, by whatever way, has seen what there was to tell of it.
  useEffect(() => {
    if (viewing === null) return
    call(noticeRoutes.readMany, { body: { number: viewing } })
      .then((now) => {
        if (now.unread === client.getQueryData<{ unread: number }>(countQuery.queryKey)?.unread) return
        client.setQueryData(countQuery.queryKey, now)
        return client.invalidateQueries({ queryKey: noticesKey })
      })
      .catch(() => undefined)
  }, [viewing, client])

  const said = unread === 0 ? t('notices.none-unread') : t('notices.unread', { n: unread })
  return (
    <>
      <button
        type="button"
        className={open ? `${className} bell on` : `${className} bell`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setAsked(true)
          setOpen(true)
        }}
      >
        <Icon name="bell" large />
        {t('notices.room')}
        {unread > 0 && (
          <span className="count" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
      <span className="hidden" role="status" aria-live="polite" data-unread={unread}>
        {data === undefined ? '' : said}
      </span>
      {asked && (
        <Panel
          accountId={accountId}
          open={open}
          onClose={() => setOpen(false)}
          onOpen={(url) => {
            setOpen(false)
            onOpen(url)
          }}
        />
      )}
    </>
  )
}
