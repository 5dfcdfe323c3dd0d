import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Found } from '@lifang/domains/registry/schema/views.ts'
import type { ThingsFound } from '@lifang/domains/registry/schema/unit-items.ts'
import { t } from '../../kit/words.ts'

interface SectionProps {
  readonly kind: 'enterprises' | 'facilities' | 'places'
  readonly found: ThingsFound
  readonly children: ReactNode
}

function Section({ kind, found, children }: SectionProps) {
  const n = found[kind].length
  if (n === 0) return null
  return (
    <section className="card" aria-labelledby={`found-${kind}`}>
      <header>
        <h2 id={`found-${kind}`}>{t(`units.found.${kind}`)}</h2>
        <span className="sm mu">
          {t(found.more[kind] ? 'registry.found-more' : 'registry.found-n', { n })}
        </span>
      </header>
      <ul className="reg-lines">{children}</ul>
    </section>
  )
}

/** Enterprises, facilities and places that the one box found. */
export function FoundThings({ found }: { readonly found: ThingsFound }) {
  return (
    <>
      <Section kind="enterprises" found={found}>
        {found.enterprises.map((e) => (
          <li key={e.id}>
            <Link to="/units/$id" params={{ id: e.id }} className="link">
              {e.name}
            </Link>
            <span className="mu sm">
              {[e.uscc ?? '', e.phone ?? '', e.address, e.grid, t(`units.state.${e.state}`)]
                .filter((p) => p !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </Section>
      <Section kind="facilities" found={found}>
        {found.facilities.map((f) => (
          <li key={f.id}>
            <Link to="/facilities/$id" params={{ id: f.id }} className="link">
              {f.name}
            </Link>
            <span className="mu sm">
              {[f.class.name, f.identityCode ?? '', f.grid, t(`units.facility-state.${f.state}`)]
                .filter((p) => p !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </Section>
      <Section kind="places" found={found}>
        {found.places.map((p) => (
          <li key={p.id}>
            <Link to="/units/places/$id" params={{ id: p.id }} className="link">
              {p.name}
            </Link>
            <span className="mu sm">
              {[t(`units.place-kind.${p.kind}`), p.phone ?? '', p.responsible, p.grid]
                .filter((w) => w !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </Section>
    </>
  )
}

/** Records of own kinds that the one box found. */
export function FoundRecords({
  found: { records, more },
}: {
  readonly found: Pick<Found, 'records' | 'more'>
}) {
  if (records.length === 0) return null
  return (
    <section className="card" aria-labelledby="found-records">
      <header>
        <h2 id="found-records">{t('custom.found')}</h2>
        <span className="sm mu">
          {t(more.records ? 'registry.found-more' : 'registry.found-n', { n: records.length })}
        </span>
      </header>
      <ul className="reg-lines">
        {records.map((r) => (
          <li key={r.id}>
            <Link to="/records/$id" params={{ id: r.id }} className="link">
              {r.title}
            </Link>
            <span className="mu sm">{[r.kindName, r.grid].filter((w) => w !== '').join(' · ')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
