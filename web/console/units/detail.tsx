/** What the pages of an enterprise, a facility and a place have in common. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { Map as MapLibre } from 'maplibre-gl'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { ContactField, ThingKind } from '@lifang/domains/registry/schema/unit-lists.ts'
import type { EnterpriseView, PlaceView } from '@lifang/domains/registry/schema/unit-views.ts'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import type { Change } from '@lifang/domains/registry/schema/views.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import { drawOutlines } from '../../kit/map/outlines.ts'
import type { MapHighlight } from '../../kit/map/model.ts'
import { part } from '../../kit/part.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery, queryClient } from '../app/queries.ts'
import { Changes } from '../registry/changes.tsx'
import { HappenedCard } from '../subjects/happened.tsx'
import { Fact } from './facts.tsx'
import { fieldName, historyWord } from './words.tsx'

const OwnFields = part(async () => (await import('../custom/fields-card.tsx')).OwnFields)
const RevealWindow = part(async () => (await import('../registry/reveal.tsx')).RevealWindow)

interface PageProps {
  readonly kind: ThingKind
  readonly of: {
    readonly id: string
    readonly name: string
    readonly area: { readonly name: string; readonly community: string | null }
    readonly place: { readonly lon: number; readonly lat: number }
    readonly changes: readonly Change[]
    readonly may: { readonly edit: boolean }
  }
  readonly back: ReactNode
  readonly state: ReactNode
  /** Of the pin; null: a plain one. */
  readonly lamp: Lamp | null
  readonly facts: ReactNode
  /** Between the facts and what happened. */
  readonly photos?: ReactNode
  /** Of a place: drawn on its map. */
  readonly outline?: PlaceView['outline']
  /** Beside the map's heading. */
  readonly where?: ReactNode
  readonly aside?: ReactNode
  readonly edit: () => void
}

export function ThingPage({
  kind,
  of,
  back,
  state,
  lamp,
  facts,
  photos,
  outline,
  where,
  aside,
  edit,
}: PageProps) {
  return (
    <div className="page reg-wide">
      <div className="line">{back}</div>
      <div className="line wrap">
        <h1>{of.name}</h1>
        {state}
        <span className="mu">
          {[of.area.community, of.area.name].filter((n) => n !== null && n !== '').join(' ')}
        </span>
        <span className="sp" />
        {of.may.edit && (
          <Button type="primary" icon={<Icon name="note" />} onClick={edit}>
            {t('units.edit')}
          </Button>
        )}
      </div>
      <div className="reg-two">
        <div className="reg-side">
          <section className="card" aria-labelledby="thing-facts">
            <header>
              <h2 id="thing-facts">{t('units.facts')}</h2>
            </header>
            <dl className="reg-facts">{facts}</dl>
          </section>
          {photos}
          <OwnFields base={kind} id={of.id} />
          <HappenedCard kind={kind} id={of.id} />
        </div>
        <div className="reg-side">
          <Where name={of.name} place={of.place} lamp={lamp} outline={outline ?? null}>
            {where}
          </Where>
          {aside}
          <section className="card" aria-labelledby="thing-changes">
            <header>
              <h2 id="thing-changes">{t('registry.changes')}</h2>
            </header>
            <div className="reg-pad">
              <Changes items={of.changes} names={fieldName} words={historyWord(kind)} />
            </div>
          </section>
        </div>
      </div>
    </div>
  )
}

export function Back({ to, children }: { readonly to: '/units' | '/facilities'; readonly children: string }) {
  return (
    <Link to={to} className="link reg-back">
      <Icon name="back" />
      {children}
    </Link>
  )
}

const NONE: readonly never[] = []

function Where({
  name,
  place: { lon, lat },
  lamp,
  outline,
  children,
}: Pick<PageProps['of'], 'name' | 'place'> &
  Pick<PageProps, 'lamp'> & { readonly outline: PlaceView['outline']; readonly children: ReactNode }) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const [highlight, picked] = useMemo(
    () =>
      lamp === null
        ? [null, { lon, lat }]
        : [{ lon, lat, lamp, title: '', note: null, radius: null } satisfies MapHighlight, null],
    [lon, lat, lamp],
  )
  const [map, setMap] = useState<MapLibre | null>(null)
  useEffect(() => {
    if (map !== null) drawOutlines(map, outline === null ? [] : [outline])
  }, [map, outline])
  return (
    <section className="card unit-where" aria-labelledby="thing-where">
      <header>
        <h2 id="thing-where">{t('units.where')}</h2>
        <span className="sp" />
        <span className="sm mu">
          {lon.toFixed(6)}, {lat.toFixed(6)}
        </span>
        {children}
      </header>
      <TownMap
        label={t('units.where-of', { name })}
        base={base}
        areas={areas}
        highlight={highlight}
        picked={picked}
        onMap={setMap}
        still
      />
    </section>
  )
}

type WithContact = Pick<EnterpriseView | PlaceView, 'id' | 'name' | 'contact' | 'phone' | 'facts' | 'may'>

/** Who answers for it: masked, shown whole for a reason. */
export function Contact({ kind, of }: { readonly kind: 'enterprise' | 'place'; readonly of: WithContact }) {
  const [asked, setAsked] = useState<ContactField | null>(null)
  const shown = (field: ContactField) =>
    of[field] === null ? null : (
      <>
        {of[field]}{' '}
        {of.may.reveal && (
          <button type="button" className="link sm" onClick={() => setAsked(field)}>
            {t('registry.reveal')}
            <span className="hidden">{fieldName(field)}</span>
          </button>
        )}
      </>
    )
  const route = kind === 'enterprise' ? unitRoutes.revealEnterprise : unitRoutes.revealPlace
  return (
    <>
      <Fact facts={of.facts} field="contact">
        {shown('contact')}
      </Fact>
      <Fact facts={of.facts} field="phone">
        {shown('phone')}
      </Fact>
      {asked !== null && (
        <RevealWindow
          title={t('registry.reveal-of', { name: of.name, field: fieldName(asked) })}
          ask={async (id, reason) =>
            (await call(route, { params: { id: of.id }, body: { id, field: asked, reason } })).value
          }
          seen={() => queryClient.invalidateQueries({ queryKey: ['registry', kind, of.id] })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

/** Who was shown the contact, and why. */
export function Looked({ items }: { readonly items: EnterpriseView['looked'] }) {
  if (items.length === 0) return null
  return (
    <section className="card" aria-labelledby="thing-looked">
      <header>
        <h2 id="thing-looked">{t('registry.looked')}</h2>
      </header>
      <ul className="timeline reg-pad">
        {items.map((l) => (
          <li key={`${l.at}${l.field}`}>
            <time dateTime={l.at}>{exact(Date.parse(l.at)).slice(0, 16)}</time>
            {t('registry.looked-line', { by: l.by, post: postWord(l.post), field: fieldName(l.field) })}
            <p>{l.reason}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
