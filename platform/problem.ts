/**
 * The one error class. A domain lists its problems in its `schema.ts`; `rules.ts` returns them (so the phone can show
 * them before sending), `commands.ts` throws them and `platform/http.ts` renders RFC 9457 `application/problem+json`.
 * The code is also the key of the Chinese sentence in `lang/zh-CN`, so a refusal without a sentence does not compile.
 */
export class Problem extends Error {
  readonly code: string
  /** HTTP status, 4xx or 503. A 5xx other than 503 is a bug, never a Problem. */
  readonly status: number
  /** Values for the sentence and for programs: never personal data. `field` names the input at fault. */
  readonly details: Record<string, unknown>
  constructor(code: string, status: number, details: Record<string, unknown> = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.details = details
  }
}

/** Result of a pure rule: either the decision or the problem that refuses it. */
export type Decided<T> = { ok: true; value: T } | { ok: false; problem: Problem }
export const yes = <T>(value: T): Decided<T> => ({ ok: true, value })
export const no = <T>(problem: Problem): Decided<T> => ({ ok: false, problem })

/** Unwraps a rule's result, throwing its problem: the bridge from `rules.ts` to `commands.ts`. */
export function must<T>(decided: Decided<T>): T {
  if (!decided.ok) throw decided.problem
  return decided.value
}

/**
 * Declares a domain's problems: `{ 'grid.not-found': 404 }` → a factory typed by code.
 * @example const problem = problems({ 'grid.not-found': 404 }); throw problem('grid.not-found', { field: 'grid' })
 */
export function problems<const P extends Record<string, number>>(table: P) {
  const make = (code: keyof P & string, details: Record<string, unknown> = {}): Problem =>
    new Problem(code, table[code] ?? 500, details)
  return Object.assign(make, { table })
}
