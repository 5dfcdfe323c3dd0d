import type { Actor } from '@lifang/platform/access.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { registryPaths } from '../access.ts'
import { readChosen, valueText } from '../rules/custom.ts'
import { maskName } from '../rules/mask.ts'
import { bigramsOf, plainText } from '../rules/names.ts'
import {
  formOf,
  inUse,
  mayOf,
  openSealed,
  recordBase,
  showValues,
  standingOf,
  versionsOf,
  type Standing,
} from '../repo/custom.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { CustomBase } from '../schema/custom-lists.ts'
import type { CopyView } from '../schema/privacy.ts'
import type {
  customRoutes,
  DefinitionView,
  FormView,
  RecordItem,
  RecordView,
  ValuesView,
} from '../schema/custom.ts'
import type {
  CustomDefinitionRow,
  CustomRecordRow,
  CustomRevealRow,
  CustomValueRow,
} from '../tables/custom.ts'
import type { ChangeRow } from '../tables.ts'
import { mergedInto, toChange } from './people.ts'
import { namesFor } from './subjects.ts'
import { badInput, gridName, groundOf, inside, noSuch, readCursor, uuidOf, writeCursor } from './scope.ts'

const toDefinition = (d: CustomDefinitionRow): DefinitionView => ({
  ...formOf(d),
  id: d.id,
  state: d.state,
  madeBy: d.made_by_name,
  madeAt: d.made_at.toISOString(),
  publishedBy: d.published_by_name,
  publishedAt: d.published_at?.toISOString() ?? null,
  retiredAt: d.retired_at?.toISOString() ?? null,
  version: d.version,
})
export const listDefinitions = async ({ county, db }: RegistryDeps): Promise<DefinitionView[]> =>
  (
    await db.rows<CustomDefinitionRow>(
      sql`select * from custom_definition where county = ${county} order by own, kind, number desc`,
    )
  ).map(toDefinition)

export const listForms = async ({ county, db }: RegistryDeps): Promise<FormView[]> =>
  (
    await db.rows<CustomDefinitionRow>(
      sql`select * from custom_definition where county = ${county} and state = 'published' order by own, content ->> 'name', kind`,
    )
  ).map(formOf)

/** @throws registry.not-found */
export async function valuesOf(
  deps: RegistryDeps,
  actor: Actor,
  base: CustomBase,
  id: string,
): Promise<ValuesView> {
  const { county, db } = deps
  const at = await standingOf(deps, db, base, id)
  const may = at === undefined ? null : mayOf(actor, base, at)
  if (may === null || !may.see) throw noSuch()
  // A row that was merged into this one keeps what was written of it; here it fills what nobody has written since.
  const ids = base === 'person' ? await mergedInto(deps, id) : [id]
  const [versions, rows] = await Promise.all([
    versionsOf(deps, db, base),
    db.rows<CustomValueRow>(
      sql`select * from custom_value where county = ${county} and id = any(${ids}::uuid[]) order by (id = ${id}), updated_at`,
    ),
  ])
  const form = inUse(versions)
  const kept = {
    plain: Object.assign({}, ...rows.map((r) => r.plain)) as CustomValueRow['plain'],
    sealed: Object.assign(
      {},
      ...rows.map((r) => openSealed(deps, 'custom_value', r)),
    ) as CustomValueRow['plain'],
    facts: Object.assign({}, ...rows.map((r) => r.facts)) as CustomValueRow['facts'],
  }
  return {
    form: form === undefined ? null : formOf(form),
    version: rows.find((r) => r.id === id)?.version ?? 0,
    values: await showValues(versions, namesFor(deps, actor), kept),
    may: { edit: may.edit, reveal: may.reveal },
  }
}

type Query = RouteInput<typeof customRoutes.records>['query']
interface ListedRow extends CustomRecordRow {
  readonly path: string
  readonly whose: string | null
  /** Who the person is by now; null: it is of no person. */
  readonly person_id: string | null
}

/** A record is where its person, home or building is; the others are where they stand. Of who was merged it is with who they became. */
const FROM = sql`from custom_record r
  left join person q on r.subject_kind = 'person' and q.county = r.county and q.id = r.subject_id
  left join person p on p.county = q.county and p.id = case when q.merged_into is null then q.id else (
    with recursive f as (select q.merged_into as id
      union all select n.merged_into from f join person n on n.county = q.county and n.id = f.id where n.merged_into is not null)
    select f.id from f join person n on n.county = q.county and n.id = f.id where n.merged_into is null) end
  left join home h on r.subject_kind = 'home' and h.county = r.county and h.id = r.subject_id
  left join building b on r.subject_kind = 'building' and b.county = r.county and b.id = r.subject_id`
const PATH = sql`coalesce(r.area_path, p.area_path, h.area_path, b.area_path)`
const scope = (paths: readonly string[]): Sql =>
  sql`(${inside(PATH, paths)} or ${inside(sql`p.registered_path`, paths)})`
const COLUMNS = sql`r.*, ${PATH} as path, coalesce(p.name, h.address, b.address) as whose, p.id as person_id`

export const recordStanding = async (
  deps: RegistryDeps,
  on: Pick<Db | Tx, 'maybe'>,
  row: CustomRecordRow,
): Promise<Standing | undefined> =>
  row.subject_kind === null || row.subject_id === null
    ? { area_path: row.area_path ?? '', registered_path: null }
    : standingOf(deps, on, row.subject_kind, row.subject_id)

const whose = (r: ListedRow): string =>
  r.whose === null ? '' : r.subject_kind === 'person' ? maskName(r.whose) : r.whose

/** @throws registry.unknown-area, bad-cursor */
export async function listRecords(
  deps: RegistryDeps,
  actor: Actor,
  query: Query,
): Promise<{ items: RecordItem[]; total: number; nextCursor: string | null }> {
  const { county, db } = deps
  const versions = await versionsOf(deps, db, query.kind)
  const form = inUse(versions) ?? versions[0]
  const where: Sql[] = [
    sql`r.county = ${county} and r.kind = ${query.kind}`,
    scope(groundOf(deps, actor, query.area)),
  ]
  const words = plainText(query.q ?? '')
  if (words !== '') where.push(fragment(words))
  if (query.subject !== undefined)
    where.push(sql`r.subject_id = any(${await mergedInto(deps, query.subject)}::uuid[])`)
  for (const [key, value] of chosenIn(query)) {
    const by = form?.content.fields.find((f) => f.key === key)
    // What is sensitive is no filter: that would tell it, value by value.
    if (by !== undefined && !by.sensitive)
      where.push(sql`(r.plain -> ${by.key} ->> 'v' = ${value}
        or (r.plain -> ${by.key} -> 'v') @> to_jsonb(array[${value}]::text[]))`)
  }
  const all = sql`${FROM} where ${join(where, ' and ')}`
  const [after, id] = query.cursor === undefined ? [] : readCursor(query.cursor, 2)
  const from = query.cursor === undefined ? sql`true` : sql`(r.title, r.id) > (${after}, ${uuidOf(id)}::uuid)`
  const [rows, count] = await Promise.all([
    db.rows<ListedRow>(
      sql`select ${COLUMNS} ${all} and ${from} order by r.title, r.id limit ${query.limit + 1}`,
    ),
    db.one<{ n: number }>(sql`select count(*)::integer as n ${all}`),
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const shown = (form?.content.fields ?? []).filter(
    (f) => !f.sensitive && f.type !== 'reference' && f.type !== 'long-text' && f.key !== form?.content.title,
  )
  return {
    items: page.map((r) => ({
      id: r.id,
      kind: r.kind,
      title: r.title,
      where: whose(r),
      grid: gridName(deps, r.path),
      cells: Object.fromEntries(
        shown.flatMap((f) => {
          const w = r.plain[f.key]
          return w === undefined ? [] : [[f.key, valueText(w.v, f.unit)]]
        }),
      ),
      updatedAt: r.updated_at.toISOString(),
    })),
    total: count.n,
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(last.title, last.id) : null,
  }
}

/** Choices that must hold, by key. @throws platform.invalid-input */
function chosenIn(query: Query): readonly (readonly [string, string])[] {
  const one =
    query.field === undefined || query.value === undefined ? [] : [[query.field, query.value] as const]
  if (query.chosen === undefined) return one
  const chosen = readChosen(query.chosen)
  if (chosen === null) throw badInput('chosen')
  return [...one, ...Object.entries(chosen)]
}

const fragment = (words: string): Sql => {
  const like = `%${words.replaceAll(/[%_\\]/g, '\\$&')}%`
  return [...words].length === 1
    ? sql`r.title like ${like}`
    : sql`(r.bigrams @> ${[...bigramsOf(words)]}::text[] and regexp_replace(lower(r.title), '[^[:alnum:]]', '', 'g') like ${like})`
}

/** For the one box: title, kind and grid. */
export async function findRecords(
  deps: RegistryDeps,
  actor: Actor,
  words: string,
  limit: number,
): Promise<{ id: string; title: string; kindName: string; grid: string }[]> {
  const rows = await deps.db.rows<ListedRow & { kind_name: string }>(
    sql`select ${COLUMNS}, coalesce((select d.content ->> 'name' from custom_definition d where d.county = r.county and d.kind = r.kind
        and d.published_at is not null order by d.number desc limit 1), '') as kind_name
      ${FROM} where r.county = ${deps.county} and ${fragment(words)} and ${scope(registryPaths(actor))} order by r.title, r.id limit ${limit}`,
  )
  return rows.map((r) => ({ id: r.id, title: r.title, kindName: r.kind_name, grid: gridName(deps, r.path) }))
}

/** @throws registry.not-found. Opening it leaves an audit line. */
export async function showRecord(deps: RegistryDeps, actor: Actor, id: string): Promise<RecordView> {
  const { county, db } = deps
  const row = await db.maybe<ListedRow>(
    sql`select ${COLUMNS} ${FROM} where r.county = ${county} and r.id = ${id}`,
  )
  if (row === undefined) throw noSuch()
  const at = await recordStanding(deps, db, row)
  const may = at === undefined ? null : mayOf(actor, recordBase(row.subject_kind), at)
  if (may === null || !may.see) throw noSuch()
  const [versions, changes, looked] = await Promise.all([
    versionsOf(deps, db, row.kind),
    db.rows<ChangeRow>(
      sql`select * from registry_change where county = ${county} and subject_id = ${id} order by id desc limit 200`,
    ),
    db.rows<CustomRevealRow>(
      sql`select * from custom_reveal where county = ${county} and subject_id = ${id} order by at desc limit 100`,
    ),
    db.run(
      auditInsert({
        county,
        actor,
        act: 'registry.view',
        subjectKind: 'record',
        subjectId: id,
        ground: actor.holdings[0]?.post ?? null,
      }),
    ),
  ])
  const form = inUse(versions)
  const kept = { plain: row.plain, sealed: openSealed(deps, 'custom_record', row), facts: row.facts }
  return {
    id,
    kind: row.kind,
    kindName: (form ?? versions[0])?.content.name ?? '',
    title: row.title,
    subject:
      row.subject_kind === null || row.subject_id === null
        ? null
        : { kind: row.subject_kind, id: row.person_id ?? row.subject_id, name: whose(row) },
    place:
      row.lon === null || row.lat === null || (form ?? versions[0])?.content.attach === 'grid'
        ? null
        : { lon: row.lon, lat: row.lat },
    grid: gridName(deps, row.path),
    form: form === undefined ? null : formOf(form),
    version: row.version,
    values: await showValues(versions, namesFor(deps, actor), kept),
    may: { edit: may.edit && form !== undefined, reveal: may.reveal },
    changes: changes.map((c) => toChange(deps, c)),
    looked: looked.map((l) => ({
      at: l.at.toISOString(),
      label: l.label,
      reason: l.reason,
      by: l.by_name,
      post: l.post,
    })),
  }
}

/** Own fields of a person and records about them, whole, for their own copy: what, and what stands there. */
export async function ownOf(deps: RegistryDeps, actor: Actor, person: string): Promise<CopyView['own']> {
  const { county, db } = deps
  const ids = await mergedInto(deps, person)
  const [values, records] = await Promise.all([
    db.rows<CustomValueRow>(
      sql`select * from custom_value where county = ${county} and subject_kind = 'person' and id = any(${ids}::uuid[]) order by (id = ${person}), updated_at`,
    ),
    db.rows<CustomRecordRow>(
      sql`select * from custom_record where county = ${county} and subject_kind = 'person' and subject_id = any(${ids}::uuid[]) order by kind, title, id`,
    ),
  ])
  const told = async (
    kind: string,
    table: 'custom_value' | 'custom_record',
    row: CustomValueRow | CustomRecordRow,
    title: string,
  ) => {
    const kept = { plain: row.plain, sealed: openSealed(deps, table, row), facts: row.facts }
    const shown = await showValues(await versionsOf(deps, db, kind), namesFor(deps, actor), kept, true)
    return { title, values: shown.map(({ label, type, text, unseen }) => ({ label, type, text, unseen })) }
  }
  return Promise.all([
    ...values.map((row) => told('person', 'custom_value', row, '')),
    ...records.map((row) => told(row.kind, 'custom_record', row, row.title)),
  ])
}
