import { Component, lazy, Suspense, useState, type ReactNode } from 'react'
import { LampChip, lampWord } from '../lamp.tsx'
import { dueWhen, shortNumber } from '../time.ts'
import { t } from '../words.ts'
import type { MapProps } from './model.ts'
import './map.css'

const MapCanvas = lazy(async () => ({ default: (await import('./canvas.tsx')).MapCanvas }))

/**
 * The map of the place. Drawn from our own base map, so that it needs no network but ours; loaded when first shown. What the pins
 * say can always be had as a list too, and everything a click on the map gives can be typed beside it.
 */
export function TownMap({
  children,
  now,
  ...props
}: MapProps & { readonly now?: number; readonly children?: ReactNode }) {
  const [listed, setListed] = useState(false)
  const { incidents, onOpen, label, theme } = props
  return (
    <section className={`map ${theme ?? 'light'}`} aria-label={label}>
      {listed && incidents !== undefined ? (
        <ul className="map-list">
          {incidents.map((i) => (
            <li key={i.number}>
              <button type="button" onClick={() => onOpen?.(i.number)}>
                <LampChip lamp={i.lamp} text={i.says ?? lampWord(i.lamp)} />
                <b className="el">{i.title}</b>
                {i.says === undefined && <span className="mu sm">{shortNumber(i.number)}</span>}
                <span className="sm">{i.due === null || now === undefined ? '' : dueWhen(i.due, now)}</span>
              </button>
            </li>
          ))}
          {incidents.length === 0 && <li className="mu md">{t('map.list-empty')}</li>}
        </ul>
      ) : (
        <Guard>
          <Suspense fallback={<div className="map-wait">{t('map.loading')}</div>}>
            <MapCanvas {...props} />
          </Suspense>
        </Guard>
      )}
      {incidents !== undefined && onOpen !== undefined && (
        <button type="button" className="map-switch" aria-pressed={listed} onClick={() => setListed(!listed)}>
          {t(listed ? 'map.show-map' : 'map.show-list', { n: incidents.length })}
        </button>
      )}
      {children}
    </section>
  )
}

/** A part of the map that cannot be loaded must not take the page with it. */
class Guard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }
  override render(): ReactNode {
    return this.state.failed ? <p className="map-failed">{t('map.failed')}</p> : this.props.children
  }
}
