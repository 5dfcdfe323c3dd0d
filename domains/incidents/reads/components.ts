import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'

/** A class of things in the catalogues, with how well it is attested. */
export interface ComponentClass {
  readonly standard: string
  readonly code: string
  readonly name: string
  readonly major: string
  readonly evidence: string
}

/** Component classes of all catalogues, for the registry, which stands below and is given them. */
export const componentClasses = (db: Db): Promise<ComponentClass[]> =>
  db.rows<ComponentClass>(
    sql`select standard, code, name, major_name as major, evidence from catalogue_class where kind = 'component' order by standard, code`,
  )
