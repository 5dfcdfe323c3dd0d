import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import type { Reported } from '@lifang/domains/incidents/schema/views.ts'
import { call, isRefusal, upload } from '../../kit/call.ts'
import { bodyOf, dropDraft, keepDraft, type Draft, type DraftPhoto } from './draft.ts'
import { dropPhotos, keptPhoto } from './store.ts'

export interface Sent {
  readonly reported: Reported
  /** An earlier press had arrived already: what was changed since then was not sent. */
  readonly earlier: boolean
}

/** One photo to the server; again when its id is lost. @throws Refusal */
async function uploaded(photo: DraftPhoto): Promise<DraftPhoto> {
  const blob = await keptPhoto(photo.key)
  // The telephone threw it away (storage cleared): the report goes without it.
  if (blob === null) return photo
  const form = new FormData()
  form.append('file', blob, 'photo.jpg')
  const { id, claim } = await upload(incidentRoutes.uploadFile, form)
  return { ...photo, file: id, claim }
}

const post = (body: ReportBody): Promise<Reported> => call(incidentRoutes.report, { body })

/**
 * Sends a draft. The id was minted with its first letter and stays until the number came back, so a second press after a
 * lost answer finds the first. Whatever happens the draft is kept as far as it got; `onStep` is told of every change.
 * @throws Refusal; `unsure` when nobody knows whether it arrived
 */
export async function submit(given: Draft, onStep: (draft: Draft) => void, now: () => number): Promise<Sent> {
  let draft = given
  const step = (change: Partial<Draft>): void => {
    draft = { ...draft, ...change }
    keepDraft(draft)
    onStep(draft)
  }
  for (const [i, photo] of draft.photos.entries()) {
    if (photo.file !== null) continue
    const sent = await uploaded(photo)
    step({ photos: draft.photos.map((p, n) => (n === i ? sent : p)) })
  }
  // What was tried last goes again as it was, to the letter, unless something was changed since.
  const fresh = bodyOf(draft, now())
  if (fresh === null) throw new Error('a draft without a place is not sent')
  const last = draft.tried.at(-1)
  const same = last !== undefined && sameBut(last, fresh)
  const body = same ? last : fresh
  if (!same) step({ tried: [...draft.tried, body] })
  try {
    return await done(draft, await post(body), false)
  } catch (error) {
    if (isRefusal(error, 'platform.command-reused')) {
      for (const before of draft.tried.toReversed()) {
        if (before === body) continue
        try {
          return await done(draft, await post(before), true)
        } catch (again) {
          if (!isRefusal(again, 'platform.command-reused')) throw again
        }
      }
    }
    if (isRefusal(error, 'incidents.file-unusable')) {
      // Photos wait a day on the server; a draft may wait longer. They go again with the next press.
      step({ photos: draft.photos.map((p) => ({ ...p, file: null, claim: null })) })
    }
    // A clear refusal: this body was not taken, and will not have been.
    if (isRefusal(error) && !error.unsure) step({ tried: draft.tried.filter((b) => b !== body || same) })
    throw error
  }
}

/** Equal in all but the instant of the press. */
const sameBut = (a: ReportBody, b: ReportBody): boolean =>
  JSON.stringify({ ...a, occurredAt: '' }) === JSON.stringify({ ...b, occurredAt: '' })

async function done(draft: Draft, reported: Reported, earlier: boolean): Promise<Sent> {
  dropDraft()
  await dropPhotos(draft.photos.map((p) => p.key))
  return { reported, earlier }
}
