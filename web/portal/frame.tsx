import { useEffect, useState, type ReactNode } from 'react'
import { isRefusal } from '../kit/call.ts'
import { Icon, Mark } from '../kit/icons.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { t } from '../kit/words.ts'
import { useOffice } from './places.ts'
import { go } from '../kit/path.ts'
import { ReadAloud } from './read-aloud.tsx'
import { setElder, setLocale, useSettings } from './settings.ts'

interface FrameProps {
  readonly title: string
  readonly second?: ReactNode
  /** Null: the first page, with the mark instead of a way back. */
  readonly back: (() => void) | null
  readonly children: ReactNode
  /** What the thumb presses. */
  readonly bar?: ReactNode
}

/** Header, page and bar. Elder mode: 念给我听 at the top, somebody to phone and 普通版 at the bottom of every page. */
export function Frame({ title, second, back, children, bar }: FrameProps) {
  const { elder } = useSettings()
  return (
    <>
      <header className="top">
        {back === null ? (
          <span className="mark">
            <Mark size={32} />
          </span>
        ) : (
          <button type="button" className="back" onClick={back}>
            <Icon name="back" large />
            <span className={elder ? '' : 'unseen'}>{t('portal.back')}</span>
          </button>
        )}
        <div className="titles">
          <h1 tabIndex={-1}>{title}</h1>
          {second !== undefined && <p>{second}</p>}
        </div>
        {elder ? (
          <ReadAloud />
        ) : (
          <button type="button" className="quiet" onClick={() => setElder(true)}>
            {t('portal.elder')}
          </button>
        )}
      </header>
      <main>{children}</main>
      {bar !== undefined && <div className="bar">{bar}</div>}
      <Foot />
    </>
  )
}

function Foot() {
  const { elder, locale } = useSettings()
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return (
    <footer className="foot">
      {elder && <PhoneLine />}
      {elder && (
        <button type="button" className="wide" onClick={() => setElder(false)}>
          {t('portal.plain')}
        </button>
      )}
      <PageLink to="/portal/privacy" className="link">
        {t('portal.privacy')}
      </PageLink>
      <button type="button" className="link" lang={other} onClick={() => void setLocale(other)}>
        {other === 'en' ? 'English' : '中文'}
      </button>
    </footer>
  )
}

/** Somebody to talk to, on every page of the elder mode. */
function PhoneLine() {
  const office = useOffice()
  if (office === null) return null
  return (
    <a className="wide call" href={`tel:${office.phone}`}>
      {t('portal.call', { name: office.name })}
    </a>
  )
}

export const home = (): void => go('/portal')

/** A refusal in words, told to who cannot see it too. */
export function Trouble({ error, id }: { error: unknown; id?: string }) {
  if (error === null || error === undefined) return null
  const words = typeof error === 'string' ? error : isRefusal(error) ? error.title : t('portal.fault')
  return (
    <p className="trouble" role="alert" id={id}>
      {words}
    </p>
  )
}

/** Something read once when a page opens. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'there'; readonly value: T }

/** Reads when `key` changes. @param read must depend on nothing but the key */
export function useLoaded<T>(key: string, read: () => Promise<T>): Loaded<T> & { again: () => void } {
  const [held, hold] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let wanted = true
    hold({ key, loaded: { state: 'loading' } })
    read().then(
      (value) => wanted && hold({ key, loaded: { state: 'there', value } }),
      (error: unknown) => wanted && hold({ key, loaded: { state: 'failed', error } }),
    )
    return () => {
      wanted = false
    }
    // The key says all that the reading depends on.
  }, [key, turn])
  const loaded: Loaded<T> = held.key === key ? held.loaded : { state: 'loading' }
  return { ...loaded, again: () => setTurn((n) => n + 1) }
}
