import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { contactPlace, phoneColumns } from '../repo/things.ts'

/** Rows of one transaction. */
const BATCH = 1_000

/**
 * Makes phones findable that an earlier release kept sealed only: a migration has no keys. Run at every start; nothing to do is one
 * look at two small tables. @returns how many rows got their indexes
 */
export async function indexPhones(db: Db, county: number, fields: FieldProvider): Promise<number> {
  let all = 0
  for (const kind of ['enterprise', 'place'] as const) {
    const waiting =
      kind === 'enterprise'
        ? sql`select id, phone from enterprise where county = ${county} and phone is not null and phone_keys = '{}' limit ${BATCH} for update skip locked`
        : sql`select id, phone from place where county = ${county} and phone is not null and phone_keys = '{}' limit ${BATCH} for update skip locked`
    for (let done = BATCH; done === BATCH; all += done)
      done = await db.transaction(async (tx) => {
        const rows = await tx.rows<{ id: string; phone: Buffer }>(waiting)
        for (const { id, phone } of rows) {
          const at = contactPlace(kind, 'phone', id)
          const { phone_keys: keys, phone_tail: tail } = phoneColumns(fields, at, fields.open(phone, at))
          const set = sql`set phone_keys = ${[...keys]}::bytea[], phone_tail = ${tail} where county = ${county} and id = ${id}`
          await tx.run(kind === 'enterprise' ? sql`update enterprise ${set}` : sql`update place ${set}`)
        }
        return rows.length
      })
  }
  return all
}
