/** A grid worker's portrait, as the person's own page and the administrator's show it. */
import { portraitRoutes } from '@lifang/domains/grid/schema/portrait.ts'
import { addressOf, call } from './call.ts'

export const portraitQuery = (account: string) => ({
  queryKey: ['portrait', account],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(portraitRoutes.portrait, { params: { id: account }, signal }),
})

/** Where the photo is read, approved or not, by who may. */
export const portraitAddress = (account: string, portrait: string): string =>
  addressOf(portraitRoutes.portraitImage.path, { id: account }, { portrait })
