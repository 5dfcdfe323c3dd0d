import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { WALL_POSTS } from '@lifang/domains/analysis/schema.ts'
import { DAY, dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { exceptionOn, hoursOn } from '@lifang/domains/calendar/rules/table.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { CHECK_POSTS } from '@lifang/domains/incidents/schema/checks.ts'
import { COMMUNITY_POSTS } from '@lifang/domains/incidents/schema/community.ts'
import { EXCEPTION_POSTS } from '@lifang/domains/incidents/schema/desks.ts'
import { INTAKE_POSTS } from '@lifang/domains/incidents/schema/intake.ts'
import { DESK_POSTS } from '@lifang/domains/incidents/schema/dispatch.ts'
import { MERGE_POSTS } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import { LABEL_POSTS, REGISTRY_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { DESK_POSTS as GRID_DESK_POSTS } from '@lifang/domains/grid/access.ts'
import { UNIT_POSTS, STAFF_POSTS } from '@lifang/domains/incidents/access.ts'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { Icon, Mark, type IconName } from '../../kit/icons.tsx'
import { Bell } from '../../kit/notices/bell.tsx'
import { stopPush } from '../../kit/notices/push.ts'
import { part } from '../../kit/part.tsx'
import { dayLabel, timeOf } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { MenuButton } from './menu-button.tsx'
import { useSeat } from './places.ts'
import { calendarQuery, checksQuery, intakeQuery, meQuery, queryClient, queueQuery } from './queries.ts'
import { useMe } from './session.tsx'
import { useNow } from '../../kit/now.ts'

const PasswordWindow = part(async () => (await import('./password-window.tsx')).PasswordWindow)

interface Place {
  readonly to:
    | '/'
    | '/handling'
    | '/intake'
    | '/checks'
    | '/exceptions'
    | '/community'
    | '/dispatch'
    | '/report'
    | '/people'
    | '/homes'
    | '/coverage'
    | '/label-kinds'
    | '/duplicates'
    | '/list'
    | '/grids'
    | '/wall'
    | '/audit'
    | '/accounts'
    | '/webhooks'
    | '/notice-templates'
    | '/publication'
    | '/roles'
    | '/policy'
    | '/calendar'
  readonly icon: IconName
  readonly key: string
}

export const holdsOneOf = (me: Me, posts: readonly string[]): boolean =>
  me.holdings.some((h) => posts.includes(h.post))
/** True for those who hand out work: they have the dispatcher's desk. */
export const dispatches = (me: Me): boolean => holdsOneOf(me, DESK_POSTS)
export const handles = (me: Me): boolean => holdsOneOf(me, UNIT_POSTS)
/** True for those who accept what is reported. */
export const takesIn = (me: Me): boolean => holdsOneOf(me, INTAKE_POSTS)
/** True for those who may be sent to look; for some posts that is the day's work. */
export const walks = (me: Me): boolean => holdsOneOf(me, CHECK_POSTS)
const walksFirst = (me: Me): boolean => holdsOneOf(me, ['checker', 'inspector'])
/** True for those who run a community or a grid of it. */
export const runsCommunity = (me: Me): boolean => holdsOneOf(me, COMMUNITY_POSTS)
export const oversees = (me: Me): boolean => holdsOneOf(me, EXCEPTION_POSTS)

/** True for those whose ground the grids are, and who redraws them. */
export const seesGrids = (me: Me): boolean => me.admin === 'system-admin' || holdsOneOf(me, GRID_DESK_POSTS)
/** False for who keeps grids and nothing else: they draw borders and see counts, no case. */
export const seesCases = (me: Me): boolean =>
  me.admin === null && (me.holdings.length === 0 || me.holdings.some((h) => h.post !== 'grid-manager'))
const keepsGrids = (me: Me): boolean => holdsOneOf(me, ['grid-manager'])

/** True for those whose people and homes these are. */
export const seesRegistry = (me: Me): boolean => holdsOneOf(me, REGISTRY_POSTS)

/** True for those who keep what a label says of a person, and who answers for it. */
export const seesLabels = (me: Me): boolean => holdsOneOf(me, LABEL_POSTS)

const DUPLICATES = { to: '/duplicates', icon: 'link', key: 'duplicates' } as const
/** True for those who decide whether two people are one. */
export const settlesDuplicates = (me: Me): boolean => holdsOneOf(me, MERGE_POSTS)

/** True for those who watch over a place. */
export const hasWall = (me: Me): boolean => holdsOneOf(me, WALL_POSTS)

/** Rooms this person has; the first is the home page, the desk of the post where there is one. Administrators have their own and no incidents. */
export function placesOf(me: Me): Place[] {
  switch (me.admin) {
    case 'audit-admin':
      return [{ to: '/audit', icon: 'doc', key: 'audit' }]
    case 'system-admin':
      return [
        { to: '/accounts', icon: 'people', key: 'accounts' },
        { to: '/calendar', icon: 'clock', key: 'calendar' },
        { to: '/grids', icon: 'layers', key: 'grids' },
        { to: '/notice-templates', icon: 'note', key: 'templates' },
        { to: '/publication', icon: 'doc', key: 'publication' },
        { to: '/webhooks', icon: 'link', key: 'webhooks' },
      ]
    case 'security-admin':
      return [
        { to: '/accounts', icon: 'people', key: 'accounts' },
        { to: '/roles', icon: 'layers', key: 'roles' },
        { to: '/label-kinds', icon: 'people', key: 'labels' },
        { to: '/policy', icon: 'key', key: 'policy' },
      ]
    case null:
      if (!seesCases(me)) return [{ to: '/grids', icon: 'layers', key: 'grids' }]
      return [
        ...(keepsGrids(me) ? [{ to: '/grids', icon: 'layers', key: 'grids' } as const] : []),
        ...(oversees(me) ? [{ to: '/exceptions', icon: 'stop', key: 'exceptions' } as const] : []),
        ...(handles(me) ? [{ to: '/handling', icon: 'check', key: 'handling' } as const] : []),
        ...(takesIn(me) ? [{ to: '/intake', icon: 'phone', key: 'intake' } as const] : []),
        ...(walksFirst(me) ? [{ to: '/checks', icon: 'walk', key: 'checks' } as const] : []),
        ...(runsCommunity(me) ? [{ to: '/community', icon: 'people', key: 'community' } as const] : []),
        { to: '/', icon: 'list', key: 'desk' },
        ...(walks(me) && !walksFirst(me) ? [{ to: '/checks', icon: 'walk', key: 'checks' } as const] : []),
        ...(dispatches(me) ? [{ to: '/dispatch', icon: 'send', key: 'dispatch' } as const] : []),
        { to: '/report', icon: 'add', key: 'report' },
        ...(seesRegistry(me)
          ? [
              { to: '/people', icon: 'person', key: 'people' } as const,
              { to: '/homes', icon: 'home', key: 'homes' } as const,
              { to: '/coverage', icon: 'day', key: 'coverage' } as const,
              ...(settlesDuplicates(me) ? [DUPLICATES] : []),
            ]
          : []),
        ...(hasWall(me) ? [{ to: '/wall', icon: 'wall', key: 'wall' } as const] : []),
        ...(seesGrids(me) && !keepsGrids(me)
          ? [{ to: '/grids', icon: 'layers', key: 'grids' } as const]
          : []),
        { to: '/list', icon: 'book', key: 'list' },
      ]
  }
}

/** Long enough for any desk to stand. */
const DESK_FIRST_MS = 1_000
let stands = false
/** False while the first desk is being drawn: what stands beside it is asked for after its rows. */
function useDeskStands(): boolean {
  const [now, setNow] = useState(stands)
  useEffect(() => {
    const wait = setTimeout(() => {
      stands = true
      setNow(true)
    }, DESK_FIRST_MS)
    return () => clearTimeout(wait)
  }, [])
  return now
}

/** How many wait to be dispatched, to be accepted, to be looked at. */
function DispatchWaiting() {
  const { data } = useQuery({ ...queueQuery('dispatch', undefined, 0), enabled: useDeskStands() })
  return <Waiting n={data?.counts.dispatch ?? 0} words={t('dispatch.waiting')} />
}
function IntakeWaiting() {
  const { data } = useQuery({ ...intakeQuery('accept', undefined, 0), enabled: useDeskStands() })
  return <Waiting n={data?.counts.accept ?? 0} words={t('intake.waiting')} />
}
function ChecksWaiting() {
  const { data } = useQuery({ ...checksQuery, enabled: useDeskStands() })
  return <Waiting n={data?.items.length ?? 0} words={t('intake.checks.waiting')} />
}
function Waiting({ n, words }: { readonly n: number; readonly words: string }) {
  return n === 0 ? null : (
    <span className="badge">
      <span className="hidden">{words}</span>
      {n > 99 ? '99+' : n}
    </span>
  )
}

export const postsOf = (me: Me): string[] =>
  me.admin !== null ? [me.admin] : [...new Set(me.holdings.map((h) => h.post))]

/** Rooms of their own phrase file are named there. */
const ROOM_NAMES: Readonly<Record<string, string>> = {
  dispatch: 'dispatch.room',
  wall: 'wall.room',
  handling: 'desks.handling.room',
  intake: 'intake.room',
  checks: 'intake.checks.room',
  exceptions: 'desks.exceptions.room',
}
const roomName = (key: string): string => t(ROOM_NAMES[key] ?? `console.room.${key}`)

/** An incident is opened from the desk and belongs to it. */
const isHere = (to: string, path: string): boolean =>
  to === '/' ? path === '/' || path.startsWith('/incidents/') : path.startsWith(to)

/** Number of the incident whose page this is. */
const viewingOf = (path: string): string | null => /^\/incidents\/([^/]+)$/.exec(path)?.[1] ?? null

export function Shell() {
  const me = useMe()
  const router = useRouter()
  const path = useLocation({ select: (location) => location.pathname })
  const rail = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a telephone the room one is in may lie beside the screen.
    rail.current?.querySelector('.room.on')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [path])
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('console.skip')}
      </a>
      <nav className="rail" aria-label={t('console.rooms')} ref={rail}>
        <Link to="/" className="logo" aria-label={t('console.product')}>
          <Mark />
        </Link>
        {placesOf(me).map((p) => (
          <Link
            key={p.to}
            to={p.to}
            // Without a view the address means the home page of the post.
            {...(p.to === '/' ? { search: { tab: 'open' as const } } : {})}
            className={isHere(p.to, path) ? 'room on' : 'room'}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            <Icon name={p.icon} large />
            {roomName(p.key)}
            {p.key === 'dispatch' && <DispatchWaiting />}
            {p.key === 'intake' && <IntakeWaiting />}
            {p.key === 'checks' && <ChecksWaiting />}
          </Link>
        ))}
        <span className="sp" />
        <Bell
          accountId={me.id}
          viewing={me.admin === null ? viewingOf(path) : null}
          className="room"
          onOpen={(url) => router.history.push(url)}
        />
      </nav>
      <header className="top">
        <Seat me={me} />
        {seesCases(me) && <Search />}
        {me.admin === null && <WorkClock />}
        <Myself me={me} />
      </header>
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

/** Which office this is: the unit or area of the first post, and the posts held. */
function Seat({ me }: { me: Me }) {
  const seat = useSeat(me, useDeskStands())
  return (
    <div className="org el">
      {seat ?? t('console.product')}
      <span>{postsOf(me).slice(0, 3).map(postWord).join('、')}</span>
    </div>
  )
}

/** Goes to the desk with what was typed; a whole number opens the incident itself. */
function Search() {
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search className="search">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const q = input.current?.value.trim() ?? ''
          const digits = q.replaceAll(/[\s-]/g, '')
          if (/^\d{19,}$/.test(digits))
            void navigate({ to: '/incidents/$number', params: { number: digits } })
          else void navigate({ to: '/', search: q === '' ? {} : { q, tab: 'all' } })
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          placeholder={t('console.search.hint')}
          aria-label={t('console.search.label')}
          maxLength={60}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </search>
  )
}

/** True where a letter is text and not a shortcut. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** The day, the time, and whether working time runs: the ground every lamp stands on. */
function WorkClock() {
  const now = useNow()
  const { data } = useQuery(calendarQuery)
  return (
    <div className="work">
      <Icon name="clock" />
      <span>
        {dayLabel(now)} <b>{timeOf(now)}</b>
      </span>
      {data !== undefined && <i>{workWords(data.data, now)}</i>}
    </div>
  )
}

export function workWords(calendar: CalendarData, now: number): string {
  if (calendar.roundTheClock) return t('console.work.always')
  const day = officeDay(now)
  const exception = exceptionOn(calendar, day)
  const { spans } = hoursOn(calendar, day)
  if (spans.length === 0)
    return exception === undefined
      ? t('console.work.rest')
      : t('console.work.holiday', { name: exception.name })
  const head = exception?.kind === 'work' ? t('console.work.make-up') : ''
  const at = now - dayStart(day)
  const next = spans.find(([, to]) => at < to)
  const last = spans.at(-1)?.[1] ?? DAY
  if (next === undefined) return head + t('console.work.over')
  if (at < next[0]) return head + t('console.work.from', { time: timeOf(dayStart(day) + next[0]) })
  return head + t('console.work.until', { time: timeOf(dayStart(day) + last) })
}

function Myself({ me }: { me: Me }) {
  const navigate = useNavigate()
  const [changing, setChanging] = useState(false)
  const signOut = async (): Promise<void> => {
    // Whoever sits here next must not be shown this person's news.
    await stopPush().catch(() => undefined)
    await call(identityRoutes.signOut).catch(() => undefined)
    queryClient.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <>
      <MenuButton
        place="below"
        entries={[
          ...(holdsOneOf(me, STAFF_POSTS) ? ([{ key: 'field', label: t('console.me.field') }] as const) : []),
          { key: 'password', label: t('console.me.password') },
          { key: 'out', label: t('console.me.sign-out') },
        ]}
        choose={(key) => {
          // Pages of their own, made for a telephone.
          if (key === 'field') location.assign('/field')
          else if (key === 'out') void signOut()
          else setChanging(true)
        }}
      >
        {(pressed) => (
          <button type="button" className="me" {...pressed}>
            <span className="face" aria-hidden="true">
              {me.name.slice(0, 1)}
            </span>
            <span className="who">
              {me.name} <span className="mu">{postWord(postsOf(me)[0] ?? '')}</span>
            </span>
            <span className="hidden">{t('console.me.menu')}</span>
            <Icon name="down" />
          </button>
        )}
      </MenuButton>
      {changing && (
        <PasswordWindow
          onClose={() => setChanging(false)}
          onDone={(now) => {
            queryClient.setQueryData(meQuery.queryKey, now)
            setChanging(false)
          }}
        />
      )}
    </>
  )
}
