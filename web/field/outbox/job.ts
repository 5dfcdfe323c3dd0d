/**
 * What is to be sent, as it is kept on the telephone. Its id is minted when the form opens and is the id of the command, for
 * good: a second press after a lost answer is the same command. Instants are ISO 8601.
 */
import { z } from 'zod'
import { newId } from '@lifang/platform/id.ts'
import { actBodies, ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import { ClassKey, EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { cleanWords } from '../../kit/clean.ts'

const JobPhoto = z.object({
  key: z.uuid(),
  kind: EvidenceKind,
  /** When it was taken, as the camera or the press says. */
  at: z.string(),
  /** Where the photo itself says it was taken; offered, never sent unless chosen. */
  place: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  /** Given by the server; null: not sent yet. */
  file: z.uuid().nullable(),
})
export type JobPhoto = z.infer<typeof JobPhoto>

const JobPlace = z.object({
  lon: z.number(),
  lat: z.number(),
  crs: z.enum(['WGS84', 'CGCS2000']),
  from: z.enum(['phone', 'photo', 'middle', 'map']),
  /** Metres, as the telephone says; null where nobody measured. */
  accuracy: z.number().nullable(),
  /** The grid it lies in, once the server was asked; null: not asked or not answered. */
  grid: z.object({ code: z.string(), name: z.string() }).nullable(),
})
export type JobPlace = z.infer<typeof JobPlace>

const base = {
  id: z.uuid(),
  /** Account that wrote it: nobody else on this telephone sees or sends it. */
  owner: z.uuid(),
  openedAt: z.string(),
  /** Somebody has pressed the button: it belongs to what waits to be sent. */
  pressed: z.boolean(),
  photos: z.array(JobPhoto),
  /** What happened to the last try, in words; null: nothing yet. */
  trouble: z.string().nullable(),
  /** When the receipt came; null: not yet. */
  sentAt: z.string().nullable(),
}

export const ReportJob = z.object({
  ...base,
  kind: z.literal('report'),
  /** Id of the act that closes it on the spot. */
  actId: z.uuid(),
  self: z.boolean(),
  place: JobPlace.nullable(),
  address: z.string(),
  words: z.string(),
  category: z.object({ key: ClassKey, name: z.string() }).nullable(),
  withoutPhotoReason: z.string(),
  urgent: z.boolean(),
  /** What was sent and not answered: it may have arrived, so it goes again to the letter. */
  sealed: ReportBody.nullable(),
  /** Number the server gave: the report is in, what is left is closing it. */
  number: z.string().nullable(),
  sealedAct: actBodies['self-close'].nullable(),
})
export type ReportJob = z.infer<typeof ReportJob>

export const FIELD_ACTS = ['verify', 'check', 'comment', 'add-evidence', 'urge'] as const
export type FieldAct = (typeof FIELD_ACTS)[number]

export const ActJob = z.object({
  ...base,
  kind: z.literal('act'),
  act: z.enum(FIELD_ACTS),
  number: z.string(),
  subject: z.string(),
  result: z.string().nullable(),
  words: z.string(),
  sealed: z.record(z.string(), z.unknown()).nullable(),
})
export type ActJob = z.infer<typeof ActJob>

export const Job = z.discriminatedUnion('kind', [ReportJob, ActJob])
export type Job = z.infer<typeof Job>

const fresh = (owner: string, now: number) => ({
  id: newId(),
  owner,
  openedAt: new Date(now).toISOString(),
  pressed: false,
  photos: [],
  trouble: null,
  sentAt: null,
  words: '',
  sealed: null,
})
export const newReport = (owner: string, now: number): ReportJob => ({
  ...fresh(owner, now),
  kind: 'report',
  actId: newId(),
  self: false,
  place: null,
  address: '',
  category: null,
  withoutPhotoReason: '',
  urgent: false,
  number: null,
  sealedAct: null,
})
export const newAct = (
  owner: string,
  act: FieldAct,
  on: { readonly number: string; readonly subject: string },
  now: number,
): ActJob => ({ ...fresh(owner, now), kind: 'act', act, result: null, ...on })

/** Nobody can tell whether it arrived: it is not changed until an answer comes. */
export const isSealed = (job: Job): boolean =>
  job.sentAt === null && (job.sealed !== null || (job.kind === 'report' && job.sealedAct !== null))

/** Whether there is anything in it to lose. */
export function saysSomething(job: Job): boolean {
  if (job.pressed || job.photos.length > 0 || job.words.trim() !== '') return true
  return job.kind === 'report'
    ? job.place !== null || job.category !== null || job.address.trim() !== ''
    : job.result !== null
}

const tidy = (text: string): string => cleanWords(text).trim()
/** Photos that are on the server already, as commands name them. */
const sentPhotos = (photos: readonly JobPhoto[]) =>
  photos.flatMap(({ file, kind, at }) => (file === null ? [] : [{ file, kind, shotAt: at }]))

/**
 * The report as it is sent. Photos of before go with it, those of after with the act that closes it. With a class and no
 * words the class speaks. @param now epoch ms @returns null while place, or words and class, are missing
 */
export function reportBody(job: ReportJob, source: ReportBody['source'], now: number): ReportBody | null {
  const words = tidy(job.words) || (job.category?.name ?? '')
  if (job.place === null || words === '') return null
  const { lon, lat, crs } = job.place
  const address = tidy(job.address)
  return {
    id: job.id,
    source,
    // A clock that was put right since must not date it into the future.
    occurredAt: new Date(Math.min(now, Date.parse(job.openedAt))).toISOString(),
    place: { lon, lat, crs },
    ...(address === '' ? {} : { address }),
    ...(job.category === null ? {} : { catalogue: job.category.key }),
    description: words,
    photos: sentPhotos(job.photos.filter((p) => !job.self || p.kind !== 'after')),
    ...(job.urgent && !job.self ? { urgent: true } : {}),
  }
}

export function closeBody(job: ReportJob) {
  const reason = tidy(job.withoutPhotoReason)
  return job.category === null
    ? null
    : {
        id: job.actId,
        catalogue: job.category.key,
        photos: sentPhotos(job.photos.filter((p) => p.kind === 'after')),
        ...(reason === '' ? {} : { withoutPhotoReason: reason }),
      }
}

export function actBody(job: ActJob): Readonly<Record<string, unknown>> {
  const words = tidy(job.words)
  const photos = sentPhotos(job.photos)
  return {
    id: job.id,
    ...(job.result === null ? {} : { result: job.result }),
    ...(words === '' ? {} : { opinion: words }),
    ...(photos.length === 0 ? {} : { photos }),
  }
}
