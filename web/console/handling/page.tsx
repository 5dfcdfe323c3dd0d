import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { HANDLING_TABS, type HandlingItem } from '@lifang/domains/incidents/schema/desks.ts'
import { Icon } from '../../kit/icons.tsx'
import { useGradually } from '../../kit/gradually.ts'
import { part } from '../../kit/part.tsx'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { dayLabel, dueWhen, shortNumber } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { dayStart } from '@lifang/domains/calendar/rules/instants.ts'
import { liveWords, useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, handlingQuery, incidentChanged } from '../app/queries.ts'
import { useSeat } from '../app/places.ts'
import { changed } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import type { HandlingSearch } from '../app/tabs.ts'
import { focusRow, following, stepped } from '../desk/beside.ts'
import { KeyHint } from '../desk/key-hint.tsx'
import { Tabs } from '../desk/tabs.tsx'
import { useDeskKeys } from '../dispatch/keys.ts'
import { byDueDay, type DueGroup } from './groups.ts'
import { HandlingRow } from './row.tsx'
import { useBulkTake, type TakeReport } from './take.ts'
import '../dispatch/case.css'
import './handling.css'

/** After the first rows: nobody acts before there is something to act on. */
const HandlingCase = part(async () => (await import('./case.tsx')).HandlingCase, <Loading lines={8} />)

const dueOf = (item: HandlingItem) => {
  const text = item.dueAt ?? item.totalDueAt
  return { due: text === null ? null : Date.parse(text), onHold: item.onHold }
}

/** 处置台: what the unit has in hand by the day it is due, and the case with its closing condition beside the evidence. */
export function HandlingPage() {
  const search = useSearch({ from: '/staff/handling' })
  const navigate = useNavigate({ from: '/handling' })
  const seat = useSeat(useMe())
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const desk = useQuery(handlingQuery)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const bulk = useBulkTake()
  const live = useListLive((changed) => {
    if (changed === search.case) void incidentChanged(changed)
  })
  const all = useMemo(() => desk.data?.items ?? [], [desk.data])
  // What waits to be taken comes first in a day; without any the day's work does.
  const tab = search.tab ?? (desk.data !== undefined && desk.data.counts.take > 0 ? 'take' : 'all')
  const items = useMemo(() => all.filter((i) => i.tabs.includes(tab)), [all, tab])
  const groups = useMemo(() => byDueDay(items, dueOf, now), [items, now])
  const ordered = useMemo(() => groups.flatMap((g) => g.items), [groups])
  const number = search.case ?? null
  const at = ordered.findIndex((i) => i.number === number)

  const set = (change: Partial<HandlingSearch>): void =>
    void navigate({ search: (old) => changed(old, change), replace: true })
  const first = ordered[0]?.number
  useEffect(() => {
    // On a phone the list comes first; a case opened by itself would cover it.
    if (number === null && first !== undefined && window.innerWidth > 1000) set({ case: first })
  })
  const step = (by: 1 | -1): void => {
    const next = stepped(ordered, at, by)
    if (next === undefined) return
    set({ case: next.number })
    focusRow(next.number)
  }
  const goOn = (): void => {
    const next = following(ordered, at)
    // The tab is kept in the address, so that the list does not jump to another when its last case is done.
    set({ tab, case: next?.number })
    if (next !== undefined) focusRow(next.number)
  }
  useDeskKeys({ step })
  const { shown, end } = useGradually<HTMLDivElement>(ordered.length, at)
  const drawn = groups.flatMap((group, i) => {
    const before = groups.slice(0, i).reduce((n, g) => n + g.items.length, 0)
    return before >= shown ? [] : [{ group, items: group.items.slice(0, shown - before) }]
  })
  const waiting = ordered.filter((i) => i.task === 'waiting')
  const chosen = waiting.filter((i) => ticked.has(i.number))

  return (
    <div className={number === null ? 'handling' : 'handling at-case'}>
      <section className="work-list" aria-label={t('desks.handling.title')}>
        <header className="desk-head">
          <h1>{t('desks.handling.title')}</h1>
          <span className="md mu el">
            {desk.data === undefined
              ? ''
              : t('desks.handling.summary', { unit: seat ?? '', n: desk.data.counts.all })}
          </span>
          <span className="sp" />
          <span className="sm mu" aria-live="polite">
            {liveWords(live)}
          </span>
        </header>
        <Tabs
          label={t('desks.handling.tabs')}
          tabs={HANDLING_TABS}
          tab={tab}
          words="desks.handling.tab"
          counts={desk.data?.counts}
          choose={(one) => set({ tab: one, case: undefined })}
        />
        {waiting.length > 0 && (
          <div className="bulk">
            <label className="line md">
              <input
                type="checkbox"
                checked={chosen.length === waiting.length}
                onChange={(e) =>
                  setTicked(e.target.checked ? new Set(waiting.map((i) => i.number)) : new Set())
                }
              />
              {chosen.length === 0
                ? t('desks.handling.tick-all', { n: waiting.length })
                : t('desks.handling.ticked', { n: chosen.length })}
            </label>
            {chosen.length > 0 && <span className="md mu el">{consequence(chosen, now)}</span>}
            <span className="sp" />
            <Button
              type="primary"
              data-key="a"
              disabled={chosen.length === 0}
              loading={bulk.busy}
              onClick={() => {
                void bulk.take(chosen.map((i) => i.number)).then((done) => {
                  setTicked(new Set(done.refused.map((r) => r.number)))
                })
              }}
            >
              {t('desks.handling.take-all', { n: chosen.length })} <kbd aria-hidden="true">A</kbd>
            </Button>
          </div>
        )}
        <Report report={bulk.report} close={bulk.forget} />
        <div className="columns" aria-hidden="true">
          <span />
          <span>{t('console.desk.col.lamp')}</span>
          <span>{t('console.desk.col.subject')}</span>
          <span className="c-number">{t('console.desk.col.number')}</span>
          <span>{t('console.desk.col.place')}</span>
          <span className="c-status">{t('console.desk.col.status')}</span>
          <span>{t('console.desk.col.strip')}</span>
          <span className="c-due">{t('console.desk.col.due')}</span>
        </div>
        <div className="rows">
          {desk.isError && desk.data === undefined ? (
            <ProblemAlert error={desk.error} retry={() => void desk.refetch()} />
          ) : desk.data === undefined ? (
            <Loading lines={8} />
          ) : ordered.length === 0 ? (
            <Empty title={t(`desks.handling.none.${tab}`)} hint={t('desks.handling.none-hint')} />
          ) : (
            drawn.map(({ group, items }) => (
              <section key={group.key}>
                <h2 className="group">
                  {groupTitle(group)} <span>{t('console.desk.count', { n: group.items.length })}</span>
                </h2>
                <ul>
                  {items.map((item) => (
                    <HandlingRow
                      key={item.id}
                      item={item}
                      on={item.number === number}
                      ticked={ticked.has(item.number)}
                      now={now}
                      calendar={calendar}
                      select={(one) => set({ case: one })}
                      tick={(one, on) =>
                        setTicked((old) => new Set(on ? [...old, one] : [...old].filter((n) => n !== one)))
                      }
                    />
                  ))}
                </ul>
              </section>
            ))
          )}
          <div ref={end} />
          {desk.data?.more === true && (
            <p className="sm mu more">{t('desks.handling.more', { n: all.length })}</p>
          )}
        </div>
        <footer className="keys sm mu">
          <KeyHint keys={['J', 'K']} does={t('console.desk.key.move')} />
          <KeyHint keys={['Enter']} does={t('desks.handling.key.enter')} />
          <KeyHint keys={['A']} does={t('desks.handling.key.bulk')} />
        </footer>
      </section>
      <section className="case-pane" aria-label={t('dispatch.case')}>
        {number !== null && (
          <button type="button" className="back" onClick={() => set({ case: undefined })}>
            <Icon name="back" />
            {t('desks.back')}
          </button>
        )}
        {number === null ? (
          <Empty title={t('desks.handling.choose')} />
        ) : (
          <HandlingCase
            key={number}
            number={number}
            item={all.find((i) => i.number === number)}
            place={at === -1 ? null : { at: at + 1, of: ordered.length }}
            now={now}
            goOn={goOn}
          />
        )}
      </section>
    </div>
  )
}

/** What follows from taking them: the earliest handling deadline, which runs already. */
function consequence(chosen: readonly HandlingItem[], now: number): string {
  const dues = chosen.flatMap((i) => {
    const { due, onHold } = dueOf(i)
    return due === null || onHold ? [] : [due]
  })
  return dues.length === 0 ? '' : t('desks.handling.first-due', { at: dueWhen(Math.min(...dues), now) })
}

function groupTitle(group: DueGroup<HandlingItem>): string {
  switch (group.kind) {
    case 'overdue':
    case 'today':
    case 'none':
      return t(`desks.handling.group.${group.kind}`)
    case 'later':
      return t('desks.handling.group.later', { day: group.day === null ? '' : dayLabel(dayStart(group.day)) })
  }
}

function Report({ report, close }: { readonly report: TakeReport | null; readonly close: () => void }) {
  return (
    <div aria-live="polite">
      {report !== null && (
        <div className="take-report md">
          <p className="line">
            <b>
              {t('desks.handling.report', { taken: report.taken.length, refused: report.refused.length })}
            </b>
            <span className="sp" />
            <button type="button" className="link" onClick={close}>
              {t('desks.close')}
            </button>
          </p>
          {report.refused.map((r) => (
            <p key={r.number}>
              {shortNumber(r.number)} <span className="mu">{r.why}</span>
            </p>
          ))}
        </div>
      )}
    </div>
  )
}
