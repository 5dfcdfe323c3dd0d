import '../registry/registry.css'
import './units.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { KEEPER_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { FACILITY_STATES } from '@lifang/domains/registry/schema/unit-lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { LampShape } from '../../kit/lamp.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import type { MapIncident } from '../../kit/map/model.ts'
import { part } from '../../kit/part.tsx'
import { Failed } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { facilitiesSearch, kept } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { holdsOneOf } from '../app/rooms.ts'
import { FACILITY_VIEWS, type FacilitiesSearch } from '../app/tabs.ts'
import { Tabs } from '../desk/tabs.tsx'
import { SavedFilters } from '../custom/saved-filters.tsx'
import { AreaSelect } from '../registry/people.tsx'
import { Thumb } from './photos.tsx'
import { facilitiesQuery, facilityClassesQuery, facilityPointsQuery } from './queries.ts'
import { lampOfState, StateMark, stateWord } from './words.tsx'

const FacilityForm = part(async () => (await import('./facility-form.tsx')).FacilityForm)

/** 部件: what stands in the streets, as a list and on the map. */
export function FacilitiesPage() {
  const search = useSearch({ from: '/staff/facilities' })
  const navigate = useNavigate()
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const view = search.view ?? 'list'
  const go = (change: Partial<FacilitiesSearch>): void =>
    void navigate({ to: '/facilities', search: kept({ ...search, ...change }), replace: true })
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('console.room.facilities')}</h1>
        <span className="mu md">{t('units.facilities-hint')}</span>
        <span className="sp" />
        {holdsOneOf(me, KEEPER_POSTS) && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t('units.add-facility')}
          </Button>
        )}
      </div>
      <section className="card">
        <Tabs
          label={t('units.views')}
          tabs={FACILITY_VIEWS}
          tab={view}
          words="units.facility-view"
          choose={(next) => go({ view: next === 'list' ? undefined : next })}
        />
        <SavedFilters
          room="facilities"
          search={search}
          open={(saved) =>
            void navigate({ to: '/facilities', search: facilitiesSearch(saved), replace: true })
          }
        />
        <header className="reg-filters">
          <AreaSelect value={search.area} onChange={(area) => go({ area })} />
          <ClassFilter search={search} go={go} />
          <Segmented
            aria-label={t('units.field.state')}
            value={search.state ?? 'all'}
            onChange={(value) => go({ state: FACILITY_STATES.find((s) => s === value) })}
            options={[
              { value: 'all', label: t('units.state-all') },
              ...FACILITY_STATES.map((s) => ({
                value: s,
                label: (
                  <span className={`lamp ${lampOfState(s)} reg-seg`}>
                    <LampShape lamp={lampOfState(s)} />
                    {stateWord(s)}
                  </span>
                ),
              })),
            ]}
          />
          <span className="sp" />
          <Input.Search
            key={search.q ?? ''}
            aria-label={t('units.search-facilities')}
            placeholder={t('units.search-facilities')}
            defaultValue={search.q}
            allowClear
            maxLength={60}
            className="unit-search"
            onSearch={(q) => go({ q: q.trim() === '' ? undefined : q.trim() })}
          />
        </header>
        {view === 'list' ? <FacilityList search={search} /> : <FacilityMap search={search} />}
      </section>
      {adding && <FacilityForm of={null} onClose={() => setAdding(false)} />}
    </div>
  )
}

function ClassFilter({
  search,
  go,
}: {
  readonly search: FacilitiesSearch
  readonly go: (change: Partial<FacilitiesSearch>) => void
}) {
  const { data } = useQuery(facilityClassesQuery)
  const options = useMemo(
    () =>
      [...Map.groupBy(data ?? [], (c) => c.major)].map(([major, classes]) => ({
        label: major,
        options: classes.map((c) => ({ value: c.code, label: `${c.code} ${c.name}` })),
      })),
    [data],
  )
  return (
    <Select
      aria-label={t('units.field.class')}
      placeholder={t('units.class-all')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={search.class ?? null}
      style={{ width: 190 }}
      onChange={(cls: string | null | undefined) => go({ class: cls ?? undefined })}
      options={options}
    />
  )
}

function FacilityList({ search }: { readonly search: FacilitiesSearch }) {
  const list = useInfiniteQuery(facilitiesQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <p className="sm mu unit-total" role="status">
        {t('units.total-facilities', { n: list.data?.pages[0]?.total ?? '…' })}
      </p>
      <Listed
        list={list}
        none={
          items.length === 0
            ? { title: t('units.facilities-none'), hint: t('units.facilities-none-hint') }
            : null
        }
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('console.room.facilities')}>
          <table className="table unit-facilities">
            <thead>
              <tr>
                <th scope="col" className="reg-col-address">
                  {t('units.field.name')}
                </th>
                <th scope="col" className="unit-col-class">
                  {t('units.field.class')}
                </th>
                <th scope="col" className="unit-col-code">
                  {t('units.field.identityCode')}
                </th>
                <th scope="col" className="unit-col-keeper">
                  {t('units.field.keeper')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('units.field.state')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((f) => (
                <tr key={f.id}>
                  <td title={f.name}>
                    <Thumb photo={f.photo} />
                    <Link to="/facilities/$id" params={{ id: f.id }} className="link">
                      {f.name}
                    </Link>
                  </td>
                  <td title={f.class.standard}>
                    {f.class.code} {f.class.name}
                  </td>
                  <td>{f.identityCode ?? <span className="mu">{t('registry.none')}</span>}</td>
                  <td title={f.keeper ?? undefined}>
                    {f.keeper ?? <span className="mu">{t('units.nobody')}</span>}
                  </td>
                  <td>{f.grid}</td>
                  <td>
                    <StateMark state={f.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </>
  )
}

const NONE: readonly never[] = []

function FacilityMap({ search }: { readonly search: FacilitiesSearch }) {
  const navigate = useNavigate()
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const points = useQuery(facilityPointsQuery(search))
  const pins = useMemo(
    () =>
      (points.data?.items ?? NONE).map((f): MapIncident => ({
        number: f.id,
        lon: f.lon,
        lat: f.lat,
        lamp: lampOfState(f.state),
        says: stateWord(f.state),
        title: f.name,
        due: null,
      })),
    [points.data],
  )
  if (points.data === undefined && points.isError)
    return <Failed error={points.error} retry={() => void points.refetch()} />
  const { items, total } = points.data ?? { items: NONE, total: 0 }
  return (
    <div className="unit-map">
      <TownMap
        label={t('units.map-label')}
        base={base}
        areas={areas}
        incidents={pins}
        onOpen={(id) => void navigate({ to: '/facilities/$id', params: { id } })}
      >
        <ul className="map-float unit-legend">
          {FACILITY_STATES.map((s) => (
            <li key={s} className={`lamp ${lampOfState(s)} reg-seg`}>
              <LampShape lamp={lampOfState(s)} />
              {stateWord(s)} <b>{items.filter((f) => f.state === s).length}</b>
            </li>
          ))}
          <li className="sm mu" role="status">
            {t(items.length < total ? 'units.map-some' : 'units.map-all', { n: items.length, total })}
          </li>
        </ul>
      </TownMap>
    </div>
  )
}
