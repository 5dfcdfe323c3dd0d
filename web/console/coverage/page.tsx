import '../registry/registry.css'
import './coverage.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { CoverageBoard, CoverageRow, CycleView } from '@lifang/domains/registry/schema/coverage.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { dayOfInstant } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { kept } from '../app/searches.ts'
import { COVERAGE_VIEWS, type CoverageSearch } from '../app/tabs.ts'
import { Tabs } from '../desk/tabs.tsx'
import { Gaps } from './gaps.tsx'
import { boardQuery, cyclesQuery } from './queries.ts'

const CycleWindow = part(async () => (await import('./cycle.tsx')).CycleWindow)
const CloseWindow = part(async () => (await import('./cycle.tsx')).CloseWindow)

/** 采集覆盖: what was reached of what stood when the cycle began, area by area, and the homes that wait. */
export function CoveragePage() {
  const search = useSearch({ from: '/staff/coverage' })
  const navigate = useNavigate()
  const go = (change: Partial<CoverageSearch>): void =>
    void navigate({ to: '/coverage', search: kept({ ...search, ...change }) })
  const { data: board, error, refetch } = useQuery(boardQuery(search))
  const [open, setOpen] = useState<'start' | 'close' | null>(null)
  if (board === undefined)
    return error === null ? <Loading lines={10} /> : <Failed error={error} retry={() => void refetch()} />
  const view = search.view ?? 'board'
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('coverage.title')}</h1>
        <span className="mu md">{t('coverage.hint')}</span>
        <span className="sp" />
        {board.may.start && (
          <Button type="primary" onClick={() => setOpen('start')}>
            {t('coverage.start')}
          </Button>
        )}
        {board.may.close && <Button onClick={() => setOpen('close')}>{t('coverage.close')}</Button>}
      </div>
      <section className="card">
        <header className="reg-filters">
          <Trail board={board} choose={(area) => go({ area })} />
          <span className="sp" />
          <Cycles search={search} choose={(cycle) => go({ cycle })} running={board.cycle} />
        </header>
        <Head board={board} />
        <Tabs
          label={t('coverage.views')}
          tabs={COVERAGE_VIEWS}
          tab={view}
          words="coverage.view"
          choose={(next) => go({ view: next === 'board' ? undefined : next, gap: undefined })}
        />
        {view === 'board' ? <Board board={board} search={search} /> : <Gaps search={search} go={go} />}
      </section>
      {open === 'start' && (
        <CycleWindow area={board.area} homes={board.total.homes} onClose={() => setOpen(null)} />
      )}
      {open === 'close' && board.cycle !== null && (
        <CloseWindow cycle={board.cycle} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}

/** From the topmost area one sees down to this one. */
function Trail({
  board,
  choose,
}: {
  readonly board: CoverageBoard
  readonly choose: (area: string | undefined) => void
}) {
  return (
    <nav className="line" aria-label={t('coverage.trail')}>
      {board.trail.map((a, i) =>
        i === board.trail.length - 1 ? (
          <b key={a.code} aria-current="page">
            {a.name}
          </b>
        ) : (
          <span key={a.code} className="line">
            <button type="button" className="link" onClick={() => choose(a.code)}>
              {a.name}
            </button>
            <Icon name="right" />
          </span>
        ),
      )}
    </nav>
  )
}

const cycleWords = (c: CycleView): string =>
  `${c.name}（${c.from} — ${c.closed === null ? c.to : dayOfInstant(c.closed.at)}）${c.running ? '' : ` · ${t('coverage.over')}`}`

/** The cycle looked at: the running one, or one that is over. */
function Cycles({
  search,
  running,
  choose,
}: {
  readonly search: CoverageSearch
  readonly running: CycleView | null
  readonly choose: (cycle: string | undefined) => void
}) {
  const { data } = useQuery(cyclesQuery)
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Select
      aria-label={t('coverage.cycle')}
      value={search.cycle ?? running?.id ?? null}
      placeholder={t('coverage.cycle-none')}
      allowClear={search.cycle !== undefined}
      style={{ width: 420, maxWidth: '100%' }}
      onChange={(cycle: string | null | undefined) => choose(cycle ?? undefined)}
      options={items.map((c) => ({ value: c.id, label: `${c.area.name} · ${cycleWords(c)}` }))}
    />
  )
}

const percent = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)}%`)

function Head({ board }: { readonly board: CoverageBoard }) {
  const { cycle, total } = board
  return (
    <div className="cov-head">
      {cycle === null ? (
        <p>
          <b>{t('coverage.no-cycle')}</b>
          <span className="mu"> {t('coverage.no-cycle-hint', { homes: total.homes })}</span>
        </p>
      ) : (
        <>
          <p className="cov-rate">
            <strong>{percent(total.rate)}</strong>
            <span className="mu">
              {t('coverage.reached-of', { reached: total.reached, homes: total.homes })}
            </span>
          </p>
          <p className="mu sm">
            {t('coverage.fixed', { day: cycle.from, by: cycle.startedBy, homes: cycle.homes })}
            {(total.gone > 0 || total.added > 0) &&
              ` ${t('coverage.since', { gone: total.gone, added: total.added })}`}
            {cycle.closed !== null &&
              ` ${t('coverage.closed-by', { by: cycle.closed.by, why: cycle.closed.why })}`}
          </p>
        </>
      )}
      <Warnings row={total} />
    </div>
  )
}

/** Counts that cannot be true together, and why. */
function Warnings({ row }: { readonly row: CoverageRow }) {
  if (row.implausible.length === 0) return null
  return (
    <ul className="cov-warnings">
      {row.implausible.map((w) => (
        <li key={`${w.of}${w.code}`}>
          <Icon name="stop" />
          <span>
            {t(`coverage.of.${w.of}`)}
            {t(w.code, w.details)}
          </span>
        </li>
      ))}
    </ul>
  )
}

const COUNTS = ['unknown', 'unvisited', 'stale'] as const

function Board({ board, search }: { readonly board: CoverageBoard; readonly search: CoverageSearch }) {
  const { rows, cycle } = board
  if (rows.length === 0) return <Empty title={t('coverage.no-rows')} hint={t('coverage.no-rows-hint')} />
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('coverage.view.board')}>
      <table className="table cov-board">
        <thead>
          <tr>
            <th scope="col">{t('coverage.col.area')}</th>
            <th scope="col" className="cov-col-rate">
              {t('coverage.col.rate')}
            </th>
            <th scope="col" className="num">
              {t('coverage.col.homes')}
            </th>
            <th scope="col" className="num">
              {t('coverage.col.reached')}
            </th>
            {COUNTS.map((k) => (
              <th key={k} scope="col" className="num">
                {t(`coverage.gap.${k}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('coverage.col.people')}
            </th>
            <th scope="col" className="num">
              {t('coverage.col.households')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.area.code} data-area={r.area.code}>
              <td>
                {r.opens ? (
                  <Link
                    to="/coverage"
                    search={kept({ area: r.area.code, cycle: search.cycle })}
                    className="link"
                  >
                    {r.area.name}
                  </Link>
                ) : (
                  <Link
                    to="/coverage"
                    search={kept({ area: r.area.code, cycle: search.cycle, view: 'homes' as const })}
                    className="link"
                  >
                    {r.area.name}
                  </Link>
                )}
                {r.ended && <span className="tag">{t('coverage.ended')}</span>}
                {r.implausible.length > 0 && (
                  <span
                    className="cov-doubt"
                    title={r.implausible.map((w) => t(w.code, w.details)).join('\n')}
                  >
                    <Icon name="stop" />
                    {t('coverage.doubt')}
                  </span>
                )}
              </td>
              <td>
                <Rate row={r} cycle={cycle !== null} />
              </td>
              <Num n={r.homes} />
              <Num n={r.reached} />
              {COUNTS.map((k) => (
                <Num key={k} n={r.gaps[k]} />
              ))}
              <Num n={r.people} />
              <Num n={r.households} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Num = ({ n }: { readonly n: number }) => <td className={n === 0 ? 'num mu' : 'num'}>{n}</td>

function Rate({ row, cycle }: { readonly row: CoverageRow; readonly cycle: boolean }) {
  if (!cycle || row.rate === null) return <span className="mu">—</span>
  return (
    <span className="cov-bar">
      <span aria-hidden="true">
        <i style={{ width: percent(row.rate) }} />
      </span>
      <b>{percent(row.rate)}</b>
    </span>
  )
}
