import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { entriesAbout } from '@lifang/domains/audit/public.ts'
import { approvesExport, revealsPerson } from '../access.ts'
import { EXPORT_APPROVERS } from '../schema/lists.ts'
import { exportFacts } from '../commands/exports.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { whereabouts } from '../repo/people.ts'
import { exportState, mayDecideExport, mayTakeExport } from '../rules/exports.ts'
import { ExportFilters, type ExportView, type LookView } from '../schema/exports.ts'
import { copySaid } from '../repo/requests.ts'
import type { ExportRow, ExportTakenRow, PersonRow, RevealRow } from '../tables.ts'
import type { CopyRow } from '../tables/privacy.ts'
import type { CustomRevealRow } from '../tables/custom.ts'
import { exportNumber } from './export-sheet.ts'
import type { ComparisonRevealRow } from '../tables/comparison.ts'
import { mergedInto } from './people.ts'
import { inside, noSuch } from './scope.ts'

/** Those I asked for, and those of my ground that I may decide on; the newest first. */
export async function listExports(deps: RegistryDeps, actor: Actor): Promise<ExportView[]> {
  const { county, db, clock, directory } = deps
  const now = clock.now()
  const mine = actor.holdings.filter((h) => EXPORT_APPROVERS.some((p) => p === h.post)).map((h) => h.areaPath)
  const rows = await db.rows<ExportRow>(
    sql`select * from registry_export e where e.county = ${county} and (e.requested_by = ${actor.accountId}
        or (e.depth = 'full' and ${inside(sql`e.area_path`, mine)})) order by e.requested_at desc, e.id limit 100`,
  )
  const taken = await db.rows<ExportTakenRow>(
    sql`select * from registry_export_taken where county = ${county} and export_id = any(${rows.map((r) => r.id)}::uuid[]) order by at desc`,
  )
  return rows.map((row) => {
    const facts = exportFacts(row)
    const area = directory.area(row.area_id)
    return {
      id: row.id,
      number: exportNumber(row.id),
      area: { code: area?.code ?? '', name: area?.name ?? '' },
      filters: ExportFilters.parse(row.filters),
      depth: row.depth,
      reason: row.reason,
      people: row.people,
      state: exportState(facts, now),
      requestedBy: row.requested_by_name,
      requestedAt: row.requested_at.toISOString(),
      decidedBy: row.decided_by_name,
      decidedAt: isoOrNull(row.decided_at),
      why: row.why,
      validUntil: isoOrNull(row.valid_until),
      version: row.version,
      taken: taken
        .filter((t) => t.export_id === row.id)
        .map((t) => ({ at: t.at.toISOString(), by: t.by_name, people: t.people })),
      may: {
        decide: approvesExport(actor, row.area_path) && mayDecideExport(facts, actor.accountId, now).ok,
        take: mayTakeExport(facts, actor.accountId, now).ok,
      },
    }
  })
}

const PAGES = 'registry.view'
const LABELS = 'registry.see-labels'
const MOST = 500

/**
 * Who looked: pages opened, fields shown, labels of special groups seen, whole exports the person was in.
 * @throws registry.not-found
 */
export async function looksAt(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
): Promise<{ name: string; items: LookView[] }> {
  const { county, db } = deps
  const person = await db.maybe<PersonRow>(sql`select * from person where county = ${county} and id = ${id}`)
  if (person === undefined || !revealsPerson(actor, whereabouts(person))) throw noSuch()
  // Rows merged into this one were looked at as well.
  const all = await mergedInto(deps, id)
  const [seen, fields, own, exports, copies, compared] = await Promise.all([
    Promise.all(
      all.map((one) => entriesAbout(db, { county, kind: 'person', id: one }, [PAGES, LABELS], MOST)),
    ).then((found) => found.flat()),
    db.rows<RevealRow>(
      sql`select * from registry_reveal where county = ${county} and person_id = any(${all}::uuid[]) order by at desc limit ${MOST}`,
    ),
    db.rows<CustomRevealRow>(
      sql`select * from custom_reveal where county = ${county} and subject_kind = 'person' and subject_id = any(${all}::uuid[])
        order by at desc limit ${MOST}`,
    ),
    db.rows<{ at: Date; by_name: string; reason: string; post: string }>(
      sql`select t.at, t.by_name, e.reason, e.post from registry_export_person x
          join registry_export e on e.county = x.county and e.id = x.export_id
          join registry_export_taken t on t.county = e.county and t.export_id = e.id
        where x.county = ${county} and x.person_id = any(${all}::uuid[]) order by t.at desc limit ${MOST}`,
    ),
    db.rows<CopyRow>(
      sql`select * from registry_copy where county = ${county} and person_id = any(${all}::uuid[]) order by at desc limit ${MOST}`,
    ),
    db.rows<ComparisonRevealRow>(
      sql`select * from comparison_reveal where county = ${county} and person_id = any(${all}::uuid[]) order by at desc limit ${MOST}`,
    ),
  ])
  const items: LookView[] = [
    ...seen.map((s) => ({
      at: s.at.toISOString(),
      what: s.act === LABELS ? ('labels' as const) : ('page' as const),
      field: null,
      reason: null,
      by: s.actor_name,
      post: s.ground,
    })),
    ...fields.map((f) => ({
      at: f.at.toISOString(),
      what: 'field' as const,
      field: f.field,
      reason: f.reason,
      by: f.by_name,
      post: f.post,
    })),
    ...own.map((f) => ({
      at: f.at.toISOString(),
      what: 'field' as const,
      field: f.label,
      reason: f.reason,
      by: f.by_name,
      post: f.post,
    })),
    ...exports.map((e) => ({
      at: e.at.toISOString(),
      what: 'export' as const,
      field: null,
      reason: e.reason,
      by: e.by_name,
      post: e.post,
    })),
    ...copies.map((c) => ({
      at: c.at.toISOString(),
      what: 'copy' as const,
      field: null,
      reason: copySaid(deps, c)?.reason ?? null,
      by: c.by_name,
      post: c.post,
    })),
    ...compared.map((c) => ({
      at: c.at.toISOString(),
      what: 'comparison' as const,
      field: null,
      reason: c.reason,
      by: c.by_name,
      post: c.post,
    })),
  ]
  return { name: person.name, items: items.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST) }
}
