import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { whenSignedOut } from '../../kit/call.ts'
import { part } from '../../kit/part.tsx'
import { meQuery, queryClient } from './queries.ts'

/** The person at this desk. Only below the sign-in guard, where it is always known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (data === undefined) throw new Error('useMe outside the sign-in guard')
  return data
}

const signInAgain = async () => (await import('./sign-in-again.tsx')).SignInAgain
const SignInAgain = part(signInAgain)
/** Long enough for any desk to stand. */
const WINDOW_AFTER_MS = 5_000

/**
 * A session that ends while somebody works must cost no typed word: the page stays as it is and the sign-in window opens over
 * it. Whoever signs in as somebody else starts afresh.
 */
export function SessionKeeper({ children }: { children: ReactNode }) {
  const [ended, setEnded] = useState(false)
  useEffect(() => {
    whenSignedOut(() => {
      if (queryClient.getQueryData(meQuery.queryKey) !== undefined) setEnded(true)
    })
    // The window is needed when the session has ended and nothing may be lost: it is here before that.
    const early = setTimeout(() => void signInAgain().catch(() => undefined), WINDOW_AFTER_MS)
    return () => {
      clearTimeout(early)
      whenSignedOut(null)
    }
  }, [])
  const before = queryClient.getQueryData<Me>(meQuery.queryKey)
  const back = (me: Me): void => {
    if (before !== undefined && (before.id !== me.id || me.steps.length > 0)) {
      location.assign('/')
      return
    }
    queryClient.setQueryData(meQuery.queryKey, me)
    setEnded(false)
    void queryClient.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'me' })
  }
  return (
    <>
      {children}
      {ended && <SignInAgain username={before?.username ?? ''} onDone={back} />}
    </>
  )
}
