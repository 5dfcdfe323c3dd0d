import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { mayTellPosition, position } from '../../kit/position.ts'
import { t } from '../../kit/words.ts'
import { Input, Trouble } from '../frame.tsx'
import { Outline } from '../grid/outline.tsx'
import type { JobPlace, ReportJob } from '../outbox/job.ts'
import { bordersQuery } from '../queries.ts'
import { useMyAreas } from '../session.tsx'

interface PlaceProps {
  readonly job: ReportJob
  readonly change: (what: Partial<ReportJob>) => void
  readonly wrong: string | undefined
}

/** Which grid a point lies in, where there is a signal to ask. @throws Refusal when it lies in none */
async function withGrid(place: JobPlace): Promise<JobPlace> {
  try {
    const { grid } = await call(gridRoutes.locate, {
      query: { lon: place.lon, lat: place.lat, crs: place.crs },
    })
    return { ...place, grid: { code: grid.code, name: grid.name } }
  } catch (error) {
    if (isRefusal(error) && error.unsure) return place
    throw error
  }
}

/** Where: from the telephone, from the photo, a point on the outline, or the middle of the grid. */
export function PlaceBlock({ job, change, wrong }: PlaceProps) {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [drawn, setDrawn] = useState(false)
  const area = useMyAreas()?.[0]
  const borders = useQuery({ ...bordersQuery(area?.code ?? ''), enabled: area !== undefined }).data
  const middle = borders?.find((b) => b.code === area?.code)
  const photo = job.photos.find((p) => p.place !== null)
  const { place } = job

  const settle = async (find: () => Promise<JobPlace>): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      change({ place: await withGrid(await find()) })
    } catch (error) {
      setFailed(
        isRefusal(error, 'grid.outside-every-grid')
          ? t('incidents.outside-area')
          : isRefusal(error)
            ? error
            : t('field.place.no-position'),
      )
    } finally {
      setBusy(false)
    }
  }
  const at = (
    lon: number,
    lat: number,
    from: JobPlace['from'],
    accuracy: number | null = null,
  ): JobPlace => ({
    lon,
    lat,
    crs: from === 'phone' || from === 'photo' ? 'WGS84' : 'CGCS2000',
    from,
    accuracy,
    grid: null,
  })
  const byPhone = (): Promise<void> =>
    settle(async () => {
      const { coords } = await position()
      return at(coords.longitude, coords.latitude, 'phone', Math.round(coords.accuracy))
    })
  const first = useRef({ place, byPhone })
  useEffect(() => {
    if (first.current.place !== null) return
    void mayTellPosition().then((may) => {
      if (may) void first.current.byPhone()
    })
  }, [])

  return (
    <section className="block">
      <h2>{t('field.place')}</h2>
      <p className={place === null ? 'place none' : 'place'} role="status">
        {busy
          ? t('field.place.finding')
          : place === null
            ? t('field.place.none')
            : placeWords(place, area?.code)}
      </p>
      <div className="buttons">
        <button type="button" disabled={busy} onClick={() => void byPhone()} aria-describedby="place-wrong">
          <Icon name="pin" large />
          {t(place?.from === 'phone' ? 'field.place.again' : 'field.place.phone')}
        </button>
        {middle !== undefined && (
          <button type="button" aria-expanded={drawn} onClick={() => setDrawn(!drawn)}>
            {t('field.place.map')}
          </button>
        )}
        {photo?.place != null && place?.from !== 'photo' && (
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              const taken = photo.place
              if (taken !== null) void settle(() => Promise.resolve(at(taken.lon, taken.lat, 'photo')))
            }}
          >
            {t('field.place.photo')}
          </button>
        )}
        {middle !== undefined && place?.from !== 'middle' && (
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              const [lon, lat] = middle.centre
              void settle(() => Promise.resolve(at(lon, lat, 'middle')))
            }}
          >
            {t('field.place.middle')}
          </button>
        )}
      </div>
      {drawn && middle !== undefined && (
        <Outline
          border={middle.border}
          label={t('field.place.tap')}
          pin={place === null ? null : [place.lon, place.lat]}
          onPick={([lon, lat]) => void settle(() => Promise.resolve(at(lon, lat, 'map')))}
        />
      )}
      <Trouble error={failed ?? wrong} id="place-wrong" />
      <Input
        id="address"
        label={t('field.address')}
        value={job.address}
        onChange={(address) => change({ address })}
        more={{ maxLength: 200, autoComplete: 'off', placeholder: t('field.address.such-as') }}
      />
    </section>
  )
}

function placeWords({ from, accuracy, grid }: JobPlace, mine: string | undefined): string {
  const parts = [
    t(`field.place.from.${from}`),
    ...(grid === null
      ? []
      : [t(grid.code === mine ? 'field.place.inside' : 'field.place.elsewhere', { grid: grid.name })]),
    ...(accuracy === null ? [] : [t('field.place.accuracy', { n: accuracy })]),
  ]
  return parts.join(' · ')
}
