import { createHmac } from 'node:crypto'
import type { Actor } from '@lifang/platform/access.ts'
import { unseal } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { delayAfter } from '@lifang/platform/retry.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { administrators } from '@lifang/domains/identity/public.ts'
import { tell } from '@lifang/domains/notices/public.ts'
import type { IntegrationDeps } from '../reads/deps.ts'
import { DELIVERY_DELAYS, isGivenUp, outcome } from '../rules.ts'
import { integrationProblem } from '../schema.ts'
import { TEST_TOPIC } from '../schema/topics.ts'
import type { DeliveryRow, EndpointRow } from '../tables.ts'

/** While one process tries a delivery no other does; if it dies, another may after this. */
const LEASE_MS = 60_000
const BATCH = 40

/** Seconds and body together, so that neither can be changed or sent again later: docs/api/webhooks.md. */
export const signature = (secret: string, seconds: number, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`

type Claimed = DeliveryRow & Pick<EndpointRow, 'url' | 'secret' | 'name'>

const claim = (deps: IntegrationDeps, which: Sql): Promise<Claimed[]> => {
  const now = deps.clock.now()
  return deps.db.rows<Claimed>(
    sql`with c as (select d.county, d.id from webhook_delivery d
          join webhook_endpoint e on e.county = d.county and e.id = d.endpoint_id
          where d.status = 'waiting' and d.next_at <= ${new Date(now)} and ${which}
          order by d.seq limit ${BATCH} for update of d skip locked)
        update webhook_delivery d set next_at = ${new Date(now + LEASE_MS)}, attempts = d.attempts + 1
        from c, webhook_endpoint e
        where d.county = c.county and d.id = c.id and e.county = d.county and e.id = d.endpoint_id
        returning d.*, e.url, e.secret, e.name`,
  )
}

/**
 * Delivers what waits for active endpoints. Of what concerns one subject the earlier goes first, and the later waits until it
 * was taken or parked. @returns how many were tried
 */
export async function deliverDue(deps: IntegrationDeps): Promise<number> {
  const claimed = await claim(
    deps,
    sql`e.status = 'active' and not exists (select from webhook_delivery b where b.county = d.county
      and b.endpoint_id = d.endpoint_id and b.subject_id = d.subject_id and b.status = 'waiting' and b.seq < d.seq)`,
  )
  await Promise.all(claimed.map((d) => deliver(deps, d)))
  return claimed.length
}

async function deliver(deps: IntegrationDeps, d: Claimed): Promise<void> {
  const began = deps.clock.now()
  const seconds = Math.floor(began / 1000)
  const from = performance.now()
  const answer = await deps.outbound.post({
    url: d.url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-lifang-event': d.event_id,
      'x-lifang-delivery': d.id,
      'x-lifang-topic': d.topic,
      'x-lifang-timestamp': String(seconds),
      'x-lifang-signature': signature(unseal(deps.fieldKey, d.secret), seconds, d.body),
    },
    body: d.body,
  })
  const millis = Math.round(performance.now() - from)
  const code = answer.ok ? answer.code : null
  // A test is tried once: somebody looks at what comes back.
  const result = d.topic === TEST_TOPIC && outcome(code, 1) === 'retry' ? 'parked' : outcome(code, d.attempts)
  const now = new Date(deps.clock.now())
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`insert into webhook_attempt (county, id, delivery_id, at, millis, code, error, answer)
      values (${d.county}, ${newId()}, ${d.id}, ${new Date(began)}, ${millis}, ${code}, ${answer.ok ? null : answer.error},
        ${answer.ok ? answer.answer : ''})`)
    const pause = delayAfter(DELIVERY_DELAYS, d.attempts) ?? 0
    const status: DeliveryRow['status'] = result === 'retry' ? 'waiting' : result
    await tx.run(sql`update webhook_delivery set status = ${status}, next_at = ${new Date(now.getTime() + pause)},
      finished_at = ${status === 'waiting' ? null : now} where county = ${d.county} and id = ${d.id}`)
    if (d.topic !== TEST_TOPIC) await health(deps, tx, d, result === 'delivered', now)
  })
}

/** Remembers since when an endpoint fails; after a day of it disables it and tells the system administrators. */
async function health(deps: IntegrationDeps, tx: Tx, d: Claimed, fine: boolean, now: Date): Promise<void> {
  if (fine) {
    await tx.run(sql`update webhook_endpoint set failing_since = null
      where county = ${d.county} and id = ${d.endpoint_id} and failing_since is not null`)
    return
  }
  const { failing_since } = await tx.one<{ failing_since: Date }>(
    sql`update webhook_endpoint set failing_since = coalesce(failing_since, ${now})
        where county = ${d.county} and id = ${d.endpoint_id} returning failing_since`,
  )
  if (!isGivenUp(failing_since.getTime(), now.getTime())) return
  const n = await tx.run(sql`update webhook_endpoint set status = 'disabled'
    where county = ${d.county} and id = ${d.endpoint_id} and status = 'active'`)
  if (n === 0) return
  await audit(tx, {
    county: d.county,
    actor: null,
    act: 'integration.disable',
    subjectKind: 'webhook',
    subjectId: d.endpoint_id,
    ground: null,
    details: { name: d.name, failingSince: failing_since.toISOString() },
  })
  await tell(
    deps.notices,
    tx,
    {
      key: `webhook-disabled:${d.endpoint_id}:${failing_since.toISOString()}`,
      subjectId: null,
      number: null,
      urgent: false,
      at: now,
      params: { name: d.name },
    },
    (await administrators(tx, d.county, 'system-admin')).map((accountId) => ({
      accountId,
      event: 'webhook-disabled',
      params: {},
    })),
  )
}

/** Sends a test now. The command's id is the delivery's, so the same command again shows what came back the first time. */
export async function sendTest(
  deps: IntegrationDeps,
  actor: Actor,
  endpointId: string,
  commandId: string,
): Promise<void> {
  const { county, clock } = deps
  const now = new Date(clock.now())
  const body = JSON.stringify({
    id: commandId,
    topic: TEST_TOPIC,
    at: now.toISOString(),
    county,
    data: {},
  })
  await deps.db.transaction(async (tx) => {
    const found = await tx.maybe(
      sql`select 1 as yes from webhook_endpoint where county = ${county} and id = ${endpointId}`,
    )
    if (found === undefined) throw integrationProblem('integration.not-found', { field: 'id' })
    const n =
      await tx.run(sql`insert into webhook_delivery (county, id, endpoint_id, event_id, topic, body, status, next_at, created_at)
      values (${county}, ${commandId}, ${endpointId}, ${commandId}, ${TEST_TOPIC}, ${body}, 'waiting', ${now}, ${now})
      on conflict do nothing`)
    if (n === 0) return
    await audit(tx, {
      county,
      actor,
      act: 'integration.test',
      subjectKind: 'webhook',
      subjectId: endpointId,
      ground: null,
      details: {},
    })
  })
  const claimed = await claim(deps, sql`d.id = ${commandId} and d.endpoint_id = ${endpointId}`)
  for (const d of claimed) await deliver(deps, d)
}

const LOG_DAYS = 30

/** The log is kept a month; what waits is kept until it is delivered or parked. */
export async function sweepDeliveries(deps: IntegrationDeps): Promise<void> {
  const before = new Date(deps.clock.now() - LOG_DAYS * 86_400_000)
  await deps.db.run(sql`delete from webhook_attempt where delivery_id in
    (select id from webhook_delivery where finished_at < ${before})`)
  await deps.db.run(sql`delete from webhook_delivery where finished_at < ${before}`)
}
