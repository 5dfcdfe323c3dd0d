import type { FilingCondition, ResponsibilityEntry } from './entry.ts'
import { extensionOf, gradeOf, limitOf } from './entry.ts'
import type { Row } from './local-classes.ts'
import { majors } from './local-classes.ts'
import { exampleConditions } from './urban.ts'

/**
 * The demo's own catalogue. Codes start with L so that they can never collide with a national catalogue; the classes follow
 * what such platforms carry beside urban management (disputes, hazards, care, petitions …).
 */
export const LOCAL_STANDARD = 'LOCAL-DEMO'

function conditionsOf(entry: Row): FilingCondition[] {
  if (entry.published !== undefined) return exampleConditions('GB/T 30428.2-2013', entry.published, ['after'])
  return entry.conditions.map(([text, short, closing, closingEvidence = ['after']], index) => {
    const limit = limitOf(short)
    return {
      seq: index + 1,
      text,
      limit,
      closing,
      closingEvidence,
      extension: extensionOf(limit),
      evidence: 'demo',
    }
  })
}

const coded = majors.flatMap((major) =>
  major.rows.map((entry, index) => ({
    major,
    entry,
    code: `${major.code}${String(index + 1).padStart(3, '0')}`,
  })),
)

/** The local catalogue in the shape of the reference catalogues. */
export const localCatalogue = {
  standard: LOCAL_STANDARD,
  title: '云溪街道地方事项目录（演示）',
  evidence: 'fictional: demo only',
  entries: coded.map(({ major, entry, code }) => ({
    kind: 'matter' as const,
    code,
    name: entry.name,
    majorCode: major.code,
    majorName: major.name,
  })),
}

export const localEntries: readonly ResponsibilityEntry[] = coded.map(({ major, entry, code }) => {
  const flags = entry.flags ?? ''
  return {
    standard: LOCAL_STANDARD,
    kind: 'matter',
    code,
    name: entry.name,
    domain: major.domain,
    departmentKey: entry.unit,
    legalBasis: entry.basis,
    grade: gradeOf(flags),
    selfHandling: flags.includes('s'),
    confidential: flags.includes('c'),
    requiredEvidence: flags.includes('p') ? ['near', 'far'] : [],
    sources: null,
    conditions: conditionsOf(entry),
    validFrom: '2026-01-01',
  }
})
