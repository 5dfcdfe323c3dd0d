/** Who sees people and homes, who keeps them, and who may be shown a number, as sentences over the actor and the place. */
import { covers, type Actor, type Holding } from '@lifang/platform/access.ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { COMPARISON_POSTS } from './schema/comparison-lists.ts'
import { MERGE_POSTS } from './schema/duplicate-lists.ts'
import {
  LABEL_APPROVERS,
  IMPORT_WATCHERS,
  KEEPER_POSTS,
  EXPORT_APPROVERS,
  LABEL_POSTS,
  REGISTRY_POSTS,
  REVEAL_POSTS,
} from './schema/lists.ts'
import { ERASURE_POSTS } from './schema/privacy-lists.ts'
import { THING_POSTS } from './schema/unit-lists.ts'
import { registryProblem } from './schema/problems.ts'

/** Posts that begin and end a cycle of collection on their ground. */
export const CYCLE_POSTS = ['community-manager', 'duty-chief'] as const

type Looking = Pick<Actor, 'holdings'>
type Held = Pick<Holding, 'post' | 'areaPath' | 'formerPaths'>

const among = (posts: readonly string[], h: Held): boolean => posts.includes(h.post)

const pathsOf = (actor: Looking, posts: readonly string[]): readonly string[] => [
  ...new Set(
    actor.holdings.flatMap((h) =>
      among(posts, h) && h.areaPath !== '' ? [h.areaPath, ...(h.formerPaths ?? [])] : [],
    ),
  ),
]
/** Paths of the areas whose people and homes this person sees, those redrawn into them included. Nobody sees by default. */
export const registryPaths = (actor: Looking): readonly string[] => pathsOf(actor, REGISTRY_POSTS)
/** The same of enterprises, facilities and places. */
export const thingPaths = (actor: Looking): readonly string[] => pathsOf(actor, THING_POSTS)

const holdsAt = (actor: Looking, posts: readonly string[], path: string): boolean =>
  actor.holdings.some((h) => among(posts, h) && covers(h, path))

/** Where a person stands: where they live or lived last, and where their 户籍 is. */
export interface Whereabouts {
  readonly areaPath: string
  readonly registeredPath: string | null
}
const standsAt = (actor: Looking, posts: readonly string[], at: Whereabouts): boolean =>
  holdsAt(actor, posts, at.areaPath) ||
  (at.registeredPath !== null && holdsAt(actor, posts, at.registeredPath))

export const seesPlace = (actor: Looking, path: string): boolean => holdsAt(actor, REGISTRY_POSTS, path)
export const seesThing = (actor: Looking, path: string): boolean => holdsAt(actor, THING_POSTS, path)
export const revealsContact = (actor: Looking, path: string): boolean => holdsAt(actor, REVEAL_POSTS, path)
export const seesPerson = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, REGISTRY_POSTS, at)
export const keepsPlace = (actor: Looking, path: string): boolean => holdsAt(actor, KEEPER_POSTS, path)
export const keepsPerson = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, KEEPER_POSTS, at)
export const revealsPerson = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, REVEAL_POSTS, at)

export const seesLabels = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, LABEL_POSTS, at)
export const decidesLabels = (actor: Looking, at: Whereabouts): boolean =>
  standsAt(actor, LABEL_APPROVERS, at)
export const mayExport = (actor: Looking, path: string): boolean => holdsAt(actor, REVEAL_POSTS, path)
export const approvesExport = (actor: Looking, path: string): boolean =>
  holdsAt(actor, EXPORT_APPROVERS, path)
export const mayCycle = (actor: Looking, path: string): boolean => holdsAt(actor, CYCLE_POSTS, path)

/** @returns registry.not-found for what is not seen at all, registry.not-your-area for what is seen and not kept */
export const mayKeepPlace = (actor: Looking, path: string): Decided<true> =>
  keepsPlace(actor, path)
    ? yes(true)
    : no(
        registryProblem(seesPlace(actor, path) ? 'registry.not-your-area' : 'registry.not-found', {
          field: 'id',
        }),
      )
export const mayKeepPerson = (actor: Looking, at: Whereabouts): Decided<true> =>
  keepsPerson(actor, at)
    ? yes(true)
    : no(
        registryProblem(seesPerson(actor, at) ? 'registry.not-your-area' : 'registry.not-found', {
          field: 'id',
        }),
      )
export const mayReveal = (actor: Looking, at: Whereabouts): Decided<true> =>
  revealsPerson(actor, at)
    ? yes(true)
    : no(
        registryProblem(seesPerson(actor, at) ? 'registry.not-your-area' : 'registry.not-found', {
          field: 'id',
        }),
      )

export const mergesPerson = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, MERGE_POSTS, at)
/** Both must stand on ground of the actor: what lies across two areas is settled by the post whose area holds both. */
export const mayMerge = (actor: Looking, one: Whereabouts, other: Whereabouts): Decided<true> =>
  mergesPerson(actor, one) && mergesPerson(actor, other)
    ? yes(true)
    : no(
        registryProblem(
          seesPerson(actor, one) && seesPerson(actor, other)
            ? 'registry.not-your-area'
            : 'registry.not-found',
          { field: 'id' },
        ),
      )
/** An enterprise, a facility, a place: kept as homes are, seen by more posts. */
export const mayKeepThing = (actor: Looking, path: string): Decided<true> =>
  keepsPlace(actor, path) ? yes(true) : no(unkept(seesThing(actor, path)))
export const mayRevealContact = (actor: Looking, path: string): Decided<true> =>
  revealsContact(actor, path) ? yes(true) : no(unkept(seesThing(actor, path)))
const unkept = (seen: boolean) =>
  registryProblem(seen ? 'registry.not-your-area' : 'registry.not-found', { field: 'id' })

/**
 * Who may look at somebody else's import: whoever holds one of these posts over all the ground that its uploader keeps. A list may hold
 * people of any part of it, so a part is not enough.
 * @param ground paths that the uploader keeps now
 */
export const watchesImport = (actor: Looking, ground: readonly string[]): boolean =>
  ground.length > 0 && ground.every((path) => holdsAt(actor, IMPORT_WATCHERS, path))
/** The ground somebody keeps. */
export const keptPaths = (actor: Looking): readonly string[] => pathsOf(actor, KEEPER_POSTS)

/** Who decides on an erasure. */
export const erasesPerson = (actor: Looking, at: Whereabouts): boolean => standsAt(actor, ERASURE_POSTS, at)
/** Who begins a comparison with another register over an area. */
export const beginsComparison = (actor: Looking, path: string): boolean =>
  holdsAt(actor, COMPARISON_POSTS, path)
/** Who says where a record of another register belongs: the office over the place it stands at now. */
export const mayPlaceTask = (actor: Looking, path: string): Decided<true> =>
  beginsComparison(actor, path) ? yes(true) : no(unkept(seesPlace(actor, path)))
