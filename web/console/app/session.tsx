import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { whenSignedOut } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { Loading } from '../../kit/states.tsx'
import { meQuery, queryClient } from './queries.ts'

/** The person at this desk. Only below the sign-in guard, where it is always known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (data === undefined) throw new Error('useMe outside the sign-in guard')
  return data
}

const signInForm = () => import('../sign-in/form.tsx')
const SignInForm = lazy(async () => ({ default: (await signInForm()).SignInForm }))
/** Long enough for any desk to stand. */
const FORM_AFTER_MS = 5_000

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
    const early = setTimeout(() => void signInForm(), FORM_AFTER_MS)
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
      <Modal
        open={ended}
        title={t('console.session.ended')}
        footer={null}
        width={400}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        destroyOnHidden
      >
        <p className="mu" style={{ marginBottom: 16 }}>
          {t('console.session.kept')}
        </p>
        <Suspense fallback={<Loading lines={2} />}>
          <SignInForm username={before?.username ?? ''} onDone={back} />
        </Suspense>
      </Modal>
    </>
  )
}
