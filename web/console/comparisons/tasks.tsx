import '../registry/registry.css'
import './comparisons.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Select } from 'antd'
import type { TaskItem } from '@lifang/domains/registry/schema/comparison.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { kept } from '../app/searches.ts'
import { COMPARISON_TABS, type ComparisonTasksSearch } from '../app/tabs.ts'
import { Tabs } from '../desk/tabs.tsx'
import { AreaSelect } from '../registry/people.tsx'
import { comparisonQuery, TASK_FIELDS, tasksQuery, VERDICT_WORDS } from './queries.ts'
import { registerOf, registerOfTask, VerdictWord } from './words.tsx'

/** What somebody has to settle, what is due first; of one comparison or of all. */
export function ComparisonTasksPage() {
  const search = useSearch({ from: '/staff/comparisons/tasks' })
  const navigate = useNavigate()
  const go = (change: Partial<ComparisonTasksSearch>): void =>
    void navigate({ to: '/comparisons/tasks', search: kept({ ...search, ...change }), replace: true })
  const list = useInfiniteQuery(tasksQuery(search))
  const one = useQuery({
    ...comparisonQuery(search.comparison ?? ''),
    enabled: search.comparison !== undefined,
  })
  const items = list.data?.pages.flatMap((p) => p.items)
  return (
    <div className="page reg-page">
      <div className="line">
        {search.comparison === undefined ? (
          <Link to="/comparisons" className="link reg-back">
            <Icon name="back" />
            {t('comparison.back')}
          </Link>
        ) : (
          <Link to="/comparisons/$id" params={{ id: search.comparison }} className="link reg-back">
            <Icon name="back" />
            {one.data === undefined ? t('comparison.back') : registerOf(one.data)}
          </Link>
        )}
      </div>
      <div className="line wrap">
        <h1>{t('comparison.tasks')}</h1>
        <span className="mu md">{t('comparison.tasks-hint')}</span>
      </div>
      <section className="card">
        <header className="reg-filters">
          <AreaSelect value={search.area} onChange={(area) => go({ area })} />
          <Select
            aria-label={t('comparison.filter.verdict')}
            placeholder={t('comparison.filter.verdict')}
            allowClear
            style={{ width: 130 }}
            value={search.verdict ?? null}
            options={VERDICT_WORDS.map((v) => ({ value: v, label: t(`comparison.verdict.${v}`) }))}
            onChange={(v: string | undefined) => go({ verdict: v })}
          />
          <Select
            aria-label={t('comparison.filter.field')}
            placeholder={t('comparison.filter.field')}
            allowClear
            style={{ width: 130 }}
            value={search.field ?? null}
            options={TASK_FIELDS.map((f) => ({ value: f, label: t(`comparison.field.${f}`) }))}
            onChange={(f: string | undefined) => go({ field: f })}
          />
          {search.record !== undefined && (
            <Select
              aria-label={t('comparison.filter.record')}
              allowClear
              style={{ width: 190 }}
              value={search.record}
              options={VERDICT_WORDS.map((v) => ({
                value: v,
                label: `${t('comparison.filter.record')}：${t(`comparison.verdict.${v}`)}`,
              }))}
              onChange={(v: string | undefined) => go({ record: v })}
            />
          )}
          <Checkbox
            checked={search.place !== undefined}
            onChange={(e) => go({ place: e.target.checked ? 'none' : undefined })}
          >
            {t('comparison.filter.place')}
          </Checkbox>
          <span className="sp" />
          {list.data !== undefined && (
            <span className="mu sm" role="status">
              {t('comparison.tasks-records', {
                records: (list.data.pages[0]?.records ?? 0).toLocaleString('en-US'),
                n: (list.data.pages[0]?.total ?? 0).toLocaleString('en-US'),
              })}
            </span>
          )}
        </header>
        <Tabs
          label={t('comparison.filter.state')}
          tabs={COMPARISON_TABS}
          tab={search.tab ?? 'open'}
          words="comparison.tab"
          choose={(tab) => go({ tab: tab === 'open' ? undefined : tab })}
        />
        {items === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('comparison.tasks-none')} hint={t('comparison.tasks-none-hint')} />
        ) : (
          <Lines items={items} tab={search.tab ?? 'open'} />
        )}
        {list.hasNextPage && (
          <div className="cmp-pad">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('comparison.more')}
            </Button>
          </div>
        )}
      </section>
    </div>
  )
}

function Lines({
  items,
  tab,
}: {
  readonly items: readonly TaskItem[]
  readonly tab: (typeof COMPARISON_TABS)[number]
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('comparison.tasks')}>
      <table className="table cmp-tasks">
        <thead>
          <tr>
            <th scope="col">{t('comparison.col.name')}</th>
            <th scope="col">{t('comparison.col.verdict')}</th>
            <th scope="col">{t('comparison.col.field')}</th>
            <th scope="col">{t('comparison.col.register')}</th>
            <th scope="col">{t('comparison.col.grid')}</th>
            <th scope="col">{t(tab === 'open' ? 'comparison.col.due' : 'comparison.col.state')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((i) => (
            <tr key={i.id}>
              <td>
                <Link to="/comparisons/tasks/$id" params={{ id: i.id }} className="link">
                  {i.name === '' ? '—' : i.name}
                </Link>
              </td>
              <td>
                <VerdictWord of={i.verdict} />
              </td>
              <td>
                {t(`comparison.field.${i.field ?? 'record'}`)}
                {i.theirState !== 'present' && i.theirState !== 'absent' && (
                  <span className="tag"> {t(`comparison.their-state.${i.theirState}`)}</span>
                )}
              </td>
              <td>{registerOfTask(i)}</td>
              <td>
                {i.area.name}
                {!i.placed && <span className="tag"> {t('comparison.not-placed')}</span>}
              </td>
              <td>
                {tab === 'open' ? (
                  <span className={i.overdue ? 'cmp-late' : ''}>
                    {i.dueOn}
                    {i.overdue && ` ${t('comparison.overdue')}`}
                  </span>
                ) : (
                  <>
                    {t(`comparison.task-state.${i.state}`)} <span className="mu sm">{i.by}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
