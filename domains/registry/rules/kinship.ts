/**
 * Relations to the head of a household, two digits, GB/T 4761-2008. The standard itself was not read: the table is from memory of
 * systems that use it, so it is configuration (a deployment may bring its own) and what it says only warns. Words are phrase
 * keys `registry-rules.kin.<code>`.
 */
import type { Sex } from './id-number.ts'

export interface Kinship {
  readonly code: string
  /** What the word itself says of the person's sex; null: nothing. */
  readonly sex: Sex | null
  /** Generations below the head: 1 for children, −1 for parents; null where the word does not say. */
  readonly generation: number | null
  /** Related by marriage or other: no bound on ages follows. */
  readonly byMarriage: boolean
}
export interface KinshipTable {
  readonly standard: string
  readonly evidence: 'read' | 'second-hand' | 'unverified'
  readonly codes: ReadonlyMap<string, Kinship>
}

export const SELF = '01'
export const HEAD = '02'
export const NOT_RELATED = '99'
export const SPOUSES: readonly string[] = ['10', '11', '12']

/** code:sex:generation, sex m f or -, generation ? when open, * by marriage. */
const ROWS =
  '01:-:0 02:-:0 10:-:0* 11:m:0* 12:f:0* 20:m:1 21:m:1 22:m:1 23:m:1 24:m:1 25:m:1 26:m:1 27:m:1* 28:m:1* 29:m:1* ' +
  '30:f:1 31:f:1 32:f:1 33:f:1 34:f:1 35:f:1 36:f:1 37:f:1* 38:f:1* 39:f:1* ' +
  '40:-:2 41:m:2 42:f:2 43:m:2 44:f:2 45:f:2* 46:m:2* 47:m:3 48:f:3 49:-:2* ' +
  '50:-:-1 51:m:-1 52:f:-1 53:m:-1* 54:f:-1* 55:m:-1* 56:f:-1* 57:m:-1* 58:f:-1* 59:-:-1* ' +
  '60:-:-2 61:m:-2 62:f:-2 63:m:-2 64:f:-2 65:-:-2* 66:m:-3 67:f:-3 68:-:-3* 69:-:-2* ' +
  '70:-:0 71:m:0 72:f:0* 73:m:0 74:f:0* 75:f:0 76:m:0* 77:f:0 78:m:0* 79:-:0* ' +
  '80:-:? 81:m:-1* 82:f:-1* 83:m:-1* 84:f:-1* 85:m:-1* 86:f:-1* 87:m:-1* 88:f:-1* 89:m:-1* 90:f:-1* ' +
  '91:-:0* 92:-:0* 93:m:1* 94:f:1* 95:m:1* 96:f:1* 97:-:? 99:-:?'

export const KINSHIP: KinshipTable = {
  standard: 'GB/T 4761-2008',
  evidence: 'unverified',
  codes: new Map(
    ROWS.split(' ').map((row): [string, Kinship] => {
      const [code = '', sex = '', generation = ''] = row.split(':')
      return [
        code,
        {
          code,
          sex: sex === 'm' ? 'male' : sex === 'f' ? 'female' : null,
          generation: generation === '?' ? null : Number(generation.replace('*', '')),
          byMarriage: generation.endsWith('*') || generation === '?',
        },
      ]
    }),
  ),
}

/** Phrase key of the word for a code. */
export const kinshipWord = (code: string): string => `registry-rules.kin.${code}`
