import { useState } from 'react'
import type { PublicPlace } from '@lifang/domains/grid/schema/public.ts'
import { position } from '../../kit/position.ts'
import { t } from '../../kit/words.ts'
import { isRefusal } from '../../kit/call.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Trouble, useLoaded } from '../frame.tsx'
import { GridChoice } from '../grid-choice.tsx'
import { locate, places } from '../places.ts'
import { placeInGrid, type DraftPlace } from './draft.ts'
import { PointMap } from './point-map.tsx'
import type { StepProps } from './step.ts'

/** Ways to a place that must be looked up. */
type Finding = Exclude<DraftPlace['from'], 'list'>

/** Where: from the photo, from the telephone, by touch, or by community and grid; never only on a map. */
export function PlaceStep({ draft, change, checked }: StepProps) {
  const [busy, setBusy] = useState<Finding | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const known = useLoaded('places', places)
  const fromPhoto = draft.photos.find((p) => p.place !== null)
  const { place } = draft

  const found = async (lon: number, lat: number, from: Finding, at: string | null): Promise<DraftPlace> => {
    const here = await locate(lon, lat)
    return {
      lon,
      lat,
      crs: 'WGS84',
      from,
      grid: here.grid.code,
      gridName: here.grid.name,
      community: here.community?.name ?? '',
      at,
    }
  }
  const attempt = async (from: Finding, work: () => Promise<DraftPlace>): Promise<void> => {
    setBusy(from)
    setFailed(null)
    try {
      const where = await work()
      change({ place: where })
    } catch (error) {
      setFailed(
        isRefusal(error)
          ? error.code === 'grid.outside-every-grid'
            ? t('portal.place.outside')
            : error
          : t('portal.place.no-position'),
      )
    } finally {
      setBusy(null)
    }
  }
  const byPhone = (): Promise<void> =>
    attempt('phone', async () => {
      const { coords } = await position()
      return found(coords.longitude, coords.latitude, 'phone', null)
    })
  const byPhoto = (): Promise<void> =>
    attempt('photo', async () => {
      if (fromPhoto?.place == null) throw new Error('none')
      return found(fromPhoto.place.lon, fromPhoto.place.lat, 'photo', fromPhoto.at)
    })

  const drawn = known.state === 'there' ? drawnOf(known.value, place?.grid ?? null) : undefined

  return (
    <>
      <section className="card">
        <p role="status" className={place === null ? 'place none' : 'place'}>
          {place === null
            ? t('portal.place.none-yet')
            : t('portal.place.here', { community: place.community, grid: place.gridName })}
          {place !== null && <span className="hint">{t(`portal.place.from.${place.from}`)}</span>}
        </p>
        <div className="stack">
          {fromPhoto !== undefined && (
            <button type="button" disabled={busy !== null} onClick={() => void byPhoto()}>
              {busy === 'photo'
                ? t('portal.place.finding')
                : t(fromPhoto.at === null ? 'portal.place.photo' : 'portal.place.photo-time')}
            </button>
          )}
          <button type="button" disabled={busy !== null} onClick={() => void byPhone()}>
            {busy === 'phone' ? t('portal.place.finding') : t('portal.place.phone')}
          </button>
        </div>
        <Trouble error={failed} />
      </section>
      {drawn !== undefined && (
        <PointMap
          under={drawn.code}
          name={drawn.name}
          point={place}
          disabled={busy !== null}
          onPoint={(lon, lat) => void attempt('map', () => found(lon, lat, 'map', null))}
        />
      )}
      <section className="card">
        <h2>{t('portal.place.list')}</h2>
        {known.state === 'loading' && <p className="hint">{t('portal.loading')}</p>}
        {known.state === 'failed' && (
          <>
            <Trouble error={known.error} />
            <button type="button" onClick={known.again}>
              {t('portal.again')}
            </button>
          </>
        )}
        {known.state === 'there' && (
          <GridChoice
            places={known.value}
            chosen={place?.grid ?? null}
            wrong={checked && place === null ? t('portal.place.missing') : null}
            onChoose={(grid, community) => {
              const where = placeInGrid(grid, community.name)
              if (where === null) return
              setFailed(null)
              change({ place: where })
            }}
          />
        )}
        <Labelled id="address" label={t('portal.place.address')} hint={t('portal.place.address-hint')}>
          {(described) => (
            <input
              {...described}
              type="text"
              maxLength={200}
              value={draft.address}
              autoComplete="off"
              onChange={(event) => change({ address: event.currentTarget.value })}
            />
          )}
        </Labelled>
      </section>
    </>
  )
}

/** What is drawn: the community of the place, before one is known the street where there is only one. */
function drawnOf(known: readonly PublicPlace[], grid: string | null): PublicPlace | undefined {
  const community = known.find((p) => p.level === 'grid' && p.code === grid)?.parent
  if (community !== undefined) return known.find((p) => p.code === community)
  const streets = known.filter((p) => p.level === 'street')
  return streets.length === 1 ? streets[0] : undefined
}
