import { useQuery } from '@tanstack/react-query'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { call } from '../../kit/call.ts'
import { dueWhen } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'

/** Posts one would ring about a case, in this order. */
const ON_THE_GROUND = [
  'grid-worker',
  'grid-lead',
  'steward',
  'police-officer',
  'fire-officer',
  'monitor',
] as const

/**
 * Who answers for the grid of the case now, stand-ins named. Positions are not shown, because none are known: a marker on the map
 * would be a guess.
 */
export function GridStaff({ code }: { readonly code: string | null }) {
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['area', code],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(gridRoutes.area, { params: { code: code ?? '' }, signal }),
    enabled: code !== null,
    staleTime: 300_000,
  })
  if (data === undefined) return null
  const order: readonly string[] = ON_THE_GROUND
  const people = data.roster
    .filter((h) => order.includes(h.post))
    .toSorted((a, b) => order.indexOf(a.post) - order.indexOf(b.post))
  const away = new Set(people.flatMap((h) => (h.standsInFor === null ? [] : [h.standsInFor.id])))
  return (
    <section className="map-float grid-staff" aria-label={t('dispatch.staff.title', { grid: data.name })}>
      <p className="line">
        <b className="ink md">{t('dispatch.staff.title', { grid: data.name })}</b>
        <span className="sm mu el">{t('dispatch.staff.note')}</span>
      </p>
      <ul>
        {people.slice(0, 4).map((h) => (
          <li key={h.id} className="md">
            <b className="ink">{h.account.name}</b>
            <span className="mu">{postWord(h.post)}</span>
            <span className="sm">
              {h.standsInFor !== null
                ? t('dispatch.staff.stands-in', {
                    name: h.standsInFor.name,
                    to: h.to === null ? '' : dueWhen(Date.parse(h.to), now),
                  })
                : away.has(h.account.id)
                  ? t('dispatch.staff.away')
                  : t('dispatch.staff.on')}
            </span>
          </li>
        ))}
        {people.length === 0 && <li className="md">{t('dispatch.staff.none')}</li>}
      </ul>
    </section>
  )
}
