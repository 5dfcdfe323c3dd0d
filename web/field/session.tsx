import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { z } from 'zod'
import { STAFF_POSTS, streetSource } from '@lifang/domains/incidents/access.ts'
import { CHECK_POSTS } from '@lifang/domains/incidents/schema/checks.ts'
import type { ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call } from '../kit/call.ts'
import { forgetSent } from './outbox/jobs.ts'
import { areasQuery, meQuery, queryClient } from './queries.ts'

/** As much of a person as the pages need without a signal. */
const Person = z.object({
  id: z.uuid(),
  name: z.string(),
  holdings: z.array(z.object({ post: z.string(), areaPath: z.string() })),
})
export type Person = z.infer<typeof Person>

const KEY = 'lifang.field.person'

export function remember(me: Me): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(Person.parse(me)))
  } catch {
    // Storage is switched off: without a signal the pages then ask for a sign-in.
  }
}
export function remembered(): Person | null {
  try {
    const kept = localStorage.getItem(KEY)
    const read = kept === null ? null : Person.safeParse(JSON.parse(kept))
    return read?.success === true ? read.data : null
  } catch {
    return null
  }
}
export function forgetPerson(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept.
  }
}

export const PersonContext = createContext<Person | null>(null)
/** Whose telephone this is now. Only below the sign-in guard. */
export function usePerson(): Person {
  const person = use(PersonContext)
  if (person === null) throw new Error('usePerson outside the sign-in guard')
  return person
}

const posts = (person: Person): string[] => person.holdings.map((h) => h.post)
/** Whether any post has work to do on these pages. */
export const worksInTheField = (person: Person): boolean =>
  posts(person).some((post) => (STAFF_POSTS as readonly string[]).includes(post))
/** Whether anybody can send this person to look at something. */
export const isSent = (person: Person): boolean => posts(person).some((post) => CHECK_POSTS.includes(post))
export const sourceOf = (person: Person): ReportBody['source'] => streetSource(posts(person))

/** The areas of my posts, the smallest first; undefined until the tree has arrived. */
export function useMyAreas(): readonly AreaItem[] | undefined {
  const person = usePerson()
  const { data } = useQuery(areasQuery)
  if (data === undefined) return undefined
  const paths = new Set(person.holdings.map((h) => h.areaPath))
  return data.filter((a) => paths.has(a.path)).toSorted((a, b) => b.level - a.level)
}
/** 桂园社区 第三网格: an area with the one above it. */
export function useAreaName(area: AreaItem | undefined): string {
  const { data } = useQuery(areasQuery)
  const above = data?.find((a) => a.code === area?.parent)
  return [above?.levelKey === 'community' ? above.name : null, area?.name]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
}

export async function signOut(person: Person): Promise<void> {
  await call(identityRoutes.signOut)
  await forgetSent(person.id)
  forgetPerson()
  queryClient.clear()
  queryClient.setQueryData(meQuery.queryKey, null)
}
