import '../registry/registry.css'
import './units.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { FacilityView } from '@lifang/domains/registry/schema/unit-views.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { t, word } from '../../kit/words.ts'
import { Back, ThingPage } from './detail.tsx'
import { Fact } from './facts.tsx'
import { PhotosCard } from './photos.tsx'
import { facilityQuery } from './queries.ts'
import { lampOfState, StateMark } from './words.tsx'

const FacilityForm = part(async () => (await import('./facility-form.tsx')).FacilityForm)

/** A facility: its class, who owns it, who looks after it, the state somebody saw, what happened to it. */
export function FacilityPage() {
  const { id } = useParams({ from: '/staff/facilities/$id' })
  const { data, error, isError, refetch } = useQuery(facilityQuery(id))
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />
  return <Facility key={id} of={data} />
}

function Facility({ of }: { readonly of: FacilityView }) {
  const [editing, setEditing] = useState(false)
  const { facts } = of
  return (
    <>
      <ThingPage
        kind="facility"
        of={of}
        back={<Back to="/facilities">{t('console.room.facilities')}</Back>}
        state={<StateMark state={of.state} />}
        lamp={lampOfState(of.state)}
        facts={
          <>
            <Fact facts={facts} field="class">
              {of.class.code} {of.class.name}
              <span className="sm mu unit-evidence">
                {of.class.standard}
                {of.evidence !== null && ` · ${word('units.evidence', of.evidence)}`}
              </span>
            </Fact>
            <Fact facts={facts} field="identityCode">
              {of.identityCode === null ? null : (
                <>
                  {of.identityCode}{' '}
                  {facts['identityCode']?.confidence === 'doubtful' && (
                    <span className="tag">{t('units.doubtful')}</span>
                  )}
                </>
              )}
            </Fact>
            <Fact facts={facts} field="state">
              <StateMark state={of.state} />
            </Fact>
            <Fact facts={facts} field="owner">
              {of.owner}
            </Fact>
            <Fact facts={facts} field="keeper">
              {of.keeper ?? t('units.nobody')}
            </Fact>
            <Fact facts={facts} field="address">
              {of.address}
            </Fact>
          </>
        }
        photos={<PhotosCard kind="facility" of={of} />}
        edit={() => setEditing(true)}
      />
      {editing && <FacilityForm of={of} onClose={() => setEditing(false)} />}
    </>
  )
}
