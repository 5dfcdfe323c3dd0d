import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LinkedKind } from '@lifang/domains/registry/schema/linked.ts'
import { LampChip, lampWord } from '../../kit/lamp.tsx'
import { useNow } from '../../kit/now.ts'
import { subjectOf } from '../../kit/subject.ts'
import { shortNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { listQuery } from '../app/queries.ts'

interface HappenedProps {
  readonly kind: LinkedKind
  readonly id: string
}

/** Incidents that are about a record of the registry, of those the reader may see. */
export function Happened({ kind, id }: HappenedProps) {
  const list = useInfiniteQuery(listQuery({ subject: `${kind}:${id}` }))
  const now = useNow()
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <Listed
      list={list}
      none={
        items.length === 0 ? { title: t('units.happened-none'), hint: t('units.happened-none-hint') } : null
      }
      more={t('registry.more')}
    >
      <ul className="reg-lines unit-happened">
        {items.map((i) => (
          <li key={i.number}>
            <LampChip lamp={i.lamp} text={lampWord(i.lamp)} />
            <Link to="/incidents/$number" params={{ number: i.number }} className="link">
              {subjectOf(i)}
            </Link>
            <span className="mu sm">
              {[
                shortNumber(i.number),
                word('incidents.status', i.status),
                when(Date.parse(i.reportedAt), now),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Listed>
  )
}

/** The same as a card of its own. */
export function HappenedCard({ kind, id }: HappenedProps) {
  return (
    <section className="card" aria-labelledby="happened">
      <header>
        <h2 id="happened">{t('units.happened')}</h2>
      </header>
      <Happened kind={kind} id={id} />
    </section>
  )
}
