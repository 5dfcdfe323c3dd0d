import './registry.css'
import './facade.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { FRESHNESS } from '@lifang/domains/registry/schema/lists.ts'
import { homeLine } from '@lifang/domains/registry/rules/line.ts'
import type { BuildingView, FacadeHome } from '@lifang/domains/registry/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { LampShape } from '../../kit/lamp.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Button } from 'antd'
import { useState } from 'react'
import { part } from '../../kit/part.tsx'
import { HappenedCard } from '../subjects/happened.tsx'
import { buildingQuery } from './queries.ts'
import { freshWord, lampOfFreshness } from './words.tsx'

const OwnFields = part(async () => (await import('../custom/fields-card.tsx')).OwnFields)
const BuildingForm = part(async () => (await import('../buildings/building-form.tsx')).BuildingForm)
const HomesForm = part(async () => (await import('../buildings/homes-form.tsx')).HomesForm)
const HomeEditForm = part(async () => (await import('../buildings/homes-form.tsx')).HomeEditForm)
const BuildingPlace = part(async () => (await import('../buildings/building-map.tsx')).BuildingPlace)

/** A building as one sees it from the street: entrances side by side, floors above each other, each home with its state. */
export function BuildingPage() {
  const { id } = useParams({ from: '/staff/homes/buildings/$id' })
  const building = useQuery(buildingQuery(id))
  const [doing, setDoing] = useState<'edit' | 'homes' | 'home' | null>(null)
  const [pressed, setPressed] = useState<FacadeHome | null>(null)
  const editHome = (home: FacadeHome | null): void => {
    setPressed(home)
    setDoing('home')
  }
  if (building.data === undefined)
    return building.isError ? (
      <Failed error={building.error} retry={() => void building.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  const of = building.data
  return (
    <div className="page reg-wide">
      <div className="line">
        <Link to="/homes" className="link reg-back">
          <Icon name="back" />
          {t('console.room.homes')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{of.address}</h1>
        <span className="mu">
          {[of.grid.community, of.grid.name].filter((n) => n !== null).join(' ')} ·{' '}
          {t(`registry.use.${of.use}`)} · {t('registry.storeys', { n: of.storeys })}
          {of.aliases.length > 0 && ` · ${t('registry.also', { names: of.aliases.join('、') })}`}
        </span>
        <span className="sp" />
        {of.may.edit && (
          <>
            <Button onClick={() => setDoing('edit')}>{t('custom.building-edit')}</Button>
            {of.homes.length > 0 && <Button onClick={() => editHome(null)}>{t('custom.home-edit')}</Button>}
            <Button type="primary" icon={<Icon name="add" />} onClick={() => setDoing('homes')}>
              {t('custom.homes-add')}
            </Button>
          </>
        )}
      </div>
      <section className="card" aria-labelledby="facade">
        <header>
          <h2 id="facade">{t('registry.facade')}</h2>
          <span className="sm mu">{t('registry.facade-n', { n: of.homes.length })}</span>
          <span className="sp" />
          <Legend homes={of.homes} />
        </header>
        {of.homes.length === 0 ? (
          <Empty title={t('registry.no-homes')} hint={t('registry.no-homes-hint')} />
        ) : (
          <Facade of={of} edit={of.may.edit ? editHome : null} />
        )}
      </section>
      <OwnFields base="building" id={of.id} />
      <BuildingPlace id={of.id} at={of.place} />
      <HappenedCard kind="building" id={of.id} />
      {doing === 'edit' && <BuildingForm of={of} onClose={() => setDoing(null)} />}
      {doing === 'homes' && <HomesForm of={of} onClose={() => setDoing(null)} />}
      {doing === 'home' && <HomeEditForm of={of.homes} first={pressed} onClose={() => setDoing(null)} />}
    </div>
  )
}

/** What the colours and shapes mean, with how many there are of each. */
function Legend({ homes }: { readonly homes: readonly FacadeHome[] }) {
  return (
    <ul className="reg-legend">
      {FRESHNESS.map((s) => (
        <li key={s} className={`lamp ${lampOfFreshness(s)} reg-seg`}>
          <LampShape lamp={lampOfFreshness(s)} />
          {freshWord(s)} <b>{homes.filter((h) => h.freshness === s).length}</b>
        </li>
      ))}
      <li className="mu sm">
        {t('registry.facade-kinds', {
          rental: homes.filter((h) => h.kind === 'rental').length,
          vacant: homes.filter((h) => h.kind === 'vacant').length,
        })}
      </li>
    </ul>
  )
}

interface FacadeProps {
  readonly of: BuildingView
  /** Null: the reader only looks. */
  readonly edit: ((home: FacadeHome) => void) | null
}
function Facade({ of, edit }: FacadeProps) {
  const entrances = [...new Set(of.homes.map((h) => h.entrance))]
  const floors = [...new Set(of.homes.map((h) => h.floor))].toSorted((a, b) => b - a)
  return (
    <div className="reg-facade scroll" tabIndex={0} role="region" aria-label={t('registry.facade')}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">{t('registry.floor')}</span>
            </th>
            {entrances.map((e) => (
              <th key={e} scope="col">
                {e === ''
                  ? t('registry.one-entrance')
                  : /^[\dA-Z]+$/.test(e)
                    ? t('registry.entrance', { n: e })
                    : e}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {floors.map((floor) => (
            <tr key={floor}>
              <th scope="row">
                {floor < 0 ? t('registry.below', { n: -floor }) : t('registry.floor-n', { n: floor })}
              </th>
              {entrances.map((e) => (
                <td key={e}>
                  <div className="reg-row">
                    {of.homes
                      .filter((h) => h.floor === floor && h.entrance === e)
                      .map((h) => (
                        <Cell key={h.id} of={h} edit={edit} />
                      ))}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A press opens the home; the pencil beside it, seen when the cell is pointed at or reached by keyboard, changes it here. */
function Cell({ of, edit }: { readonly of: FacadeHome; readonly edit: FacadeProps['edit'] }) {
  const lamp = lampOfFreshness(of.freshness)
  const lived = of.residents > 0 ? t('registry.n-people', { n: of.residents }) : t(`registry.kind.${of.kind}`)
  const opened = (
    <Link
      to="/homes/$id"
      params={{ id: of.id }}
      className={`reg-cell ${lamp} ${of.kind}`}
      title={[
        of.room,
        freshWord(of.freshness),
        t(`registry.kind.${of.kind}`),
        ...of.hazards.map((h) => t(`registry.hazard.${h}`)),
      ].join(' · ')}
    >
      <span className="reg-room">
        <LampShape lamp={lamp} />
        {of.room}
        {of.hazards.length > 0 && <b className="reg-hazard">{t('registry.hazard-mark')}</b>}
      </span>
      <span className="sm">
        {of.kind === 'rental' && `${t('registry.kind.rental')} `}
        {lived}
        <span className="hidden">{freshWord(of.freshness)}</span>
      </span>
    </Link>
  )
  if (edit === null) return opened
  return (
    <span className="reg-editable">
      {opened}
      <button
        type="button"
        aria-label={t('custom.home-edit-of', { room: homeLine('', of.entrance, of.room) })}
        onClick={() => edit(of)}
      >
        <Icon name="note" />
      </button>
    </span>
  )
}
