import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { NoticeDeps } from '../reads/deps.ts'
import { inForce } from '../reads/templates.ts'
import { unknownPlaceholders } from '../rules/text.ts'
import type { Preference } from '../rules/times.ts'
import { noticeProblem, type TemplateView } from '../schema.ts'
import type { Channel, Language, NoticeEvent } from '../schema/words.ts'
import type { TemplateRow } from '../tables.ts'

export async function setPreference(deps: NoticeDeps, actor: Actor, wanted: Preference): Promise<void> {
  const { county, db, clock } = deps
  await db.transaction(async (tx) => {
    await tx.run(sql`insert into notice_preference (county, account_id, push, quiet_from, quiet_to, digest_at, language, updated_at)
      values (${county}, ${actor.accountId}, ${wanted.push}, ${wanted.quiet?.from ?? null}, ${wanted.quiet?.to ?? null},
        ${wanted.digestAt}, ${wanted.language}, ${new Date(clock.now())})
      on conflict (county, account_id) do update set push = excluded.push, quiet_from = excluded.quiet_from,
        quiet_to = excluded.quiet_to, digest_at = excluded.digest_at, language = excluded.language, updated_at = excluded.updated_at`)
    await audit(tx, {
      county,
      actor,
      act: 'notices.preference',
      subjectKind: 'account',
      subjectId: actor.accountId,
      ground: null,
      details: { ...wanted },
    })
  })
}

/** A phone, a desk, a spare: more browsers than this are a script. */
const DEVICES = 10

export interface Subscribing {
  readonly id: string
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
  readonly agent: string | null
}

/**
 * Subscribes a browser; one that belonged to somebody else (a shared computer) belongs to whoever is signed in now.
 * @throws notices.bad-endpoint, bad-keys, too-many-devices
 */
export async function subscribe(deps: NoticeDeps, actor: Actor, given: Subscribing): Promise<void> {
  const { county, db, clock, outbound } = deps
  const why = outbound.check(given.endpoint)
  if (why !== null) throw noticeProblem('notices.bad-endpoint', { field: 'endpoint', why })
  const key = Buffer.from(given.keys.p256dh, 'base64url')
  // An uncompressed point of P-256 and a secret of 16 bytes (RFC 8291).
  if (key.length !== 65 || key[0] !== 4 || Buffer.from(given.keys.auth, 'base64url').length !== 16)
    throw noticeProblem('notices.bad-keys', { field: 'keys' })
  await db.transaction(async (tx) => {
    // One person at a time, so that the count below holds.
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${actor.accountId}, 7))`)
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*) as n from push_subscription
          where county = ${county} and account_id = ${actor.accountId} and endpoint <> ${given.endpoint}`,
    )
    if (n >= DEVICES) throw noticeProblem('notices.too-many-devices', { max: DEVICES })
    await tx.run(sql`insert into push_subscription (county, id, account_id, endpoint, p256dh, auth, agent, created_at)
      values (${county}, ${given.id}, ${actor.accountId}, ${given.endpoint}, ${given.keys.p256dh}, ${given.keys.auth},
        ${given.agent?.slice(0, 200) ?? null}, ${new Date(clock.now())})
      on conflict on constraint push_subscription_endpoint do update set account_id = excluded.account_id,
        p256dh = excluded.p256dh, auth = excluded.auth, agent = excluded.agent`)
    await audit(tx, {
      county,
      actor,
      act: 'notices.subscribe',
      subjectKind: 'account',
      subjectId: actor.accountId,
      ground: null,
      details: { host: new URL(given.endpoint).host },
    })
  })
}

export async function unsubscribe(deps: NoticeDeps, actor: Actor, endpoint: string): Promise<void> {
  const { county, db } = deps
  await db.transaction(async (tx) => {
    const n = await tx.run(
      sql`delete from push_subscription where county = ${county} and account_id = ${actor.accountId} and endpoint = ${endpoint}`,
    )
    if (n === 0) return
    await audit(tx, {
      county,
      actor,
      act: 'notices.unsubscribe',
      subjectKind: 'account',
      subjectId: actor.accountId,
      ground: null,
      details: {},
    })
  })
}

/** @throws notices.unknown-placeholder, half-a-text */
export async function setTemplate(
  deps: NoticeDeps,
  actor: Actor,
  given: {
    readonly event: NoticeEvent
    readonly channel: Channel
    readonly language: Language
    readonly title: string | null
    readonly body: string | null
  },
): Promise<TemplateView> {
  const { county, db, clock } = deps
  const { event, channel, language, title, body } = given
  if ((title === null) !== (body === null))
    throw noticeProblem('notices.half-a-text', { field: title === null ? 'title' : 'body' })
  for (const [field, text] of [
    ['title', title],
    ['body', body],
  ] as const) {
    const names = unknownPlaceholders(text ?? '')
    if (names.length > 0) throw noticeProblem('notices.unknown-placeholder', { field, names })
  }
  const rows = await db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('notice_template', 7))`)
    await tx.run(sql`insert into notice_template (event, channel, language, origin, version, title, body, made_by, made_at)
      select ${event}, ${channel}, ${language}, 'override', coalesce(max(version), 0) + 1, ${title}, ${body}, ${actor.accountId},
        ${new Date(clock.now())}
      from notice_template where event = ${event} and channel = ${channel} and language = ${language} and origin = 'override'`)
    await audit(tx, {
      county,
      actor,
      act: 'notices.template',
      subjectKind: 'notice-template',
      subjectId: `${event}/${channel}/${language}`,
      ground: null,
      details: { title, body },
    })
    // Every process reads the texts again.
    await announce(tx, { county, topic: 'notices.template', subjectId: null, payload: {} })
    return tx.rows<TemplateRow>(
      sql`select * from notice_template where event = ${event} and channel = ${channel} and language = ${language}`,
    )
  })
  await deps.templates.reload()
  const [now] = inForce(rows).values()
  if (now === undefined) throw noticeProblem('notices.not-found', { field: 'event' })
  return now
}

/** Texts of this release: a text that changed becomes a new version, the rest stays; repeating it changes nothing. */
export async function seedTemplates(
  tx: Tx,
  texts: readonly { event: string; channel: string; language: string; title: string; body: string }[],
  now: Date,
): Promise<void> {
  await tx.run(sql`insert into notice_template (event, channel, language, origin, version, title, body, made_at)
    select t.event, t.channel, t.language, 'reference', coalesce(l.version, 0) + 1, t.title, t.body, ${now}
    from jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) as t(event text, channel text, language text, title text, body text)
    left join lateral (select version, title, body from notice_template n where n.event = t.event and n.channel = t.channel
      and n.language = t.language and n.origin = 'reference' order by version desc limit 1) l on true
    where l.version is null or (l.title, l.body) is distinct from (t.title, t.body)`)
}
