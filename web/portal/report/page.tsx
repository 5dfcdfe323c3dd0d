import { useEffect, useRef, useState } from 'react'
import { isRefusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { Frame, home, Trouble } from '../frame.tsx'
import { useTitle } from '../../kit/path.ts'
import { remember, setGrid, useSettings } from '../settings.ts'
import { CheckStep } from './check.tsx'
import { cleanPhone, wordsWrong } from '../../kit/clean.ts'
import { ContactStep } from './contact.tsx'
import { emptyDraft, keepDraft, readDraft, type Draft } from './draft.ts'
import { PhotoStep } from './photos.tsx'
import { PlaceStep } from './place.tsx'
import { useScannedGrid } from './scanned.ts'
import type { StepProps } from './step.ts'
import { SentPage } from './sent.tsx'
import { submit, type Sent } from './submit.ts'
import { WordsStep } from './words.tsx'

type Step = 'photo' | 'place' | 'words' | 'contact' | 'check'
const STEPS: readonly Step[] = ['photo', 'place', 'words']
/** One question a page. */
const ELDER_STEPS: readonly Step[] = ['photo', 'place', 'words', 'contact', 'check']

/** What is missing of a step, as the phrase that says so; null: nothing. */
function missing(step: Step, draft: Draft): string | null {
  switch (step) {
    case 'photo':
    case 'check':
      return null
    case 'place':
      return draft.place === null ? 'portal.place.missing' : null
    case 'words': {
      const wrong = wordsWrong(draft.words)
      return wrong === null ? null : `portal.words.${wrong}`
    }
    case 'contact':
      return draft.phone.trim() !== '' && cleanPhone(draft.phone) === null ? 'portal.phone.wrong' : null
  }
}

/** Report in three steps, without an account: photo, place, words. */
export function ReportPage() {
  const { elder } = useSettings()
  const steps = elder ? ELDER_STEPS : STEPS
  const [draft, setDraft] = useState<Draft>(() => readDraft() ?? emptyDraft())
  const [at, setAt] = useState(0)
  const [checked, setChecked] = useState(false)
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [sent, setSent] = useState<{ readonly sent: Sent; readonly tail: string | null } | null>(null)
  const held = useRef(draft)
  const step = steps[Math.min(at, steps.length - 1)] ?? 'photo'
  useTitle(t(`portal.step.${step}`), at)
  useEffect(() => {
    held.current = draft
  }, [draft])

  const change: StepProps['change'] = (given) => {
    const next = { ...held.current, ...(typeof given === 'function' ? given(held.current) : given) }
    held.current = next
    keepDraft(next)
    setDraft(next)
  }
  useScannedGrid(change)
  /** Everything asked on this page is there, or the first that is not is shown. */
  const fine = (): boolean => {
    const asked: readonly Step[] = step === 'words' && !elder ? ['words', 'contact'] : [step]
    const wrong = asked.some((one) => missing(one, held.current) !== null)
    setChecked(wrong)
    if (wrong)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    return !wrong
  }
  const next = (): void => {
    if (!fine()) return
    setFailed(null)
    setAt(at + 1)
    window.scrollTo(0, 0)
  }
  const back = (): void => {
    setChecked(false)
    setFailed(null)
    if (at === 0) home()
    else setAt(at - 1)
  }
  const press = async (): Promise<void> => {
    if (sending || !fine()) return
    // The place may have been taken back on the way: it is asked for again where it is asked.
    const gap = steps.findIndex((one) => missing(one, held.current) !== null)
    if (gap >= 0) {
      setAt(gap)
      setChecked(true)
      return
    }
    setSending(true)
    setFailed(null)
    try {
      const tail = cleanPhone(held.current.phone)?.replaceAll(/\D/g, '').slice(-4) ?? null
      const done = await submit(
        held.current,
        (kept) => {
          held.current = kept
          setDraft(kept)
        },
        () => Date.now(),
      )
      remember(done.reported.number)
      setGrid(done.reported.grid.code)
      setSent({ sent: done, tail })
      window.scrollTo(0, 0)
    } catch (error) {
      setFailed(error)
    } finally {
      setSending(false)
    }
  }

  if (sent !== null) return <SentPage sent={sent.sent} tail={sent.tail} />
  const last = at >= steps.length - 1
  const props: StepProps = { draft, change, checked }
  return (
    <Frame
      title={t(`portal.step.${step}`)}
      second={t('portal.step.of', { n: at + 1, all: steps.length })}
      back={back}
      bar={
        <>
          {failed !== null && (
            <div className="trouble-box" role="alert">
              <Trouble error={failed} />
              {isRefusal(failed) && failed.unsure && <p>{t('portal.unsure')}</p>}
            </div>
          )}
          {last ? (
            <button type="button" className="main" disabled={sending} onClick={() => void press()}>
              {sending ? t('portal.sending') : t('portal.send')}
            </button>
          ) : (
            <button type="button" className="main" onClick={next}>
              {step === 'photo' && draft.photos.length === 0 ? t('portal.photo.none') : t('portal.next')}
            </button>
          )}
        </>
      }
    >
      <ol className="track" aria-hidden="true">
        {steps.map((one, i) => (
          <li key={one} className={i < at ? 'done' : i === at ? 'now' : ''} />
        ))}
      </ol>
      {step === 'photo' && <PhotoStep {...props} />}
      {step === 'place' && <PlaceStep {...props} />}
      {step === 'words' && (
        <>
          <WordsStep {...props} guess={!elder} />
          {!elder && <ContactStep {...props} />}
        </>
      )}
      {step === 'contact' && <ContactStep {...props} />}
      {step === 'check' && <CheckStep draft={draft} />}
    </Frame>
  )
}
