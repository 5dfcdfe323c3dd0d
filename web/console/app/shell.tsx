import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { DAY, dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { exceptionOn, hoursOn } from '@lifang/domains/calendar/rules/table.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { STAFF_POSTS } from '@lifang/domains/incidents/access.ts'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { Icon, Mark } from '../../kit/icons.tsx'
import { Bell } from '../../kit/notices/bell.tsx'
import { stopPush } from '../../kit/notices/push.ts'
import { part } from '../../kit/part.tsx'
import { dayLabel, timeOf } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { MenuButton } from './menu-button.tsx'
import { holdsOneOf, seesCases, placesOf, postsOf } from './rooms.ts'
import { useSeat } from './places.ts'
import { calendarQuery, checksQuery, intakeQuery, meQuery, queryClient, queueQuery } from './queries.ts'
import { useMe } from './session.tsx'
import { useNow } from '../../kit/now.ts'

const PasswordWindow = part(async () => (await import('./password-window.tsx')).PasswordWindow)

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
