/**
 * What a rule of the registry has noticed. `code` is a phrase key of `lang/<locale>/registry-rules.json`, `details` fill its
 * placeholders and never hold personal data. Whether a finding blocks is said by where it stands: a `fault` refuses the
 * value, a `warning` is kept beside it.
 */
export interface Finding {
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>
}

export const finding = (code: string, details: Finding['details'] = {}): Finding => ({ code, details })

/**
 * One spelling for what people paste and sheets contain: full-width forms become ASCII (NFKC), blanks and marks nobody sees
 * are dropped.
 */
export const plainCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}\p{Cc}]/gu, '')
    .toUpperCase()
