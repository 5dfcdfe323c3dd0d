import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select, TreeSelect } from 'antd'
import { useEffect, useMemo } from 'react'
import { STATUSES } from '@lifang/domains/incidents/schema/words.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty } from '../../kit/states.tsx'
import { t, word } from '../../kit/words.ts'
import { liveWords, useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { branchesOf, useMyAreas } from '../app/places.ts'
import { calendarQuery, listKey, queryClient, type ListFilter } from '../app/queries.ts'
import { changed } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { typing } from '../app/shell.tsx'
import { CHIPS, TABS, type DeskSearch } from '../app/tabs.ts'
import { Chips } from './chips.tsx'
import { ColumnChoice, useColumns } from './columns.tsx'
import { dutiesOf } from './duties.ts'
import { countOf, LampGroup, useGroup, type Group } from './group.tsx'
import { KeyHint } from './key-hint.tsx'
import { LampFilter } from './lamp-filter.tsx'
import { Tabs } from './tabs.tsx'

const DONE = 'closed,evaluated,archived,self-closed,rejected,voided'
const STORED = STATUSES.filter((s) => s !== 'draft')

export function DeskPage() {
  const me = useMe()
  const search = useSearch({ from: '/staff/' })
  const navigate = useNavigate({ from: '/' })
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const duties = useMemo(() => dutiesOf(me), [me])
  const tab = search.tab ?? (duties.length > 0 ? 'mine' : 'open')
  const filter = filterOf(search, tab, duties)
  const groups = useGroups(filter)
  const live = useListLive()
  const columns = useColumns(me.id)
  useRowKeys()

  const set = (change: Partial<DeskSearch>): void =>
    void navigate({ search: (old) => changed(old, change), replace: true })
  const shown = search.lamp === undefined ? groups : groups.filter((g) => g.lamp === search.lamp)
  const settled = shown.every((g) => g.data !== undefined)
  const narrowed =
    search.q !== undefined ||
    search.lamp !== undefined ||
    search.area !== undefined ||
    CHIPS.some((name) => search[name] !== undefined) ||
    search.status !== undefined
  return (
    <div className={`desk ${columns.className}`}>
      <header className="desk-head">
        <h1>{t('console.desk.title')}</h1>
        <span className="md mu">{summary(groups)}</span>
        <span className="sp" />
        <span className="sm mu" aria-live="polite">
          {liveWords(live)}
        </span>
        <ColumnChoice hidden={columns.hidden} show={columns.show} />
        <Button
          size="small"
          icon={<Icon name="refresh" />}
          onClick={() => void queryClient.invalidateQueries({ queryKey: listKey })}
        >
          {t('console.desk.refresh')}
        </Button>
      </header>
      <Tabs
        label={t('console.desk.tabs')}
        tabs={TABS.filter((one) => one !== 'mine' || duties.length > 0)}
        tab={tab}
        words="console.desk.tab"
        choose={(one) => set({ tab: one, status: undefined })}
      />
      <Filters search={search} set={set} groups={groups} />
      <div className="columns" aria-hidden="true">
        <span className="c-lamp">{t('console.desk.col.lamp')}</span>
        <span className="c-subject">{t('console.desk.col.subject')}</span>
        <span className="c-number">{t('console.desk.col.number')}</span>
        <span className="c-place">{t('console.desk.col.place')}</span>
        <span className="c-unit">{t('console.desk.col.unit')}</span>
        <span className="c-status">{t('console.desk.col.status')}</span>
        <span className="c-strip">{t('console.desk.col.strip')}</span>
        <span className="c-due">{t(tab === 'done' ? 'console.case.reported' : 'console.desk.col.due')}</span>
      </div>
      <div className="rows">
        {shown.map((g) => (
          <LampGroup key={g.lamp} group={g} finished={tab === 'done'} now={now} calendar={calendar} />
        ))}
        {settled && shown.every((g) => g.items.length === 0) && (
          <Empty
            title={narrowed ? t('console.desk.none-found') : t(`console.desk.none.${tab}`)}
            hint={narrowed ? t('console.desk.none-found-hint') : t('console.desk.none-hint')}
          />
        )}
      </div>
      <footer className="keys sm mu">
        <KeyHint keys={['J', 'K']} does={t('console.desk.key.move')} />
        <KeyHint keys={['Enter']} does={t('console.desk.key.open')} />
        <KeyHint keys={['/']} does={t('console.desk.key.search')} />
      </footer>
    </div>
  )
}

function filterOf(search: DeskSearch, tab: DeskSearch['tab'], duties: readonly string[]): ListFilter {
  const byTab = { mine: duties.join(','), open: 'open', done: DONE, all: undefined }[tab ?? 'open']
  const status = search.status ?? byTab
  return {
    ...(status === undefined ? {} : { status }),
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.area === undefined ? {} : { area: search.area }),
    ...Object.fromEntries(
      CHIPS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
    ),
  }
}

/** One query a lamp, so that each group has its own count and its own way to more. */
function useGroups(filter: ListFilter): Group[] {
  const red = useGroup(filter, 'red', true)
  const yellow = useGroup(filter, 'yellow', true)
  const green = useGroup(filter, 'green', true)
  const grey = useGroup(filter, 'grey', true)
  return [red, yellow, green, grey]
}

const summary = (groups: readonly Group[]): string => {
  if (groups.some((g) => g.data === undefined)) return ''
  const n = groups.reduce((sum, g) => sum + g.items.length, 0)
  const more = groups.some((g) => g.hasNextPage) ? '+' : ''
  return t('console.desk.summary', {
    n: `${String(n)}${more}`,
    red: groups
      .filter((g) => g.lamp === 'red')
      .map(countOf)
      .join(''),
  })
}

interface FiltersProps {
  readonly search: DeskSearch
  readonly set: (change: Partial<DeskSearch>) => void
  readonly groups: readonly Group[]
}

function Filters({ search, set, groups }: FiltersProps) {
  const areas = useMyAreas()
  const branches = useMemo(() => branchesOf(areas), [areas])
  return (
    <div className="filters">
      <LampFilter
        lamp={search.lamp}
        all={t('console.desk.filter.all')}
        count={(lamp) =>
          groups
            .filter((g) => g.lamp === lamp)
            .map(countOf)
            .join('')
        }
        choose={(lamp) => set({ lamp })}
      />
      <Select
        aria-label={t('console.desk.filter.status')}
        placeholder={t('console.desk.filter.status')}
        allowClear
        value={search.status ?? null}
        onChange={(value: string | null | undefined) => set({ status: value ?? undefined })}
        options={STORED.map((s) => ({ value: s, label: word('incidents.status', s) }))}
        style={{ width: 128 }}
        popupMatchSelectWidth={false}
      />
      {(areas.length > 1 || search.area !== undefined) && (
        <TreeSelect<string | null>
          aria-label={t('console.desk.filter.area')}
          placeholder={t('console.desk.filter.area')}
          allowClear
          showSearch
          treeNodeFilterProp="title"
          treeDefaultExpandedKeys={branches.map((b) => b.value)}
          value={search.area ?? null}
          onChange={(value) => set({ area: value ?? undefined })}
          treeData={branches}
          style={{ width: 168 }}
          popupMatchSelectWidth={260}
          listHeight={400}
        />
      )}
      <Chips search={search} set={set} />
      {search.q !== undefined && (
        <button type="button" className="chip" onClick={() => set({ q: undefined })}>
          {t('console.desk.filter.q', { q: search.q })}
          <Icon name="close" />
          <span className="hidden">{t('console.desk.filter.clear')}</span>
        </button>
      )}
    </div>
  )
}

/** J and K move along the rows; Enter is the link's own. */
function useRowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      const step =
        event.key === 'j' || event.key === 'J' ? 1 : event.key === 'k' || event.key === 'K' ? -1 : 0
      if (step === 0) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.findIndex((r) => r === document.activeElement)
      const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
      if (next === undefined) return
      event.preventDefault()
      next.focus()
      next.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
