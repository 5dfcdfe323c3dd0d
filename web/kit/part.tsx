import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { Refusal } from './call.ts'
import { Failed } from './states.tsx'
import { t } from './words.ts'

/**
 * A part of a page that is fetched when it is first shown. Where it cannot be had the page around it stays, with every typed word,
 * and says so.
 */
export function part<P extends object>(load: () => Promise<ComponentType<P>>, waiting: ReactNode = null) {
  let fetched: ComponentType<P> | undefined
  return function Part(props: P) {
    const [Shown, setShown] = useState(() => fetched)
    const [failed, setFailed] = useState(false)
    const missing = Shown === undefined && !failed
    useEffect(() => {
      if (!missing) return
      load().then(
        (found) => {
          fetched = found
          setShown(() => found)
        },
        () => setFailed(true),
      )
    }, [missing])
    if (Shown !== undefined) return <Shown {...props} />
    if (!failed) return waiting
    // Nothing was sent, so nothing is unsure.
    const gone = new Refusal('platform.unreachable', 404, {}, t('platform.unreachable'))
    return <Failed error={gone} retry={() => setFailed(false)} />
  }
}
