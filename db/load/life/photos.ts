import sharp from 'sharp'
import { sm3 } from '@lifang/platform/crypto.ts'
import type { Db } from '@lifang/platform/db.ts'
import type { Files } from '@lifang/platform/files.ts'
import { sql } from '@lifang/platform/sql.ts'
import { pictures } from '../../demo/life/pictures.ts'
import { DEMO_CLAIM, type PlannedPhoto } from './script.ts'

/**
 * Sends each drawn picture once through the front door, then gives every planned photo a row of its own over the same bytes, so
 * that each incident has its own evidence. The first rows belong to nobody and are taken away again.
 */
export async function storePhotos(
  admin: Db,
  files: Files,
  county: number,
  photos: readonly PlannedPhoto[],
): Promise<void> {
  const sources = new Map(
    await Promise.all(
      [...pictures].map(async ([key, svg]) => {
        const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer()
        const { id } = await files.take({ bytes, county, uploadedBy: null })
        return [key, id] as const
      }),
    ),
  )
  const rows = photos.map((p) => ({
    id: p.id,
    source: sources.get(p.picture),
    by: p.by,
    at: new Date(p.at).toISOString(),
  }))
  await admin.transaction(async (tx) => {
    await tx.run(sql`insert into stored_file (county, id, sha256, media_type, bytes, width, height, look, uploaded_by, uploaded_at, claim_hash)
      select f.county, r.id, f.sha256, f.media_type, f.bytes, f.width, f.height, f.look, r.by, r.at,
        case when r.by is null then ${sm3(DEMO_CLAIM)}::bytea end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, source uuid, by uuid, at timestamptz)
      join stored_file f on f.county = ${county} and f.id = r.source`)
    await tx.run(
      sql`delete from stored_file where county = ${county} and id = any(${[...sources.values()]}::uuid[])`,
    )
  })
}
