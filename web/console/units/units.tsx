import '../registry/registry.css'
import './units.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import {
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  PLACE_KINDS,
  PLACE_STATES,
} from '@lifang/domains/registry/schema/unit-lists.ts'
import { wholePhone } from '@lifang/domains/registry/rules/phone.ts'
import { KEEPER_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { kept, unitsSearch } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { holdsOneOf } from '../app/rooms.ts'
import { UNIT_VIEWS, type UnitsSearch } from '../app/tabs.ts'
import { Tabs } from '../desk/tabs.tsx'
import { SavedFilters } from '../custom/saved-filters.tsx'
import { AreaSelect } from '../registry/people.tsx'
import { FoundThings } from '../registry/found-things.tsx'
import { Thumb } from './photos.tsx'
import { enterprisesQuery, placesQuery, thingsQuery } from './queries.ts'

const EnterpriseForm = part(async () => (await import('./enterprise-form.tsx')).EnterpriseForm)
const PlaceForm = part(async () => (await import('./place-form.tsx')).PlaceForm)

interface Part {
  readonly search: UnitsSearch
  readonly go: (change: Partial<UnitsSearch>) => void
  readonly find: (typed: string) => void
}

/** 单位: enterprises and institutions at their addresses, and the places one looks after as a whole. */
export function UnitsPage() {
  const search = useSearch({ from: '/staff/units' })
  const navigate = useNavigate()
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const view = search.view ?? 'enterprises'
  const go = (change: Partial<UnitsSearch>): void =>
    void navigate({ to: '/units', search: kept({ ...search, ...change }), replace: true })
  const close = (): void => setAdding(false)
  /** A whole phone is somebody's own: it is not written into the address. */
  const [number, setNumber] = useState('')
  const find = (typed: string): void => {
    const own = wholePhone(typed) !== null
    setNumber(own ? typed : '')
    go({ q: own || typed === '' ? undefined : typed })
  }
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('console.room.units')}</h1>
        <span className="mu md">{t('units.hint')}</span>
        <span className="sp" />
        {holdsOneOf(me, KEEPER_POSTS) && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t(view === 'enterprises' ? 'units.add-enterprise' : 'units.add-place')}
          </Button>
        )}
      </div>
      <section className="card">
        <Tabs
          label={t('units.views')}
          tabs={UNIT_VIEWS}
          tab={view}
          words="units.view"
          choose={(next) => go({ view: next === 'enterprises' ? undefined : next })}
        />
        <SavedFilters
          room="units"
          search={search}
          open={(saved) => void navigate({ to: '/units', search: unitsSearch(saved), replace: true })}
        />
        {number !== '' ? (
          <header className="reg-filters">
            <span className="sp" />
            <SearchBox typed={number} find={find} label={t('units.search')} />
          </header>
        ) : view === 'enterprises' ? (
          <Enterprises search={search} go={go} find={find} />
        ) : (
          <Places search={search} go={go} find={find} />
        )}
      </section>
      {number !== '' && <ByNumber number={number} />}
      {adding && view === 'enterprises' && <EnterpriseForm of={null} onClose={close} />}
      {adding && view === 'places' && <PlaceForm of={null} onClose={close} />}
    </div>
  )
}

interface BoxProps {
  readonly typed: string
  readonly find: (typed: string) => void
  readonly label: string
}
function SearchBox({ typed, find, label }: BoxProps) {
  return (
    <Input.Search
      key={typed}
      aria-label={label}
      placeholder={label}
      defaultValue={typed}
      allowClear
      maxLength={60}
      className="unit-search"
      onSearch={(q) => find(q.trim())}
    />
  )
}

/** Whose phone it is, among enterprises and places both. */
function ByNumber({ number }: { readonly number: string }) {
  const { data, error, isError, refetch } = useQuery(thingsQuery(number))
  if (data !== undefined && data.enterprises.length + data.places.length > 0)
    return <FoundThings found={data} />
  return (
    <section className="card">
      {isError ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={4} />
      ) : (
        <Empty title={t('units.number-none')} hint={t('units.number-none-hint')} />
      )}
    </section>
  )
}

function Enterprises({ search, go, find }: Part) {
  const list = useInfiniteQuery(enterprisesQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <header className="reg-filters">
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        <Select
          aria-label={t('units.field.kind')}
          placeholder={t('units.kind-all')}
          allowClear
          value={search.kind ?? null}
          style={{ width: 130 }}
          onChange={(kind: (typeof ENTERPRISE_KINDS)[number] | null | undefined) =>
            go({ kind: kind ?? undefined })
          }
          options={ENTERPRISE_KINDS.map((k) => ({ value: k, label: t(`units.kind.${k}`) }))}
        />
        <Select
          aria-label={t('units.field.state')}
          placeholder={t('units.state-all')}
          allowClear
          value={search.state ?? null}
          style={{ width: 110 }}
          onChange={(state: (typeof ENTERPRISE_STATES)[number] | null | undefined) =>
            go({ state: state ?? undefined })
          }
          options={ENTERPRISE_STATES.map((s) => ({ value: s, label: t(`units.state.${s}`) }))}
        />
        <Checkbox
          checked={search.small === 'yes'}
          onChange={(e) => go({ small: e.target.checked ? 'yes' : undefined })}
        >
          {t('units.small')}
        </Checkbox>
        <Checkbox
          checked={search.hazards === 'yes'}
          onChange={(e) => go({ hazards: e.target.checked ? 'yes' : undefined })}
        >
          {t('units.with-hazard')}
        </Checkbox>
        <span className="sp" />
        <span className="sm mu" role="status">
          {t('units.total', { n: list.data?.pages[0]?.total ?? '…' })}
        </span>
        <SearchBox typed={search.q ?? ''} find={find} label={t('units.search')} />
      </header>
      <Listed
        list={list}
        none={items.length === 0 ? { title: t('units.none'), hint: t('units.none-hint') } : null}
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('units.view.enterprises')}>
          <table className="table unit-table">
            <thead>
              <tr>
                <th scope="col" className="reg-col-address">
                  {t('units.field.name')}
                </th>
                <th scope="col" className="unit-col-code">
                  {t('units.field.uscc')}
                </th>
                <th scope="col">{t('units.field.kind')}</th>
                <th scope="col">{t('units.field.industry')}</th>
                <th scope="col" className="unit-col-address">
                  {t('units.field.address')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('units.field.state')}</th>
                <th scope="col">{t('registry.col.marks')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((e) => (
                <tr key={e.id} className={e.state === 'operating' ? '' : 'over'}>
                  <td title={e.name}>
                    <Link to="/units/$id" params={{ id: e.id }} className="link">
                      {e.name}
                    </Link>
                  </td>
                  <td>
                    {e.uscc ?? <span className="mu">{t('registry.none')}</span>}
                    {e.doubtful && <span className="tag"> {t('units.doubtful')}</span>}
                  </td>
                  <td>{t(`units.kind.${e.kind}`)}</td>
                  <td>{e.industry}</td>
                  <td title={e.address}>{e.address}</td>
                  <td>{e.grid}</td>
                  <td>{t(`units.state.${e.state}`)}</td>
                  <td>
                    <span className="reg-marks">
                      {e.hazards.length > 0 && (
                        <span className="tag" title={e.hazards.map((h) => t(`units.hazard.${h}`)).join('、')}>
                          <Icon name="stop" />
                          {t('units.hazard-n', { n: e.hazards.length })}
                        </span>
                      )}
                      {e.smallPlace !== null && (
                        <span className="tag">{t(`units.small.${e.smallPlace}`)}</span>
                      )}
                    </span>
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

function Places({ search, go, find }: Part) {
  const list = useInfiniteQuery(placesQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <header className="reg-filters">
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        <Select
          aria-label={t('units.field.placeKind')}
          placeholder={t('units.place-kind-all')}
          allowClear
          value={search.sort ?? null}
          style={{ width: 130 }}
          onChange={(sort: (typeof PLACE_KINDS)[number] | null | undefined) =>
            go({ sort: sort ?? undefined })
          }
          options={PLACE_KINDS.map((k) => ({ value: k, label: t(`units.place-kind.${k}`) }))}
        />
        <Select
          aria-label={t('units.field.state')}
          placeholder={t('units.state-all')}
          allowClear
          value={search.open ?? null}
          style={{ width: 110 }}
          onChange={(open: (typeof PLACE_STATES)[number] | null | undefined) =>
            go({ open: open ?? undefined })
          }
          options={PLACE_STATES.map((s) => ({ value: s, label: t(`units.place-state.${s}`) }))}
        />
        <span className="sp" />
        <span className="sm mu" role="status">
          {t('units.total', { n: list.data?.pages[0]?.total ?? '…' })}
        </span>
        <SearchBox typed={search.q ?? ''} find={find} label={t('units.search-places')} />
      </header>
      <Listed
        list={list}
        none={
          items.length === 0 ? { title: t('units.places-none'), hint: t('units.places-none-hint') } : null
        }
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('units.view.places')}>
          <table className="table unit-places">
            <thead>
              <tr>
                <th scope="col" className="reg-col-address">
                  {t('units.field.name')}
                </th>
                <th scope="col">{t('units.field.placeKind')}</th>
                <th scope="col" className="unit-col-address">
                  {t('units.field.responsible')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('units.field.state')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((p) => (
                <tr key={p.id} className={p.state === 'open' ? '' : 'over'}>
                  <td title={p.name}>
                    <Thumb photo={p.photo} />
                    <Link to="/units/places/$id" params={{ id: p.id }} className="link">
                      {p.name}
                    </Link>
                  </td>
                  <td>{t(`units.place-kind.${p.kind}`)}</td>
                  <td title={p.responsible}>{p.responsible}</td>
                  <td>{p.grid}</td>
                  <td>{t(`units.place-state.${p.state}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </>
  )
}
