import { useState, type CSSProperties } from 'react'
import './before-after.css'
import { t } from './words.ts'

export interface Shot {
  readonly url: string
  /** When it was taken or added, in words. */
  readonly when: string
}

/** Two photos of one place laid over each other: the slider, by mouse, finger or arrow keys, shows more of one or of the other. */
export function BeforeAfter({ before, after }: { readonly before: Shot; readonly after: Shot }) {
  const [cut, setCut] = useState(50)
  return (
    <figure className="before-after" style={{ '--cut': `${String(cut)}%` } as CSSProperties}>
      <div className="frame">
        <img src={after.url} alt={t('console.compare.after-alt', { when: after.when })} />
        <img className="over" src={before.url} alt={t('console.compare.before-alt', { when: before.when })} />
        <span className="edge" aria-hidden="true" />
        <span className="cap left" aria-hidden="true">
          {t('console.compare.before')}
        </span>
        <span className="cap right" aria-hidden="true">
          {t('console.compare.after')}
        </span>
        <input
          type="range"
          min={0}
          max={100}
          value={cut}
          aria-label={t('console.compare.slider')}
          aria-valuetext={t('console.compare.value', { n: cut })}
          onChange={(e) => setCut(Number(e.target.value))}
        />
      </div>
      <figcaption className="sm mu">
        {t('console.compare.before-when', { when: before.when })}
        <span className="sp" />
        {t('console.compare.after-when', { when: after.when })}
      </figcaption>
    </figure>
  )
}
