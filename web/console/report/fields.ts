import type { Crs } from '@lifang/domains/grid/schema.ts'
import type { ClassKey, Source } from '@lifang/domains/incidents/schema/words.ts'

/** What the report form holds; coordinates are null until somebody gives them. */
export interface ReportFields {
  source: Source
  occurredAt: string
  lon: number | null
  lat: number | null
  crs: Crs
  address?: string
  catalogue?: ClassKey
  description: string
  name?: string
  phone?: string
  confidential?: boolean
  urgent?: boolean
  foreignNumber?: string
}
