import type { ResponsibilityEntry } from './responsibility/entry.ts'
import { localEntries } from './responsibility/local.ts'
import { urbanEntries } from './responsibility/urban.ts'

/** The responsibility list (责任清单) of the fictional 云溪街道: urban management first, then the local catalogue. */
export const responsibilityList: readonly ResponsibilityEntry[] = [...urbanEntries, ...localEntries]
