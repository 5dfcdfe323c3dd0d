/** Who may enter a room, and what is asked for while its part of the pages is on its way. */
import { redirect, type ParsedLocation } from '@tanstack/react-router'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { isRefusal } from '../../kit/call.ts'
import { meQuery, queryClient } from './queries.ts'

/** Who is at this desk, or the way to the sign-in page and back. */
export async function guard(location: ParsedLocation): Promise<Me> {
  let me: Me
  try {
    me = await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (isRefusal(error, 'platform.not-signed-in'))
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    throw error
  }
  if (me.steps.length > 0) throw redirect({ to: '/sign-in', search: {} })
  return me
}

/** A desk is for its posts; anybody else lands on their own. */
export async function only(may: (me: Me) => boolean): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery)
  if (!may(me)) throw redirect({ to: '/' })
}

const MOMENT_MS = 200
/** A desk waits a moment for its first rows: so it is drawn once, with them, and not twice. */
export const soon = (rows: Promise<unknown>): Promise<unknown> =>
  Promise.race([rows, new Promise((resolve) => setTimeout(resolve, MOMENT_MS))])
/** Asks for what a desk shows first while its own part of the pages is still on its way; the desk itself says what failed. */
export const ask = (query: Parameters<typeof queryClient.prefetchQuery>[0]): Promise<unknown> =>
  soon(queryClient.prefetchQuery(query))
