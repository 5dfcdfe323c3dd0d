import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { lengthOf, walkOrder } from '@lifang/domains/incidents/rules/walk.ts'
import type { CheckItem } from '@lifang/domains/incidents/schema/checks.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { liveWords, useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, checksQuery, incidentChanged } from '../app/queries.ts'
import { focusRow, following, stepped } from '../desk/beside.ts'
import { KeyHint } from '../desk/key-hint.tsx'
import { Panes } from '../desk/panes.tsx'
import { useDeskKeys } from '../dispatch/keys.ts'
import { spellMetres } from './metres.ts'
import { RoundMap } from './round-map.tsx'
import { START_KINDS, useStart, type Place, type Start } from './start.ts'
import { StopRow } from './stop.tsx'
import '../dispatch/case.css'
import '../incident/incident.css'
import './checks.css'

/** After the first rows: nobody acts before there is something to act on. */
const CheckCase = part(async () => (await import('./case.tsx')).CheckCase, <Loading lines={8} />)

const PANES = ['list', 'map'] as const
type Pane = (typeof PANES)[number]

/** 核查台: what I was sent to look at, in the order of a short walk, on the map, and one stop with its hints and its answer. */
export function ChecksPage() {
  const search = useSearch({ from: '/staff/checks' })
  const navigate = useNavigate({ from: '/checks' })
  const number = search.case ?? null
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const [pane, setPane] = useState<Pane>('list')
  const [picking, setPicking] = useState(false)
  const checks = useQuery(checksQuery)
  const items = useMemo(() => checks.data?.items ?? [], [checks.data])
  const start = useStart(items)
  const [lon, lat] = start.place ?? []
  const walk = useMemo(
    () => (lon === undefined || lat === undefined ? items : walkOrder([lon, lat], items)),
    [items, lon, lat],
  )
  const live = useListLive((changed) => {
    if (changed === number) void incidentChanged(changed)
  })
  const open = (one: string | undefined): void =>
    void navigate({ search: one === undefined ? {} : { case: one }, replace: true })
  const at = walk.findIndex((i) => i.number === number)
  const item = walk[at]
  const step = (by: 1 | -1): void => {
    const next = stepped(walk, at, by)
    if (next === undefined) return
    open(next.number)
    focusRow(next.number)
  }
  /** On to the next stop, from where this one was. */
  const onDone = (): void => {
    const next = following(walk, at)
    if (item !== undefined) {
      if (start.kind === 'here') start.here()
      else start.from(item.place, 'last')
    }
    // On a telephone the way is looked at before the next stop is.
    open(window.innerWidth > 1000 ? next?.number : undefined)
  }
  const first = walk[0]?.number
  useEffect(() => {
    // Not before the order is known: the first by time is seldom the first on the way.
    if (number === null && first !== undefined && start.place !== null && window.innerWidth > 1000)
      open(first)
  })
  useDeskKeys({ step })

  return (
    <div className={`check-desk at-${number === null ? pane : 'case'}`}>
      <section className="round" aria-label={t('intake.checks.title')}>
        <header>
          <h1>{t('intake.checks.head', { n: checks.data === undefined ? '…' : items.length })}</h1>
          <span className="sp" />
          <span className="sm mu" aria-live="polite">
            {liveWords(live)}
          </span>
        </header>
        <p className="md mu sum">{summary(items, walk, start.place)}</p>
        {items.length > 0 && (
          <StartChooser
            start={start}
            picking={picking}
            pick={() => {
              setPicking(!picking)
              setPane('map')
            }}
          />
        )}
        <Panes
          label={t('intake.checks.panes')}
          panes={PANES}
          pane={pane}
          name={(p) => t(`intake.checks.pane.${p}`)}
          choose={setPane}
        />
        <div className="stops">
          {checks.isError && checks.data === undefined ? (
            <ProblemAlert error={checks.error} retry={() => void checks.refetch()} />
          ) : checks.data === undefined ? (
            <Loading lines={6} />
          ) : walk.length === 0 ? (
            <Empty title={t('intake.checks.none')} hint={t('intake.checks.none-hint')} />
          ) : (
            <ol>
              {walk.map((one, i) => (
                <StopRow
                  key={one.id}
                  item={one}
                  n={i + 1}
                  leg={legTo(start.place, walk, i)}
                  on={one.number === number}
                  now={now}
                  calendar={calendar}
                  open={open}
                />
              ))}
            </ol>
          )}
          {checks.data?.more === true && (
            <p className="sm mu more">{t('intake.checks.more', { n: items.length })}</p>
          )}
        </div>
        <footer className="sm mu keys">
          <KeyHint keys={['J', 'K']} does={t('console.desk.key.move')} />
          <KeyHint keys={['1', '2', '3']} does={t('intake.checks.key.answer')} />
        </footer>
      </section>
      <RoundMap
        walk={walk}
        start={start}
        at={number}
        picking={picking}
        open={open}
        picked={(place) => {
          start.from(place, 'chosen')
          setPicking(false)
        }}
      />
      <section className="case-pane" aria-label={t('dispatch.case')}>
        {number !== null && (
          <button type="button" className="back" onClick={() => open(undefined)}>
            <Icon name="back" />
            {t('intake.checks.back')}
          </button>
        )}
        {number === null ? (
          <Empty title={t(walk.length === 0 ? 'intake.checks.none' : 'intake.checks.choose')} />
        ) : (
          <CheckCase
            key={number}
            number={number}
            item={item}
            stop={at === -1 ? null : { at: at + 1, of: walk.length }}
            here={start.kind === 'here' ? start.place : null}
            now={now}
            onDone={onDone}
          />
        )}
      </section>
    </div>
  )
}

function summary(items: readonly CheckItem[], walk: readonly CheckItem[], start: Place | null): string {
  if (items.length === 0) return ''
  const verify = items.filter((i) => i.task === 'verify').length
  const values = { verify, check: items.length - verify }
  return start === null
    ? t('intake.checks.sum', values)
    : t('intake.checks.sum-way', { ...values, way: spellMetres(lengthOf(start, walk)) })
}

/** Metres from the stop before, or from the start; null where neither is known. */
function legTo(start: Place | null, walk: readonly CheckItem[], i: number): number | null {
  const from = i === 0 ? start : (walk[i - 1]?.place ?? null)
  const stop = walk[i]
  return from === null || stop === undefined ? null : lengthOf(from, [stop])
}

interface ChooserProps {
  readonly start: Start
  readonly picking: boolean
  readonly pick: () => void
}

function StartChooser({ start, picking, pick }: ChooserProps) {
  const press = { here: start.here, middle: start.middle, chosen: pick } as const
  return (
    <div className="starts" role="group" aria-label={t('intake.checks.start')}>
      <span className="sm mu">{t('intake.checks.start')}</span>
      {START_KINDS.map((kind) => (
        <Button
          key={kind}
          size="small"
          aria-pressed={kind === start.kind || (kind === 'chosen' && picking)}
          className={kind === start.kind || (kind === 'chosen' && picking) ? 'on' : ''}
          onClick={press[kind]}
        >
          {t(`intake.checks.start.${kind}`)}
        </Button>
      ))}
      {start.kind === 'last' && <span className="tag b">{t('intake.checks.start.last')}</span>}
      <span className="sm mu" role="status">
        {start.failed ? t('console.report.no-position') : picking ? t('intake.checks.pick') : ''}
      </span>
    </div>
  )
}
