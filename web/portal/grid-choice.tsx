import { useState } from 'react'
import type { PublicPlace } from '@lifang/domains/grid/schema/public.ts'
import { t } from '../kit/words.ts'
import { Labelled } from '../kit/labelled.tsx'

/** Community, then grid: two plain lists that every screen reader knows. */
export function GridChoice({
  places,
  chosen,
  wrong = null,
  onChoose,
}: {
  places: readonly PublicPlace[]
  /** Code of the grid. */
  chosen: string | null
  wrong?: string | null
  onChoose: (grid: PublicPlace, community: PublicPlace) => void
}) {
  const communityOf = (code: string | null): string =>
    places.find((p) => p.level === 'grid' && p.code === code)?.parent ?? ''
  const [opened, setOpened] = useState<string | null>(null)
  const community = opened ?? communityOf(chosen)
  const communities = places.filter((p) => p.level === 'community')
  const streets = places.filter((p) => p.level === 'street')
  const grids = places.filter((p) => p.level === 'grid' && p.parent === community)
  const options = (street: string) =>
    communities
      .filter((c) => c.parent === street)
      .map((c) => (
        <option key={c.code} value={c.code}>
          {c.name}
        </option>
      ))
  return (
    <>
      <Labelled id="community" label={t('portal.community')} wrong={community === '' ? wrong : null}>
        {(described) => (
          <select {...described} value={community} onChange={(event) => setOpened(event.currentTarget.value)}>
            <option value="">{t('portal.choose')}</option>
            {streets.length > 1
              ? streets.map((s) => (
                  <optgroup key={s.code} label={s.name}>
                    {options(s.code)}
                  </optgroup>
                ))
              : options(streets[0]?.code ?? '')}
          </select>
        )}
      </Labelled>
      {community !== '' && (
        <Labelled id="grid" label={t('portal.grid')} hint={t('portal.grid.hint')} wrong={wrong}>
          {(described) => (
            <select
              {...described}
              value={grids.some((g) => g.code === chosen) ? (chosen ?? '') : ''}
              onChange={(event) => {
                const grid = grids.find((g) => g.code === event.currentTarget.value)
                const owner = communities.find((c) => c.code === community)
                if (grid !== undefined && owner !== undefined) onChoose(grid, owner)
              }}
            >
              <option value="">{t('portal.choose')}</option>
              {grids.map((g) => (
                <option key={g.code} value={g.code}>
                  {g.name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
    </>
  )
}
