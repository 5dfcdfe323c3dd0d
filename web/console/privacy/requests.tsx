import '../registry/registry.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ERASURE_POSTS } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { holdsOneOf } from '../app/rooms.ts'
import { useMe } from '../app/session.tsx'
import { Tabs } from '../desk/tabs.tsx'
import { PurposeLine } from './purpose-line.tsx'
import { requestsQuery } from './queries.ts'
import { RequestLines } from './request-lines.tsx'

const STATES = ['open', 'decided'] as const

/** 信息请求: what people of my ground asked to be corrected or erased, those due first. */
export function RequestsPage() {
  const me = useMe()
  const [state, setState] = useState<(typeof STATES)[number]>('open')
  const { data, error, refetch } = useQuery(requestsQuery(state))
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/people" className="link reg-back">
          <Icon name="back" />
          {t('console.room.people')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{t('privacy.requests')}</h1>
        <span className="mu md">{t('privacy.requests-hint')}</span>
        <span className="sp" />
        <PurposeLine form="requests" />
        {holdsOneOf(me, ERASURE_POSTS) && (
          <Link to="/retention" className="link">
            {t('privacy.retention')}
          </Link>
        )}
      </div>
      <section className="card">
        <Tabs label={t('privacy.views')} tabs={STATES} tab={state} words="privacy.view" choose={setState} />
        {data === undefined ? (
          error === null ? (
            <Loading lines={6} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t(`privacy.empty.${state}`)} hint={t('privacy.empty-hint')} />
        ) : (
          <RequestLines items={data.items} people />
        )}
      </section>
    </div>
  )
}
