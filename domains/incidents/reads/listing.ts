import type { Actor } from '@lifang/platform/access.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { classText, compareLists, flagsOf, matches, type ListMap } from '../rules/listing.ts'
import {
  listProblem,
  LIST_FLAGS,
  type ChangeKind,
  type Comparison,
  type EntryView,
  type ListEntry,
  type ListTree,
} from '../schema/responsibility.ts'
import type { ClassKey, Status } from '../schema/words.ts'
import { draftView, listNamed, openDraftRow } from './drafts.ts'
import { OPEN, scopeCondition } from './scope.ts'

const openFiled = (actor: Actor): Sql =>
  sql`i.filed_at is not null and i.class_version is not null and ${OPEN}
      and ${scopeCondition(incidentScope(actor))}`

const changeOf = (base: ListMap, list: ListMap, key: string): ChangeKind | null => {
  const was = base.get(key)
  const is = list.get(key)
  if (was === undefined) return is === undefined ? null : 'added'
  if (is === undefined) return 'removed'
  return was === is ? null : 'changed'
}

/** The list by catalogue. In the draft, classes taken out are still there and say so. */
export async function listTree(
  deps: IncidentDeps,
  actor: Actor,
  query: { readonly version?: string | undefined; readonly q?: string | undefined },
): Promise<ListTree> {
  const now = deps.clock.now()
  const [{ shown, list, draft }, open, majors, elder] = await Promise.all([
    listNamed(deps, query.version),
    openDraftRow(deps.db, deps.county),
    deps.db.rows<{
      standard: string
      kind: 'component' | 'matter'
      code: string
      major_code: string
      major_name: string
    }>(sql`select standard, kind, code, major_code, major_name from catalogue_class`),
    deps.db.one<{ n: number }>(
      sql`select count(*)::integer as n from incident i where ${openFiled(actor)} and i.class_version <> ${deps.list.version()}`,
    ),
  ])
  const majorOf = new Map(majors.map((m) => [classText(m), { code: m.major_code, name: m.major_name }]))
  const all = new Map<string, ListEntry>(list)
  if (draft !== null) for (const [key, was] of draft.base) if (!all.has(key)) all.set(key, was)
  const inForce = deps.list.version()
  const rows = [...all].map(([text, e]) => ({
    key: e.key,
    name: e.name,
    major: majorOf.get(text) ?? { code: e.key.code.slice(0, 2), name: e.domain },
    domain: e.domain,
    conditions: e.conditions.length,
    flags: flagsOf(e),
    change: draft === null ? null : changeOf(draft.base, list, text),
  }))
  const q = query.q?.trim() ?? ''
  return {
    versions: deps.list.versions().map((v) => ({
      id: v.id,
      ordinal: v.ordinal,
      from: new Date(v.from).toISOString(),
      note: v.note,
      state: v.id === inForce ? 'in-force' : v.from > now ? 'scheduled' : 'past',
    })),
    draft: open === undefined ? null : draftView(open),
    shown,
    rows: rows.filter((r) => {
      const e = all.get(classText(r.key))
      return e !== undefined && matches(e, q)
    }),
    flags: Object.fromEntries(
      LIST_FLAGS.map((f) => [f, rows.filter((r) => r.change !== 'removed' && r.flags.includes(f)).length]),
    ) as ListTree['flags'],
    total: list.size,
    elder: elder.n,
  }
}

/** One class. In the draft also what it was in the base. @throws list.not-in-list */
export async function listEntry(
  deps: IncidentDeps,
  actor: Actor,
  query: ClassKey & { readonly version?: string | undefined },
): Promise<EntryView> {
  const { list, draft } = await listNamed(deps, query.version)
  const text = classText(query)
  const base = draft?.base.get(text) ?? null
  const entry = list.get(text) ?? base
  if (entry === null || entry === undefined) throw listProblem('list.not-in-list', { field: 'code' })
  const { n } = await deps.db.one<{ n: number }>(
    sql`select count(*)::integer as n from incident i where ${openFiled(actor)} and i.class_standard = ${query.standard}
        and i.class_kind = ${query.kind} and i.class_code = ${query.code}`,
  )
  const unit = entry.departmentId === null ? undefined : deps.directory.department(entry.departmentId)
  return {
    entry,
    unit: unit === undefined ? null : { id: unit.id, name: unit.name },
    flags: flagsOf(entry),
    base: draft === null ? null : base,
    change: draft === null ? null : changeOf(draft.base, list, text),
    open: n,
  }
}

export async function compareVersions(
  deps: IncidentDeps,
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<Comparison> {
  const to = await listNamed(deps, query.to)
  const from = await listNamed(deps, query.from ?? to.draft?.row.base_id)
  const items = compareLists(
    from.list,
    to.list,
    (id) => deps.directory.department(id)?.name ?? id.slice(0, 8),
  ).map((item) => {
    const change = to.draft?.changes.find((c) => classText(c) === classText(item.key))
    return change === undefined ? item : { ...item, by: change.changed_name }
  })
  const count = (kind: ChangeKind): number => items.filter((i) => i.change === kind).length
  return {
    from: from.shown,
    to: to.shown,
    items,
    counts: { added: count('added'), removed: count('removed'), changed: count('changed') },
    fields: items.reduce((n, i) => n + i.fields.length, 0),
  }
}

const CLASSES = 60
/** Classes of the catalogues that the draft does not have, by code or name. */
export async function missingClasses(deps: IncidentDeps, q: string) {
  const { list } = await listNamed(deps, 'draft')
  const rows = await deps.db.rows<{
    standard: string
    kind: 'component' | 'matter'
    code: string
    name: string
    major_name: string
  }>(
    sql`select standard, kind, code, name, major_name from catalogue_class order by standard, kind desc, code`,
  )
  return rows
    .filter((r) => !list.has(classText(r)) && (q === '' || r.code.startsWith(q) || r.name.includes(q)))
    .slice(0, CLASSES)
    .map(({ standard, kind, code, name, major_name }) => ({
      key: { standard, kind, code },
      name,
      major: major_name,
    }))
}

const CASES = 100
/** Open cases within the actor's scope that keep an older version than the one in force. */
export async function elderCases(deps: IncidentDeps, actor: Actor) {
  const elder = sql`${openFiled(actor)} and i.class_version <> ${deps.list.version()}`
  const [versions, items] = await Promise.all([
    deps.db.rows<{ version: string; n: number }>(
      sql`select i.class_version as version, count(*)::integer as n from incident i where ${elder} group by 1 order by 1`,
    ),
    deps.db.rows<{
      number: string
      name: string
      status: Status
      version: string
      amount: number
      unit: 'urgent-hour' | 'working-hour' | 'working-day' | 'calendar-day'
    }>(
      sql`select i.number, coalesce(i.class_name, '') as name, i.status, i.class_version as version, i.limit_amount as amount, i.limit_unit as unit
          from incident i where ${elder} and i.limit_amount is not null order by i.filed_at desc, i.id limit ${CASES}`,
    ),
  ])
  return {
    versions,
    items: items.map(({ amount, unit, ...i }) => ({ ...i, limit: { amount, unit } })),
  }
}
