import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dwellingsOf } from '../reads/dwellings.ts'
import { findingView, safely } from '../reads/places.ts'
import { destinations, NOTHING, tallied, type Destination } from '../rules/carry.ts'
import { area as squareMetres } from '../rules/geometry.ts'
import { shareHouseholds } from '../rules/households.ts'
import { planRedraw } from '../rules/redraw.ts'
import type { Finding } from '../rules/topology.ts'
import type { Shape } from '../schema.ts'
import type { RedrawPart, RedrawPlan } from '../schema/views.ts'
import type { AreaRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'
import { drawnAreas, findingsOf, type Drawn, type Target } from './plan-checks.ts'

/** What a redraw would do, as shown and as kept with the draft. */
export type Plan = RedrawPlan
export interface Planned {
  readonly plan: Plan
  /** Grids that end. */
  readonly olds: readonly AreaRow[]
  readonly targets: readonly (Target & { readonly households: number | null; readonly m2: number })[]
  readonly parent: AreaRow
  /** Square metres of the old grids by id: posts go on in the larger. */
  readonly m2: ReadonlyMap<string, number>
  /** New faults of the drawing that keep it from taking effect. */
  readonly blocking: readonly Finding[]
}

/**
 * Computes what a drawing would do to what stands now: which households and open incidents move, and what the checks say.
 * @param targets of one parent, none drawn twice; see commands/targets.ts
 * @param ending grids that end and go on in none of them: one that had been drawn into a gap
 * @throws grid.border-invalid, grid.redraw-loses-points
 */
export async function planTargets(
  deps: GridDeps,
  tx: Tx,
  parent: AreaRow,
  targets: readonly Target[],
  ending: readonly AreaRow[] = [],
): Promise<Planned> {
  const now = new Date(deps.clock.now())
  const olds = [...new Map([...targets.flatMap((t) => t.from), ...ending].map((a) => [a.id, a])).values()]
  const drawn = await drawnAreas(tx, [...olds, ...targets.flatMap((t) => t.kept ?? [])], now)
  const before = drawn.map((d) => ({ id: d.area.id, shape: d.shape, households: d.area.households }))
  const after = targets.map((t) => ({ id: t.id, shape: t.shape }))
  const dwellings = await dwellingsOf(deps, tx)
  const { shared, counted } = await countBoth(deps, tx, before, after, dwellings)
  const sized = targets.map((t) => ({
    ...t,
    m2: squareMetres(t.shape),
    households: t.households === undefined ? (shared.after.get(t.id) ?? null) : t.households,
  }))
  const registered = await deps.registered(
    tx,
    drawn.map((d) => d.area.id),
  )
  const goes = destinations(registered, targets.map(destinationOf))
  const standing = tallied(registered, (b) => b.areaId)
  const standingAfter = tallied(registered, (b) => goes.get(b.id) ?? null)
  const workers = await workersOf(deps, tx, drawn, now)
  const goesOn = workerGoesOn(sized, drawn)
  const { all, blocking } = await findingsOf(tx, parent, new Set(drawn.map((d) => d.area.code)), sized, now)
  const incidents = (tally: typeof counted.before, id: string): number => tally[id]?.['incident'] ?? 0
  const moved = (from: string, to: string): number =>
    counted.moves.filter((m) => m.from === from && m.to === to).length
  // Ground without a home on it moves its open cases all the same.
  const noHomes = counted.moves
    .filter((m, i) => counted.moves.findIndex((o) => o.from === m.from && o.to === m.to) === i)
    .filter((m) => !shared.flows.some((f) => f.from === m.from && f.to === m.to))
    .map(({ from, to }) => ({ from, to, households: 0 }))
  return {
    plan: {
      before: drawn.map(({ area, shape, m2 }): RedrawPart => ({
        id: area.id,
        code: area.code,
        name: area.name,
        polygon: shape,
        areaM2: m2,
        households: area.households,
        openIncidents: incidents(counted.before, area.id),
        workers: workers.get(area.id) ?? [],
        registered: standing.get(area.id) ?? NOTHING,
      })),
      after: sized.map((t): RedrawPart => ({
        id: t.id,
        code: t.kept?.code ?? null,
        name: t.name,
        polygon: t.shape,
        areaM2: t.m2,
        households: t.households,
        openIncidents: incidents(counted.after, t.id),
        workers: workers.get(t.kept?.id ?? goesOn.get(t.id) ?? '') ?? [],
        registered: standingAfter.get(t.id) ?? NOTHING,
      })),
      moves: [...shared.flows, ...noHomes]
        .filter((f) => f.from !== f.to)
        .map((f) => ({ ...f, openIncidents: moved(f.from, f.to) })),
      findings: all.map(findingView),
      method: shared.method,
    },
    olds,
    targets: sized,
    parent,
    m2: new Map(drawn.map((d) => [d.area.id, d.m2])),
    blocking,
  }
}

/** A grid after, with whose ground it takes over. */
export const destinationOf = ({ id, shape, from, kept }: Target): Destination => ({
  id,
  shape,
  from: [...from.map((a) => a.id), ...(kept === null ? [] : [kept.id])],
})

/** Clipping may be defeated by a hostile border; that is said as the border's fault. */
async function countBoth(
  deps: GridDeps,
  tx: Tx,
  before: readonly { id: string; shape: Shape; households: number | null }[],
  after: readonly { id: string; shape: Shape }[],
  dwellings: Awaited<ReturnType<typeof dwellingsOf>>,
) {
  const points = await deps.openPoints(
    tx,
    await withAncestors(
      tx,
      before.map((b) => b.id),
    ),
  )
  return safely(() => ({
    shared: shareHouseholds(before, after, dwellings),
    counted: must(
      planRedraw(
        before,
        after,
        points.map((p) => ({ ...p, kind: 'incident' })),
      ),
    ),
  }))
}

/** An open incident keeps the grid of its day, which may have ended since: its ground counts where it lies now. */
async function withAncestors(tx: Tx, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`with recursive line as (
          select unnest(${[...ids]}::uuid[]) as id
          union select s.from_id from area_successor s join line on line.id = s.to_id
        ) select id from line`,
  )
  return rows.map((r) => r.id)
}

/** The primary grid worker of the largest old grid goes on in the largest new one it went into. @returns old id by new id */
function workerGoesOn(targets: readonly Grouped[], drawn: readonly Drawn[]): ReadonlyMap<string, string> {
  const m2 = new Map(drawn.map((d) => [d.area.id, d.m2]))
  return new Map(
    groupsOf(targets, m2).flatMap(({ olds, news }) => {
      const [old, larger] = [olds[0], news[0]]
      return old === undefined || larger === undefined ? [] : [[larger, old.id] as const]
    }),
  )
}

/** Old and new grids that have to do with one another, each side the largest first. */
export interface Group {
  readonly olds: readonly AreaRow[]
  readonly news: readonly string[]
}
type Grouped = Pick<Planned['targets'][number], 'id' | 'kept' | 'from' | 'm2'>
export function groupsOf(targets: readonly Grouped[], m2: ReadonlyMap<string, number>): Group[] {
  const groups: { olds: Map<string, AreaRow>; news: Map<string, number> }[] = []
  for (const t of targets) {
    // A grid that was there before has its own people: who lost theirs to it goes on nowhere.
    if (t.from.length === 0 || t.kept !== null) continue
    const mine = groups.filter((g) => t.from.some((a) => g.olds.has(a.id)))
    const joined = {
      olds: new Map([...mine.flatMap((g) => [...g.olds]), ...t.from.map((a) => [a.id, a] as const)]),
      news: new Map([...mine.flatMap((g) => [...g.news]), [t.id, t.m2] as const]),
    }
    for (const g of mine) groups.splice(groups.indexOf(g), 1)
    groups.push(joined)
  }
  return groups.map(({ olds, news }) => ({
    olds: [...olds.values()].toSorted((a, b) => (m2.get(b.id) ?? 0) - (m2.get(a.id) ?? 0)),
    news: [...news].toSorted((a, b) => b[1] - a[1]).map(([id]) => id),
  }))
}

async function workersOf(
  deps: GridDeps,
  tx: Tx,
  drawn: readonly Drawn[],
  now: Date,
): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await tx.rows<{ area_id: string; account_id: string }>(
    sql`select area_id, account_id from holding where post = 'grid-worker' and stands_in_for is null
        and area_id = any(${drawn.map((d) => d.area.id)}::uuid[]) and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  )
  const accounts = await deps.accounts(
    tx,
    rows.map((r) => r.account_id),
  )
  const names = new Map(accounts.map((a) => [a.id, a.name]))
  return new Map(rows.map((r) => [r.area_id, [{ id: r.account_id, name: names.get(r.account_id) ?? '' }]]))
}
