import '../registry/registry.css'
import './comparisons.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { ComparisonItem } from '@lifang/domains/registry/schema/comparison.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { beginsComparisons } from '../app/rooms.ts'
import { useMe } from '../app/session.tsx'
import { comparisonsQuery } from './queries.ts'
import { percent, registerOf, StateWord } from './words.tsx'

const NewComparison = part(async () => (await import('./new.tsx')).NewComparison)

/** 比对: what was held against which register, and what is left to do. */
export function ComparisonsPage() {
  const me = useMe()
  const [beginning, setBeginning] = useState(false)
  const list = useQuery({
    ...comparisonsQuery,
    refetchInterval: (q) => (q.state.data?.items.some((i) => i.state === 'running') === true ? 2_000 : false),
  })
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/people" className="link reg-back">
          <Icon name="back" />
          {t('console.room.people')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{t('comparison.title')}</h1>
        <span className="mu md">{t('comparison.hint')}</span>
        <span className="sp" />
        <Link to="/comparisons/tasks" className="link">
          {t('comparison.tasks')}
        </Link>
        {beginsComparisons(me) && (
          <Button type="primary" onClick={() => setBeginning(true)}>
            {t('comparison.new')}
          </Button>
        )}
      </div>
      <section className="card">
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading lines={5} />
          )
        ) : list.data.items.length === 0 ? (
          <Empty title={t('comparison.none')} hint={t('comparison.none-hint')} />
        ) : (
          <List items={list.data.items} />
        )}
      </section>
      {beginning && <NewComparison onClose={() => setBeginning(false)} />}
    </div>
  )
}

function List({ items }: { readonly items: readonly ComparisonItem[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('comparison.list')}>
      <table className="table cmp-list">
        <thead>
          <tr>
            <th scope="col">{t('comparison.col.register')}</th>
            <th scope="col">{t('comparison.area')}</th>
            <th scope="col">{t('comparison.state-col')}</th>
            <th scope="col" className="num">
              {t('comparison.col.records')}
            </th>
            <th scope="col" className="num">
              {t('comparison.col.rate')}
            </th>
            <th scope="col" className="num">
              {t('comparison.col.open')}
            </th>
            <th scope="col">{t('comparison.col.at')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((i) => (
            <tr key={i.id}>
              <td>
                <Link to="/comparisons/$id" params={{ id: i.id }} className="link">
                  {registerOf(i)}
                </Link>
              </td>
              <td>{i.area.name}</td>
              <td>
                <StateWord of={i} />
              </td>
              <td className="num">{i.records.toLocaleString('en-US')}</td>
              <td className="num">{percent(i.same, i.records)}</td>
              <td className="num">{i.open.toLocaleString('en-US')}</td>
              <td className="mu">
                {t('comparison.begun', { by: i.by, at: exact(Date.parse(i.createdAt)).slice(0, 16) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
