import { publicGridRoutes, type PublicPlace } from '@lifang/domains/grid/schema/public.ts'
import { publicIncidentRoutes, type PublicCounts } from '@lifang/domains/incidents/schema/public.ts'
import { call } from '../../kit/call.ts'
import { outlineOf, projectionOf } from '../../kit/projection.ts'
import { t } from '../../kit/words.ts'
import { useLoaded } from '../frame.tsx'
import { SHEET } from '../places.ts'

/** Steps of one tint, never a lamp's colour: many cases are no lateness. */
const STEPS = [
  { from: 20, fill: '#5d86b8', key: 'many' },
  { from: 10, fill: '#9db7d8', key: 'some' },
  { from: 5, fill: '#d3e1f1', key: 'few' },
] as const

const fillOf = (open: number | null | undefined): string =>
  open === undefined || open === 0
    ? '#ffffff'
    : open === null
      ? 'url(#below)'
      : (STEPS.find((s) => open >= s.from)?.fill ?? '#ffffff')

/** Grids by their open cases, drawn from their borders alone; the same numbers stand in the list below it. */
export function CaseMap({ under, places }: { under: string; places: readonly PublicPlace[] }) {
  const found = useLoaded(under, async () => {
    const [{ items }, counts] = await Promise.all([
      call(publicGridRoutes.borders, { query: { under } }),
      call(publicIncidentRoutes.caseCounts),
    ])
    return { items, counts }
  })
  if (found.state !== 'there' || found.value.items.length === 0) return null
  const { items, counts } = found.value
  const byCode = new Map(counts.grids.map((g) => [g.code, g]))
  const p = projectionOf(
    items.map((i) => i.shape),
    SHEET,
  )
  const name = places.find((p) => p.code === under)?.name ?? ''
  return (
    <section className="card">
      <h2>{t('portal.map.title', { name })}</h2>
      <svg
        className="map"
        viewBox={`0 0 ${p.width} ${p.height.toFixed(0)}`}
        role="img"
        aria-label={t('portal.map.label', { name })}
      >
        <defs>
          <pattern
            id="below"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill="#fff" />
            <rect width="1.5" height="6" fill="#9db7d8" />
          </pattern>
        </defs>
        {items.map((g) => (
          <path
            key={g.code}
            d={outlineOf(g.shape, p)}
            fill={fillOf(byCode.get(g.code)?.open)}
            stroke="#7e8a99"
            strokeWidth="1"
          />
        ))}
      </svg>
      <ul className="legend">
        {STEPS.map((s) => (
          <li key={s.key}>
            <i style={{ background: s.fill }} />
            {t(`portal.map.${s.key}`)}
          </li>
        ))}
        <li>
          <i className="below" />
          {t('portal.map.below', { enough: counts.enough })}
        </li>
        <li>
          <i />
          {t('portal.map.no')}
        </li>
      </ul>
      <details>
        <summary>{t('portal.map.numbers')}</summary>
        <GridNumbers items={items} byCode={byCode} enough={counts.enough} />
      </details>
    </section>
  )
}

function GridNumbers({
  items,
  byCode,
  enough,
}: {
  items: readonly { readonly code: string; readonly name: string }[]
  byCode: ReadonlyMap<string, PublicCounts['grids'][number]>
  enough: number
}) {
  const said = (n: number | null | undefined): string =>
    n === null ? t('portal.map.fewer', { enough }) : String(n ?? 0)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('portal.grid')}</th>
          <th scope="col">{t('portal.cases.open')}</th>
          <th scope="col">{t('portal.cases.closed')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((g) => (
          <tr key={g.code}>
            <th scope="row">{g.name}</th>
            <td>{said(byCode.get(g.code)?.open)}</td>
            <td>{said(byCode.get(g.code)?.closed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
