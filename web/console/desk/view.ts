import { LAMPS } from '@lifang/domains/calendar/schema/lists.ts'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { listQuery, queryClient, type ListFilter } from '../app/queries.ts'
import { CHIPS, type DeskSearch } from '../app/tabs.ts'
import { dutiesOf } from './duties.ts'

const DONE = 'closed,evaluated,archived,self-closed,rejected,voided'

/** What an address shows this person. */
export function viewOf(search: DeskSearch, me: Me) {
  const duties = dutiesOf(me)
  const tab = search.tab ?? (duties.length > 0 ? 'mine' : 'open')
  const byTab = { mine: duties.join(','), open: 'open', done: DONE, all: undefined }[tab]
  const status = search.status ?? byTab
  const filter: ListFilter = {
    ...(status === undefined ? {} : { status }),
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.area === undefined ? {} : { area: search.area }),
    ...Object.fromEntries(
      CHIPS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
    ),
  }
  return { duties, tab, filter }
}

/** Asks for what the page will show first, before it is drawn. */
export async function askFirst(search: DeskSearch, me: Me): Promise<void> {
  const { filter } = viewOf(search, me)
  await Promise.all(LAMPS.map((lamp) => queryClient.prefetchInfiniteQuery(listQuery({ ...filter, lamp }))))
}
