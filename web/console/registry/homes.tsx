import './registry.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { FRESHNESS, HOME_KINDS } from '@lifang/domains/registry/schema/lists.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { keepsRegistry } from '../app/rooms.ts'
import { useMe } from '../app/session.tsx'
import { SavedFilters } from '../custom/saved-filters.tsx'
import { Listed } from '../app/listed.tsx'
import { t } from '../../kit/words.ts'
import { homesSearch, kept } from '../app/searches.ts'
import { Tabs } from '../desk/tabs.tsx'
import { AreaSelect } from './people.tsx'
import { HOME_VIEWS, type HomesSearch } from '../app/tabs.ts'
import { buildingsQuery, roundQuery } from './queries.ts'
import { Fresh, freshWord, lampOfFreshness } from './words.tsx'

const BuildingImportWindow = part(
  async () => (await import('../buildings/import-window.tsx')).BuildingImportWindow,
)
const BuildingForm = part(async () => (await import('../buildings/building-form.tsx')).BuildingForm)
const BuildingsMap = part(async () => (await import('../buildings/building-map.tsx')).BuildingsMap)

interface Part {
  readonly search: HomesSearch
  readonly go: (change: Partial<HomesSearch>) => void
}

/** 房屋: buildings with what waits in them, and the round: homes in the order one walks, with what is due. */
export function HomesPage() {
  const search = useSearch({ from: '/staff/homes' })
  const navigate = useNavigate()
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const view = search.view ?? 'buildings'
  const go = (change: Partial<HomesSearch>): void =>
    void navigate({ to: '/homes', search: kept({ ...search, ...change }), replace: true })
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('console.room.homes')}</h1>
        <span className="mu md">{t('registry.homes-hint')}</span>
        <span className="sp" />
        {keepsRegistry(me) && (
          <>
            <Button onClick={() => setImporting(true)}>{t('custom.import')}</Button>
            <Button type="primary" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
              {t('custom.building-add')}
            </Button>
          </>
        )}
      </div>
      <section className="card">
        <Tabs
          label={t('registry.views')}
          tabs={HOME_VIEWS}
          tab={view}
          words="registry.view"
          choose={(next) => go({ view: next === 'buildings' ? undefined : next })}
        />
        <SavedFilters
          room="homes"
          search={search}
          open={(saved) => void navigate({ to: '/homes', search: homesSearch(saved), replace: true })}
        />
        {view === 'buildings' && <Buildings search={search} go={go} />}
        {view === 'round' && <Round search={search} go={go} />}
        {view === 'map' && (
          <>
            <header className="reg-filters">
              <AreaSelect value={search.area} onChange={(area) => go({ area })} />
            </header>
            <BuildingsMap search={search} />
          </>
        )}
      </section>
      {importing && <BuildingImportWindow onClose={() => setImporting(false)} />}
      {adding && <BuildingForm of={null} onClose={() => setAdding(false)} />}
    </div>
  )
}

function Buildings({ search, go }: Part) {
  const list = useInfiniteQuery(buildingsQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <header className="reg-filters">
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        <span className="sp" />
        <Input.Search
          key={search.q ?? ''}
          aria-label={t('registry.buildings-search')}
          placeholder={t('registry.buildings-search')}
          defaultValue={search.q}
          allowClear
          maxLength={60}
          style={{ width: 260 }}
          onSearch={(q) => go({ q: q.trim() === '' ? undefined : q.trim() })}
        />
      </header>
      <Listed
        list={list}
        none={
          items.length === 0
            ? { title: t('registry.buildings-none'), hint: t('registry.buildings-none-hint') }
            : null
        }
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('registry.view.buildings')}>
          <table className="table reg-buildings">
            <thead>
              <tr>
                <th scope="col" className="reg-col-address">
                  {t('registry.col.building')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('registry.col.use')}</th>
                <th scope="col" className="num">
                  {t('registry.col.homes')}
                </th>
                <th scope="col" className="num">
                  {t('registry.col.residents')}
                </th>
                <th scope="col" className="num">
                  {t('registry.fresh.unknown')}
                </th>
                <th scope="col" className="num">
                  {t('registry.fresh.stale')}
                </th>
                <th scope="col" className="num">
                  {t('registry.kind.rental')}
                </th>
                <th scope="col" className="num">
                  {t('registry.kind.vacant')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((b) => (
                <tr key={b.id}>
                  <td title={[b.address, ...b.aliases].join('；')}>
                    <Link to="/homes/buildings/$id" params={{ id: b.id }} className="link">
                      {b.address}
                    </Link>
                    {b.aliases.length > 0 && <span className="mu sm"> {b.aliases.join('、')}</span>}
                  </td>
                  <td>{b.grid.name}</td>
                  <td>{t(`registry.use.${b.use}`)}</td>
                  {[b.homes, b.residents, b.unknown, b.stale, b.rental, b.vacant].map((n, i) => (
                    <td key={i} className={n === 0 ? 'num mu' : 'num'}>
                      {n}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </>
  )
}

/** 格不漏户: what to visit, in the order one walks. */
function Round({ search, go }: Part) {
  const list = useInfiniteQuery(roundQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const coverage = list.data?.pages[0]?.coverage
  return (
    <>
      <header className="reg-filters">
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        <Segmented
          aria-label={t('registry.fresh')}
          value={search.state ?? 'all'}
          onChange={(value) => go({ state: FRESHNESS.find((s) => s === value) })}
          options={[
            { value: 'all', label: t('registry.fresh.all', { n: coverage?.homes ?? '…' }) },
            ...FRESHNESS.map((s) => ({
              value: s,
              label: (
                <span className={`lamp ${lampOfFreshness(s)} reg-seg`}>
                  <LampShape lamp={lampOfFreshness(s)} />
                  {freshWord(s)} {coverage?.[s] ?? '…'}
                </span>
              ),
            })),
          ]}
        />
        <Select
          aria-label={t('registry.kind')}
          placeholder={t('registry.kind-all')}
          allowClear
          value={search.kind ?? null}
          style={{ width: 120 }}
          onChange={(kind: (typeof HOME_KINDS)[number] | null | undefined) => go({ kind: kind ?? undefined })}
          options={HOME_KINDS.map((k) => ({ value: k, label: t(`registry.kind.${k}`) }))}
        />
      </header>
      <Listed
        list={list}
        none={
          items.length === 0 ? { title: t('registry.round-none'), hint: t('registry.round-none-hint') } : null
        }
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('registry.view.round')}>
          <table className="table reg-round">
            <thead>
              <tr>
                <th scope="col">{t('registry.fresh')}</th>
                <th scope="col" className="reg-col-address">
                  {t('registry.col.home')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('registry.kind')}</th>
                <th scope="col" className="num">
                  {t('registry.col.residents')}
                </th>
                <th scope="col">{t('registry.field.visitedOn')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((h) => (
                <tr key={h.id}>
                  <td>
                    <Fresh state={h.freshness} due={h.dueOn} />
                  </td>
                  <td title={h.address}>
                    <Link to="/homes/$id" params={{ id: h.id }} className="link">
                      {h.address}
                    </Link>
                  </td>
                  <td>{h.grid}</td>
                  <td>{t(`registry.kind.${h.kind}`)}</td>
                  <td className={h.residents === 0 ? 'num mu' : 'num'}>{h.residents}</td>
                  <td>{h.visitedOn ?? <span className="mu">{t('registry.never')}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </>
  )
}
