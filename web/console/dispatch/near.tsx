import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useRef } from 'react'
import { NEAR_HOURS, NEAR_METRES, type Neighbour } from '@lifang/domains/incidents/schema/dispatch.ts'
import { newId } from '@lifang/platform/id.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { shortNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { incidentChanged, relatedQuery } from '../app/queries.ts'
import { sendAct } from '../incident/acts/send.ts'

/** 附近疑似重复: of the same class first; what may be merged into this case can be, and the rest says why not. */
export function Near({ number, now }: { readonly number: string; readonly now: number }) {
  const { data } = useQuery(relatedQuery(number))
  if (data === undefined) return null
  const alike = data.nearby.filter((n) => n.sameClass || n.category === null)
  const others = data.nearby.length - alike.length
  return (
    <section className="near" aria-label={t('dispatch.near.title')}>
      <p className="line md">
        <b className="ink">{t('dispatch.near.title')}</b>
        <span className="sm mu">
          {t('dispatch.near.rule', { metres: NEAR_METRES, hours: NEAR_HOURS, n: alike.length })}
        </span>
      </p>
      <ul>
        {alike.slice(0, 5).map((n) => (
          <NearRow key={n.number} into={number} near={n} now={now} />
        ))}
      </ul>
      {data.merged.length > 0 && (
        <p className="sm mu">
          {t('dispatch.near.merged', { n: data.merged.map((m) => shortNumber(m.number)).join('、') })}
        </p>
      )}
      {others > 0 && <p className="sm mu">{t('dispatch.near.others', { n: others })}</p>}
    </section>
  )
}

function NearRow({
  into,
  near,
  now,
}: {
  readonly into: string
  readonly near: Neighbour
  readonly now: number
}) {
  const id = useRef(newId())
  const run = useMutation({
    mutationFn: () => sendAct(near.number, 'merge', { id: id.current, into }),
    onSettled: () => Promise.all([incidentChanged(near.number), incidentChanged(into)]),
  })
  return (
    <li>
      <span className="line md">
        <span className="shape" title={lampWord(near.lamp)}>
          <LampShape lamp={near.lamp} />
        </span>
        <Link to="/incidents/$number" params={{ number: near.number }}>
          {shortNumber(near.number)}
        </Link>
        <span className="el">
          {t('dispatch.near.row', {
            metres: near.metres,
            at: when(Date.parse(near.reportedAt), now),
            status: word('incidents.status', near.status),
          })}
        </span>
        <span className="sp" />
        {near.apart === null ? (
          <Popconfirm
            title={t('dispatch.near.sure', { number: shortNumber(near.number) })}
            okText={t('dispatch.near.merge')}
            cancelText={t('console.act.cancel')}
            onConfirm={() => run.mutate()}
          >
            <Button size="small" loading={run.isPending}>
              {t('dispatch.near.merge')}
            </Button>
          </Popconfirm>
        ) : (
          <span className="sm mu">{t(`dispatch.near.apart.${near.apart}`)}</span>
        )}
      </span>
      <ProblemAlert error={run.error} />
    </li>
  )
}
