/** A class of the responsibility list as one text: in the address, as the value of a choice, as the key of a row. */
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'

export const keyText = (k: ClassKey): string => `${k.standard}|${k.kind}|${k.code}`

/** Back from the text; null for what is none. */
export function keyOf(text: string | undefined): ClassKey | null {
  const [standard, kind, code] = (text ?? '').split('|')
  if (standard === undefined || code === undefined || (kind !== 'component' && kind !== 'matter')) return null
  return { standard, kind, code }
}
