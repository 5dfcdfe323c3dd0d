/**
 * 管理部件标识码. 17 digits by the GB/T 47678 series: area 6, major 2, minor 3, sequence 6; 16 digits in older surveys: area 6, major 2,
 * minor 2 or 3, sequence (domain.md 2.3 and 2.4, second-hand). Codes of the field follow neither everywhere, so what does not fit its
 * area or class warns and is kept with a reason; only what cannot be a code at all is refused.
 */
import { finding, plainCode, type Finding } from './finding.ts'

export const FACILITY_CODE_FAULTS = ['characters', 'length'] as const
export const FACILITY_CODE_WARNINGS = ['form', 'area', 'class'] as const

export type FacilityCodeRead =
  | { readonly ok: true; readonly value: string; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly fault: Finding }

/**
 * @param area six digits of the county
 * @param code class code of the component, five digits in the current catalogue
 */
export function readFacilityCode(text: string, area: string, code: string): FacilityCodeRead {
  const value = plainCode(text)
  if (!/^[0-9A-Z-]*$/.test(value)) return refuse('characters')
  if (value.length < 6 || value.length > 32) return refuse('length', { length: value.length })
  if (!/^\d{16,17}$/.test(value))
    return {
      ok: true,
      value,
      warnings: [finding('registry-rules.facility-code-form', { length: value.length })],
    }
  const warnings: Finding[] = []
  if (value.slice(0, 6) !== area)
    warnings.push(finding('registry-rules.facility-code-area', { found: value.slice(0, 6), expected: area }))
  if (value.length === 17 && value.slice(6, 11) !== code)
    warnings.push(
      finding('registry-rules.facility-code-class', { found: value.slice(6, 11), expected: code }),
    )
  return { ok: true, value, warnings }
}

const refuse = (
  fault: (typeof FACILITY_CODE_FAULTS)[number],
  details: Finding['details'] = {},
): FacilityCodeRead => ({ ok: false, fault: finding(`registry-rules.facility-code-${fault}`, details) })
