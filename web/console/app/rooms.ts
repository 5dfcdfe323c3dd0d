/** Who has which room: read from the posts one holds, as the server reads them. */
import { WALL_POSTS } from '@lifang/domains/analysis/schema.ts'
import { CHECK_POSTS } from '@lifang/domains/incidents/schema/checks.ts'
import { COMMUNITY_POSTS } from '@lifang/domains/incidents/schema/community.ts'
import { EXCEPTION_POSTS } from '@lifang/domains/incidents/schema/desks.ts'
import { INTAKE_POSTS } from '@lifang/domains/incidents/schema/intake.ts'
import { DESK_POSTS } from '@lifang/domains/incidents/schema/dispatch.ts'
import { COMPARISON_POSTS } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { MERGE_POSTS } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import {
  IMPORT_WATCHERS,
  KEEPER_POSTS,
  LABEL_POSTS,
  REGISTRY_POSTS,
} from '@lifang/domains/registry/schema/lists.ts'
import { THING_POSTS } from '@lifang/domains/registry/schema/unit-lists.ts'
import { DESK_POSTS as GRID_DESK_POSTS } from '@lifang/domains/grid/access.ts'
import { UNIT_POSTS } from '@lifang/domains/incidents/access.ts'
import type { Me } from '@lifang/domains/identity/schema.ts'
import type { IconName } from '../../kit/icons.tsx'

interface Place {
  readonly to:
    | '/'
    | '/handling'
    | '/intake'
    | '/checks'
    | '/exceptions'
    | '/community'
    | '/dispatch'
    | '/report'
    | '/people'
    | '/homes'
    | '/coverage'
    | '/label-kinds'
    | '/privacy'
    | '/own-fields'
    | '/units'
    | '/facilities'
    | '/list'
    | '/grids'
    | '/wall'
    | '/audit'
    | '/accounts'
    | '/webhooks'
    | '/notice-templates'
    | '/publication'
    | '/roles'
    | '/policy'
    | '/calendar'
  readonly icon: IconName
  readonly key: string
}

export const holdsOneOf = (me: Me, posts: readonly string[]): boolean =>
  me.holdings.some((h) => posts.includes(h.post))
/** True for those who hand out work: they have the dispatcher's desk. */
export const dispatches = (me: Me): boolean => holdsOneOf(me, DESK_POSTS)
export const handles = (me: Me): boolean => holdsOneOf(me, UNIT_POSTS)
/** True for those who accept what is reported. */
export const takesIn = (me: Me): boolean => holdsOneOf(me, INTAKE_POSTS)
/** True for those who may be sent to look; for some posts that is the day's work. */
export const walks = (me: Me): boolean => holdsOneOf(me, CHECK_POSTS)
const walksFirst = (me: Me): boolean => holdsOneOf(me, ['checker', 'inspector'])
/** True for those who run a community or a grid of it. */
export const runsCommunity = (me: Me): boolean => holdsOneOf(me, COMMUNITY_POSTS)
export const oversees = (me: Me): boolean => holdsOneOf(me, EXCEPTION_POSTS)

/** True for those whose ground the grids are, and who redraws them. */
export const seesGrids = (me: Me): boolean => me.admin === 'system-admin' || holdsOneOf(me, GRID_DESK_POSTS)
/** False for who keeps grids and nothing else: they draw borders and see counts, no case. */
export const seesCases = (me: Me): boolean =>
  me.admin === null && (me.holdings.length === 0 || me.holdings.some((h) => h.post !== 'grid-manager'))
const keepsGrids = (me: Me): boolean => holdsOneOf(me, ['grid-manager'])

/** True for those whose people and homes these are. */
export const seesRegistry = (me: Me): boolean => holdsOneOf(me, REGISTRY_POSTS)
/** True for those who see enterprises, facilities and places: the desks that are told of them too. */
export const seesThings = (me: Me): boolean => holdsOneOf(me, THING_POSTS)

/** True for those who enter people and homes, and bring them in from sheets. */
export const keepsRegistry = (me: Me): boolean => holdsOneOf(me, KEEPER_POSTS)
/** True for those who see imports: their own, or those of whose ground they look after. */
export const seesImports = (me: Me): boolean => holdsOneOf(me, IMPORT_WATCHERS)
/** True for those who keep what a label says of a person, and who answers for it. */
export const seesLabels = (me: Me): boolean => holdsOneOf(me, LABEL_POSTS)

/** True for those who begin a comparison with another register. */
export const beginsComparisons = (me: Me): boolean => holdsOneOf(me, COMPARISON_POSTS)

/** True for those who decide whether two people are one. */
export const settlesDuplicates = (me: Me): boolean => holdsOneOf(me, MERGE_POSTS)

/** True for those who watch over a place. */
export const hasWall = (me: Me): boolean => holdsOneOf(me, WALL_POSTS)

/** Rooms this person has; the first is the home page, the desk of the post where there is one. Administrators have their own and no incidents. */
export function placesOf(me: Me): Place[] {
  switch (me.admin) {
    case 'audit-admin':
      return [{ to: '/audit', icon: 'doc', key: 'audit' }]
    case 'system-admin':
      return [
        { to: '/accounts', icon: 'people', key: 'accounts' },
        { to: '/calendar', icon: 'clock', key: 'calendar' },
        { to: '/grids', icon: 'layers', key: 'grids' },
        { to: '/own-fields', icon: 'note', key: 'custom' },
        { to: '/notice-templates', icon: 'note', key: 'templates' },
        { to: '/publication', icon: 'doc', key: 'publication' },
        { to: '/webhooks', icon: 'link', key: 'webhooks' },
      ]
    case 'security-admin':
      return [
        { to: '/accounts', icon: 'people', key: 'accounts' },
        { to: '/roles', icon: 'layers', key: 'roles' },
        { to: '/label-kinds', icon: 'people', key: 'labels' },
        { to: '/privacy', icon: 'doc', key: 'privacy' },
        { to: '/policy', icon: 'key', key: 'policy' },
      ]
    case null:
      if (!seesCases(me)) return [{ to: '/grids', icon: 'layers', key: 'grids' }]
      return [
        ...(keepsGrids(me) ? [{ to: '/grids', icon: 'layers', key: 'grids' } as const] : []),
        ...(oversees(me) ? [{ to: '/exceptions', icon: 'stop', key: 'exceptions' } as const] : []),
        ...(handles(me) ? [{ to: '/handling', icon: 'check', key: 'handling' } as const] : []),
        ...(takesIn(me) ? [{ to: '/intake', icon: 'phone', key: 'intake' } as const] : []),
        ...(walksFirst(me) ? [{ to: '/checks', icon: 'walk', key: 'checks' } as const] : []),
        ...(runsCommunity(me) ? [{ to: '/community', icon: 'people', key: 'community' } as const] : []),
        { to: '/', icon: 'list', key: 'desk' },
        ...(walks(me) && !walksFirst(me) ? [{ to: '/checks', icon: 'walk', key: 'checks' } as const] : []),
        ...(dispatches(me) ? [{ to: '/dispatch', icon: 'send', key: 'dispatch' } as const] : []),
        { to: '/report', icon: 'add', key: 'report' },
        ...(seesRegistry(me)
          ? [
              { to: '/people', icon: 'person', key: 'people' } as const,
              { to: '/homes', icon: 'home', key: 'homes' } as const,
              { to: '/coverage', icon: 'day', key: 'coverage' } as const,
              { to: '/units', icon: 'doc', key: 'units' } as const,
              { to: '/facilities', icon: 'pin', key: 'facilities' } as const,
            ]
          : []),
        ...(hasWall(me) ? [{ to: '/wall', icon: 'wall', key: 'wall' } as const] : []),
        ...(seesGrids(me) && !keepsGrids(me)
          ? [{ to: '/grids', icon: 'layers', key: 'grids' } as const]
          : []),
        { to: '/list', icon: 'book', key: 'list' },
      ]
  }
}

export const postsOf = (me: Me): string[] =>
  me.admin !== null ? [me.admin] : [...new Set(me.holdings.map((h) => h.post))]
