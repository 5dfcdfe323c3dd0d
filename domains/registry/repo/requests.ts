import { z } from 'zod'
import type { CopyRow, PersonRequestRow } from '../tables/privacy.ts'
import type { RegistryDeps } from './deps.ts'

export const copyPlace = (id: string) => ({ table: 'registry_copy', column: 'sealed', row: id })
export const requestPlace = (column: 'sealed' | 'why', id: string) => ({
  table: 'registry_request',
  column,
  row: id,
})

const CopySaid = z.object({ checked: z.string(), reason: z.string() })
export const copySaid = (deps: RegistryDeps, row: CopyRow): z.infer<typeof CopySaid> | null =>
  row.sealed === null ? null : CopySaid.parse(JSON.parse(deps.fields.open(row.sealed, copyPlace(row.id))))
const RequestSaid = z.object({ checked: z.string(), what: z.string() })
export const requestSaid = (deps: RegistryDeps, row: PersonRequestRow): z.infer<typeof RequestSaid> | null =>
  row.sealed === null
    ? null
    : RequestSaid.parse(JSON.parse(deps.fields.open(row.sealed, requestPlace('sealed', row.id))))

/** What is written on paper for a record: the end of its id. */
export const paperNumber = (id: string): string => id.slice(-8).toUpperCase()
