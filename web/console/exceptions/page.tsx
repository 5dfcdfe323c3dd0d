import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from '@tanstack/react-router'
import { EXCEPTION_RULES, type Exceptions } from '@lifang/domains/incidents/schema/desks.ts'
import { useGradually } from '../../kit/gradually.ts'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, exceptionsQuery, incidentChanged } from '../app/queries.ts'
import { useDeskKeys } from '../dispatch/keys.ts'
import { ExceptionRow, type Opened } from './row.tsx'
import './exceptions.css'

/** 例外: only what a rule brings here, each with one sentence why and two steps, and the rules themselves beside it. */
export function ExceptionsPage() {
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const { data, error, isError, refetch } = useQuery(exceptionsQuery)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [focus, setFocus] = useState<string | null>(null)
  useListLive((changed) => void incidentChanged(changed))
  const ordered = [...(data?.decide ?? []), ...(data?.know ?? [])]
  const first = ordered[0]?.number ?? null
  const current = focus !== null && ordered.some((i) => i.number === focus) ? focus : first
  useDeskKeys({
    step: (by) => {
      const next = ordered[ordered.findIndex((i) => i.number === current) + by]
      if (next === undefined) return
      setFocus(next.number)
      setTimeout(() => document.querySelector<HTMLElement>(`[data-queue="${next.number}"]`)?.focus())
    },
  })
  const { shown, end } = useGradually<HTMLDivElement>(
    ordered.length,
    ordered.findIndex((i) => i.number === current),
  )
  useEffect(() => {
    if (opened !== null)
      document
        .querySelector<HTMLElement>('.ex-open textarea, .ex-open input')
        ?.scrollIntoView({ block: 'nearest' })
  }, [opened])
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  const drawn = {
    decide: data.decide.slice(0, shown),
    know: data.know.slice(0, Math.max(0, shown - data.decide.length)),
  }
  const list = (part: 'decide' | 'know') => (
    <section className="ex-part" aria-labelledby={`ex-${part}`}>
      <h2 id={`ex-${part}`}>
        {t(`desks.exceptions.${part}`)} <span>{t(`desks.exceptions.${part}-note`)}</span>
      </h2>
      {data[part].length === 0 ? (
        <div className="card">
          <Empty title={t(`desks.exceptions.none-${part}`)} hint={t('desks.exceptions.none-hint')} />
        </div>
      ) : (
        <ul className="card">
          {drawn[part].map((item) => (
            <ExceptionRow
              key={item.id}
              item={item}
              on={item.number === current}
              opened={opened?.number === item.number ? opened : null}
              open={(step) => {
                setFocus(item.number)
                setOpened(step)
              }}
              pick={() => setFocus(item.number)}
              now={now}
              calendar={calendar}
            />
          ))}
        </ul>
      )}
    </section>
  )
  return (
    <div className="exceptions">
      <div className="ex-main">
        <header>
          <h1>{t('desks.exceptions.title', { decide: data.decide.length, know: data.know.length })}</h1>
          <p className="mu">
            {t('desks.exceptions.rest', {
              rest: data.open - ordered.length > 0 ? data.open - ordered.length : 0,
              open: data.open,
              red: data.red,
              at: when(Date.parse(data.at), now),
            })}
          </p>
          {data.more && <p className="mu">{t('desks.exceptions.more')}</p>}
        </header>
        {list('decide')}
        {list('know')}
        <div ref={end} />
      </div>
      <aside className="ex-side">
        <Rules data={data} />
        <Reds data={data} />
      </aside>
    </div>
  )
}

/** Every rule that can put a case here, zeros included: an empty page can be trusted. */
function Rules({ data }: { readonly data: Exceptions }) {
  return (
    <section className="card">
      <header>
        <h2>{t('desks.exceptions.rules')}</h2>
        <span className="sp" />
        <span className="sm mu">{t('desks.exceptions.rules-unit')}</span>
      </header>
      <dl className="counts">
        {EXCEPTION_RULES.map((rule) => (
          <div key={rule} className={data.rules[rule] === 0 ? 'zero' : ''}>
            <dt>{t(`desks.exceptions.rule.${rule}`)}</dt>
            <dd>{data.rules[rule]}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Reds({ data }: { readonly data: Exceptions }) {
  const units = [...new Set(data.reds.map((r) => r.unit))]
  return (
    <section className="card">
      <header>
        <h2>{t('desks.exceptions.reds')}</h2>
        <span className="sp" />
        <span className="sm mu">{t('desks.exceptions.reds-of', { red: data.red, open: data.open })}</span>
      </header>
      {units.length === 0 ? (
        <p className="md mu pad">{t('desks.exceptions.reds-none')}</p>
      ) : (
        <dl className="counts">
          {units.map((unit) => {
            const mine = data.reds.filter((r) => r.unit === unit)
            return (
              <div key={unit ?? ''}>
                <dt>
                  {unit ?? t('desks.exceptions.no-unit')}
                  <span className="sm mu">
                    {mine
                      .map(
                        (r) =>
                          `${r.stage === null ? t('desks.exceptions.no-stage') : word('incidents.stage', r.stage)} ${String(r.n)}`,
                      )
                      .join(' · ')}
                  </span>
                </dt>
                <dd>{mine.reduce((sum, r) => sum + r.n, 0)}</dd>
              </div>
            )
          })}
        </dl>
      )}
      <p className="pad sm">
        <Link to="/" search={{ tab: 'open', lamp: 'red' }}>
          {t('desks.exceptions.reds-list')}
        </Link>
      </p>
    </section>
  )
}
