import { dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Area, Directory } from '@lifang/domains/grid/public.ts'
import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { mayAtPlace } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { deskOf } from '../commands/facts.ts'
import { mayStart } from '../rules.ts'
import {
  ANSWER_DAYS,
  COMMUNITY_POSTS,
  DONE_DAYS,
  DONE_STATUSES,
  OWN_SOURCES,
  type CommunityDesk,
  type CommunityItem,
  type CommunityQuery,
  type CommunityTab,
} from '../schema/community.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { Act } from '../schema/words.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition } from './lamps.ts'
import { COLUMNS, toItem } from './list.ts'
import { insidePath, OPEN, pathEnd } from './scope.ts'
import { tabCounts } from './tabs.ts'

/** A tab with more than this is worked through by grid or lamp; the page says that it was cut. */
const MOST = 200

/** A community somebody answers for, and the paths of it that are theirs: all of it, or some grids. */
export interface OwnCommunity {
  readonly area: Area
  readonly paths: readonly string[]
  readonly part: boolean
}

/** The communities of a reader's posts, by code: the one held, those under a place held, and the one a held grid lies in. */
export function communitiesOf(actor: Actor, directory: Directory, now: number): OwnCommunity[] {
  const found = new Map<string, { area: Area; whole: boolean; paths: Set<string> }>()
  const add = (area: Area, whole: boolean, paths: readonly string[]): void => {
    const known = found.get(area.id) ?? { area, whole: false, paths: new Set<string>() }
    known.whole ||= whole
    for (const path of paths) known.paths.add(path)
    found.set(area.id, known)
  }
  const posts: readonly string[] = COMMUNITY_POSTS
  for (const h of actor.holdings) {
    if (!posts.includes(h.post) || h.areaPath === '') continue
    const above = communityAbove(directory, directory.areaByPath(h.areaPath))
    const former = h.formerPaths ?? []
    if (above !== undefined) add(above, above.path === h.areaPath, [h.areaPath, ...former])
    else
      for (const area of directory.areas())
        if (area.levelKey === 'community' && inForce(area, now) && area.path.startsWith(h.areaPath))
          add(area, true, [area.path])
  }
  return [...found.values()]
    .map(({ area, whole, paths }) => ({ area, paths: [...paths], part: !whole }))
    .toSorted((a, b) => a.area.code.localeCompare(b.area.code))
}

const inForce = (area: Area, now: number): boolean => area.validTo === null || area.validTo > now

function communityAbove(directory: Directory, area: Area | undefined): Area | undefined {
  if (area === undefined || area.levelKey === 'community') return area
  return communityAbove(directory, area.parentId === null ? undefined : directory.area(area.parentId))
}

/** The community asked for, or the first. @throws platform.not-found without any, platform.invalid-input for one that is not the reader's */
export function chosenOf(own: readonly OwnCommunity[], code: string | undefined): OwnCommunity {
  const chosen = code === undefined ? own[0] : own.find((c) => c.area.code === code)
  if (chosen !== undefined) return chosen
  throw code === undefined
    ? platformProblem('platform.not-found')
    : platformProblem('platform.invalid-input', { field: 'community' })
}

/** Grids in force of a community that are the reader's, by code. */
export const gridsOf = (directory: Directory, own: OwnCommunity, now: number): Area[] =>
  directory
    .areas()
    .filter(
      (a) => a.levelKey === 'grid' && inForce(a, now) && own.paths.some((path) => a.path.startsWith(path)),
    )
    .toSorted((a, b) => a.code.localeCompare(b.code))

/** What stands at the head of the desk and of the weekly pack. */
export function headOf(directory: Directory, own: OwnCommunity, grids: readonly Area[]) {
  const known = grids.flatMap((g) => g.households ?? [])
  return {
    code: own.area.code,
    name: own.area.name,
    street: (own.area.parentId === null ? undefined : directory.area(own.area.parentId))?.name ?? null,
    households: known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0),
    grids: grids.length,
    part: own.part,
  }
}

/** The paths of a community as a condition on `incident i`. */
export const insideOwn = (actor: Actor, own: Pick<OwnCommunity, 'paths'>): Sql =>
  sql`(i.county = ${actor.county} and (${join(own.paths.map(insidePath), ' or ')}))`

/** Brought by the community's own people and not settled there, or handed up by a desk. */
export const WENT_UP = sql`(i.status <> 'self-closed' and (i.source = any(${[...OWN_SOURCES]}::text[]) or exists (
  select from incident_step s where s.county = i.county and s.incident_id = i.id and s.act = 'hand-up')))`

type Row = IncidentRow & { readonly handed_up: { readonly at: string; readonly to: string | null } | null }

/** The community's desk: the tab asked for, with the counts of all and the grids beside it; three statements. */
export async function communityDesk(
  deps: IncidentDeps,
  actor: Actor,
  query: CommunityQuery,
): Promise<CommunityDesk> {
  const { directory } = deps
  const now = deps.clock.now()
  const communities = communitiesOf(actor, directory, now)
  const own = chosenOf(communities, query.community)
  const grids = gridsOf(directory, own, now)
  const grid = query.grid === undefined ? null : grids.find((g) => g.code === query.grid)
  if (grid === undefined) throw platformProblem('platform.invalid-input', { field: 'grid' })

  const whole = insideOwn(actor, own)
  const mine = grid === null ? whole : sql`(${whole} and ${insidePath(grid.path)})`
  const doneSince = new Date(dayStart(officeDay(now) - DONE_DAYS + 1))
  const answersSince = new Date(dayStart(officeDay(now) - ANSWER_DAYS + 1))
  const tabs = tabConditions(own, doneSince, answersSince)
  // No tab reaches further back; without saying so each count would ask every case there ever was for its steps.
  const since = doneSince < answersSince ? doneSince : answersSince
  const among = sql`${mine} and (${OPEN} or i.status = 'rejected' or i.closed_at >= ${since})`
  const on = tabs[query.tab]
  const at = new Date(now)
  const [byGrid, counted, rows] = await Promise.all([
    deps.db.rows<{ area_id: string; open: number; overdue: number }>(
      sql`select i.area_id, count(*)::integer as open, (count(*) filter (where ${lampCondition('red', at)}))::integer as overdue
          from incident i where ${whole} and ${OPEN} group by 1`,
    ),
    tabCounts(deps.db, among, tabs, query.tab, at),
    deps.db.rows<Row>(
      sql`select ${COLUMNS}, i.desk_path, i.closed_at, i.return_count,
            (select jsonb_build_object('at', s.at, 'to', s.details ->> 'to') from incident_step s
              where s.county = i.county and s.incident_id = i.id and s.act = 'hand-up' order by s.seq desc limit 1) as handed_up
          from incident i where ${among} and ${on} and ${query.lamp === undefined ? sql`true` : lampCondition(query.lamp, at)}
          order by (${OPEN}) desc, case when ${OPEN} then coalesce(i.stage_due_at, i.total_due_at) end nulls last,
            i.closed_at desc nulls last, i.reported_at desc, i.id limit ${MOST + 1}`,
    ),
  ])
  return {
    at: at.toISOString(),
    communities: communities.map(({ area }) => ({ code: area.code, name: area.name })),
    community: headOf(directory, own, grids),
    doneSince: doneSince.toISOString(),
    answersSince: answersSince.toISOString(),
    grids: gridRows(grids, byGrid),
    open: byGrid.reduce((sum, g) => sum + g.open, 0),
    overdue: byGrid.reduce((sum, g) => sum + g.overdue, 0),
    ...counted,
    items: rows.slice(0, MOST).map((row) => itemOf(deps, actor, row, now)),
    more: rows.length > MOST,
  }
}

function tabConditions(own: OwnCommunity, doneSince: Date, answersSince: Date): Record<CommunityTab, Sql> {
  const here = sql`(i.desk_path >= ${own.area.path} and i.desk_path < ${pathEnd(own.area.path)})`
  return {
    open: OPEN,
    self: sql`(i.status = 'self-closed' and i.closed_at >= ${doneSince})`,
    up: sql`(${WENT_UP} and ((${OPEN} and not coalesce(${here}, false)) or i.closed_at >= ${answersSince}
      or (i.status = 'rejected' and exists (select from incident_step s where s.county = i.county and s.incident_id = i.id
        and s.act = 'decline' and s.at >= ${answersSince}))))`,
    down: sql`(${OPEN} and coalesce(${here}, false))`,
    done: sql`(i.status = any(${[...DONE_STATUSES]}::text[]) and i.closed_at >= ${doneSince})`,
  }
}

function gridRows(
  grids: readonly Area[],
  counts: readonly { readonly area_id: string; readonly open: number; readonly overdue: number }[],
): CommunityDesk['grids'] {
  const rows = grids.map((g): CommunityDesk['grids'][number] => {
    const { open, overdue } = counts.find((c) => c.area_id === g.id) ?? { open: 0, overdue: 0 }
    return { code: g.code, name: g.name, households: g.households, open, overdue }
  })
  const known = new Set(grids.map((g) => g.id))
  const ended = counts.filter((c) => !known.has(c.area_id))
  if (ended.length === 0) return rows
  const sum = (of: 'open' | 'overdue'): number => ended.reduce((n, c) => n + c[of], 0)
  return [...rows, { code: null, name: null, households: null, open: sum('open'), overdue: sum('overdue') }]
}

/** Steps the desk has on a row. */
const ROW_ACTS = ['self-close', 'hand-up', 'comment'] as const satisfies readonly Act[]

function itemOf(deps: IncidentDeps, actor: Actor, row: Row, now: number): CommunityItem {
  const place = { areaPath: row.area_path, deskPath: row.desk_path }
  const desk = IS_OPEN[row.status] && mayStart('hand-up', row.status) ? deskOf(deps, place) : undefined
  // Only the desk that has it may give it away or finish it on the spot.
  const held =
    desk !== undefined && actor.holdings.some((h) => h.areaPath !== '' && desk.path.startsWith(h.areaPath))
  const own = OWN_SOURCES.includes(row.source) && row.status !== 'self-closed'
  return {
    ...toItem(deps, row, now),
    desk: desk?.name ?? null,
    up:
      row.handed_up !== null
        ? { how: 'hand-up', at: new Date(row.handed_up.at).toISOString(), to: row.handed_up.to }
        : own
          ? { how: 'own-report', at: row.reported_at.toISOString(), to: null }
          : null,
    closedAt: isoOrNull(row.closed_at),
    returns: row.return_count,
    acts: ROW_ACTS.filter(
      (act) => mayStart(act, row.status) && mayAtPlace(actor, place, act) && (act === 'comment' || held),
    ),
  }
}
