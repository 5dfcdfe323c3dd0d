import './registry.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { HomeView } from '@lifang/domains/registry/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { HappenedCard } from '../subjects/happened.tsx'
import { Changes } from './changes.tsx'
import { Households } from './households.tsx'
import { homeQuery } from './queries.ts'
import { Fresh, warningWords } from './words.tsx'

const Birth = part(async () => (await import('./birth.tsx')).Birth)
const OwnFields = part(async () => (await import('../custom/fields-card.tsx')).OwnFields)
const Sheet = part(async () => (await import('./sheet.tsx')).Sheet, <Loading lines={8} />)

/** A home: who lives there, what is due, what happened, and the sheet that edits all of it in one sitting. */
export function HomePage() {
  const { id } = useParams({ from: '/staff/homes/$id' })
  const home = useQuery(homeQuery(id))
  if (home.data === undefined)
    return home.isError ? (
      <Failed error={home.error} retry={() => void home.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  return <Home key={id} of={home.data} />
}

function Home({ of }: { readonly of: HomeView }) {
  const [sheet, setSheet] = useState<HomeView | null>(null)
  const [birth, setBirth] = useState<string | null>(null)
  const [warnings, setWarnings] = useState<readonly string[]>([])
  return (
    <div className="page reg-wide">
      <div className="line">
        <Link to="/homes/buildings/$id" params={{ id: of.building }} className="link reg-back">
          <Icon name="back" />
          {of.buildingAddress}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{of.address.slice(of.buildingAddress.length)}</h1>
        <Fresh state={of.freshness} due={of.dueOn} />
        <span className="mu">
          {[of.area.community, of.area.name].filter((n) => n !== null).join(' ')} ·{' '}
          {t(`registry.kind.${of.kind}`)} · {t('registry.n-people', { n: of.residents })}
        </span>
        <span className="sp" />
        {of.may.edit && sheet === null && (
          <Button
            type="primary"
            icon={<Icon name="note" />}
            onClick={() => {
              setWarnings([])
              setSheet(of)
            }}
          >
            {t('registry.sheet')}
          </Button>
        )}
      </div>
      {warnings.length > 0 && (
        <div className="problem" role="status">
          <Icon name="stop" />
          <div>
            <p>
              <b>{t('registry.saved-look')}</b>
            </p>
            {warnings.map((w) => (
              <p key={w}>{warningWords(w)}</p>
            ))}
          </div>
        </div>
      )}
      {sheet !== null ? (
        <Sheet
          of={sheet}
          onClose={() => setSheet(null)}
          onSaved={(found) => {
            setWarnings(found)
            setSheet(null)
          }}
        />
      ) : (
        <div className="reg-two">
          <div className="reg-side">
            <section className="card" aria-labelledby="home-people">
              <header>
                <h2 id="home-people">{t('registry.who-lives')}</h2>
              </header>
              {of.households.length === 0 ? (
                <Empty
                  title={t('registry.nobody')}
                  hint={t(of.may.edit ? 'registry.nobody-hint' : 'registry.nobody-hint-read')}
                />
              ) : (
                <Households of={of.households} {...(of.may.edit ? { birth: setBirth } : {})} />
              )}
            </section>
            <OwnFields base="home" id={of.id} />
            <HappenedCard kind="home" id={of.id} />
          </div>
          <div className="reg-side">
            <section className="card" aria-labelledby="home-facts">
              <header>
                <h2 id="home-facts">{t('registry.home-facts')}</h2>
              </header>
              <dl className="reg-facts one">
                <div>
                  <dt>{t('registry.field.kind')}</dt>
                  <dd>{t(`registry.kind.${of.kind}`)}</dd>
                </div>
                <div>
                  <dt>{t('registry.field.hazards')}</dt>
                  <dd>
                    {of.hazards.length === 0
                      ? t('registry.no-hazard')
                      : of.hazards.map((h) => t(`registry.hazard.${h}`)).join('、')}
                  </dd>
                </div>
                <div>
                  <dt>{t('registry.due')}</dt>
                  <dd>
                    {of.visitedOn === null
                      ? t('registry.never')
                      : t('registry.visited', { day: of.visitedOn })}
                    {of.dueOn !== null && (
                      <span className="mu sm"> {t('registry.due-before', { day: of.dueOn })}</span>
                    )}
                  </dd>
                  <dd className="sm mu">
                    {t(
                      of.care
                        ? 'registry.cycle-care'
                        : of.kind === 'rental'
                          ? 'registry.cycle-rental'
                          : 'registry.cycle-other',
                    )}
                  </dd>
                </div>
              </dl>
            </section>
            <section className="card" aria-labelledby="home-changes">
              <header>
                <h2 id="home-changes">{t('registry.happened')}</h2>
              </header>
              <div className="reg-pad">
                <Changes items={of.changes} />
              </div>
            </section>
          </div>
        </div>
      )}
      {birth !== null && <Birth household={birth} home={of.id} onClose={() => setBirth(null)} />}
    </div>
  )
}
