import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import type { IncidentDeps } from './deps.ts'
import type { EvidenceInput } from '../schema/bodies.ts'
import { incidentProblem } from '../schema/problems.ts'

/**
 * Makes uploaded photos part of an incident, in the transaction of the act that brings them.
 * @throws incidents.file-unusable when one does not exist, belongs to another record or was sent by somebody else
 */
export async function addEvidence(
  deps: IncidentDeps,
  tx: Tx,
  to: {
    readonly incidentId: string
    readonly stepId: string
    readonly round: number
    readonly photos: readonly EvidenceInput[]
    readonly uploadedBy: string | null
    readonly now: Date
  },
): Promise<void> {
  if (to.photos.length === 0) return
  const claimed = await deps.files.claim(tx, {
    county: deps.county,
    files: to.photos.map((p) => ({ id: p.file, claim: p.claim })),
    uploadedBy: to.uploadedBy,
    kind: 'incident',
    recordId: to.incidentId,
  })
  if (!claimed.ok)
    throw incidentProblem('incidents.file-unusable', { field: 'photos', files: claimed.refused })
  for (const photo of to.photos) {
    const place = photo.place === undefined ? null : must(toStored(photo.place))
    await tx.run(sql`insert into incident_evidence (county, id, incident_id, step_id, kind, round, shot_at, lon, lat, added_by, added_at)
      values (${deps.county}, ${photo.file}, ${to.incidentId}, ${to.stepId}, ${photo.kind}, ${to.round},
        ${photo.shotAt === undefined ? null : new Date(photo.shotAt)}, ${place?.lon ?? null}, ${place?.lat ?? null}, ${to.uploadedBy}, ${to.now})
      on conflict (county, id) do nothing`)
  }
}
