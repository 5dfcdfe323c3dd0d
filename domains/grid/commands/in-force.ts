import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { destinations, NOTHING, tallied } from '../rules/carry.ts'
import { nextCode } from '../rules/codes.ts'
import type { RedrawPart } from '../schema/views.ts'
import type { AreaRow, HoldingRow } from '../tables.ts'
import { codePlace, insertBorder, ledgerOf, pathBelow } from './areas.ts'
import type { CarryingTo, GridDeps } from './deps.ts'
import { destinationOf, groupsOf, type Group, type Plan, type Planned } from './plan.ts'

/** A post that ended and went on nowhere. */
export interface LaidDown {
  readonly account: string
  readonly post: string
  readonly area: string
  /** When it would have ended; null: open. ISO 8601. */
  readonly to: string | null
}
export interface Effect {
  /** The plan with the codes that were given. */
  readonly plan: Plan
  readonly at: Date
  /** Accounts whose posts moved. */
  readonly accounts: ReadonlySet<string>
  readonly laidDown: readonly LaidDown[]
}

/** Who puts it in force, by which redraw, on what paper. */
export interface Order {
  readonly by: Actor
  readonly redrawId: string
  readonly document: string | null
}

/** Changes areas, borders, lineage, what stands in them, and posts, in the caller's transaction and under its locks. */
export async function putInForce(
  deps: GridDeps,
  tx: Tx,
  planned: Planned,
  { by, redrawId, document }: Order,
): Promise<Effect> {
  const at = await effectiveAt(tx, planned, deps.clock.now())
  const made = await makeAreas(tx, deps.county, planned, document, at)
  await endAreas(tx, planned, document, at)
  const after = await carryOver(deps, tx, planned, made, { by, redrawId, at })
  const accounts = new Set<string>()
  const laidDown: LaidDown[] = []
  const groups = groupsOf(planned.targets, planned.m2)
  for (const group of groups) await movePosts(tx, group, at, accounts, laidDown)
  const left = planned.olds.filter((o) => !groups.some((g) => g.olds.some((a) => a.id === o.id)))
  if (left.length > 0) await movePosts(tx, { olds: left, news: [] }, at, accounts, laidDown)
  return { plan: { ...planned.plan, after }, at, accounts, laidDown }
}

/** Now, but after every old grid and border began: a period needs a length. */
async function effectiveAt(tx: Tx, { olds, targets }: Planned, now: number): Promise<Date> {
  const ids = [...olds.map((o) => o.id), ...targets.flatMap((t) => t.kept?.id ?? [])]
  const { last } = await tx.one<{ last: Date | null }>(
    sql`select max(valid_from) as last from area_border where area_id = any(${ids}::uuid[])`,
  )
  return new Date(Math.max(now, (last?.getTime() ?? 0) + 1, ...olds.map((o) => o.valid_from.getTime() + 1)))
}

/** Buildings, homes and people go with the ground. @returns the grids after, with what stands in them now */
async function carryOver(
  deps: GridDeps,
  tx: Tx,
  { olds, targets }: Planned,
  made: readonly RedrawPart[],
  order: { readonly by: Actor; readonly redrawId: string; readonly at: Date },
): Promise<RedrawPart[]> {
  const ids = targets.map((t) => t.id)
  const to = await tx.rows<CarryingTo>(
    sql`select a.id, a.path, a.code, b.id as "borderId" from area a join area_border b on b.area_id = a.id and b.valid_to is null
        where a.id = any(${ids}::uuid[])`,
  )
  const after = targets.map(destinationOf)
  await deps.carry(tx, {
    ...order,
    from: [...olds, ...targets.flatMap((t) => t.kept ?? [])],
    to,
    gridsOf: (things) => destinations(things, after),
  })
  const standing = tallied(await deps.registered(tx, ids), (b) => b.areaId)
  return made.map((p) => ({ ...p, registered: standing.get(p.id) ?? NOTHING }))
}

async function makeAreas(
  tx: Tx,
  county: number,
  { plan, targets, parent }: Planned,
  document: string | null,
  at: Date,
): Promise<RedrawPart[]> {
  const ledger = await ledgerOf(tx)
  const taken = new Set(ledger.taken)
  const codes = new Map<string, string>()
  for (const t of targets) {
    if (t.kept !== null) {
      await newBorder(tx, t.kept.id, t, document, at)
      continue
    }
    const kind = t.like.grid_kind ?? 'general'
    const code = must(nextCode(codePlace(kind, parent), { taken, retired: ledger.retired }))
    taken.add(code)
    codes.set(t.id, code)
    await tx.run(sql`insert into area (id, county, parent_id, level, level_key, code, name, path, grid_kind, grid_type, households, valid_from)
      values (${t.id}, ${county}, ${parent.id}, ${t.like.level}, ${t.like.level_key}, ${code}, ${t.name}, ${pathBelow(parent, code)},
        ${kind}, ${t.like.grid_type}, ${t.households}, ${at})`)
    await insertBorder(tx, t.id, t.shape, at, document)
  }
  return plan.after.map((p) => ({ ...p, code: codes.get(p.id) ?? p.code }))
}

/** The area stays, its border begins anew: cases of the days before keep the old version. */
async function newBorder(
  tx: Tx,
  areaId: string,
  { shape, m2, households }: Planned['targets'][number],
  document: string | null,
  at: Date,
): Promise<void> {
  await tx.run(
    sql`update area_border set valid_to = ${at} where area_id = ${areaId} and (valid_to is null or valid_to > ${at})`,
  )
  await tx.run(sql`insert into area_border (id, area_id, version, polygon, area_m2, valid_from, document)
    select ${newId()}, ${areaId}, coalesce(max(version), 0) + 1, ${JSON.stringify(shape)}::jsonb, ${m2}, ${at}, ${document}
    from area_border where area_id = ${areaId}`)
  await tx.run(sql`update area set households = ${households} where id = ${areaId}`)
}

async function endAreas(
  tx: Tx,
  { olds, targets }: Planned,
  document: string | null,
  at: Date,
): Promise<void> {
  const ids = olds.map((o) => o.id)
  await tx.run(sql`update area set valid_to = ${at} where id = any(${ids}::uuid[])`)
  await tx.run(
    sql`update area_border set valid_to = ${at} where area_id = any(${ids}::uuid[]) and valid_to is null`,
  )
  const lines = targets.flatMap((t) => t.from.map((a) => ({ from: a.id, to: t.id })))
  await tx.run(sql`insert into area_successor (from_id, to_id, at, document)
    select f, t, ${at}, ${document} from unnest(${lines.map((l) => l.from)}::uuid[], ${lines.map((l) => l.to)}::uuid[]) l(f, t)`)
}

async function movePosts(
  tx: Tx,
  { olds, news }: Group,
  at: Date,
  accounts: Set<string>,
  laidDown: LaidDown[],
): Promise<void> {
  const [first] = olds
  const [larger] = news
  if (first === undefined) throw new Error('a group has an old grid')
  const rows = await tx.rows<HoldingRow>(
    sql`select * from holding where area_id = any(${olds.map((o) => o.id)}::uuid[]) and department_id is null
        and (valid_to is null or valid_to > ${at}) order by valid_from, id for update`,
  )
  const given = new Set<string>()
  for (const h of rows) {
    accounts.add(h.account_id)
    const goals = goalsOf(h, first, larger, news)
    const [only] = goals
    // What has not begun yet begins in the new grid; nothing of it was in the old one.
    const begun = h.valid_from < at
    if (begun) await tx.run(sql`update holding set valid_to = ${at} where id = ${h.id}`)
    else if (only === undefined) {
      await tx.run(
        sql`update holding set valid_to = ${new Date(h.valid_from.getTime() + 1)} where id = ${h.id}`,
      )
    }
    if (begun && only === undefined && h.stands_in_for === null) {
      const to = h.valid_to === null ? null : h.valid_to.toISOString()
      laidDown.push({ account: h.account_id, post: h.post, area: h.area_id, to })
    }
    for (const goal of goals) {
      const key = `${goal} ${h.post} ${h.account_id} ${h.stands_in_for ?? ''} ${begun ? '' : h.id}`
      // Somebody who held the same post in two merged grids holds it once.
      if (given.has(key)) continue
      given.add(key)
      if (begun || goal !== only) {
        await tx.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from, valid_to, stands_in_for)
          values (${newId()}, ${h.county}, ${h.account_id}, ${h.post}, ${goal}, ${begun ? at : h.valid_from}, ${h.valid_to}, ${h.stands_in_for})`)
      } else await tx.run(sql`update holding set area_id = ${goal} where id = ${h.id}`)
    }
  }
}

/** A grid worker has one grid: only the worker of the largest old one (and who stands in) goes on, in the larger part. */
function goalsOf(
  h: HoldingRow,
  first: AreaRow,
  larger: string | undefined,
  news: readonly string[],
): readonly string[] {
  if (h.post !== 'grid-worker' || larger === undefined) return news
  return h.area_id === first.id ? [larger] : []
}
