import '../registry/registry.css'
import './units.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { PlaceView } from '@lifang/domains/registry/schema/unit-views.ts'
import { inWords } from '../app/phrases.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Back, Contact, Looked, ThingPage } from './detail.tsx'
import { Fact } from './facts.tsx'
import { PhotosCard } from './photos.tsx'
import { placeQuery } from './queries.ts'
import { outlineWords } from './words.tsx'

const OutlineWindow = part(
  async () => (await inWords(['grid-desk'], import('./outline-window.tsx'))).OutlineWindow,
)
const PlaceForm = part(async () => (await import('./place-form.tsx')).PlaceForm)

/** A school, a market, a site: who answers for it, what happened there. */
export function PlacePage() {
  const { id } = useParams({ from: '/staff/units/places/$id' })
  const { data, error, isError, refetch } = useQuery(placeQuery(id))
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />
  return <Place key={id} of={data} />
}

function Place({ of }: { readonly of: PlaceView }) {
  const [editing, setEditing] = useState(false)
  const [drawing, setDrawing] = useState(false)
  const { facts } = of
  return (
    <>
      <ThingPage
        kind="place"
        of={of}
        back={<Back to="/units">{t('console.room.units')}</Back>}
        state={<span className="tag">{t(`units.place-state.${of.state}`)}</span>}
        lamp={null}
        facts={
          <>
            <Fact facts={facts} field="placeKind">
              {t(`units.place-kind.${of.kind}`)}
            </Fact>
            <Fact facts={facts} field="state">
              {t(`units.place-state.${of.state}`)}
            </Fact>
            <Fact facts={facts} field="responsible">
              {of.responsible}
            </Fact>
            {of.outline !== null && (
              <Fact facts={facts} field="outline">
                {outlineWords(of.outline)}
              </Fact>
            )}
            <Contact kind="place" of={of} />
            <Fact facts={facts} field="address">
              {of.address}
            </Fact>
          </>
        }
        aside={<Looked items={of.looked} />}
        outline={of.outline}
        where={
          of.may.edit && (
            <button type="button" className="link sm" onClick={() => setDrawing(true)}>
              {t(of.outline === null ? 'units.outline-draw' : 'units.outline-edit')}
            </button>
          )
        }
        photos={<PhotosCard kind="place" of={of} />}
        edit={() => setEditing(true)}
      />
      {drawing && <OutlineWindow of={of} onClose={() => setDrawing(false)} />}
      {editing && <PlaceForm of={of} onClose={() => setEditing(false)} />}
    </>
  )
}
