interface PanesProps<P extends string> {
  readonly label: string
  readonly panes: readonly P[]
  readonly pane: P
  readonly name: (pane: P) => string
  readonly choose: (pane: P) => void
}

/** On a telephone a desk shows one of its panes at a time. */
export function Panes<P extends string>({ label, panes, pane, name, choose }: PanesProps<P>) {
  return (
    <nav className="panes" aria-label={label}>
      {panes.map((p) => (
        <button
          key={p}
          type="button"
          aria-current={p === pane ? 'true' : undefined}
          onClick={() => choose(p)}
        >
          {name(p)}
        </button>
      ))}
    </nav>
  )
}
