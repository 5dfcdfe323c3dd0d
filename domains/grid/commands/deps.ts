import type { Actor } from '@lifang/platform/access.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import { auditMany } from '@lifang/domains/audit/public.ts'
import type { Directory } from '../reads/directory.ts'
import type { Placed, Registered } from '../rules/carry.ts'

/** An account as grid needs to know it; identity provides it (it stands below, but shows no table). */
export interface AccountBrief {
  readonly id: string
  readonly name: string
  readonly county: number
  /** Null: not an administrator. */
  readonly admin: string | null
  readonly disabled: boolean
}

export interface GridDeps {
  readonly db: Db
  readonly clock: Clock
  readonly county: number
  readonly directory: Directory
  /** Those of the accounts that exist. Asked inside the caller's transaction, as every function that is given one. */
  readonly accounts: (tx: Tx, ids: readonly string[]) => Promise<readonly AccountBrief[]>
  /** Ends what is cached of an account's posts. */
  readonly forget: (accountId: string) => void
  /** Open incidents in these areas; their owner stands above grid and provides the function. */
  readonly openPoints: (
    tx: Tx,
    areaIds: readonly string[],
  ) => Promise<readonly { readonly id: string; readonly lon: number; readonly lat: number }[]>
  /** Buildings that stand in these areas, with what is in them; the registry stands above grid and provides both functions. */
  readonly registered: (tx: Tx, areaIds: readonly string[]) => Promise<readonly Registered[]>
  /** Moves what stands in the areas of a redraw to where it belongs from now on, with its history. */
  readonly carry: (tx: Tx, carrying: Carrying) => Promise<void>
  /** How many open incidents are kept under each area that has any. */
  readonly openCounts: (tx: Tx) => Promise<readonly { readonly areaId: string; readonly n: number }[]>
}

/** What a redraw that takes effect asks of those who keep things by grid. */
export interface Carrying {
  /** Grids that end or get another border. */
  readonly from: readonly { readonly id: string; readonly path: string; readonly code: string }[]
  readonly to: readonly CarryingTo[]
  /** Grid by thing that stood in one of `from`; null: it stays, its grid goes on in none. */
  readonly gridsOf: (things: readonly Placed[]) => ReadonlyMap<string, string | null>
  readonly at: Date
  /** Who put it in force, and the redraw. */
  readonly by: Actor
  readonly redrawId: string
}
export interface CarryingTo {
  readonly id: string
  readonly path: string
  readonly code: string
  readonly borderId: string
}

/** One change of the tree at a time: codes, paths and borders are decided on what stands. */
export const lockTree = (tx: Tx, county: number): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtext('grid.tree'), ${county}::integer)`)

export interface Change {
  readonly act: string
  readonly subjectKind: 'area' | 'department' | 'holding' | 'redraw'
  readonly subjectId: string
  readonly ground?: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** The audit line of a change, and its announcement to every process that keeps the directory in memory. */
export const tellChange = (tx: Tx, actor: Actor, what: Change): Promise<void> => tellMany(tx, actor, [what])

/** Changes of one kind made together: an audit line each, one announcement. */
export async function tellMany(tx: Tx, actor: Actor, changes: readonly Change[]): Promise<void> {
  const { county } = actor
  await auditMany(
    tx,
    changes.map((change) => ({ ...change, county, actor, act: `grid.${change.act}` })),
  )
  const [first] = changes
  if (first !== undefined)
    await announce(tx, {
      county,
      topic: 'grid.changed',
      subjectId: first.subjectId,
      payload: { act: first.act },
    })
}
