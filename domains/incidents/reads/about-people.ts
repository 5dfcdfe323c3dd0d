import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { OPEN } from './scope.ts'

/** Tells of people which an open incident is about; for the registry, which stands below and is given it: they are not erased meanwhile. */
export const peopleInOpenCases =
  (county: number) =>
  async (tx: Tx, people: readonly string[]): Promise<readonly string[]> =>
    (
      await tx.rows<{ id: string }>(sql`select distinct s.subject_id as id from incident_subject s
        join incident i on i.county = s.county and i.id = s.incident_id
      where s.county = ${county} and s.kind = 'person' and s.removed_at is null and s.subject_id = any(${[...people]}::uuid[]) and ${OPEN}`)
    ).map((r) => r.id)
