import { privacyRoutes } from '@lifang/domains/registry/schema/privacy.ts'
import { call } from '../kit/call.ts'
import { useTitle } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { Frame, home, Trouble, useLoaded } from './frame.tsx'
import { learnPrivacy } from './phrases.ts'
import { useSettings } from './settings.ts'

/** 个人信息说明: what is collected where, why, how long it is kept and whom to ask. The same texts as the staff have. */
export function PrivacyPage() {
  const { locale } = useSettings()
  useTitle(t('portal.privacy'))
  const found = useLoaded(`privacy ${locale}`, async () => {
    const [{ items }] = await Promise.all([call(privacyRoutes.purposes), learnPrivacy(locale)])
    return items
  })
  return (
    <Frame title={t('portal.privacy')} back={home}>
      <p className="card">{t('portal.privacy.rights')}</p>
      {found.state === 'loading' && <p className="card hint">{t('portal.loading')}</p>}
      {found.state === 'failed' && <Trouble error={found.error} />}
      {found.state === 'there' &&
        found.value.map((p) => (
          <section key={p.form} id={p.form} className="card" aria-labelledby={`form-${p.form}`}>
            <h2 id={`form-${p.form}`}>{t(`privacy.form.${p.form}`)}</h2>
            <dl className="purposes">
              <dt>{t('privacy.purpose')}</dt>
              <dd lang="zh-CN">{p.purpose}</dd>
              <dt>{t('privacy.ground')}</dt>
              <dd lang="zh-CN">{p.ground}</dd>
              <dt>{t('privacy.fields')}</dt>
              <dd>{p.fields.map((f) => t(`privacy.field.${f}`)).join(locale === 'en' ? ', ' : '、')}</dd>
              <dt>{t('privacy.days')}</dt>
              <dd>{t(`privacy.after.${p.after}`, { days: p.days })}</dd>
              <dt>{t('privacy.ask')}</dt>
              <dd lang="zh-CN">{p.ask}</dd>
            </dl>
          </section>
        ))}
    </Frame>
  )
}
