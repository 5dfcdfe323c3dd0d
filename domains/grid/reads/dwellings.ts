import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { area, parts, shapeOf } from '../rules/geometry.ts'
import type { Dwelling } from '../rules/households.ts'
import { pointInside } from '../rules/inside.ts'
import type { Shape } from '../schema.ts'

/** Uses of a building in which nobody lives, as the base map names them; every other building counts as a dwelling. */
const NOBODY_LIVES = [
  'market',
  'commercial',
  'campus',
  'school',
  'hospital',
  'works',
  'industry',
  'office',
  'public',
]

interface Kept {
  readonly mark: string
  readonly dwellings: readonly Dwelling[]
}
/** Read once a load of the base map: an editor asks again with every stroke. */
const kept = new WeakMap<Db, Kept>()

/** Where people live, as far as the base map shows it. Read on the caller's own connection: the pool may be waiting for it. */
export async function dwellingsOf(
  { db, county }: { db: Db; county: number },
  tx: Tx,
): Promise<readonly Dwelling[]> {
  const { at } = await tx.one<{ at: Date | null }>(
    sql`select max(loaded_at) as at from base_feature where county = ${county}`,
  )
  const mark = `${county} ${at?.toISOString() ?? ''}`
  const known = kept.get(db)
  if (known?.mark === mark) return known.dwellings
  const rows = await tx.rows<{ geometry: Shape }>(
    sql`select geometry from base_feature where county = ${county} and kind = 'building' and class <> all(${NOBODY_LIVES}::text[])`,
  )
  const dwellings = rows.flatMap(({ geometry }) =>
    parts(geometry).flatMap((rings): Dwelling[] => {
      const shape = shapeOf([rings])
      const at1 = pointInside(shape)
      return at1 === null ? [] : [{ at: at1, squareMetres: area(shape) }]
    }),
  )
  kept.set(db, { mark, dwellings })
  return dwellings
}
