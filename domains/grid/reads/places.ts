import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import { teamState } from '../rules/holdings.ts'
import { checkTopology, type DrawnGrid, type Finding } from '../rules/topology.ts'
import { problem, TEAM_TEMPLATE_NAMES, type Holding, type Shape, type StandIn } from '../schema.ts'
import { AreaItem, type AreaDetail, type FindingView, type HoldingView } from '../schema/views.ts'
import type { AreaRow, BorderRow, HoldingRow } from '../tables.ts'

type Placed = AreaRow & { readonly parent: string | null }

const item = (a: Placed): AreaItem =>
  AreaItem.parse({
    id: a.id,
    code: a.code,
    name: a.name,
    parent: a.parent,
    level: a.level,
    levelKey: a.level_key,
    path: a.path,
    kind: a.grid_kind,
    type: a.grid_type,
    households: a.households,
  })
export const ref = ({ id, code, name }: Pick<AreaRow, 'id' | 'code' | 'name'>) => ({ id, code, name })

const inForce = (now: Date): Sql =>
  sql`a.valid_from <= ${now} and (a.valid_to is null or a.valid_to > ${now})`

/** The tree as it stands now, parents before children. @param under code of the branch to keep */
export async function listAreas(
  { db, clock, county }: GridDeps,
  under: string | undefined,
): Promise<AreaItem[]> {
  const branch =
    under === undefined
      ? sql`true`
      : sql`starts_with(a.path, (select b.path from area b where b.county = ${county} and b.code = ${under}))`
  const rows = await db.rows<Placed>(
    sql`select a.*, p.code as parent from area a left join area p on p.id = a.parent_id
        where a.county = ${county} and ${inForce(new Date(clock.now()))} and ${branch} order by a.level, a.code`,
  )
  return rows.map(item)
}

/** @throws grid.not-found; areas that ended are found too, without a border */
export async function areaRow(tx: Tx, county: number, code: string): Promise<Placed> {
  const row = await tx.maybe<Placed>(
    sql`select a.*, p.code as parent from area a left join area p on p.id = a.parent_id
        where a.county = ${county} and a.code = ${code}`,
  )
  if (row === undefined) throw problem('grid.not-found', { field: 'code' })
  return row
}

export const borderOf = (tx: Tx, areaId: string, now: Date): Promise<BorderRow | undefined> =>
  tx.maybe<BorderRow>(
    sql`select * from area_border where area_id = ${areaId} and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  )

/** Borders in force of many areas. */
export const bordersOf = (tx: Tx, areaIds: readonly string[], now: Date): Promise<BorderRow[]> =>
  tx.rows<BorderRow>(
    sql`select * from area_border where area_id = any(${[...areaIds]}::uuid[])
        and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  )

export async function showArea(deps: GridDeps, code: string): Promise<AreaDetail> {
  const { db, clock, county } = deps
  const now = new Date(clock.now())
  const row = await areaRow(db, county, code)
  const [border, holdings, from, successors] = await Promise.all([
    borderOf(db, row.id, now),
    listHoldings(deps, sql`h.area_id = ${row.id} and h.department_id is null and h.valid_from <= ${now}`),
    db.rows<AreaRow>(
      sql`select a.* from area_successor s join area a on a.id = s.from_id where s.to_id = ${row.id} order by a.code`,
    ),
    db.rows<AreaRow>(
      sql`select a.* from area_successor s join area a on a.id = s.to_id where s.from_id = ${row.id} order by a.code`,
    ),
  ])
  return {
    ...item(row),
    validFrom: row.valid_from.toISOString(),
    validTo: isoOrNull(row.valid_to),
    divisionCode: row.division_code,
    border:
      border === undefined
        ? null
        : {
            id: border.id,
            version: border.version,
            polygon: border.polygon,
            areaM2: border.area_m2,
            validFrom: border.valid_from.toISOString(),
            document: border.document,
          },
    roster: holdings,
    teams: row.grid_kind === null ? [] : teamsOf(holdings, row.id, now.getTime()),
    from: from.map(ref),
    successors: successors.map(ref),
  }
}

/** The people of a grid beside each team template (1+4+X, 一长三员), the best fitting template first. */
function teamsOf(roster: readonly HoldingView[], areaId: string, now: number): AreaDetail['teams'] {
  const own = roster.filter((h) => h.standsInFor === null)
  const holdings = own.map((h): Holding => ({
    id: h.id,
    person: h.account.id,
    post: h.post,
    seat: areaId,
    from: Date.parse(h.from),
    to: h.to === null ? null : Date.parse(h.to),
  }))
  const standIns = roster.flatMap((h): StandIn[] => {
    const instead = own.find((o) => o.post === h.post && o.account.id === h.standsInFor?.id)
    return instead === undefined || h.to === null
      ? []
      : [
          {
            id: h.id,
            holding: instead.id,
            person: h.account.id,
            from: Date.parse(h.from),
            to: Date.parse(h.to),
          },
        ]
  })
  const names = new Map(roster.map((h) => [h.account.id, h.account]))
  return TEAM_TEMPLATE_NAMES.map((template) => {
    const seats = teamState(template, holdings, standIns, areaId, now).map((s) => ({
      ...s,
      people: s.people.flatMap((id) => names.get(id) ?? []),
    }))
    return { template, seats, vacancies: seats.reduce((n, s) => n + s.vacancies, 0) }
  }).toSorted((a, b) => a.vacancies - b.vacancies)
}

type HeldRow = HoldingRow & {
  readonly area_code: string
  readonly area_name: string
  readonly department_name: string | null
}

/** Holdings not over yet, or all there ever were. @param where over `holding h` */
export async function listHoldings(deps: GridDeps, where: Sql, ended = false): Promise<HoldingView[]> {
  const now = new Date(deps.clock.now())
  const rows = await deps.db.rows<HeldRow>(
    holdingsWhere(sql`(${ended} or h.valid_to is null or h.valid_to > ${now}) and (${where})`, deps.county),
  )
  return viewsOf(deps, rows)
}
export async function showHolding(deps: GridDeps, id: string): Promise<HoldingView> {
  const rows = await deps.db.rows<HeldRow>(holdingsWhere(sql`h.id = ${id}`, deps.county))
  const [view] = await viewsOf(deps, rows)
  if (view === undefined) throw problem('grid.not-found', { field: 'id' })
  return view
}

const holdingsWhere = (where: Sql, county: number): Sql =>
  sql`select h.*, a.code as area_code, a.name as area_name, d.name as department_name
      from holding h join area a on a.id = h.area_id left join department d on d.id = h.department_id
      where h.county = ${county} and ${where} order by h.post, h.valid_from, h.id`

async function viewsOf(deps: GridDeps, rows: readonly HeldRow[]): Promise<HoldingView[]> {
  const ids = new Set(
    rows.flatMap((h) => [h.account_id, ...(h.stands_in_for === null ? [] : [h.stands_in_for])]),
  )
  const names = new Map((await deps.accounts(deps.db, [...ids])).map((a) => [a.id, a.name]))
  const person = (id: string) => ({ id, name: names.get(id) ?? '' })
  return rows.map((h) => ({
    id: h.id,
    account: person(h.account_id),
    post: h.post,
    area: { id: h.area_id, code: h.area_code, name: h.area_name },
    department: h.department_id === null ? null : { id: h.department_id, name: h.department_name ?? '' },
    from: h.valid_from.toISOString(),
    to: isoOrNull(h.valid_to),
    standsInFor: h.stands_in_for === null ? null : person(h.stands_in_for),
  }))
}

type DrawnRow = Pick<AreaRow, 'id' | 'code' | 'grid_kind' | 'grid_type' | 'households'> & {
  readonly polygon: Shape
}

/** The children of an area with their borders of now, ready to be checked. */
export async function drawnChildren(tx: Tx, parentId: string, now: Date): Promise<DrawnGrid[]> {
  const rows = await tx.rows<DrawnRow>(
    sql`select a.id, a.code, a.grid_kind, a.grid_type, a.households, b.polygon from area a
        join area_border b on b.area_id = a.id and b.valid_from <= ${now} and (b.valid_to is null or b.valid_to > ${now})
        where a.parent_id = ${parentId} and ${inForce(now)} order by a.code`,
  )
  return rows.map((r) => ({
    id: r.code,
    shape: r.polygon,
    kind: r.grid_kind ?? 'general',
    // Above grids no norm of households is known: rural has none.
    type: r.grid_type ?? 'rural',
    households: r.grid_kind === null ? null : r.households,
  }))
}

/** A hostile or broken border may defeat the clipping library: that is the border's fault, said as such. */
export function safely<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof Error && error.name !== 'Problem')
      throw problem('grid.border-invalid', { field: 'polygon' })
    throw error
  }
}

export const findingView = ({ grids, ...rest }: Finding): FindingView => ({ ...rest, areas: grids })

/** Gaps, overlaps, what lies outside, household norms: the children of one area together. */
export async function checkChildren(deps: GridDeps, parent: string): Promise<FindingView[]> {
  const { db, clock, county } = deps
  const now = new Date(clock.now())
  const row = await areaRow(db, county, parent)
  const [border, children] = await Promise.all([borderOf(db, row.id, now), drawnChildren(db, row.id, now)])
  if (children.length === 0) return []
  return safely(() => checkTopology(border?.polygon ?? null, children)).map(findingView)
}

/** Ids of the areas asked for by code. @throws grid.not-found */
export async function areaRows(tx: Tx, county: number, codes: readonly string[]): Promise<AreaRow[]> {
  const wanted = [...new Set(codes)]
  const rows = await tx.rows<AreaRow>(
    sql`select a.* from area a where a.county = ${county} and a.code in (${join(
      wanted.map((c) => sql`${c}`),
      ', ',
    )})`,
  )
  if (rows.length < wanted.length) throw problem('grid.not-found', { field: 'grids' })
  return rows
}
