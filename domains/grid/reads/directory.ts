import { covers, type Holding } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { GridIndex } from '../rules/locate.ts'
import type { Shape } from '../schema.ts'

/** An area as other domains meet it. */
export interface Area {
  readonly id: string
  readonly county: number
  readonly parentId: string | null
  readonly level: number
  readonly levelKey: string
  readonly code: string
  readonly name: string
  /** Ends with '/'; a place inside has this as its prefix. */
  readonly path: string
  readonly households: number | null
  /** Epoch ms; null: in force. Areas that ended stay known by id and code, for the cases of their day. */
  readonly validTo: number | null
}
export interface Department {
  readonly id: string
  readonly county: number
  readonly key: string
  readonly name: string
  readonly kind: string
  readonly path: string
  readonly areaId: string
  readonly fallback: boolean
  readonly phone: string | null
}
/** Somebody holding a post now. */
export interface Holder {
  readonly accountId: string
  readonly post: string
  readonly areaPath: string
  readonly departmentId: string | null
  readonly departmentPath: string | null
  readonly standsInFor: string | null
  readonly formerPaths?: readonly string[]
}
/** Where a point lies today. */
export interface Here {
  readonly grid: Area
  /** Border version of the day: the incident keeps it. */
  readonly borderId: string
  readonly community: Area | null
}

/** The tree, the borders and the posts, in process: every report asks where it is and every request who may. */
export interface Directory {
  /** Reads everything again; called at start, after a change here, and when another process announces one. */
  reload(): Promise<void>
  locate(lon: number, lat: number): Here | null
  area(id: string): Area | undefined
  /** Id of the border in force of a grid that points are located in. */
  borderOf(areaId: string): string | undefined
  areaByCode(code: string): Area | undefined
  /** The area whose path this is, or the nearest above. */
  areaByPath(path: string): Area | undefined
  areas(): readonly Area[]
  department(id: string): Department | undefined
  departments(): readonly Department[]
  holdingsOf(accountId: string, at: number): Promise<readonly Holding[]>
  /** Who holds a post over a place at an instant, nearest place first; stand-ins before those they stand in for. */
  holdersAt(post: string, areaPath: string, at: number): readonly Holder[]
  /** Everybody who holds one of these posts at an instant, wherever. */
  holders(posts: readonly string[], at: number): readonly Holder[]
}

interface HoldingRow {
  readonly account_id: string
  readonly post: string
  readonly area_id: string
  readonly department_id: string | null
  readonly valid_from: Date
  readonly valid_to: Date | null
  readonly stands_in_for: string | null
}
interface State {
  readonly areas: ReadonlyMap<string, Area>
  readonly byCode: ReadonlyMap<string, Area>
  readonly byPath: ReadonlyMap<string, Area>
  readonly departments: ReadonlyMap<string, Department>
  readonly index: GridIndex
  readonly borderOf: ReadonlyMap<string, string>
  readonly byAccount: ReadonlyMap<string, readonly Dated[]>
  readonly byPost: ReadonlyMap<string, readonly Dated[]>
}
interface Dated extends Holder {
  readonly from: number
  readonly to: number | null
}

const EMPTY: State = {
  areas: new Map(),
  byCode: new Map(),
  byPath: new Map(),
  departments: new Map(),
  index: new GridIndex([]),
  borderOf: new Map(),
  byAccount: new Map(),
  byPost: new Map(),
}

const holdsAt = (h: Dated, at: number): boolean => h.from <= at && (h.to === null || at < h.to)

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>()
  for (const item of items) {
    const list = map.get(key(item))
    if (list === undefined) map.set(key(item), [item])
    else list.push(item)
  }
  return map
}

interface Lineage {
  readonly from_id: string
  readonly to_id: string
}
/** For every area that came of a redraw: the paths of those it came from, however many redraws ago. */
function formerPathsOf(
  lineage: readonly Lineage[],
  areas: ReadonlyMap<string, Area>,
): ReadonlyMap<string, readonly string[]> {
  const before = group(lineage, (l) => l.to_id)
  const walk = (id: string, seen: Set<string>): void => {
    for (const { from_id } of before.get(id) ?? []) {
      if (seen.has(from_id)) continue
      seen.add(from_id)
      walk(from_id, seen)
    }
  }
  return new Map(
    [...before.keys()].map((id) => {
      const seen = new Set<string>()
      walk(id, seen)
      return [id, [...seen].flatMap((a) => areas.get(a)?.path ?? [])] as const
    }),
  )
}

async function read(db: Db, now: Date): Promise<State> {
  const areas = (
    await db.rows<Omit<Area, 'validTo'> & { validTo: Date | null }>(
      sql`select id, county, parent_id as "parentId", level, level_key as "levelKey", code, name, path, households,
          valid_to as "validTo" from area`,
    )
  ).map((a): Area => ({ ...a, validTo: a.validTo?.getTime() ?? null }))
  const borders = await db.rows<{ id: string; area_id: string; polygon: Shape }>(
    sql`select b.id, b.area_id, b.polygon from area_border b join area a on a.id = b.area_id
        where a.grid_kind in ('general', 'dedicated') and b.valid_from <= ${now} and (b.valid_to is null or b.valid_to > ${now})
          and (a.valid_to is null or a.valid_to > ${now})`,
  )
  const departments = await db.rows<Department>(
    sql`select id, county, key, name, kind, path, area_id as "areaId", fallback, phone from department
        where valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  )
  const rows = await db.rows<HoldingRow>(
    sql`select account_id, post, area_id, department_id, valid_from, valid_to, stands_in_for from holding
        where valid_to is null or valid_to > ${now}`,
  )
  const lineage = await db.rows<Lineage>(sql`select from_id, to_id from area_successor where at <= ${now}`)
  const areaById = new Map(areas.map((a) => [a.id, a]))
  const former = formerPathsOf(lineage, areaById)
  const departmentById = new Map(departments.map((d) => [d.id, d]))
  const dated = rows.map((h): Dated => ({
    accountId: h.account_id,
    post: h.post,
    areaPath: areaById.get(h.area_id)?.path ?? '',
    departmentId: h.department_id,
    departmentPath: h.department_id === null ? null : (departmentById.get(h.department_id)?.path ?? null),
    standsInFor: h.stands_in_for,
    ...(former.has(h.area_id) ? { formerPaths: former.get(h.area_id) ?? [] } : {}),
    from: h.valid_from.getTime(),
    to: h.valid_to?.getTime() ?? null,
  }))
  return {
    areas: areaById,
    byCode: new Map(areas.map((a) => [a.code, a])),
    byPath: new Map(areas.map((a) => [a.path, a])),
    departments: departmentById,
    index: new GridIndex(borders.map((b) => ({ id: b.area_id, shape: b.polygon }))),
    borderOf: new Map(borders.map((b) => [b.area_id, b.id])),
    byAccount: group(dated, (h) => h.accountId),
    byPost: group(dated, (h) => h.post),
  }
}

export function createDirectory(db: Db, now: () => number): Directory {
  let state = EMPTY
  return {
    reload: async () => {
      state = await read(db, new Date(now()))
    },
    locate: (lon, lat) => {
      const id = state.index.locate(lon, lat)
      const grid = id === null ? undefined : state.areas.get(id)
      const borderId = id === null ? undefined : state.borderOf.get(id)
      if (grid === undefined || borderId === undefined) return null
      return {
        grid,
        borderId,
        community: grid.parentId === null ? null : (state.areas.get(grid.parentId) ?? null),
      }
    },
    area: (id) => state.areas.get(id),
    borderOf: (areaId) => state.borderOf.get(areaId),
    areaByCode: (code) => state.byCode.get(code),
    areaByPath: (path) => {
      for (let p = path; p !== ''; p = p.slice(0, p.lastIndexOf('/', p.length - 2) + 1)) {
        const area = state.byPath.get(p)
        if (area !== undefined) return area
      }
      return undefined
    },
    areas: () => [...state.areas.values()],
    department: (id) => state.departments.get(id),
    departments: () => [...state.departments.values()],
    holdingsOf: (accountId, at) =>
      Promise.resolve((state.byAccount.get(accountId) ?? []).filter((h) => holdsAt(h, at))),
    holdersAt: (post, areaPath, at) =>
      (state.byPost.get(post) ?? [])
        .filter((h) => covers(h, areaPath) && holdsAt(h, at))
        .toSorted(
          (a, b) =>
            b.areaPath.length - a.areaPath.length ||
            Number(b.standsInFor !== null) - Number(a.standsInFor !== null),
        ),
    holders: (posts, at) => posts.flatMap((p) => state.byPost.get(p) ?? []).filter((h) => holdsAt(h, at)),
  }
}
