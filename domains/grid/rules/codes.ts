import type { Decided } from '@lifang/platform/problem.ts'
import { no, yes } from '@lifang/platform/problem.ts'
import { problem } from '../schema.ts'
import type { GridKind } from '../schema.ts'

/**
 * Grid codes by template. There is no single readable national rule (15, 16, 17, 19 and 20 digits are all in use), so
 * the template is configuration; a code is never given twice, not even after a merge has retired it.
 */
export const DEFAULT_TEMPLATES = {
  /** 12-digit division code + 3-digit sequence in the community = 15 digits. */
  general: '{region12}{seq:3}',
  /** The same form; the sequence starts at 901. */
  dedicated: '{region12}{seq:3}',
  /** 15 digits of the grid + 2 = 17 digits. */
  micro: '{grid}{micro:2}',
} as const satisfies Record<GridKind, string>

/** First number handed out. Dedicated grids count from 901, and the others stop below that. */
const SEQUENCE_RANGE = {
  general: { first: 1, last: 900 },
  dedicated: { first: 901, last: 999 },
  micro: { first: 1, last: Number.MAX_SAFE_INTEGER },
} as const satisfies Record<GridKind, { first: number; last: number }>

const SLICES = {
  region12: [0, 12],
  region9: [0, 9],
  region6: [0, 6],
  street3: [6, 9],
  community3: [9, 12],
} as const
type SliceName = keyof typeof SLICES
const isSlice = (name: string): name is SliceName => Object.hasOwn(SLICES, name)

/** Digit of {kind}. */
const KIND_DIGIT = { general: '1', dedicated: '2', micro: '3' } as const satisfies Record<GridKind, string>

type Token =
  | { token: 'text'; text: string }
  | { token: 'slice'; name: SliceName }
  | { token: 'grid' }
  | { token: 'kind' }
  | { token: 'number'; name: 'seq' | 'micro'; digits: number }

/** Longest official code we store. */
const LONGEST = 32

/**
 * Reads a template. Tokens: {region12} {region9} {region6} {street3} {community3} (parts of the 12-digit community code),
 * {grid} (the parent grid's own code), {kind}, {seq:n} or {micro:n} exactly once and last. Digits and letters stand for themselves.
 */
export function parseTemplate(template: string): Decided<Token[]> {
  const invalid = (reason: string): Decided<Token[]> =>
    no(problem('grid.template-invalid', { field: 'template', template, reason }))
  const tokens: Token[] = []
  for (const piece of template.match(/\{[^}]*\}|[^{]+|\{/g) ?? []) {
    const counter = /^\{(seq|micro):([1-9])\}$/.exec(piece)
    const name = piece.slice(1, -1)
    if (counter) {
      tokens.push({
        token: 'number',
        name: counter[1] === 'seq' ? 'seq' : 'micro',
        digits: Number(counter[2]),
      })
    } else if (!piece.startsWith('{')) {
      if (!/^[0-9A-Z-]+$/.test(piece)) return invalid('letters')
      tokens.push({ token: 'text', text: piece })
    } else if (name === 'kind' || name === 'grid') tokens.push({ token: name })
    else if (isSlice(name)) tokens.push({ token: 'slice', name })
    else return invalid('token')
  }
  const counters = tokens.filter((t) => t.token === 'number')
  if (counters.length !== 1 || tokens.at(-1)?.token !== 'number') return invalid('counter')
  return yes(tokens)
}

/** What a code is built in: the community (12 digits) and, for a micro grid, the grid that holds it. */
export interface CodePlace {
  template: string
  kind: GridKind
  /** 12-digit division code of the community. */
  region: string
  /** Code of the parent grid; only templates with {grid} need it. */
  grid?: string
}

/** Everything before the counter, and the counter's width. */
function stem(place: CodePlace): Decided<{ prefix: string; digits: number }> {
  const parsed = parseTemplate(place.template)
  if (!parsed.ok) return parsed
  if (!/^\d{12}$/.test(place.region)) {
    return no(problem('grid.template-value-missing', { field: 'region', token: 'region12' }))
  }
  let prefix = ''
  let digits = 0
  for (const token of parsed.value) {
    switch (token.token) {
      case 'text':
        prefix += token.text
        break
      case 'slice':
        prefix += place.region.slice(...SLICES[token.name])
        break
      case 'kind':
        prefix += KIND_DIGIT[place.kind]
        break
      case 'grid':
        if (!place.grid) return no(problem('grid.template-value-missing', { field: 'grid', token: 'grid' }))
        prefix += place.grid
        break
      case 'number':
        digits = token.digits
        break
      default:
        token satisfies never
    }
  }
  if (prefix.length + digits > LONGEST) {
    return no(
      problem('grid.template-invalid', { field: 'template', template: place.template, reason: 'length' }),
    )
  }
  return yes({ prefix, digits })
}

/** Codes in use today and codes that were in use once. Both are refused; they differ in what people are told. */
export interface CodeLedger {
  taken: ReadonlySet<string>
  retired: ReadonlySet<string>
}

/** Is this code (typed or imported) right for its place, and free? */
export function checkCode(code: string, place: CodePlace, ledger: CodeLedger): Decided<string> {
  const form = stem(place)
  if (!form.ok) return form
  const { prefix, digits } = form.value
  if (code.length !== prefix.length + digits || !/^\d+$/.test(code.slice(prefix.length))) {
    return no(problem('grid.code-malformed', { field: 'code', code, template: place.template }))
  }
  if (!code.startsWith(prefix)) {
    return no(problem('grid.code-outside-parent', { field: 'code', code, parent: prefix }))
  }
  if (ledger.taken.has(code)) return no(problem('grid.code-taken', { field: 'code', code }))
  if (ledger.retired.has(code)) return no(problem('grid.code-retired', { field: 'code', code }))
  return yes(code)
}

/**
 * The next code after the highest ever used in this place (not the lowest free one: holes are left so that a code list
 * shows where something ended).
 */
export function nextCode(place: CodePlace, ledger: CodeLedger): Decided<string> {
  const form = stem(place)
  if (!form.ok) return form
  const { prefix, digits } = form.value
  // Dedicated grids keep their block only where the counter is wide enough to have one.
  const range = digits >= 3 ? SEQUENCE_RANGE[place.kind] : SEQUENCE_RANGE.micro
  const last = Math.min(range.last, 10 ** digits - 1)
  let highest = range.first - 1
  for (const set of [ledger.taken, ledger.retired]) {
    for (const code of set) {
      if (code.length !== prefix.length + digits || !code.startsWith(prefix)) continue
      const n = Number(code.slice(prefix.length))
      if (n > highest && n <= last) highest = n
    }
  }
  if (highest >= last) return no(problem('grid.codes-exhausted', { parent: prefix, last }))
  return yes(prefix + String(highest + 1).padStart(digits, '0'))
}
