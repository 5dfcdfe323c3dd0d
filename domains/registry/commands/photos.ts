import type { Actor } from '@lifang/platform/access.ts'
import type { Files } from '@lifang/platform/files.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayKeepThing, seesThing } from '../access.ts'
import { keepChanges } from '../repo/changes.ts'
import { once, type Doing } from '../repo/command.ts'
import { checkText } from '../repo/person.ts'
import { lockThing, type UnitDeps } from '../repo/things.ts'
import type { PhotoBody, PhotoRemoval } from '../schema/photos.ts'
import { registryProblem } from '../schema/problems.ts'
import { MOST_PHOTOS, type Photographed } from '../schema/unit-lists.ts'
import type { Done } from '../schema/views.ts'
import type { ThingPhotoRow } from '../tables/units.ts'

type Answer = { readonly made: boolean; readonly answer: Done }
/** A telephone's clock may be a little ahead of ours. */
const AHEAD_MS = 10 * 60_000

/**
 * The photo is evidence of a visit; the version of the record stays, so that nobody who edits meanwhile is turned away.
 * @throws registry.not-found, not-your-area, photo-file, photos-many, day-in-future
 */
export const addPhoto = (deps: UnitDeps, actor: Actor, body: PhotoBody): Promise<Answer> => {
  const { kind, id: subject } = body.of
  const about = { act: 'add-photo', kind, id: subject, details: { photo: body.id } } as const
  return once(deps, actor, about, body, async (doing) => {
    const { tx, at } = doing
    const row = await lockThing(doing, kind, subject)
    must(mayKeepThing(actor, row.area_path))
    if (body.takenAt !== null && Date.parse(body.takenAt) > at.getTime() + AHEAD_MS)
      throw registryProblem('registry.day-in-future', { field: 'takenAt' })
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::integer as n from thing_photo where county = ${deps.county} and subject_id = ${subject} and removed_at is null`,
    )
    if (n >= MOST_PHOTOS) throw registryProblem('registry.photos-many', { field: 'file', most: MOST_PHOTOS })
    // Of the record and not of the photo, whose id the sender chose. A second photo of one file meets the index.
    const claimed = await deps.files.claim(tx, {
      county: deps.county,
      files: [{ id: body.file }],
      uploadedBy: actor.accountId,
      kind: 'thing-photo',
      recordId: subject,
    })
    if (!claimed.ok) throw registryProblem('registry.photo-file', { field: 'file' })
    const taken = body.takenAt === null ? null : new Date(body.takenAt)
    await tx.run(sql`insert into thing_photo (county, id, subject_kind, subject_id, file_id, taken_at, added_by, added_name, added_at)
      values (${deps.county}, ${body.id}, ${kind}, ${subject}, ${body.file}, ${taken}, ${actor.accountId}, ${actor.name}, ${at})`)
    await tell(doing, kind, subject, { old: null, new: (taken ?? at).toISOString(), note: null })
    return { id: body.id, version: row.version, warnings: [] }
  })
}

/** @throws registry.not-found, not-your-area, photo-gone, bad-text */
export async function removePhoto(
  deps: UnitDeps,
  actor: Actor,
  id: string,
  body: PhotoRemoval,
): Promise<Answer> {
  const { files, county } = deps
  const photo = await photoOf(deps, actor, id)
  let after: (() => Promise<void>) | null = null
  const about = {
    act: 'remove-photo',
    kind: photo.subject_kind,
    id: photo.subject_id,
    details: { photo: id },
  }
  const done = await once(deps, actor, about, body, async (doing) => {
    const { tx, at } = doing
    const row = await lockThing(doing, photo.subject_kind, photo.subject_id)
    must(mayKeepThing(actor, row.area_path))
    checkText(body.reason, 'reason')
    const gone =
      await tx.run(sql`update thing_photo set removed_by = ${actor.accountId}, removed_name = ${actor.name}, removed_at = ${at},
      removed_reason = ${body.reason} where county = ${county} and id = ${id} and removed_at is null`)
    if (gone === 0) throw registryProblem('registry.photo-gone', { field: 'id' })
    after = await files.drop(tx, {
      county,
      id: photo.file_id,
      kind: 'thing-photo',
      recordId: photo.subject_id,
    })
    const old = (photo.taken_at ?? photo.added_at).toISOString()
    await tell(doing, photo.subject_kind, photo.subject_id, { old, new: null, note: body.reason })
    return { id, version: row.version, warnings: [] }
  })
  await removed(after)
  return done
}
/** What the compiler takes for null is set within the transaction. */
const removed = async (after: (() => Promise<void>) | null): Promise<void> => after?.()

const tell = (
  doing: Doing,
  kind: Photographed,
  id: string,
  change: { readonly old: string | null; readonly new: string | null; readonly note: string | null },
): Promise<void> =>
  keepChanges({ ...doing, source: 'visit' }, kind, id, [{ field: 'photo', sensitive: false, ...change }])

/** @throws registry.not-found, also for a photo of what stands on other people's ground */
export async function photoOf(
  deps: Pick<UnitDeps, 'db' | 'county'>,
  actor: Actor,
  id: string,
): Promise<ThingPhotoRow> {
  const row = await deps.db.maybe<ThingPhotoRow & { area_path: string | null }>(
    sql`select p.*, coalesce(f.area_path, l.area_path) as area_path from thing_photo p
        left join facility f on f.county = p.county and f.id = p.subject_id and p.subject_kind = 'facility'
        left join place l on l.county = p.county and l.id = p.subject_id and p.subject_kind = 'place'
      where p.county = ${deps.county} and p.id = ${id}`,
  )
  if (row === undefined || row.area_path === null || !seesThing(actor, row.area_path))
    throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

/** The picture for a page, or a small one for a list. @throws registry.not-found, photo-gone */
export async function readPhoto(
  deps: UnitDeps,
  actor: Actor,
  id: string,
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  const row = await photoOf(deps, actor, id)
  const read: Awaited<ReturnType<Files['read']>> =
    row.removed_at === null ? await deps.files.read(deps.county, row.file_id) : null
  if (read === null) throw registryProblem('registry.photo-gone', { field: 'id' })
  return { bytes: read.bytes, mediaType: read.mediaType }
}
