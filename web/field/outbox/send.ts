import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import { ActDone } from '@lifang/domains/incidents/schema/views.ts'
import { addressOf, call, isRefusal, send, upload } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import {
  actBody,
  closeBody,
  isSealed,
  reportBody,
  type ActJob,
  type Job,
  type JobPhoto,
  type ReportJob,
} from './job.ts'
import { jobOf, keep } from './jobs.ts'
import { dropPhotos, keptPhoto } from './store.ts'

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const actAddress = (number: string, act: string): string =>
  addressOf('/api/incidents/{number}/acts/{act}', { number, act })

/** Changes a job as it stands now, and waits until the change is on the disk. */
async function change<J extends Job>(job: J, what: Partial<J>): Promise<J> {
  const next: J = { ...job, ...what }
  await keep(next)
  return next
}

/** Sends each photo once and notes its id at once: a press after a lost network goes on where the last one stopped. */
async function uploaded(given: Job): Promise<JobPhoto[]> {
  let { photos } = given
  for (const photo of given.photos) {
    if (photo.file !== null) continue
    const blob = await keptPhoto(photo.key)
    // The telephone threw it away: nothing is sent as if it had been there.
    if (blob === null) throw new Error(t('field.photo.lost'))
    const form = new FormData()
    form.append('file', blob, 'photo.jpg')
    const { id } = await upload(incidentRoutes.uploadFile, form)
    photos = photos.map((p) => (p.key === photo.key ? { ...p, file: id } : p))
    await keep({ ...given, photos })
  }
  return photos
}

async function sendReport(given: ReportJob, source: ReportBody['source'], now: number): Promise<ReportJob> {
  let job = isSealed(given) ? given : { ...given, photos: await uploaded(given) }
  let { number } = job
  if (number === null) {
    const body = job.sealed ?? reportBody(job, source, now)
    if (body === null) throw new Error(t('field.not-valid'))
    job = await change(job, { sealed: body })
    ;({ number } = await call(incidentRoutes.report, { body }))
    job = await change(job, { number, sealed: null })
  }
  if (job.self) {
    const body = job.sealedAct ?? closeBody(job)
    if (body === null) throw new Error(t('field.not-valid'))
    job = await change(job, { sealedAct: body })
    await send(actAddress(number, 'self-close'), json(body))
    job = await change(job, { sealedAct: null })
  }
  return job
}

async function sendAct(given: ActJob): Promise<ActJob> {
  const job = isSealed(given) ? given : { ...given, photos: await uploaded(given) }
  const body = job.sealed ?? actBody(job)
  const sealed = await change(job, { sealed: { ...body } })
  ActDone.parse(await send(actAddress(job.number, job.act), json(body)))
  return sealed
}

const running = new Set<string>()

/**
 * Sends a job, or goes on sending it. Whatever happens it is kept as far as it got: what may have arrived is sealed and goes
 * again to the letter under the same id; what was clearly refused is open again.
 * @returns the job with its receipt @throws Refusal, or Error with words for people
 */
export async function sendJob(id: string, source: ReportBody['source'], now: number): Promise<Job> {
  const found = jobOf(id)
  if (found === undefined || found.sentAt !== null || running.has(id)) throw new Error(t('field.gone'))
  running.add(id)
  try {
    const job = await change<Job>(found, { pressed: true, trouble: null })
    const sent = job.kind === 'report' ? await sendReport(job, source, now) : await sendAct(job)
    const done = await change<Job>(sent, { sentAt: new Date().toISOString(), photos: [], sealed: null })
    await dropPhotos(sent.photos.map((p) => p.key))
    return done
  } catch (error) {
    const job = jobOf(id)
    if (job !== undefined) await keep(after(job, error))
    throw error
  } finally {
    running.delete(id)
  }
}

/** Why a try failed: what is thrown here has words for people. */
export const troubleOf = (error: unknown): string =>
  isRefusal(error) ? error.title : error instanceof Error ? error.message : t('field.fault')

/** Answers that say nothing about the command: it was not read, and what was sealed stays so. */
const UNREAD: readonly number[] = [401, 408, 429]

/** The job after a try that failed. */
function after(job: Job, error: unknown): Job {
  const told: Job = { ...job, trouble: troubleOf(error) }
  if (!isRefusal(error) || error.unsure || UNREAD.includes(error.status)) return told
  const open: Job =
    told.kind === 'report' ? { ...told, sealed: null, sealedAct: null } : { ...told, sealed: null }
  // Photos wait a day on the server, a job may wait longer: they go again with the next press.
  return isRefusal(error, 'incidents.file-unusable')
    ? { ...open, photos: open.photos.map((p) => ({ ...p, file: null })) }
    : open
}
