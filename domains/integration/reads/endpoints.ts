import { isoOrNull } from '@lifang/platform/instant.ts'
import { none, sql, type Sql } from '@lifang/platform/sql.ts'
import { integrationProblem, type DeliveryView, type EndpointView } from '../schema.ts'
import type { AttemptRow, DeliveryRow, EndpointRow } from '../tables.ts'
import type { IntegrationDeps } from './deps.ts'

type Counted = EndpointRow & {
  readonly waiting: number
  readonly parked: number
  readonly last_delivered: Date | null
}

const counted = (which: Sql): Sql => sql`select e.*,
    (select count(*) from webhook_delivery d where d.county = e.county and d.endpoint_id = e.id and d.status = 'waiting') as waiting,
    (select count(*) from webhook_delivery d where d.county = e.county and d.endpoint_id = e.id and d.status = 'parked') as parked,
    (select max(d.finished_at) from webhook_delivery d where d.county = e.county and d.endpoint_id = e.id
      and d.status = 'delivered') as last_delivered
  from webhook_endpoint e where ${which} order by e.created_at, e.id`

const view = (e: Counted): EndpointView => ({
  id: e.id,
  name: e.name,
  url: e.url,
  topics: e.topics,
  status: e.status,
  failingSince: isoOrNull(e.failing_since),
  waiting: e.waiting,
  parked: e.parked,
  lastDeliveredAt: isoOrNull(e.last_delivered),
  createdAt: e.created_at.toISOString(),
})

export const listEndpoints = async ({ db, county }: IntegrationDeps): Promise<EndpointView[]> =>
  (await db.rows<Counted>(counted(sql`e.county = ${county}`))).map(view)

export async function showEndpoint({ db, county }: IntegrationDeps, id: string): Promise<EndpointView> {
  const row = await db.maybe<Counted>(counted(sql`e.county = ${county} and e.id = ${id}`))
  if (row === undefined) throw integrationProblem('integration.not-found', { field: 'id' })
  return view(row)
}

const PAGE = 50
const TRIES_SHOWN = 8

async function withTries(
  { db, county }: IntegrationDeps,
  rows: readonly DeliveryRow[],
): Promise<DeliveryView[]> {
  const tries = await db.rows<AttemptRow>(
    sql`select * from webhook_attempt where county = ${county} and delivery_id = any(${rows.map((r) => r.id)}::uuid[])
        order by at desc, id desc`,
  )
  return rows.map((d) => ({
    id: d.id,
    event: d.event_id,
    topic: d.topic,
    status: d.status,
    attempts: d.attempts,
    nextAt: d.status === 'waiting' ? d.next_at.toISOString() : null,
    replayOf: d.replay_of,
    createdAt: d.created_at.toISOString(),
    finishedAt: isoOrNull(d.finished_at),
    body: d.body,
    tries: tries
      .filter((a) => a.delivery_id === d.id)
      .slice(0, TRIES_SHOWN)
      .map(({ at, millis, code, error, answer }) => ({ at: at.toISOString(), millis, code, error, answer })),
  }))
}

export async function listDeliveries(
  deps: IntegrationDeps,
  endpoint: string,
  query: { readonly status?: DeliveryRow['status'] | undefined; readonly before?: number | undefined },
): Promise<{ items: DeliveryView[]; next: number | null }> {
  await showEndpoint(deps, endpoint)
  const rows = await deps.db.rows<DeliveryRow>(
    sql`select * from webhook_delivery where county = ${deps.county} and endpoint_id = ${endpoint}
        ${query.status === undefined ? none : sql`and status = ${query.status}`}
        ${query.before === undefined ? none : sql`and seq < ${query.before}`}
        order by seq desc limit ${PAGE + 1}`,
  )
  const page = rows.slice(0, PAGE)
  return {
    items: await withTries(deps, page),
    next: rows.length > PAGE ? (page.at(-1)?.seq ?? null) : null,
  }
}

export async function showDelivery(deps: IntegrationDeps, id: string): Promise<DeliveryView> {
  const row = await deps.db.maybe<DeliveryRow>(
    sql`select * from webhook_delivery where county = ${deps.county} and id = ${id}`,
  )
  const [shown] = row === undefined ? [] : await withTries(deps, [row])
  if (shown === undefined) throw integrationProblem('integration.not-found', { field: 'id' })
  return shown
}
