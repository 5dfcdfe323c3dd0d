import { useState } from 'react'
import { LIST_FLAGS, type ListRow, type ListTree } from '@lifang/domains/incidents/schema/responsibility.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { keyText } from '../app/class-key.ts'

const FILTERS = ['all', 'changed', ...LIST_FLAGS] as const
type Filter = (typeof FILTERS)[number]

interface Major {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly rows: ListRow[]
}
interface Kind {
  readonly kind: 'component' | 'matter'
  readonly majors: Major[]
  readonly n: number
}

/** Kind → major → classes, each in the order of its codes. */
function grouped(rows: readonly ListRow[]): Kind[] {
  return (['component', 'matter'] as const).flatMap((kind) => {
    const own = rows.filter((r) => r.key.kind === kind)
    const majors = new Map<string, Major>()
    for (const row of own) {
      const id = `${kind}|${row.key.standard}|${row.major.code}`
      const major = majors.get(id) ?? { id, ...row.major, rows: [] }
      major.rows.push(row)
      majors.set(id, major)
    }
    return own.length === 0 ? [] : [{ kind, majors: [...majors.values()], n: own.length }]
  })
}

/** What the page opens with where nothing was chosen: the first class that asks for attention, else the first of all. */
export function firstOf(rows: readonly ListRow[]): string | null {
  const ordered = grouped(rows).flatMap((k) => k.majors.flatMap((m) => m.rows))
  const first = ordered.find((row) => attention(row) !== undefined) ?? ordered[0]
  return first === undefined ? null : keyText(first.key)
}

/** The flag that is told beside a class; that it may not be extended is a rule and no fault. */
const attention = (row: ListRow) => row.flags.find((f) => f !== 'no-extension')

const fits = (row: ListRow, filter: Filter): boolean => {
  switch (filter) {
    case 'all':
      return true
    case 'changed':
      return row.change !== null
    case 'no-unit':
    case 'no-condition':
    case 'no-extension':
      return row.flags.includes(filter)
  }
}

export function Tree({
  tree,
  searching,
  selected,
  onSelect,
}: {
  readonly tree: ListTree
  readonly searching: boolean
  readonly selected: string | null
  readonly onSelect: (key: string) => void
}) {
  const [filter, setFilter] = useState<Filter>('all')
  const [open, setOpen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const changed = tree.rows.filter((r) => r.change !== null).length
  const kinds = grouped(tree.rows.filter((r) => fits(r, filter)))
  const count = (f: Filter): number => (f === 'all' ? tree.total : f === 'changed' ? changed : tree.flags[f])
  // What was searched or filtered is shown; else the first major, and the one of the chosen class.
  const isOpen = (major: Major, first: boolean): boolean =>
    open.get(major.id) ??
    (searching || filter !== 'all' || first || major.rows.some((r) => keyText(r.key) === selected))
  return (
    <>
      <div className="filters" role="group" aria-label={t('list.tree')}>
        {FILTERS.filter((f) => f === 'all' || count(f) > 0).map((f) => (
          <button key={f} type="button" aria-pressed={filter === f} onClick={() => setFilter(f)}>
            {t(`list.filter.${f}`, { n: count(f) })}
          </button>
        ))}
      </div>
      <div className="branches">
        {kinds.length === 0 && <Empty title={t('list.none-found')} hint={t('list.none-hint')} />}
        {kinds.map(({ kind, majors, n }, k) => (
          <section key={kind} aria-label={t(`list.kind.${kind}`)}>
            <h3>
              {t(`list.kind.${kind}`)} <span>{n}</span>
            </h3>
            <ul>
              {majors.map((major, m) => {
                const shown = isOpen(major, k === 0 && m === 0)
                return (
                  <li key={major.id}>
                    <button
                      type="button"
                      className="major"
                      aria-expanded={shown}
                      onClick={() => setOpen(new Map(open).set(major.id, !shown))}
                    >
                      <Icon name={shown ? 'down' : 'right'} />
                      <span className="el">
                        {major.code} {major.name}
                      </span>
                      {major.rows.some((r) => r.change !== null) && <Dot />}
                      <span className="n">{major.rows.length}</span>
                    </button>
                    {shown && (
                      <ul>
                        {major.rows.map((row) => (
                          <Row key={keyText(row.key)} row={row} selected={selected} onSelect={onSelect} />
                        ))}
                      </ul>
                    )}
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}

const Dot = () => (
  <i className="dot">
    <span className="hidden">{t('list.change.changed')}</span>
  </i>
)

function Row({
  row,
  selected,
  onSelect,
}: {
  readonly row: ListRow
  readonly selected: string | null
  readonly onSelect: (key: string) => void
}) {
  const key = keyText(row.key)
  const flag = attention(row)
  return (
    <li>
      <button
        type="button"
        className={row.change === 'removed' ? 'class gone' : 'class'}
        aria-current={selected === key ? 'true' : undefined}
        onClick={() => onSelect(key)}
        title={row.name}
      >
        <span className="el">
          {row.key.code} {row.name}
        </span>
        {row.change === 'changed' && <Dot />}
        {row.change !== null && row.change !== 'changed' && (
          <span className="tag b">{t(`list.change.${row.change}`)}</span>
        )}
        {flag !== undefined && <span className="tag o">{t(`list.flag.${flag}`)}</span>}
        <span className="n">{row.conditions}</span>
      </button>
    </li>
  )
}
