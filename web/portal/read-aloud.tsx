import { useEffect, useState } from 'react'
import { locale, t } from '../kit/words.ts'

/** Voices of this browser for the page's language; they may arrive a moment after the page. */
async function voiceFor(lang: string): Promise<SpeechSynthesisVoice | null> {
  if (!('speechSynthesis' in window)) return null
  const find = (): SpeechSynthesisVoice | null =>
    speechSynthesis
      .getVoices()
      .find((v) => v.lang.toLowerCase().startsWith(lang.slice(0, 2).toLowerCase())) ?? null
  const found = find()
  if (found !== null) return found
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(find()), 600)
    speechSynthesis.addEventListener(
      'voiceschanged',
      () => {
        clearTimeout(timer)
        resolve(find())
      },
      { once: true },
    )
  })
}

/** 念给我听: reads the page through the browser; where it cannot, it says so and what to do instead. */
export function ReadAloud() {
  const [state, setState] = useState<'quiet' | 'reading' | 'cannot'>('quiet')
  useEffect(
    () => () => {
      if ('speechSynthesis' in window) speechSynthesis.cancel()
    },
    [],
  )
  const press = async (): Promise<void> => {
    if (state === 'reading') {
      speechSynthesis.cancel()
      setState('quiet')
      return
    }
    const voice = await voiceFor(locale())
    if (voice === null) {
      setState('cannot')
      return
    }
    const page = [document.querySelector('header h1'), document.querySelector('main')]
      .map((part) => (part instanceof HTMLElement ? part.innerText : ''))
      .join('。')
    const speech = new SpeechSynthesisUtterance(page)
    speech.voice = voice
    speech.lang = voice.lang
    speech.rate = 0.85
    speech.addEventListener('end', () => setState('quiet'))
    speech.addEventListener('error', () => setState('quiet'))
    setState('reading')
    speechSynthesis.cancel()
    speechSynthesis.speak(speech)
  }
  return (
    <div className="aloud">
      <button type="button" onClick={() => void press()}>
        {state === 'reading' ? t('portal.aloud.stop') : t('portal.aloud')}
      </button>
      {state === 'cannot' && (
        <p role="status" className="said">
          {t('portal.aloud.cannot')}
        </p>
      )}
    </div>
  )
}
