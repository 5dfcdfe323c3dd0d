/**
 * Who acts. Built by identity and grid for each signed-in request; rules and access files read it and nothing else.
 * Plain data, so the same rules run on a phone.
 */
export interface Actor {
  readonly accountId: string
  /** Shown beside what this person did. */
  readonly name: string
  /**
   * 'person' signs in with a password, 'machine' with a bearer token; 'resident' has no account and proved a number and a
   * phone's last digits (accountId is the nil UUID); 'system' is a timer or reaction of ours (nil UUID too).
   */
  readonly kind: 'person' | 'machine' | 'resident' | 'system'
  /** Six-digit division code of the county this account works in. */
  readonly county: number
  /** What this person holds right now, stand-ins included. */
  readonly holdings: readonly Holding[]
}

/** One post held at one place and, for handling units, in one department. */
export interface Holding {
  /** Key of the post, for example 'dispatcher'; administrators have 'system-admin', 'security-admin', 'audit-admin'. */
  readonly post: string
  /** Path of the area the post covers, ends with '/': '990602/004/'. Empty for posts without a place (administrators). */
  readonly areaPath: string
  /** Department the post belongs to; its path ends with '/' so a parent covers its sections. */
  readonly departmentId: string | null
  readonly departmentPath: string | null
  /**
   * Paths of the areas that a redraw made into this one: a case keeps the grid of its day, and whoever looks after that
   * ground now goes on with it.
   */
  readonly formerPaths?: readonly string[]
  /** Account this holding stands in for (AB岗), null for one's own. */
  readonly standsInFor: string | null
}

/** What an actor may see, as clauses of which one must hold; compiled to SQL and run on plain records alike. */
export interface Scope {
  readonly county: number
  readonly any: readonly ScopeClause[]
}
export type ScopeClause =
  | { readonly kind: 'area'; readonly path: string }
  | { readonly kind: 'department'; readonly path: string }
  | { readonly kind: 'account'; readonly accountId: string }

export const NIL_ACCOUNT = '00000000-0000-0000-0000-000000000000'

/** Timers and reactions of ours. */
export const systemActor = (county: number, name: string): Actor => ({
  accountId: NIL_ACCOUNT,
  name,
  kind: 'system',
  county,
  holdings: [],
})

/** Account id for a column that must be null when nobody had an account. */
export const accountOrNull = (actor: Actor): string | null =>
  actor.accountId === NIL_ACCOUNT ? null : actor.accountId

export const nothing = (county: number): Scope => ({ county, any: [] })

export const holds = (actor: Actor, ...posts: readonly string[]): boolean =>
  actor.holdings.some((h) => posts.includes(h.post))

/** Whether a post answers for a place: it lies inside the area held, or inside one that was redrawn into it. */
export const covers = (h: Pick<Holding, 'areaPath' | 'formerPaths'>, path: string): boolean =>
  h.areaPath !== '' &&
  (path.startsWith(h.areaPath) || h.formerPaths?.some((former) => path.startsWith(former)) === true)

/** The holdings of these posts that cover a place. */
export const holdingsAt = (actor: Actor, areaPath: string, posts: readonly string[]): readonly Holding[] =>
  actor.holdings.filter((h) => posts.includes(h.post) && covers(h, areaPath))
