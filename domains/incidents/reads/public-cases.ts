import { sql, type Sql } from '@lifang/platform/sql.ts'
import { DAY, dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Area } from '@lifang/domains/grid/public.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { countShared, ENOUGH, shownCount, tellable, type Countable } from '../rules/publication.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { PublicCase, PublicCounts } from '../schema/public.ts'
import type { ClassKey } from '../schema/words.ts'
import type { IncidentPublicationRow, IncidentRow } from '../tables.ts'

const WINDOW_DAYS = 90
const KEPT_MS = 60_000
const PAGE = 20
/** The newest that are told one by one; older ones are in the counts. */
const MOST = 1000

type Grouped = Pick<IncidentRow, 'area_id' | 'class_standard' | 'class_kind' | 'class_code'> & {
  readonly open: number
  readonly closed: number
}
type Newest = Pick<
  IncidentRow,
  'area_id' | 'class_standard' | 'class_kind' | 'class_code' | 'status' | 'reported_at' | 'closed_at'
>
interface Shown {
  readonly cases: readonly (PublicCase & { readonly path: string })[]
  readonly counts: PublicCounts['grids']
}

/** 11-20, in office time: the day and never the hour. */
const dayOnly = (at: Date): string => dateOf(officeDay(at.getTime())).slice(5)

/**
 * Filed cases that everybody may see: neither confidential nor of a kind that is a complaint about somebody. Written so that
 * no column with words, address, number or point is even read.
 */
const publishable = (county: number, since: Date): Sql =>
  sql`i.county = ${county} and i.reported_at >= ${since} and i.filed_at is not null and not i.confidential and i.merged_into is null
    and i.source not in ('petition', 'conduct-line', 'police-transfer')
    and i.status in ('filed', 'dispatched', 'handling', 'feedback', 'checking', 'closed', 'evaluated', 'archived')`

export function createPublicCases(deps: IncidentDeps) {
  const { db, clock, county, directory, list } = deps
  let kept: { readonly at: number; readonly shown: Promise<Shown | null> } | null = null

  /** Names of the place a case lies in, or null where the tree does not say. */
  const placesOf = (areaId: string): { grid: Area; community: Area; street: Area } | null => {
    const grid = directory.area(areaId)
    const community = grid?.parentId == null ? undefined : directory.area(grid.parentId)
    const street = community?.parentId == null ? undefined : directory.area(community.parentId)
    return grid === undefined || community === undefined || street === undefined
      ? null
      : { grid, community, street }
  }

  const read = async (at: number): Promise<Shown | null> => {
    const setting = await db.maybe<IncidentPublicationRow>(
      sql`select * from incident_publication where county = ${county}`,
    )
    if (setting === undefined || !setting.shown) return null
    const where = publishable(county, new Date(at - WINDOW_DAYS * DAY))
    const [groups, newest] = await Promise.all([
      db.rows<Grouped>(
        sql`select i.area_id, i.class_standard, i.class_kind, i.class_code,
              (count(*) filter (where i.closed_at is null))::int as open,
              (count(*) filter (where i.closed_at is not null))::int as closed
            from incident i where ${where} group by 1, 2, 3, 4`,
      ),
      db.rows<Newest>(
        sql`select i.area_id, i.class_standard, i.class_kind, i.class_code, i.status, i.reported_at, i.closed_at
            from incident i where ${where} order by i.reported_at desc, i.id desc limit ${MOST}`,
      ),
    ])
    const countable = (row: Pick<Grouped, 'area_id' | 'class_standard' | 'class_kind' | 'class_code'>) => {
      const places = placesOf(row.area_id)
      if (
        places === null ||
        row.class_standard === null ||
        row.class_kind === null ||
        row.class_code === null
      )
        return null
      const key: ClassKey = { standard: row.class_standard, kind: row.class_kind, code: row.class_code }
      // The list in force decides: a class that became confidential is not shown any more.
      const matter = list.entry(key)
      if (matter === undefined || matter.confidential || !setting.domains.includes(matter.domain)) return null
      const what: Countable = {
        className: matter.name,
        domain: matter.domain,
        grid: places.grid.id,
        community: places.community.id,
        street: places.street.id,
      }
      return { what, places }
    }
    const known = groups.flatMap((g) => {
      const found = countable(g)
      return found === null ? [] : [{ ...found, open: g.open, closed: g.closed }]
    })
    const shared = countShared(known.map(({ what, open, closed }) => ({ ...what, n: open + closed })))
    const cases = newest.flatMap((row) => {
      const found = countable(row)
      const told = found === null ? null : tellable(found.what, shared)
      const area = told === null ? undefined : directory.area(told.place)
      if (told === null || area === undefined) return []
      return [
        {
          category: told.className,
          domain: told.domain,
          level: told.level,
          place: area.name,
          path: area.path,
          status: row.closed_at === null ? ('open' as const) : ('closed' as const),
          reportedOn: dayOnly(row.reported_at),
          closedOn: row.closed_at === null ? null : dayOnly(row.closed_at),
        },
      ]
    })
    const perGrid = new Map<string, { grid: Area; open: number; closed: number }>()
    for (const { places, open, closed } of known) {
      const sum = perGrid.get(places.grid.id) ?? { grid: places.grid, open: 0, closed: 0 }
      perGrid.set(places.grid.id, { grid: places.grid, open: sum.open + open, closed: sum.closed + closed })
    }
    const counts = [...perGrid.values()]
      .toSorted((a, b) => (a.grid.code < b.grid.code ? -1 : 1))
      .map(({ grid, open, closed }) => ({
        code: grid.code,
        name: grid.name,
        open: shownCount(open),
        closed: shownCount(closed),
      }))
    return { cases, counts }
  }

  const shown = async (): Promise<Shown> => {
    const at = clock.now()
    if (kept === null || Math.abs(at - kept.at) > KEPT_MS) {
      const mine = { at, shown: read(at) }
      kept = mine
      mine.shown.catch(() => {
        if (kept === mine) kept = null
      })
    }
    const found = await kept.shown
    if (found === null) throw incidentProblem('incidents.not-published')
    return found
  }

  return {
    /** @throws incidents.not-published */
    cases: async (query: {
      readonly status?: 'open' | 'closed' | undefined
      readonly area?: string | undefined
      readonly page: number
    }) => {
      const { cases } = await shown()
      const area = query.area === undefined ? undefined : directory.areaByCode(query.area)
      const fit = cases.filter(
        (c) =>
          (query.status === undefined || c.status === query.status) &&
          (query.area === undefined || (area !== undefined && c.path.startsWith(area.path))),
      )
      const items = fit
        .slice((query.page - 1) * PAGE, query.page * PAGE)
        .map(({ path: _path, ...one }): PublicCase => one)
      return {
        days: WINDOW_DAYS,
        enough: ENOUGH,
        items,
        next: fit.length > query.page * PAGE && query.page < 50 ? query.page + 1 : null,
      }
    },
    /** @throws incidents.not-published */
    counts: async () => ({ days: WINDOW_DAYS, enough: ENOUGH, grids: [...(await shown()).counts] }),
  }
}
