import '../registry/registry.css'
import './duplicates.css'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { DUPLICATE_REASONS } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import { duplicateRoutes, type PairItem } from '@lifang/domains/registry/schema/duplicates.ts'
import type { PersonItem } from '@lifang/domains/registry/schema/views.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { kept } from '../app/searches.ts'
import { DUPLICATE_TABS, type DuplicatesSearch } from '../app/tabs.ts'
import { queryClient } from '../app/queries.ts'
import { AreaSelect } from '../registry/people.tsx'
import { ageWords, sexWord } from '../registry/words.tsx'
import { pairsQuery, runQuery } from './queries.ts'
import { Reasons, verdictWord } from './words.tsx'

const Merges = part(async () => (await import('./merges.tsx')).Merges)

/** 查重: pairs of people who may be one, the likeliest first, and what was merged. */
export function DuplicatesPage() {
  const search = useSearch({ from: '/staff/duplicates' })
  const navigate = useNavigate()
  const { tab = 'open', said } = search
  const go = (change: Partial<DuplicatesSearch>): void =>
    void navigate({
      to: '/duplicates',
      search: kept({ ...search, said: undefined, ...change }),
      replace: true,
    })
  const list = useInfiniteQuery(pairsQuery(search))
  const counts = list.data?.pages[0]?.counts
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('console.room.duplicates')}</h1>
        <span className="mu md">{t('duplicates.hint')}</span>
      </div>
      <RunLine />
      {said !== undefined && (
        <p className="dup-said" role="status">
          <Icon name="check" />
          {t(said === 'merged' ? 'duplicates.merged' : 'duplicates.marked')}
        </p>
      )}
      <section className="card">
        <nav className="tabs" aria-label={t('duplicates.views')}>
          {DUPLICATE_TABS.map((one) => (
            <button
              key={one}
              type="button"
              className={one === tab ? 'on' : ''}
              aria-current={one === tab ? 'true' : undefined}
              onClick={() => go({ tab: one === 'open' ? undefined : one })}
            >
              {t(`duplicates.tab.${one}`)} {one !== 'merged' && counts !== undefined && <b>{counts[one]}</b>}
            </button>
          ))}
        </nav>
        {tab === 'merged' ? (
          <Merges />
        ) : (
          <>
            <header className="reg-filters">
              <AreaSelect value={search.area} onChange={(area) => go({ area })} />
              <Select
                aria-label={t('duplicates.reason')}
                placeholder={t('duplicates.reason-all')}
                value={search.reason}
                allowClear
                style={{ width: 180 }}
                onChange={(reason: DuplicatesSearch['reason']) => go({ reason })}
                options={DUPLICATE_REASONS.map((r) => ({ value: r, label: t(`duplicates.reason.${r}`) }))}
              />
            </header>
            <Listed
              list={list}
              none={
                (list.data?.pages[0]?.items.length ?? 0) > 0
                  ? null
                  : noneOf(search.area !== undefined || search.reason !== undefined, tab)
              }
              more={t('duplicates.more')}
            >
              <Pairs items={list.data?.pages.flatMap((p) => p.items) ?? []} />
            </Listed>
          </>
        )}
      </section>
    </div>
  )
}

function noneOf(filtered: boolean, tab: 'open' | 'undone' | 'not-same') {
  const key = filtered ? 'none-filtered' : tab === 'open' ? 'none' : `none-${tab}`
  return { title: t(`duplicates.${key}`), hint: t(`duplicates.${key}-hint`) }
}

/** When it was searched last, how far it is, and the way to search now. */
function RunLine() {
  const { data } = useQuery(runQuery())
  const idFor = useCommandId()
  const start = useMutation({
    mutationFn: () =>
      call(duplicateRoutes.findDuplicates, { body: { id: idFor({ at: data?.run?.id ?? '' }) } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: runQuery().queryKey }),
  })
  if (data === undefined) return null
  const { run, may } = data
  const busy = run?.state === 'waiting' || run?.state === 'running'
  const at = run === null ? '' : exact(Date.parse(run.finishedAt ?? run.askedAt)).slice(0, 16)
  return (
    <div className="line wrap dup-run">
      <span className="md" role="status">
        {run === null ? t('duplicates.run-never') : t(`duplicates.run-${run.state}`, { ...run, at })}
      </span>
      {run?.state === 'running' && run.total > 0 && (
        <progress aria-label={t('duplicates.run-start')} value={run.done} max={run.total} />
      )}
      {run?.state === 'done' && run.skipped > 0 && (
        <span className="mu sm">{t('duplicates.run-skipped', { n: run.skipped })}</span>
      )}
      <span className="sp" />
      {may.start && (
        <Button
          icon={<Icon name="refresh" />}
          disabled={busy}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {t('duplicates.run-start')}
        </Button>
      )}
      <ProblemAlert error={start.error} />
    </div>
  )
}

function Pairs({ items }: { readonly items: readonly PairItem[] }) {
  return (
    <ul className="dup-pairs" aria-label={t('duplicates.list')}>
      {items.map((pair) => (
        <li key={pair.id}>
          <div className="dup-score">
            <b>{verdictWord(pair.verdict)}</b>
            <span className="mu sm">{t('duplicates.score', { n: pair.score })}</span>
          </div>
          <div className="dup-both">
            <Who of={pair.a} />
            <Who of={pair.b} />
          </div>
          <div className="dup-why">
            <Reasons of={pair.reasons} />
            {pair.decided !== null && (
              <span className="mu sm">
                {t('duplicates.decided', {
                  by: pair.decided.by,
                  at: exact(Date.parse(pair.decided.at)).slice(0, 16),
                })}
                {pair.decided.note !== null && ` · ${pair.decided.note}`}
              </span>
            )}
          </div>
          <Link
            to="/duplicates/$id"
            params={{ id: pair.id }}
            className="link dup-open"
            aria-label={t('duplicates.review-of', { a: pair.a.name, b: pair.b.name })}
          >
            {t('duplicates.review')}
            <Icon name="right" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Who({ of }: { readonly of: PersonItem }) {
  return (
    <p>
      <b>{of.name}</b>
      <span>
        {sexWord(of.sex)} {ageWords(of.age)}
      </span>
      <span className="mu">{of.idNumber ?? of.phone ?? t('registry.none')}</span>
      <span className="mu dup-where" title={of.address ?? undefined}>
        {[of.grid, of.address].filter((x) => x !== null).join(' ')}
      </span>
    </p>
  )
}
