/** Which states wait for this person: read from the rules, so that a new act appears on the right desk by itself. */
import type { Me } from '@lifang/domains/identity/schema.ts'
import { WHO, type Capacity } from '@lifang/domains/incidents/access.ts'
import { FROM } from '@lifang/domains/incidents/rules.ts'
import { OPEN_STATUSES } from '@lifang/domains/incidents/schema/lists.ts'
import type { Act, Status } from '@lifang/domains/incidents/schema/words.ts'

/** Acts that move an incident on; the others may be done beside the way at almost any time. */
export const FORWARD: readonly Act[] = [
  'accept',
  'send-verify',
  'verify',
  'file',
  'dispatch',
  'take',
  'feedback',
  'send-check',
  'check',
  'rework',
  'close',
]

const holdsFor = (posts: ReadonlySet<string>, capacity: Capacity): boolean => {
  switch (capacity.as) {
    case 'area':
      return capacity.posts.some((p) => posts.has(p))
    case 'lead-unit':
    case 'assisting-unit':
    case 'handling-unit':
      return posts.has('handler') || posts.has('handler-lead')
    case 'assignee':
      return capacity.kind === 'check'
        ? posts.has('checker')
        : posts.has('grid-worker') || posts.has('inspector')
    case 'reporter':
    case 'resident':
    case 'system':
      return false
  }
}

export function dutiesOf(me: Me): Status[] {
  const posts = new Set(me.holdings.map((h) => h.post))
  const mine = new Set<Status>()
  for (const act of FORWARD) {
    const capacities: readonly Capacity[] = WHO[act]
    if (!capacities.some((c) => holdsFor(posts, c))) continue
    for (const status of FROM[act]) mine.add(status)
  }
  return OPEN_STATUSES.filter((s) => mine.has(s))
}

/** Posts and parties that may do an act, as words for "this step is done by …". */
export const doersOf = (act: Act): string[] => {
  const capacities: readonly Capacity[] = WHO[act]
  return [
    ...new Set(
      capacities.flatMap((c): readonly string[] => {
        switch (c.as) {
          case 'area':
            return c.posts
          case 'assignee':
            return [c.kind === 'check' ? 'checker' : 'verifier']
          case 'lead-unit':
          case 'assisting-unit':
          case 'handling-unit':
          case 'reporter':
            return [c.as]
          case 'resident':
          case 'system':
            return []
        }
      }),
    ),
  ]
}
