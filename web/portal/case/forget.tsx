import { useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { publicIncidentRoutes } from '@lifang/domains/incidents/schema/public.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { Frame, Trouble } from '../frame.tsx'
import type { Proof } from './proof.ts'

/** 删除我的联系方式: what goes, what stays and what is lost, before it is done. */
export function Forget({ proof, onDone, back }: { proof: Proof; onDone: () => void; back: () => void }) {
  const [id] = useState(newId)
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const press = async (): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      await call(publicIncidentRoutes.forgetMe, { body: { id, ...proof } })
      onDone()
    } catch (error) {
      setFailed(error)
      setBusy(false)
    }
  }
  return (
    <Frame
      title={t('portal.forget')}
      back={back}
      bar={
        <>
          <Trouble error={failed} />
          <button type="button" className="main" disabled={!sure || busy} onClick={() => void press()}>
            {busy ? t('portal.sending') : t('portal.forget.press')}
          </button>
        </>
      }
    >
      <section className="card">
        <ul className="points">
          {(['goes', 'stays', 'lost'] as const).map((one) => (
            <li key={one}>{t(`portal.forget.${one}`)}</li>
          ))}
        </ul>
        <label className="check">
          <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
          <span>{t('portal.forget.sure')}</span>
        </label>
      </section>
    </Frame>
  )
}
