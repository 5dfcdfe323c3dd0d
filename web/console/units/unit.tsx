import '../registry/registry.css'
import './units.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { EnterpriseView } from '@lifang/domains/registry/schema/unit-views.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Back, Contact, Looked, ThingPage } from './detail.tsx'
import { Fact } from './facts.tsx'
import { enterpriseQuery } from './queries.ts'

const EnterpriseForm = part(async () => (await import('./enterprise-form.tsx')).EnterpriseForm)

/** An enterprise or institution: facts with their sources, what happened, what became of every field. */
export function UnitPage() {
  const { id } = useParams({ from: '/staff/units/$id' })
  const { data, error, isError, refetch } = useQuery(enterpriseQuery(id))
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />
  return <Unit key={id} of={data} />
}

function Unit({ of }: { readonly of: EnterpriseView }) {
  const [editing, setEditing] = useState(false)
  const { facts } = of
  return (
    <>
      <ThingPage
        kind="enterprise"
        of={of}
        back={<Back to="/units">{t('console.room.units')}</Back>}
        state={
          <span className="reg-marks">
            <span className="tag">{t(`units.state.${of.state}`)}</span>
            {of.smallPlace !== null && (
              <span className="tag">
                {t('units.small')} {t(`units.small.${of.smallPlace}`)}
              </span>
            )}
          </span>
        }
        lamp={null}
        facts={
          <>
            <Fact facts={facts} field="uscc">
              {of.uscc === null ? null : (
                <>
                  {of.uscc} {of.doubtful && <span className="tag">{t('units.doubtful')}</span>}
                </>
              )}
            </Fact>
            <Fact facts={facts} field="kind">
              {t(`units.kind.${of.kind}`)}
            </Fact>
            <Fact facts={facts} field="industry">
              {of.industry}
            </Fact>
            <Fact facts={facts} field="legalPerson">
              {of.legalPerson}
            </Fact>
            <Fact facts={facts} field="state">
              {t(`units.state.${of.state}`)}
            </Fact>
            <Contact kind="enterprise" of={of} />
            <Fact facts={facts} field="hazards">
              {of.hazards.length === 0
                ? t('registry.no-hazard')
                : of.hazards.map((h) => t(`units.hazard.${h}`)).join('、')}
            </Fact>
            <Fact facts={facts} field="address">
              {of.home !== null ? (
                <Link to="/homes/$id" params={{ id: of.home.id }} className="link">
                  {of.address}
                </Link>
              ) : of.building === null ? (
                of.address
              ) : (
                <Link to="/homes/buildings/$id" params={{ id: of.building.id }} className="link">
                  {of.address}
                </Link>
              )}
            </Fact>
          </>
        }
        aside={<Looked items={of.looked} />}
        edit={() => setEditing(true)}
      />
      {editing && <EnterpriseForm of={of} onClose={() => setEditing(false)} />}
    </>
  )
}
