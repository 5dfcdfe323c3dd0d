import { Icon } from '../kit/icons.tsx'
import { printNumber } from '../kit/time.ts'
import { t } from '../kit/words.ts'
import { PageLink } from '../kit/page-link.tsx'
import { Frame, useLoaded } from './frame.tsx'
import { useTitle } from '../kit/path.ts'
import { places } from './places.ts'
import { hasDraft } from './report/draft.ts'
import { useSettings } from './settings.ts'

const PAGES = [
  { to: '/portal/report', icon: 'camera', key: 'report' },
  { to: '/portal/case', icon: 'clock', key: 'case' },
  { to: '/portal/worker', icon: 'people', key: 'worker' },
  { to: '/portal/cases', icon: 'pin', key: 'cases' },
] as const

/** What a resident may do here; what waits on this telephone comes first. */
export function HomePage() {
  useTitle(t('portal.title'))
  const { elder, numbers } = useSettings()
  const known = useLoaded('places', places)
  const street = known.state === 'there' ? known.value.find((p) => p.level === 'street')?.name : undefined
  if (elder) return <ElderHome />
  return (
    <Frame title={t('portal.title')} second={street} back={null}>
      <nav className="doors" aria-label={t('portal.doors')}>
        {PAGES.map(({ to, icon, key }) => (
          <PageLink key={key} to={to} className={key === 'report' ? 'door first' : 'door'}>
            <Icon name={icon} large />
            <b>{t(`portal.door.${key}`)}</b>
            <span>{t(`portal.door.${key}.why`)}</span>
          </PageLink>
        ))}
      </nav>
      {hasDraft() && (
        <section className="card">
          <h2>{t('portal.draft.waits')}</h2>
          <p>{t('portal.draft.kept')}</p>
          <PageLink to="/portal/report" className="button">
            {t('portal.draft.go-on')}
          </PageLink>
        </section>
      )}
      {numbers.length > 0 && (
        <section className="card">
          <h2>{t('portal.mine')}</h2>
          <p className="hint">{t('portal.mine.why')}</p>
          <ul className="rows">
            {numbers.map((n) => (
              <li key={n}>
                <PageLink to={`/portal/case?number=${n}`} className="row">
                  <span className="number">{printNumber(n)}</span>
                  <Icon name="right" />
                </PageLink>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}

/** One matter a page: what would you like, four answers. */
function ElderHome() {
  return (
    <Frame title={t('portal.elder.what')} back={null}>
      {hasDraft() && <p>{t('portal.draft.kept')}</p>}
      <nav className="doors" aria-label={t('portal.doors')}>
        {PAGES.map(({ to, key }) => (
          <PageLink key={key} to={to} className={key === 'report' ? 'door first' : 'door'}>
            <b>{t(`portal.elder.door.${key}`)}</b>
          </PageLink>
        ))}
      </nav>
    </Frame>
  )
}
