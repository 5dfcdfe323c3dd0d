import webPush from 'web-push'
import { newId } from '@lifang/platform/id.ts'
import { say } from '@lifang/platform/lang.ts'
import { delayAfter } from '@lifang/platform/retry.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { NoticeDeps } from '../reads/deps.ts'
import { preferenceOf, textOf } from '../reads/list.ts'
import { PUSH_DELAYS, SINGLES } from '../rules/times.ts'
import type { NoticeRow, PreferenceRow, PushDeliveryRow, SubscriptionRow } from '../tables.ts'

const BATCH = 200
/** While one process tries a delivery no other does; if it dies, another may after this. */
const LEASE_MS = 60_000
/** How long a push service keeps what it cannot hand over: a day; later it is in the application anyway. */
const TTL_S = 24 * 3600

/**
 * Turns notices whose push is due into deliveries, one for each browser of the person. More than a few at once (after quiet
 * hours, at the digest's time) become one. What was read in the application meanwhile is not pushed.
 */
export async function gatherPushes(deps: NoticeDeps): Promise<number> {
  const now = new Date(deps.clock.now())
  const { county } = deps
  return deps.db.transaction(async (tx) => {
    const due = await tx.rows<NoticeRow>(
      sql`update notice set push_at = null where (county, id) in (select county, id from notice
            where push_at is not null and push_at <= ${now} order by push_at limit ${BATCH} for update skip locked)
          returning *`,
    )
    const accounts = [...new Set(due.map((n) => n.account_id))]
    if (accounts.length === 0) return 0
    const subscriptions = await tx.rows<SubscriptionRow>(
      sql`select * from push_subscription where county = ${county} and account_id = any(${accounts}::uuid[])`,
    )
    const rows = await tx.rows<PreferenceRow>(
      sql`select * from notice_preference where county = ${county} and account_id = any(${accounts}::uuid[])`,
    )
    const preferences = new Map(rows.map((r) => [r.account_id, preferenceOf(r)]))
    const wanted = accounts.flatMap((account) => {
      const mine = due.filter((n) => n.account_id === account).toSorted((a, b) => +a.at - +b.at)
      const preference = preferences.get(account) ?? preferenceOf(undefined)
      if (!preference.push) return []
      const messages = messagesOf(deps, mine, preference.language)
      return subscriptions
        .filter((s) => s.account_id === account)
        .flatMap((s) => messages.map((m) => ({ id: newId(), account, subscription: s.id, ...m })))
    })
    await tx.run(
      sql`insert into push_delivery (county, id, account_id, subscription_id, notices, message, urgent, status, next_at, created_at)
          select ${county}, w.id, w.account, w.subscription, array(select jsonb_array_elements_text(w.notices)::uuid), w.message,
            w.urgent, 'waiting', ${now}, ${now}
          from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
            as w(id uuid, account uuid, subscription uuid, notices jsonb, message jsonb, urgent boolean)`,
    )
    return wanted.length
  })
}

interface Message {
  readonly notices: readonly string[]
  readonly message: PushDeliveryRow['message']
  readonly urgent: boolean
}

function messagesOf(deps: NoticeDeps, mine: readonly NoticeRow[], language: 'zh-CN' | 'en'): Message[] {
  const single = (n: NoticeRow): Message => ({
    notices: [n.id],
    message: {
      ...textOf(deps, n, 'push', language),
      url: n.number === null ? '/' : `/incidents/${n.number}`,
      // A later word on the same incident takes the place of the earlier one on the screen.
      tag: n.number ?? n.id,
    },
    urgent: n.urgent,
  })
  const urgent = mine.filter((n) => n.urgent)
  const rest = mine.filter((n) => !n.urgent)
  if (rest.length <= SINGLES) return mine.map(single)
  const phrases = deps.phrases[language]
  const titles = rest.slice(-SINGLES).map((n) => textOf(deps, n, 'push', language).title)
  return [
    ...urgent.map(single),
    {
      notices: rest.map((n) => n.id),
      message: {
        title: say(phrases, 'notices.digest', { n: rest.length }),
        body: titles.join('；'),
        url: '/',
        tag: 'digest',
      },
      urgent: false,
    },
  ]
}

type Claimed = PushDeliveryRow & Pick<SubscriptionRow, 'endpoint' | 'p256dh' | 'auth'>

/** Sends what waits. @returns how many were tried */
export async function sendPushes(deps: NoticeDeps): Promise<number> {
  const now = deps.clock.now()
  // A browser that was unsubscribed meanwhile is told nothing more.
  await deps.db.run(sql`update push_delivery d set status = 'gone', finished_at = ${new Date(now)}
    where d.status = 'waiting' and d.next_at <= ${new Date(now)} and not exists (select from push_subscription s
      where s.county = d.county and s.id = d.subscription_id and s.account_id = d.account_id)`)
  const claimed = await deps.db.rows<Claimed>(
    sql`with c as (select county, id from push_delivery where status = 'waiting' and next_at <= ${new Date(now)}
          order by urgent desc, next_at limit 50 for update skip locked)
        update push_delivery d set next_at = ${new Date(now + LEASE_MS)}, attempts = d.attempts + 1
        from c, push_subscription s
        where d.county = c.county and d.id = c.id and s.county = d.county and s.id = d.subscription_id
        returning d.*, s.endpoint, s.p256dh, s.auth`,
  )
  await Promise.all(claimed.map((d) => sendOne(deps, d)))
  return claimed.length
}

async function sendOne(deps: NoticeDeps, d: Claimed): Promise<void> {
  const { vapid } = deps
  // Encrypts to the browser's key (RFC 8291) and signs for its push service (RFC 8292); our own guarded sender delivers it.
  const request = webPush.generateRequestDetails(
    { endpoint: d.endpoint, keys: { p256dh: d.p256dh, auth: d.auth } },
    JSON.stringify(d.message),
    {
      TTL: TTL_S,
      urgency: d.urgent ? 'high' : 'normal',
      vapidDetails: {
        subject: vapid.contact,
        publicKey: vapid.publicKey,
        privateKey: vapid.privateKey,
      },
    },
  )
  const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]))
  const answer = await deps.outbound.post({ url: d.endpoint, headers, body: request.body ?? '' })
  const now = new Date(deps.clock.now())
  const end = (
    status: PushDeliveryRow['status'],
    code: number | null,
    error: string | null,
  ): Promise<number> =>
    deps.db.run(sql`update push_delivery set status = ${status}, code = ${code}, error = ${error},
      finished_at = ${status === 'waiting' ? null : now}, next_at = ${now} where county = ${d.county} and id = ${d.id}`)
  if (answer.ok && answer.code >= 200 && answer.code < 300) {
    await end('sent', answer.code, null)
    return
  }
  if (answer.ok && (answer.code === 404 || answer.code === 410)) {
    // The browser is gone for good (RFC 8030, 7.3).
    await deps.db.run(
      sql`delete from push_subscription where county = ${d.county} and id = ${d.subscription_id} and endpoint = ${d.endpoint}`,
    )
    await end('gone', answer.code, null)
    return
  }
  const code = answer.ok ? answer.code : null
  const error = answer.ok ? answer.answer.slice(0, 200) : answer.error
  // What is wrong with the request itself will be wrong again; too many requests and faults of the service pass.
  const passing = answer.ok ? answer.code === 429 || answer.code >= 500 : answer.error !== 'refused-address'
  const wait = passing ? delayAfter(PUSH_DELAYS, d.attempts) : null
  if (wait === null) {
    await end('failed', code, error)
    return
  }
  const pause = Math.max(wait, (answer.ok ? (answer.retryAfterS ?? 0) : 0) * 1000)
  await deps.db.run(sql`update push_delivery set code = ${code}, error = ${error},
    next_at = ${new Date(now.getTime() + pause)} where county = ${d.county} and id = ${d.id}`)
}

const READ_DAYS = 90
const LOG_DAYS = 30

/** Notices read long ago and the log of pushes are not kept for ever. */
export async function sweepNotices(deps: NoticeDeps): Promise<void> {
  const before = (days: number): Date => new Date(deps.clock.now() - days * 86_400_000)
  await deps.db.run(sql`delete from notice where read_at < ${before(READ_DAYS)}`)
  await deps.db.run(sql`delete from push_delivery where finished_at < ${before(LOG_DAYS)}`)
}
