import { useEffect, useRef, useState, type ReactNode } from 'react'

interface Pressed {
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
  readonly onClick: () => void
}

interface MenuButtonProps<K extends string> {
  readonly entries: readonly { readonly key: K; readonly label: string }[]
  readonly choose: (key: K) => void
  /** Where it opens: below its button and to the left of its right edge, or above. */
  readonly place: 'below' | 'above'
  readonly children: (pressed: Pressed) => ReactNode
}

const items = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []),
]

/** A button with a menu: arrows, Home and End go along it, Escape and Tab leave it, the focus goes back to the button. */
export function MenuButton<K extends string>({ entries, choose, place, children }: MenuButtonProps<K>) {
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    items(menu.current)[0]?.focus()
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && whole.current?.contains(event.target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const leave = (): void => {
    setOpen(false)
    whole.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus()
  }
  const onKey = (event: React.KeyboardEvent): void => {
    const all = items(menu.current)
    const at = all.findIndex((item) => item === document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (next !== undefined) all.at(next % all.length)?.focus()
    else if (event.key === 'Escape') leave()
    else if (event.key === 'Tab') setOpen(false)
    else return
    // Tab goes on by itself; no other key is one of the desk.
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={`menu-button ${place}`} ref={whole}>
      {children({ 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => setOpen(!open) })}
      {open && (
        <div role="menu" ref={menu} onKeyDown={onKey} tabIndex={-1}>
          {entries.map(({ key, label }) => (
            <button
              key={key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                leave()
                choose(key)
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
