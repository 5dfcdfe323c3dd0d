import { Problem } from '@lifang/platform/problem.ts'
import type { RouteBody, RouteCall, RouteShape } from '@lifang/platform/route.ts'
import { toJson } from '@lifang/platform/unseen.ts'
import { has, locale, t } from './words.ts'

/** A refusal as the server said it, with its Chinese sentence; or that the server could not be reached. */
export class Refusal extends Problem {
  readonly title: string
  constructor(code: string, status: number, details: Record<string, unknown>, title: string) {
    super(code, status, details)
    this.name = 'Refusal'
    this.title = title
  }
  /** Name of the input at fault, where the refusal names one. */
  get field(): string | null {
    const field = this.details['field']
    return typeof field === 'string' ? field : null
  }
  /** True when nobody knows whether the command was carried out: the same id must be sent again. */
  get unsure(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export const isRefusal = (error: unknown, code?: string): error is Refusal =>
  error instanceof Refusal && (code === undefined || error.code === code)

/** Told of every answer "please sign in"; the app opens its sign-in window over the page. */
let onSignedOut: (() => void) | null = null
export function whenSignedOut(listener: (() => void) | null): void {
  onSignedOut = listener
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/** '/api/incidents/{number}' with its values, and the query behind it; empty values are left out. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(params[name])))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (text(value) !== '') search.set(key, text(value))
  const tail = search.toString()
  return tail === '' ? filled : `${filled}?${tail}`
}

/** Any values object as name → value. */
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** One request of a declared route. @throws Refusal */
export async function call<R extends RouteShape>(
  shape: R,
  input: RouteCall<R> & { readonly signal?: AbortSignal } = {},
): Promise<RouteBody<R>> {
  const body = input.body === undefined ? undefined : toJson(input.body)
  const answer = await send(addressOf(shape.path, record(input.params), record(input.query)), {
    method: shape.method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  })
  // The server validates its answers against the same table in its tests.
  return answer as RouteBody<R>
}

/** Files to a declared route, with what stands beside them in its address. @throws Refusal */
export const upload = async <R extends RouteShape>(
  shape: R,
  files: FormData,
  query?: RouteCall<R>['query'],
): Promise<RouteBody<R>> =>
  (await send(addressOf(shape.path, {}, record(query)), {
    method: shape.method,
    body: files,
  })) as RouteBody<R>

/** Sends a prepared request and reads its answer or its problem. */
export async function send(url: string, init: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, { ...init, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal('platform.unreachable', 0, {}, t('platform.unreachable'))
  }
  if (response.status === 204) return undefined
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  throw refusalOf(response.status, record(body))
}

function refusalOf(status: number, body: Readonly<Record<string, unknown>>): Refusal {
  const code = typeof body['code'] === 'string' ? body['code'] : 'platform.bad-answer'
  const details = record(body['details'])
  // The server says its sentence in Chinese; a page in another language says its own.
  const said = locale() === 'zh-CN' ? body['title'] : undefined
  const title =
    typeof said === 'string' && said !== ''
      ? said
      : t(has(code) ? code : 'platform.bad-answer', { status, ...details })
  if (code === 'platform.not-signed-in') onSignedOut?.()
  return new Refusal(code, status, { ...details }, title)
}
