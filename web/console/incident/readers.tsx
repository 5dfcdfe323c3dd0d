import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exact, when } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { readersQuery } from '../app/queries.ts'

const SHOWN = 5

/** 谁看过: everybody who opened the case, once a day each. */
export function Readers({ number, now }: { readonly number: string; readonly now: number }) {
  const { data } = useQuery(readersQuery(number))
  const [all, setAll] = useState(false)
  if (data === undefined) return null
  return (
    <section className="card readers">
      <header>
        <h2>{t('map.readers.title')}</h2>
        <span className="sp" />
        <span className="sm mu">{t('map.readers.count', { n: data.length })}</span>
      </header>
      <ul>
        {(all ? data : data.slice(0, SHOWN)).map((r) => (
          <li key={`${r.name}${r.firstAt}`} className="line md">
            <b className="ink">{r.name}</b>
            <span className="mu el">{postWord(r.post)}</span>
            <span className="sp" />
            <time className="sm mu" dateTime={r.firstAt} title={exact(Date.parse(r.firstAt))}>
              {when(Date.parse(r.firstAt), now)}
            </time>
          </li>
        ))}
        {data.length === 0 && <li className="md mu">{t('map.readers.none')}</li>}
      </ul>
      {data.length > SHOWN && !all && (
        <button type="button" className="link sm" onClick={() => setAll(true)}>
          {t('map.readers.more', { n: data.length })}
        </button>
      )}
    </section>
  )
}
