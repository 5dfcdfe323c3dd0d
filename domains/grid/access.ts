/** Who keeps the grids of a place, and who looks at its desk, as sentences over the actor and the place. */
import { covers, type Actor, type Holding } from '@lifang/platform/access.ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { problem } from './schema.ts'

/** Posts that redraw grids: the keeper of a street's or district's grids on their own ground, the system administrator anywhere. */
export const REDRAW_POSTS = ['grid-manager', 'system-admin'] as const
/** Posts that look at the desk of grids: those whose ground it is, and who redraws. */
export const DESK_POSTS = [
  'grid-manager',
  'community-manager',
  'grid-lead',
  'grid-worker',
  'duty-chief',
  'supervisor',
  'leader',
  'system-admin',
] as const

const among = (posts: readonly string[], h: Pick<Holding, 'post'>): boolean => posts.includes(h.post)

/** True when this person may redraw the grids of the place: a path that ends with '/'. */
export const redraws = (holdings: readonly Pick<Holding, 'post' | 'areaPath'>[], path: string): boolean =>
  holdings.some(
    (h) => h.post === 'system-admin' || (h.post === 'grid-manager' && covers({ areaPath: h.areaPath }, path)),
  )

/** @returns grid.not-your-ground for a place of others */
export const mayRedraw = (actor: Pick<Actor, 'holdings'>, path: string): Decided<true> =>
  redraws(actor.holdings, path) ? yes(true) : no(problem('grid.not-your-ground', { field: 'grid' }))

/** Paths whose grids this person sees on the desk; the system administrator sees all of them ('' begins every path). */
export const deskPaths = (actor: {
  readonly holdings: readonly Pick<Holding, 'post' | 'areaPath'>[]
}): readonly string[] =>
  actor.holdings.some((h) => h.post === 'system-admin')
    ? ['']
    : [
        ...new Set(
          actor.holdings.flatMap((h) => (among(DESK_POSTS, h) && h.areaPath !== '' ? [h.areaPath] : [])),
        ),
      ]

const administers = (actor: Pick<Actor, 'holdings'>): boolean =>
  actor.holdings.some((h) => h.post === 'system-admin')

/** A portrait is looked at, given and taken back by the person and by the system administrator. @returns grid.not-your-portrait */
export const mayKeepPortrait = (
  actor: Pick<Actor, 'accountId' | 'holdings'>,
  account: string,
): Decided<true> =>
  actor.accountId === account || administers(actor)
    ? yes(true)
    : no(problem('grid.not-your-portrait', { field: 'id' }))

/** Nobody approves their own portrait. @returns grid.portrait-own, grid.not-your-portrait */
export const mayApprovePortrait = (
  actor: Pick<Actor, 'accountId' | 'holdings'>,
  account: string,
): Decided<true> => {
  if (actor.accountId === account) return no(problem('grid.portrait-own', { field: 'id' }))
  return administers(actor) ? yes(true) : no(problem('grid.not-your-portrait', { field: 'id' }))
}
