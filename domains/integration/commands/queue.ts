import type { Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { IntegrationDeps } from '../reads/deps.ts'
import { integrationProblem } from '../schema.ts'
import type { EndpointRow } from '../tables.ts'

/** The same words give the same id (RFC 9562, version 8): an event told twice is one event. */
export function idFrom(...words: readonly string[]): string {
  const hex = sha256(words.join('\n')).toString('hex')
  const variant = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export interface OutsideEvent {
  /** `announcementKey` of what happened. */
  readonly key: string
  readonly topic: string
  readonly subjectId: string | null
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** All endpoints, paused ones too: what happens meanwhile waits for them. */
export const endpointsOf = (tx: Tx, county: number): Promise<EndpointRow[]> =>
  tx.rows<EndpointRow>(sql`select * from webhook_endpoint where county = ${county}`)

/** One row for each endpoint, once for an event whatever is replayed. */
export async function queue(
  deps: IntegrationDeps,
  tx: Tx,
  endpoints: readonly EndpointRow[],
  event: OutsideEvent,
): Promise<void> {
  const now = new Date(deps.clock.now())
  const id = idFrom(String(deps.county), event.key)
  const body = JSON.stringify({
    id,
    topic: event.topic,
    at: event.at.toISOString(),
    county: deps.county,
    data: event.data,
  })
  for (const e of endpoints) {
    await tx.run(sql`insert into webhook_delivery (county, id, endpoint_id, event_id, topic, subject_id, body, status, next_at, created_at)
      values (${deps.county}, ${idFrom(e.id, id)}, ${e.id}, ${id}, ${event.topic}, ${event.subjectId}, ${body}, 'waiting', ${now}, ${now})
      on conflict do nothing`)
  }
}

/**
 * Queues again what was delivered or parked, in the order it happened. What still waits needs no replay.
 * @returns how many; the same command again queues nothing more and says the same
 */
export async function replay(
  deps: IntegrationDeps,
  actor: Actor,
  endpointId: string,
  body: { readonly id: string } & ({ readonly delivery: string } | { readonly since: string }),
): Promise<number> {
  const { county, clock } = deps
  return deps.db.transaction(async (tx) => {
    const found = await tx.maybe(
      sql`select 1 as yes from webhook_endpoint where county = ${county} and id = ${endpointId} for update`,
    )
    if (found === undefined) throw integrationProblem('integration.not-found', { field: 'id' })
    const which =
      'delivery' in body
        ? sql`id = ${body.delivery}`
        : sql`replay_of is null and created_at >= ${new Date(body.since)}`
    const old = await tx.rows<{ id: string }>(
      sql`select id from webhook_delivery where county = ${county} and endpoint_id = ${endpointId} and status <> 'waiting'
          and topic <> 'webhooks.test' and ${which} order by seq limit 5000`,
    )
    const ids = old.map((o) => ({ id: idFrom(body.id, o.id), of: o.id }))
    if ('delivery' in body && ids.length === 0)
      throw integrationProblem('integration.not-found', { field: 'delivery' })
    const made = await tx.run(
      sql`insert into webhook_delivery (county, id, endpoint_id, event_id, topic, subject_id, body, status, next_at, replay_of, created_at)
          select d.county, r.id, d.endpoint_id, d.event_id, d.topic, d.subject_id, d.body, 'waiting', ${new Date(clock.now())},
            d.id, ${new Date(clock.now())}
          from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as r(id uuid, of uuid)
          join webhook_delivery d on d.county = ${county} and d.id = r.of order by d.seq
          on conflict do nothing`,
    )
    if (made > 0)
      await audit(tx, {
        county,
        actor,
        act: 'integration.replay',
        subjectKind: 'webhook',
        subjectId: endpointId,
        ground: null,
        details: { n: made, ...('since' in body ? { since: body.since } : { delivery: body.delivery }) },
      })
    return ids.length
  })
}
