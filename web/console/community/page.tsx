import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { COMMUNITY_TABS, type CommunityDesk } from '@lifang/domains/incidents/schema/community.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { monthDayOf } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { liveWords, useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, communityQuery, incidentChanged } from '../app/queries.ts'
import { changed } from '../app/searches.ts'
import type { CommunitySearch } from '../app/tabs.ts'
import { KeyHint } from '../desk/key-hint.tsx'
import { LampFilter } from '../desk/lamp-filter.tsx'
import { Tabs } from '../desk/tabs.tsx'
import { useDeskKeys } from '../dispatch/keys.ts'
import { Grids } from './grids.tsx'
import { CommunityRow, type Opened } from './row.tsx'
import './community.css'

/** 社区台: the community's grids, and its cases by tab; what went up says where it stands. */
export function CommunityPage() {
  const search = useSearch({ from: '/staff/community' })
  const navigate = useNavigate({ from: '/community' })
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const { data, error, isError, refetch, isPlaceholderData } = useQuery(communityQuery(search))
  const [opened, setOpened] = useState<Opened | null>(null)
  const live = useListLive((changed) => {
    if (changed === opened?.number) void incidentChanged(changed)
  })
  const tab = search.tab ?? 'open'
  const set = (change: Partial<CommunitySearch>): void => {
    setOpened(null)
    void navigate({ search: (old) => changed(old, change), replace: true })
  }
  useDeskKeys({
    step: (by) => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-queue]')]
      const at = rows.findIndex((row) => row === document.activeElement)
      const next = rows[at === -1 ? 0 : at + by]
      next?.focus()
      next?.scrollIntoView({ block: 'nearest' })
    },
  })
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={9} />
  return (
    <div className="community">
      <section className="cm-main" aria-label={t('community.title')}>
        <header className="desk-head">
          <h1>{t('community.title')}</h1>
          <Chooser data={data} choose={(code) => set({ community: code, grid: undefined })} />
          <span className="md mu el">
            {t(data.community.part ? 'community.summary-part' : 'community.summary', {
              grids: data.community.grids,
              open: data.open,
              overdue: data.overdue,
            })}
          </span>
          <span className="sp" />
          <span className="sm mu live" aria-live="polite">
            {liveWords(live)}
          </span>
          <Link
            to="/community/week"
            search={search.community === undefined ? {} : { community: search.community }}
            className="plain-button cm-link"
          >
            <Icon name="print" />
            {t('community.week')}
          </Link>
          <Link to="/report" className="plain-button cm-link" title={t('community.report-hint')}>
            <Icon name="add" />
            {t('community.report')}
          </Link>
        </header>
        <Tabs
          label={t('community.tabs')}
          tabs={COMMUNITY_TABS}
          tab={tab}
          words="community.tab"
          counts={data.counts}
          choose={(one) => set({ tab: one, lamp: undefined })}
        />
        <Filters data={data} search={search} set={set} />
        <p className="cm-what sm mu">{whatWords(tab, data)}</p>
        <div className="columns" aria-hidden="true">
          <span>{t('console.desk.col.lamp')}</span>
          <span>{t('console.desk.col.subject')}</span>
          <span>{t('community.col.place')}</span>
          <span>{t('community.col.stands')}</span>
          <span>{t('console.desk.col.strip')}</span>
          <span className="c-due">{t(`community.col.due-${ENDED[tab] ? 'ended' : 'open'}`)}</span>
          <span />
        </div>
        <div className={isPlaceholderData ? 'rows stale' : 'rows'}>
          {data.items.length === 0 ? (
            <Empty
              title={t(narrowed(search) ? 'community.none-found' : `community.none.${tab}`)}
              hint={t(narrowed(search) ? 'community.none-found-hint' : `community.none-hint.${tab}`)}
            />
          ) : (
            <ul>
              {data.items.map((item) => (
                <CommunityRow
                  key={item.id}
                  item={item}
                  opened={opened?.number === item.number ? opened : null}
                  open={setOpened}
                  now={now}
                  calendar={calendar}
                />
              ))}
            </ul>
          )}
          {data.more && <p className="sm mu more">{t('community.more', { n: data.items.length })}</p>}
        </div>
        <footer className="keys sm mu">
          <KeyHint keys={['J', 'K']} does={t('console.desk.key.move')} />
          <KeyHint keys={['Enter']} does={t('console.desk.key.open')} />
        </footer>
      </section>
      <Grids data={data} chosen={search.grid} choose={(grid) => set({ grid })} now={now} />
    </div>
  )
}

/** Tabs on which everything has ended. */
const ENDED = { open: false, self: true, up: false, down: false, done: true } as const

const narrowed = (search: CommunitySearch): boolean => search.grid !== undefined || search.lamp !== undefined

/** What a tab holds, and since when. */
function whatWords(tab: (typeof COMMUNITY_TABS)[number], data: CommunityDesk): string {
  const since = tab === 'up' ? data.answersSince : data.doneSince
  return t(`community.what.${tab}`, { since: monthDayOf(Date.parse(since)) })
}

/** The community, or a choice where the reader has several. */
function Chooser({
  data,
  choose,
}: {
  readonly data: CommunityDesk
  readonly choose: (code: string) => void
}) {
  if (data.communities.length < 2) return <b className="md ink">{data.community.name}</b>
  return (
    <Select
      aria-label={t('community.choose')}
      size="small"
      value={data.community.code}
      onChange={choose}
      options={data.communities.map((c) => ({ value: c.code, label: c.name }))}
      popupMatchSelectWidth={false}
    />
  )
}

interface FiltersProps {
  readonly data: CommunityDesk
  readonly search: CommunitySearch
  readonly set: (change: Partial<CommunitySearch>) => void
}

function Filters({ data, search, set }: FiltersProps) {
  return (
    <div className="filters">
      <LampFilter
        lamp={search.lamp}
        all={t('console.desk.filter.all')}
        count={(lamp) => data.lamps[lamp]}
        choose={(lamp) => set({ lamp })}
      />
      <Select
        aria-label={t('community.filter.grid')}
        placeholder={t('community.filter.grid')}
        allowClear
        value={search.grid ?? null}
        onChange={(value: string | null | undefined) => set({ grid: value ?? undefined })}
        options={data.grids.flatMap((g) => (g.code === null ? [] : [{ value: g.code, label: g.name }]))}
        style={{ width: 148 }}
        popupMatchSelectWidth={false}
      />
      {narrowed(search) && (
        <Button type="link" size="small" onClick={() => set({ grid: undefined, lamp: undefined })}>
          {t('community.filter.clear')}
        </Button>
      )}
    </div>
  )
}
