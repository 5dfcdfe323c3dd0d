import type { Tx } from '@lifang/platform/db.ts'
import { localCatalogue } from '../demo/responsibility/local.ts'
import { responsibilityList } from '../demo/responsibility.ts'
import { upsertCatalogue } from './reference.ts'
import { insertRows } from './rows.ts'
import { DEMO_SINCE, type LoadedDepartment } from './tree.ts'

export const DEMO_LIST = 'demo-1'

/** Publishes the responsibility list of the demo. Its conditions and limits are fictional, its classes are not (see db/demo). */
export async function loadList(
  tx: Tx,
  county: number,
  units: ReadonlyMap<string, LoadedDepartment>,
): Promise<void> {
  await upsertCatalogue(tx, localCatalogue, 'demo')
  await insertRows(tx, 'list_version', [
    {
      id: DEMO_LIST,
      county,
      valid_from: DEMO_SINCE,
      note: '演示：云溪街道责任清单',
      published_at: DEMO_SINCE,
    },
  ])
  await insertRows(
    tx,
    'list_entry',
    responsibilityList.map((e) => {
      const unit = units.get(e.departmentKey)
      if (unit === undefined) throw new Error(`${e.code} names an unknown unit ${e.departmentKey}`)
      return {
        version_id: DEMO_LIST,
        standard: e.standard,
        kind: e.kind,
        code: e.code,
        name: e.name,
        domain: e.domain,
        department_id: unit.id,
        legal_basis: e.legalBasis,
        grade: e.grade,
        self_handling: e.selfHandling,
        confidential: e.confidential,
        required_evidence: e.requiredEvidence,
        sources: e.sources,
        evidence: 'demo',
      }
    }),
  )
  await insertRows(
    tx,
    'list_condition',
    responsibilityList.flatMap((e) =>
      e.conditions.map((c) => ({
        version_id: DEMO_LIST,
        standard: e.standard,
        kind: e.kind,
        code: e.code,
        seq: c.seq,
        text: c.text,
        limit_amount: c.limit.amount,
        limit_unit: c.limit.unit,
        closing: c.closing,
        closing_evidence: c.closingEvidence,
        extension_times: c.extension?.times ?? null,
        extension_max: c.extension?.maxAmount ?? null,
      })),
    ),
  )
}
