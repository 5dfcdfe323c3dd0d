import { useState } from 'react'
import { publicIncidentRoutes, type PublicCase } from '@lifang/domains/incidents/schema/public.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { t, word } from '../../kit/words.ts'
import { monthDayWords } from '../dates.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Frame, home, Trouble, useLoaded } from '../frame.tsx'
import { useTitle } from '../../kit/path.ts'
import { places } from '../places.ts'
import { CaseMap } from './map.tsx'

const STATES = ['open', 'closed'] as const

/** What was reported around here: class, place and day, and nothing that points at anybody. */
export function CasesPage() {
  useTitle(t('portal.door.cases'))
  const [status, setStatus] = useState<(typeof STATES)[number]>('open')
  const [area, setArea] = useState('')
  const known = useLoaded('places', places)
  const areas = known.state === 'there' ? known.value : []
  const street = areas.find((p) => p.level === 'street')
  const first = useLoaded(`${status}|${area}`, () => page(status, area, 1))
  if (first.state === 'failed' && isRefusal(first.error, 'incidents.not-published'))
    return (
      <Frame title={t('portal.door.cases')} back={home}>
        <p className="card">{t('portal.cases.not-published')}</p>
      </Frame>
    )
  return (
    <Frame title={t('portal.door.cases')} second={t('portal.cases.what')} back={home}>
      {street !== undefined && <CaseMap under={area === '' ? street.code : area} places={areas} />}
      <section className="card">
        <div className="switch" role="group" aria-label={t('portal.cases.state')}>
          {STATES.map((one) => (
            <button key={one} type="button" aria-pressed={one === status} onClick={() => setStatus(one)}>
              {t(`portal.cases.${one}`)}
            </button>
          ))}
        </div>
        <Labelled id="area" label={t('portal.community')}>
          {(described) => (
            <select {...described} value={area} onChange={(event) => setArea(event.currentTarget.value)}>
              <option value="">{t('portal.cases.everywhere')}</option>
              {areas
                .filter((p) => p.level === 'community')
                .map((p) => (
                  <option key={p.code} value={p.code}>
                    {p.name}
                  </option>
                ))}
            </select>
          )}
        </Labelled>
        {first.state === 'loading' && <p className="hint">{t('portal.loading')}</p>}
        {first.state === 'failed' && <Trouble error={first.error} />}
        {first.state === 'there' && (
          <CaseList key={`${status}|${area}`} status={status} area={area} first={first.value} />
        )}
      </section>
    </Frame>
  )
}

const page = (status: 'open' | 'closed', area: string, n: number) =>
  call(publicIncidentRoutes.cases, { query: { status, page: n, ...(area === '' ? {} : { area }) } })
type Page = Awaited<ReturnType<typeof page>>

function CaseList({ status, area, first }: { status: 'open' | 'closed'; area: string; first: Page }) {
  const [pages, setPages] = useState<readonly Page[]>([first])
  const [failed, setFailed] = useState<unknown>(null)
  const next = pages.at(-1)?.next ?? null
  const items = pages.flatMap((p) => p.items)
  const more = async (n: number): Promise<void> => {
    setFailed(null)
    try {
      const found = await page(status, area, n)
      setPages((all) => [...all, found])
    } catch (error) {
      setFailed(error)
    }
  }
  if (items.length === 0) return <p>{t('portal.cases.none', { days: first.days })}</p>
  return (
    <>
      <ul className="rows">
        {items.map((one, i) => (
          // Two cases may be alike in all that is told; their place in the list tells them apart.
          <li key={i} className="row">
            <CaseRow one={one} />
          </li>
        ))}
      </ul>
      <Trouble error={failed} />
      {next !== null && (
        <button type="button" className="wide" onClick={() => void more(next)}>
          {t('portal.cases.more')}
        </button>
      )}
      <p className="hint">{t('portal.cases.removed', { days: first.days, enough: first.enough })}</p>
    </>
  )
}

function CaseRow({ one }: { one: PublicCase }) {
  return (
    <div>
      <b>{one.category ?? t('portal.cases.one-of', { domain: word('portal.domain', one.domain) })}</b>
      <p className="hint">
        {one.place} · {t('portal.cases.reported', { day: monthDayWords(one.reportedOn) })}
        {one.closedOn !== null && ` · ${t('portal.cases.closed-on', { day: monthDayWords(one.closedOn) })}`}
      </p>
    </div>
  )
}
