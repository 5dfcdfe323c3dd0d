import { useState } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { PromiseCard } from '@lifang/domains/incidents/schema/views.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Frame, home, Trouble } from '../frame.tsx'
import { useTitle } from '../../kit/path.ts'
import { remember, unremember, useSettings } from '../settings.ts'
import { PromisePage } from './promise.tsx'
import type { Proof } from './proof.ts'

/** Digits as typed or printed: blanks, hyphens and full-width digits are no mistakes. */
const plainDigits = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '')

/** 查我的事: who knows the number and the last four digits sees the promise. */
export function CasePage() {
  const { elder } = useSettings()
  const [number, setNumber] = useState(() => new URLSearchParams(location.search).get('number') ?? '')
  const [tail, setTail] = useState('')
  const [page, setPage] = useState<'number' | 'tail'>(number === '' ? 'number' : 'tail')
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [found, setFound] = useState<{ readonly proof: Proof; readonly card: PromiseCard } | null>(null)
  const [forgotten, setForgotten] = useState(false)
  const split = elder
  useTitle(t('portal.case'), found === null ? page : 'found')

  const digits = plainDigits(number)
  const numberWrong = digits === '' ? t('portal.case.number-missing') : null
  const tailWrong = /^\d{4}$/.test(plainDigits(tail)) ? null : t('portal.case.tail-wrong')
  const look = async (): Promise<void> => {
    setFailed(null)
    if (split && page === 'number') {
      setChecked(numberWrong !== null)
      if (numberWrong === null) setPage('tail')
      return
    }
    if (numberWrong !== null || tailWrong !== null) {
      setChecked(true)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    setBusy(true)
    try {
      const proof = { number: digits, tail: plainDigits(tail) }
      const card = await call(incidentRoutes.lookUp, { body: proof })
      remember(card.number)
      setFound({ proof, card })
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }

  if (forgotten)
    return (
      <Frame title={t('portal.forget.done')} back={home}>
        <p className="card" role="status">
          {t('portal.forget.done-words')}
        </p>
      </Frame>
    )
  if (found !== null)
    return (
      <PromisePage
        proof={found.proof}
        card={found.card}
        onCard={(card) => setFound({ ...found, card })}
        onForgotten={() => {
          unremember(found.card.number)
          setForgotten(true)
        }}
        back={() => setFound(null)}
      />
    )
  return (
    <Frame
      title={t('portal.case')}
      second={t('portal.case.why')}
      back={split && page === 'tail' ? () => setPage('number') : home}
    >
      <form
        className="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        {(!split || page === 'number') && (
          <Labelled
            id="number"
            label={t('portal.number')}
            hint={t('portal.case.number-hint')}
            wrong={checked ? numberWrong : null}
          >
            {(described) => (
              <input
                {...described}
                type="text"
                inputMode="numeric"
                autoComplete="off"
                maxLength={40}
                value={number}
                onChange={(event) => setNumber(event.currentTarget.value)}
              />
            )}
          </Labelled>
        )}
        {(!split || page === 'tail') && (
          <Labelled
            id="tail"
            label={t('portal.case.tail')}
            hint={t('portal.case.tail-hint')}
            wrong={checked ? tailWrong : null}
          >
            {(described) => (
              <input
                {...described}
                type="text"
                inputMode="numeric"
                autoComplete="off"
                maxLength={8}
                value={tail}
                onChange={(event) => setTail(event.currentTarget.value)}
              />
            )}
          </Labelled>
        )}
        <Trouble error={failed} />
        <button type="submit" className="main" disabled={busy}>
          {busy ? t('portal.loading') : split && page === 'number' ? t('portal.next') : t('portal.case.look')}
        </button>
      </form>
    </Frame>
  )
}
