import { useState } from 'react'
import { isRefusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { workChanged } from '../queries.ts'
import { sourceOf, usePerson } from '../session.tsx'
import { tellReached } from '../shell.ts'
import { fieldOf, type Wrong } from './before.ts'
import { isSealed, type Job } from './job.ts'
import { sendJob, troubleOf } from './send.ts'

/** Sends one job; what is wrong comes back by field, what nobody knows is said at the button. */
export function useSending(id: string): {
  readonly sending: boolean
  readonly failed: string | null
  readonly press: () => Promise<Wrong>
} {
  const source = sourceOf(usePerson())
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const press = async (): Promise<Wrong> => {
    if (sending) return {}
    setSending(true)
    setFailed(null)
    try {
      await sendJob(id, source, Date.now())
      tellReached(true)
      void workChanged()
      return {}
    } catch (error) {
      const words = troubleOf(error)
      const field = isRefusal(error) ? error.field : null
      if (isRefusal(error)) tellReached(error.status !== 0)
      setFailed(words)
      return field === null ? {} : { [fieldOf(field.split('.')[0] ?? field)]: words }
    } finally {
      setSending(false)
    }
  }
  return { sending, failed, press }
}

/** Why a job cannot be changed now, and that nothing of it is lost. */
export function Sealed({ job }: { job: Job }) {
  if (!job.pressed) return null
  return (
    <p className="note" role="status">
      {t(isSealed(job) ? 'field.sealed' : 'field.kept')}
    </p>
  )
}

/** The first thing that is wrong comes into sight, and has the focus where it can. */
export function toFirstWrong(): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>('main [aria-invalid=true], main .trouble')
    found?.scrollIntoView({ block: 'center' })
    found?.focus({ preventScroll: true })
  })
}
