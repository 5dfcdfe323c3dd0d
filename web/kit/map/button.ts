import { Marker, type Map as MapLibre } from 'maplibre-gl'

interface ButtonProps {
  readonly place: readonly [number, number]
  readonly className: string
  readonly text: string
  /** What it says in words. */
  readonly label: string
  readonly press: () => void
}

/** A button over the map. */
export function buttonOn(map: MapLibre, { place, className, text, label, press }: ButtonProps): Marker {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className
  element.textContent = text
  const marker = new Marker({ element }).setLngLat([place[0], place[1]]).addTo(map)
  // The marker names every element alike.
  element.setAttribute('aria-label', label)
  element.title = label
  element.removeAttribute('role')
  element.addEventListener('click', (event) => {
    event.stopPropagation()
    press()
  })
  return marker
}
