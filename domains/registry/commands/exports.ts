import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { join, sql } from '@lifang/platform/sql.ts'
import { approvesExport, mayExport } from '../access.ts'
import { chosen } from '../reads/people.ts'
import { groundOf } from '../reads/scope.ts'
import { checkVersion, once } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import { mayDecideExport, MOST_FULL, VALID_HOURS, type ExportFacts } from '../rules/exports.ts'
import type { ExportBody, ExportDecision } from '../schema/exports.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type { ExportRow } from '../tables.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>
const HOUR = 3_600_000

export const exportFacts = (row: ExportRow): ExportFacts => ({
  depth: row.depth,
  approved: row.approved,
  validUntil: row.valid_until?.getTime() ?? null,
  requestedBy: row.requested_by,
})

/**
 * Asks for an export. A masked one may be taken at once, a whole one when somebody else approved it.
 * @throws registry.unknown-area, not-your-area, export-empty, export-too-many {people, most}
 */
export const askExport = (deps: RegistryDeps, actor: Actor, body: ExportBody): Answer =>
  once(deps, actor, { act: 'ask-export', kind: 'export', id: body.id }, body, async ({ tx, at }) => {
    const reason = checkText(body.reason, 'reason')
    const [path] = groundOf(deps, actor, body.area)
    const area = deps.directory.areaByCode(body.area)
    if (area === undefined || path !== area.path)
      throw registryProblem('registry.unknown-area', { field: 'area' })
    if (!mayExport(actor, area.path)) throw registryProblem('registry.not-your-area', { field: 'area' })
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::integer as n from person p where ${join(chosen(deps, [area.path], body.filters), ' and ')}`,
    )
    if (n === 0) throw registryProblem('registry.export-empty', { field: 'area' })
    if (body.depth === 'full' && n > MOST_FULL)
      throw registryProblem('registry.export-too-many', { field: 'area', people: n, most: MOST_FULL })
    const until = body.depth === 'masked' ? new Date(at.getTime() + VALID_HOURS.masked * HOUR) : null
    await tx.run(sql`insert into registry_export (county, id, area_id, area_path, filters, depth, reason, people, requested_by, requested_by_name,
        post, requested_at, valid_until)
      values (${deps.county}, ${body.id}, ${area.id}, ${area.path}, ${JSON.stringify(body.filters)}::jsonb, ${body.depth}, ${reason}, ${n},
        ${actor.accountId}, ${actor.name}, ${actor.holdings[0]?.post ?? ''}, ${at}, ${until})`)
    return { id: body.id, version: 1, warnings: [] }
  })

/** @throws registry.not-found */
export async function exportRow(deps: RegistryDeps, tx: Tx, id: string): Promise<ExportRow> {
  const row = await tx.maybe<ExportRow>(
    sql`select * from registry_export where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined) throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

/** @throws registry.not-found, export-state, export-own, why-needed (a refusal says why), changed-meanwhile */
export const decideExport = (deps: RegistryDeps, actor: Actor, id: string, body: ExportDecision): Answer =>
  once(deps, actor, { act: 'decide-export', kind: 'export', id }, body, async ({ tx, at }) => {
    const row = await exportRow(deps, tx, id)
    if (!approvesExport(actor, row.area_path)) throw registryProblem('registry.not-found', { field: 'id' })
    checkVersion(row, body.version)
    must(mayDecideExport(exportFacts(row), actor.accountId, at.getTime()))
    const why = checkText(body.why, 'why')
    if (!body.approve && why.length < 4) throw registryProblem('registry.why-needed', { field: 'why' })
    const until = body.approve ? new Date(at.getTime() + VALID_HOURS.full * HOUR) : null
    await tx.run(sql`update registry_export set approved = ${body.approve}, decided_by = ${actor.accountId}, decided_by_name = ${actor.name},
        decided_at = ${at}, why = ${why === '' ? null : why}, valid_until = ${until}, version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return { id, version: row.version + 1, warnings: [] }
  })
