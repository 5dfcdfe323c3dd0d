import { t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { useSettings } from '../settings.ts'
import { cleanPhone } from '../../kit/clean.ts'
import type { StepProps } from './step.ts'

/** Who to answer: optional, with the reason why it is asked and what becomes of it. */
export function ContactStep({ draft, change, checked }: StepProps) {
  const { elder } = useSettings()
  const bad = checked && draft.phone.trim() !== '' && cleanPhone(draft.phone) === null
  return (
    <section className="card">
      {/* On a page of its own its heading says it already. */}
      {!elder && <h2>{t('portal.contact')}</h2>}
      <p>{t('portal.contact.why')}</p>
      <p>
        <a href="/portal/privacy#portal-report" target="_blank" rel="noreferrer" className="link">
          {t('portal.privacy')}
        </a>
      </p>
      <Labelled
        id="phone"
        label={t('portal.phone')}
        hint={t('portal.phone.hint')}
        wrong={bad ? t('portal.phone.wrong') : null}
      >
        {(described) => (
          <input
            {...described}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={30}
            value={draft.phone}
            onChange={(event) => change({ phone: event.currentTarget.value })}
          />
        )}
      </Labelled>
      <Labelled id="name" label={t('portal.name')}>
        {(described) => (
          <input
            {...described}
            type="text"
            autoComplete="name"
            maxLength={60}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        )}
      </Labelled>
      <label className="check">
        <input
          type="checkbox"
          checked={draft.confidential}
          onChange={(event) => change({ confidential: event.currentTarget.checked })}
        />
        <span>
          {t('portal.confidential')}
          <span className="hint">{t('portal.confidential.why')}</span>
        </span>
      </label>
    </section>
  )
}
