import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { NEAR_HOURS, NEAR_METRES } from '@lifang/domains/incidents/schema/dispatch.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { printNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { relatedQuery } from '../app/queries.ts'

const SHOWN = 6

/** Cases merged with this one, and open ones near in place and time. */
export function RelatedCases({ number, now }: { readonly number: string; readonly now: number }) {
  const { data } = useQuery(relatedQuery(number))
  if (data === undefined || (data.into === null && data.merged.length === 0 && data.nearby.length === 0))
    return null
  return (
    <section className="card related">
      <header>
        <h2>{t('map.related.title')}</h2>
        <span className="sp" />
        <span className="sm mu">{t('map.related.rule', { metres: NEAR_METRES, hours: NEAR_HOURS })}</span>
      </header>
      <ul className="tasks">
        {data.into !== null && (
          <Row number={data.into} head={t('map.related.into')}>
            {null}
          </Row>
        )}
        {data.merged.map((m) => (
          <Row key={m.number} number={m.number} head={t('map.related.merged')}>
            {[m.class, m.address, when(Date.parse(m.reportedAt), now)].filter((p) => p !== null).join(' · ')}
          </Row>
        ))}
        {data.nearby.slice(0, SHOWN).map((n) => (
          <Row
            key={n.number}
            number={n.number}
            head={
              <span className="shape" title={lampWord(n.lamp)}>
                <LampShape lamp={n.lamp} />
                <span className="hidden">{lampWord(n.lamp)}</span>
              </span>
            }
          >
            {[
              n.class ?? t('map.no-class'),
              t('dispatch.near.row', {
                metres: n.metres,
                at: when(Date.parse(n.reportedAt), now),
                status: word('incidents.status', n.status),
              }),
            ].join(' · ')}
          </Row>
        ))}
        {data.nearby.length > SHOWN && (
          <li className="sm mu">{t('map.related.near', { n: data.nearby.length })}</li>
        )}
      </ul>
    </section>
  )
}

function Row({ number, head, children }: { number: string; head: ReactNode; children: ReactNode }) {
  return (
    <li>
      <p className="line">
        <span className="sm mu">{head}</span>
        <Link to="/incidents/$number" params={{ number }} className="md">
          {printNumber(number)}
        </Link>
      </p>
      <p className="sm mu">{children}</p>
    </li>
  )
}
