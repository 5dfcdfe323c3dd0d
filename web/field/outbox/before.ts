/** The rules of the server, asked before sending: what is wrong with a job, field by field, as phrases. */
import { failShown, handledOnTheSpot } from '@lifang/domains/incidents/rules/spot.ts'
import { actBodies, ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import { CHECK_RESULTS } from '@lifang/domains/incidents/schema/lists.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { lacks, RESULTS, type Result } from '../../kit/answer.ts'
import { t } from '../../kit/words.ts'
import { actBody, closeBody, reportBody, type ActJob, type FieldAct, type ReportJob } from './job.ts'

export interface KnownClass {
  readonly key: ClassKey
  readonly name: string
  readonly selfHandling: boolean
  /** First words of its filing conditions. */
  readonly signs: string
}
export type Wrong = Readonly<Record<string, string>>

export const sameClass = (a: ClassKey, b: ClassKey): boolean =>
  a.standard === b.standard && a.kind === b.kind && a.code === b.code

/** Fields a page has a place for; what is wrong elsewhere is said at the button. */
const FIELDS: Readonly<Record<string, string>> = {
  description: 'words',
  opinion: 'words',
  catalogue: 'category',
}
export const fieldOf = (name: string): string => FIELDS[name] ?? name

/** @param classes null: the list has never been read here, and the server will be the first to ask */
export function wrongWithReport(
  job: ReportJob,
  source: ReportBody['source'],
  classes: readonly KnownClass[] | null,
  now: number,
): Wrong {
  const wrong: Record<string, string> = {}
  if (job.place === null) wrong['place'] = t('field.place.missing')
  if (job.words.trim() === '' && job.category === null) wrong['words'] = t('field.words.missing')
  if (job.self) Object.assign(wrong, wrongOnTheSpot(job, classes))
  // The number came back: what was reported stands, only the closing can still be mended.
  const body = job.number === null ? reportBody(job, source, now) : null
  if (body !== null)
    for (const { path, code } of ReportBody.safeParse(body).error?.issues ?? [])
      wrong[fieldOf(String(path[0]))] ??= t(code === 'too_big' ? 'field.too-long' : 'field.not-valid')
  return wrong
}

function wrongOnTheSpot(job: ReportJob, classes: readonly KnownClass[] | null): Wrong {
  if (job.category === null) return { category: t('field.class.missing') }
  const { key } = job.category
  const matter = classes === null ? { selfHandling: true } : classes.find((c) => sameClass(c.key, key))
  const answer = handledOnTheSpot(
    matter ?? null,
    new Set(job.photos.map((p) => p.kind)),
    job.withoutPhotoReason.trim() !== '',
  )
  if (!answer.ok) {
    const { code, details } = answer.problem
    return { [fieldOf(String(details['field']))]: t(code, details) }
  }
  const issue = actBodies['self-close'].safeParse(closeBody(job)).error?.issues[0]
  return issue === undefined ? {} : { withoutPhotoReason: t('field.too-long') }
}

/** What an act may answer; none: it asks nothing. */
export const resultsOf = (act: FieldAct): readonly Result[] =>
  act === 'verify' || act === 'check' ? RESULTS[act] : []

export function wrongWithAct(job: ActJob): Wrong {
  const wrong: Record<string, string> = {}
  const results = resultsOf(job.act)
  const result = results.find((one) => one === job.result)
  if (results.length > 0 && result === undefined) return { result: t('field.result.missing') }
  if (result !== undefined)
    for (const what of lacks(result, { photos: job.photos.length, words: job.words }))
      wrong[fieldOf(what)] = t(`field.lacks.${what}`)
  // The server's own rule and sentence.
  const check = CHECK_RESULTS.find((one) => job.act === 'check' && one === result)
  if (check !== undefined) {
    const shown = failShown(
      check,
      job.photos.map((p) => p.kind),
      false,
    )
    if (!shown.ok) wrong['photos'] = t(shown.problem.code, shown.problem.details)
  }
  if (job.act === 'add-evidence' && job.photos.length === 0) wrong['photos'] = t('field.photo.missing')
  if (job.act === 'comment' && job.words.trim() === '') wrong['words'] = t('field.words.say')
  const body = job.act === 'add-evidence' ? { photos: [], ...actBody(job) } : actBody(job)
  for (const { path, code } of actBodies[job.act].safeParse(body).error?.issues ?? [])
    wrong[fieldOf(String(path[0]))] ??= t(code === 'too_big' ? 'field.too-long' : 'field.not-valid')
  return wrong
}
