/** Everything a rule can say has its sentence. */
import { describe, expect, it } from 'vitest'
import zh from '../../../lang/zh-CN/registry-rules.json' with { type: 'json' }
import { VERDICTS } from './comparison.ts'
import { GAPS } from '../schema/lists.ts'
import { DUPLICATE_REASONS } from '../schema/duplicate-lists.ts'
import { FACILITY_CODE_FAULTS, FACILITY_CODE_WARNINGS } from './facility-code.ts'
import { FRESHNESS_STATES } from './freshness.ts'
import { ID_NUMBER_FAULTS, ID_NUMBER_WARNINGS } from './id-number.ts'
import { KINSHIP, kinshipWord } from './kinship.ts'
import { OUTLINE_FAULTS } from './outline.ts'
import { PHONE_FAULTS, PHONE_WARNINGS } from './phone.ts'
import { USCC_FAULTS, USCC_WARNINGS } from './uscc.ts'

describe('phrases of the rules', () => {
  const under = (prefix: string, words: readonly string[]) =>
    words.map((word) => `registry-rules.${prefix}${word}`)
  it('exist for every word', () => {
    const wanted = [
      ...under('id-number-', [...ID_NUMBER_FAULTS, ...ID_NUMBER_WARNINGS]),
      ...under('uscc-', [...USCC_FAULTS, ...USCC_WARNINGS]),
      ...under('facility-code-', [...FACILITY_CODE_FAULTS, ...FACILITY_CODE_WARNINGS]),
      ...under('phone-', [...PHONE_FAULTS, ...PHONE_WARNINGS]),
      ...under('outline-', OUTLINE_FAULTS),
      ...under('freshness.', FRESHNESS_STATES),
      ...under('gap.', GAPS),
      ...under('verdict.', VERDICTS),
      ...under('duplicate.', DUPLICATE_REASONS),
      ...[...KINSHIP.codes.keys()].map(kinshipWord),
    ]
    expect(wanted.filter((key) => !Object.hasOwn(zh, key))).toEqual([])
  })
})
