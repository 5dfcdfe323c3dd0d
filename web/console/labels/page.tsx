import '../registry/registry.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { LABEL_APPROVERS } from '@lifang/domains/registry/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { holdsOneOf } from '../app/rooms.ts'
import { useMe } from '../app/session.tsx'
import { Tabs } from '../desk/tabs.tsx'
import { LabelLines } from './lines.tsx'
import { labelsQuery } from './queries.ts'

const STATES = ['proposed', 'in-force'] as const

/** 标签: what waits for a decision on my ground, and what holds, the next to lapse first. */
export function LabelsPage() {
  const me = useMe()
  const [state, setState] = useState<(typeof STATES)[number]>('proposed')
  const { data, error, refetch } = useQuery(labelsQuery(state))
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/people" className="link reg-back">
          <Icon name="back" />
          {t('console.room.people')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{t('labels.title')}</h1>
        <span className="mu md">{t('labels.title-hint')}</span>
        <span className="sp" />
        {holdsOneOf(me, LABEL_APPROVERS) && (
          <Link to="/labels/public-list" className="link">
            {t('labels.public')}
          </Link>
        )}
      </div>
      <section className="card">
        <Tabs label={t('labels.views')} tabs={STATES} tab={state} words="labels.view" choose={setState} />
        {data === undefined ? (
          error === null ? (
            <Loading lines={6} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t(`labels.empty.${state}`)} hint={t(`labels.empty-hint.${state}`)} />
        ) : (
          <LabelLines items={data.items} people />
        )}
      </section>
    </div>
  )
}
