import type { InputHTMLAttributes, ReactNode } from 'react'
import { isRefusal } from '../kit/call.ts'
import { Icon, type IconName } from '../kit/icons.tsx'
import { Labelled } from '../kit/labelled.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { usePath } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { useJobs, useStored } from './outbox/jobs.ts'
import { usePerson } from './session.tsx'
import { useOnline } from './shell.ts'

interface FrameProps {
  readonly title: string
  readonly second?: ReactNode
  /** Where the arrow leads; left out: a page of the tabs. */
  readonly back?: () => void
  /** Right of the title, one thing only. */
  readonly right?: ReactNode
  readonly children: ReactNode
  /** What the thumb presses; the tabs give way to it. */
  readonly bar?: ReactNode
}

/** Header, page, and the tabs or the one button of a page that decides something. */
export function Frame({ title, second, back, right, children, bar }: FrameProps) {
  const online = useOnline()
  const stored = useStored()
  return (
    <>
      <header className={back === undefined ? 'top' : 'top inner'}>
        {back !== undefined && (
          <button type="button" className="back" aria-label={t('field.back')} onClick={back}>
            <Icon name="back" large />
          </button>
        )}
        <div className="titles">
          <h1 tabIndex={-1}>{title}</h1>
          {second !== undefined && <p>{second}</p>}
        </div>
        {right}
      </header>
      <p className={online ? 'offline none' : 'offline'} role="status">
        {online ? '' : t('field.offline')}
      </p>
      {!stored && (
        <p className="offline" role="alert">
          {t('field.not-stored')}
        </p>
      )}
      <main>{children}</main>
      {bar === undefined ? <Tabs /> : <div className="bar">{bar}</div>}
    </>
  )
}

const TABS: readonly { readonly to: string; readonly icon: IconName; readonly key: string }[] = [
  { to: '/field', icon: 'day', key: 'today' },
  { to: '/field/grid', icon: 'grid', key: 'grid' },
  { to: '/field/report', icon: 'camera', key: 'report' },
  { to: '/field/outbox', icon: 'out', key: 'outbox' },
  { to: '/field/phones', icon: 'phone', key: 'phones' },
]

function Tabs() {
  const path = usePath()
  const { waiting } = useJobs(usePerson().id)
  return (
    <nav className="tabs" aria-label={t('field.tabs')}>
      {TABS.map(({ to, icon, key }) => (
        <PageLink key={key} to={to} className={key === 'report' ? 'tab main' : 'tab'} current={path === to}>
          <Icon name={icon} large />
          <span>{t(`field.tab.${key}`)}</span>
          {key === 'outbox' && waiting.length > 0 && (
            <b className="badge">
              {waiting.length}
              <span className="unseen">{t('field.unsent')}</span>
            </b>
          )}
        </PageLink>
      ))}
    </nav>
  )
}

const wordsOf = (error: unknown): string =>
  typeof error === 'string' ? error : isRefusal(error) ? error.title : t('field.fault')

/** A refusal in words, told to who cannot see it too. */
export function Trouble({ error, id }: { error: unknown; id?: string }) {
  if (error === null || error === undefined) return null
  return (
    <p className="trouble" role="alert" id={id}>
      {wordsOf(error)}
    </p>
  )
}

export function Failed({ error, again }: { error: unknown; again: () => void }) {
  return (
    <div className="block failed">
      <Trouble error={error} />
      <button type="button" onClick={again}>
        {t('console.retry')}
      </button>
    </div>
  )
}

export function Loading({ lines = 3 }: { lines?: number }) {
  return (
    <div className="bones" role="status" aria-label={t('console.loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  )
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>
}

/** A heading with what is said beside it, and what hangs below. */
export function Block({
  title,
  beside,
  more,
  children,
}: {
  title: string
  beside?: ReactNode
  more?: string
  children: ReactNode
}) {
  return (
    <section className="block">
      <div className="head">
        <h2>{title}</h2>
        {beside !== undefined && <span className="beside">{beside}</span>}
        {more !== undefined && (
          <PageLink to={more} className="more">
            {t('field.all')}
            <Icon name="right" />
          </PageLink>
        )}
      </div>
      {children}
    </section>
  )
}

export function Input({
  value,
  onChange,
  more = {},
  ...labelled
}: {
  id: string
  label: string
  hint?: string
  wrong?: string | null | undefined
  value: string
  onChange: (value: string) => void
  more?: InputHTMLAttributes<HTMLInputElement>
}) {
  return (
    <Labelled {...labelled}>
      {(described) => (
        <input
          type="text"
          {...more}
          {...described}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}
