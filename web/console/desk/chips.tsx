import { useQuery } from '@tanstack/react-query'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { Icon } from '../../kit/icons.tsx'
import { monthDayOf, timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { departmentsQuery } from '../app/queries.ts'
import { CHIPS, type DeskSearch } from '../app/tabs.ts'

/** An instant of a filter: midnight is the day alone; as an end it is the day before. */
function instantWords(text: string, end: boolean): string {
  const at = Date.parse(text)
  if (Number.isNaN(at)) return text
  if (timeOf(at) !== '00:00') return `${monthDayOf(at)} ${timeOf(at)}`
  return monthDayOf(end ? at - DAY : at)
}

const words = (prefix: string, value: string): string =>
  value
    .split(',')
    .map((one) => word(prefix, one))
    .join('、')

/** Filters that have no control of their own here: they came with the address and can be taken off. */
export function Chips({
  search,
  set,
}: {
  readonly search: DeskSearch
  readonly set: (change: Partial<DeskSearch>) => void
}) {
  const units = useQuery({ ...departmentsQuery, enabled: search.department !== undefined }).data
  const told = (name: (typeof CHIPS)[number], value: string): string => {
    switch (name) {
      case 'department':
        return units?.find((u) => u.id === value)?.name ?? '…'
      case 'source':
        return words('incidents.source', value)
      case 'stage':
        return words('incidents.stage', value)
      case 'since':
      case 'closedSince':
        return instantWords(value, false)
      case 'until':
      case 'closedUntil':
        return instantWords(value, true)
    }
  }
  return CHIPS.map((name) => {
    const value = search[name]
    if (value === undefined) return null
    return (
      <button key={name} type="button" className="chip" onClick={() => set({ [name]: undefined })}>
        <span className="el">{t(`wall.chip.${name}`, { value: told(name, value) })}</span>
        <Icon name="close" />
        <span className="hidden">{t('console.desk.filter.clear')}</span>
      </button>
    )
  })
}
