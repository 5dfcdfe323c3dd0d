import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { useGradually } from '../../kit/gradually.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { liveWords, useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { calendarQuery, listKey, queryClient, type ListFilter } from '../app/queries.ts'
import { changed } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { typing } from '../app/shell.tsx'
import { CHIPS, TABS, type DeskSearch } from '../app/tabs.ts'
import { Chips } from './chips.tsx'
import { ColumnChoice, useColumns } from './columns.tsx'
import { countOf, LampGroup, useGroup, type Group } from './group.tsx'
import { KeyHint } from './key-hint.tsx'
import { LampFilter } from './lamp-filter.tsx'
import { Tabs } from './tabs.tsx'
import { viewOf } from './view.ts'

/** Not before the first rows: nobody chooses before there is something to choose from. */
const Choices = part(async () => (await import('./choices.tsx')).Choices, <span className="choices-wait" />)

export function DeskPage() {
  const me = useMe()
  const search = useSearch({ from: '/staff/' })
  const navigate = useNavigate({ from: '/' })
  const now = useNow()
  const calendar = useQuery(calendarQuery).data
  const { duties, tab, filter } = useMemo(() => viewOf(search, me), [search, me])
  const groups = useGroups(filter)
  const live = useListLive()
  const columns = useColumns(me.id)
  const rows = useRowLinks()
  useRowKeys()

  const set = (change: Partial<DeskSearch>): void =>
    void navigate({ search: (old) => changed(old, change), replace: true })
  const shown = search.lamp === undefined ? groups : groups.filter((g) => g.lamp === search.lamp)
  const { shown: drawn, end } = useGradually<HTMLDivElement>(
    shown.reduce((sum, g) => sum + g.items.length, 0),
    -1,
  )
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
      <div className="rows" ref={rows}>
        {shown.map((g, i) => (
          <LampGroup
            key={g.lamp}
            group={g}
            most={drawn - shown.slice(0, i).reduce((sum, before) => sum + before.items.length, 0)}
            finished={tab === 'done'}
            now={now}
            calendar={calendar}
          />
        ))}
        <div ref={end} />
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
      {groups.some((g) => g.data !== undefined) ? (
        <Choices search={search} set={set} />
      ) : (
        <span className="choices-wait" />
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

/** Rows are followed without loading the page anew; the page they lead to is fetched when a pointer comes near. */
function useRowLinks() {
  const rows = useRef<HTMLDivElement>(null)
  const router = useRouter()
  useEffect(() => {
    const list = rows.current
    if (list === null) return
    const pointed = ({ target }: Event) => {
      const number = target instanceof Element && target.closest<HTMLElement>('[data-row]')?.dataset['row']
      return number ? ({ to: '/incidents/$number', params: { number } } as const) : null
    }
    const follow = (event: MouseEvent): void => {
      const to = pointed(event)
      if (to === null || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      void router.navigate(to)
    }
    const near = (event: Event): void => {
      const to = pointed(event)
      if (to !== null) void router.preloadRoute(to).catch(() => undefined)
    }
    list.addEventListener('click', follow)
    list.addEventListener('pointerover', near)
    return () => {
      list.removeEventListener('click', follow)
      list.removeEventListener('pointerover', near)
    }
  }, [router])
  return rows
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
