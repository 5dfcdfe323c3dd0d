import type { FormInstance } from 'antd'
import type { Crs } from '@lifang/domains/grid/schema.ts'
import type { ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import type { ClassKey, Source } from '@lifang/domains/incidents/schema/words.ts'
import { sentPhotos, stillSending, type Picked } from '../../kit/photos.tsx'
import { fromLocalInput, toLocalInput } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import type { Chosen } from '../subjects/chosen.ts'

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
  /** Records of the registry that it is about. */
  subjects?: readonly Chosen[]
}

/** A telephone number as the rules accept it. */
export const PHONE = /^\+?[0-9][0-9 -]{5,18}[0-9]$/

export const blank = (source: Source): Partial<ReportFields> => ({
  source,
  occurredAt: toLocalInput(Date.now()),
  crs: 'WGS84',
  lon: null,
  lat: null,
})

/** Why the photos keep a report from being sent; null when they do not. */
export function photosFault(photos: readonly Picked[]): string | null {
  if (stillSending(photos)) return t('console.photo.wait')
  return photos.some((p) => p.failed !== null) ? t('console.photo.mend') : null
}

/** The command of a filled form: what was left empty is left out. */
export function reportBody(id: string, f: ReportFields, photos: readonly Picked[]): ReportBody {
  const { name, phone, confidential } = f
  const told = Boolean(name) || Boolean(phone) || confidential === true
  return {
    id,
    source: f.source,
    occurredAt: fromLocalInput(f.occurredAt),
    place: { lon: f.lon ?? Number.NaN, lat: f.lat ?? Number.NaN, crs: f.crs },
    description: f.description.trim(),
    ...(f.address ? { address: f.address } : {}),
    ...(f.catalogue === undefined ? {} : { catalogue: f.catalogue }),
    ...(photos.length === 0 ? {} : { photos: sentPhotos(photos) }),
    ...(f.urgent === true ? { urgent: true } : {}),
    ...(f.foreignNumber ? { foreignNumber: f.foreignNumber } : {}),
    ...(f.subjects === undefined || f.subjects.length === 0
      ? {}
      : { subjects: f.subjects.map(({ kind, id: of }) => ({ kind, id: of })) }),
    ...(told
      ? {
          reporter: {
            ...(name ? { name } : {}),
            ...(phone ? { phone } : {}),
            ...(confidential === true ? { confidential } : {}),
          },
        }
      : {}),
  }
}

const FIELDS: Readonly<Record<string, keyof ReportFields>> = {
  source: 'source',
  occurredAt: 'occurredAt',
  place: 'lon',
  'place.lon': 'lon',
  'place.lat': 'lat',
  lon: 'lon',
  lat: 'lat',
  address: 'address',
  catalogue: 'catalogue',
  description: 'description',
  'reporter.name': 'name',
  'reporter.phone': 'phone',
  foreignNumber: 'foreignNumber',
  subjects: 'subjects',
}

/** Writes a refusal of the server under the field it names. */
export function markField(form: FormInstance<ReportFields>, field: string, title: string): void {
  const name = FIELDS[field]
  if (name === undefined) return
  form.setFields([{ name, errors: [title] }])
  form.scrollToField(name, { block: 'center' })
}
