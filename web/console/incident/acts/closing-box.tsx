import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { t, word } from '../../../kit/words.ts'
import { missingKinds } from '../evidence.tsx'

/** What closing will ask for, read where the work is reported done; what is missing is named before anything is sent. */
export function ClosingBox({ incident }: { incident: IncidentDetail }) {
  const { condition } = incident
  if (condition === null) return null
  const missing = missingKinds(incident).map((kind) => word('incidents.evidence', kind))
  return (
    <div className="reason-box">
      <p>
        {t('console.matter.closing')} <b>{condition.closing}</b>
      </p>
      <p className="mu">
        {condition.closingEvidence.length === 0
          ? t('console.evidence.none-asked')
          : missing.length === 0
            ? t('console.evidence.complete')
            : t('console.evidence.still', { kinds: missing })}
      </p>
    </div>
  )
}
