import type { Actor } from '@lifang/platform/access.ts'
import { newSecret, seal, sha256, unseal } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { IntegrationDeps } from '../reads/deps.ts'
import { integrationProblem } from '../schema.ts'
import type { EndpointRow } from '../tables.ts'

const ENDPOINTS = 50

const auditOf = (
  deps: IntegrationDeps,
  tx: Tx,
  actor: Actor,
  act: string,
  id: string,
  details: Record<string, unknown>,
): Promise<unknown> =>
  audit(tx, {
    county: deps.county,
    actor,
    act: `integration.${act}`,
    subjectKind: 'webhook',
    subjectId: id,
    ground: null,
    details,
  })

/**
 * Connects an endpoint. The secret is answered here and never shown again; the same command again gets the same answer.
 * @throws integration.address-refused, too-many-endpoints; platform.command-reused
 */
export async function createEndpoint(
  deps: IntegrationDeps,
  actor: Actor,
  body: {
    readonly id: string
    readonly name: string
    readonly url: string
    readonly topics: readonly string[]
  },
): Promise<{ made: boolean; secret: string }> {
  const { county, db, clock, outbound, fieldKey } = deps
  const why = outbound.check(body.url)
  if (why !== null) throw integrationProblem('integration.address-refused', { field: 'url', why })
  const hash = sha256(JSON.stringify([body, actor.accountId]))
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('webhook_endpoint', 8))`)
    const known = await tx.maybe<EndpointRow>(
      sql`select * from webhook_endpoint where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      if (!known.request_hash.equals(hash)) throw platformProblem('platform.command-reused', { field: 'id' })
      return { made: false, secret: unseal(fieldKey, known.secret) }
    }
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*) as n from webhook_endpoint where county = ${county}`,
    )
    if (n >= ENDPOINTS) throw integrationProblem('integration.too-many-endpoints', { max: ENDPOINTS })
    const secret = newSecret()
    await tx.run(sql`insert into webhook_endpoint (county, id, name, url, secret, topics, status, request_hash, created_by, created_at)
      values (${county}, ${body.id}, ${body.name}, ${body.url}, ${seal(fieldKey, secret)}, ${[...new Set(body.topics)]}::text[],
        'active', ${hash}, ${actor.accountId}, ${new Date(clock.now())})`)
    await auditOf(deps, tx, actor, 'connect', body.id, {
      name: body.name,
      url: body.url,
      topics: body.topics,
    })
    return { made: true, secret }
  })
}

/** @throws integration.not-found */
export async function setStatus(
  deps: IntegrationDeps,
  actor: Actor,
  id: string,
  status: 'active' | 'paused',
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    // Going on begins afresh: the failures of before do not disable it again at once.
    const n = await tx.run(
      sql`update webhook_endpoint set status = ${status}, failing_since = null where county = ${deps.county} and id = ${id}`,
    )
    if (n === 0) throw integrationProblem('integration.not-found', { field: 'id' })
    await auditOf(deps, tx, actor, status === 'active' ? 'resume' : 'pause', id, {})
  })
}

/** @throws integration.not-found */
export async function removeEndpoint(deps: IntegrationDeps, actor: Actor, id: string): Promise<void> {
  const { county } = deps
  await deps.db.transaction(async (tx) => {
    const row = await tx.maybe<EndpointRow>(
      sql`select * from webhook_endpoint where county = ${county} and id = ${id} for update`,
    )
    if (row === undefined) throw integrationProblem('integration.not-found', { field: 'id' })
    await tx.run(sql`delete from webhook_attempt where county = ${county} and delivery_id in
      (select id from webhook_delivery where county = ${county} and endpoint_id = ${id})`)
    await tx.run(sql`delete from webhook_delivery where county = ${county} and endpoint_id = ${id}`)
    await tx.run(sql`delete from webhook_endpoint where county = ${county} and id = ${id}`)
    await auditOf(deps, tx, actor, 'disconnect', id, { name: row.name, url: row.url })
  })
}
