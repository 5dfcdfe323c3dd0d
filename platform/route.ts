import type { z } from 'zod'

/** Largest file of an 'upload' route, in bytes. */
export const FILE_LIMIT = 10 * 1024 * 1024

/**
 * Who may call a route at all; what they may do to a record is decided in the domain's `access.ts`. There is no
 * default: a route without an access rule does not compile.
 */
export type RouteAccess = 'public' | 'signed-in' | { readonly posts: readonly string[] }

/**
 * One entry of a domain's route table: the only source of HTTP types. The server binds a handler to it, the web calls
 * it, OpenAPI 3.1 is emitted from it.
 */
export interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI form: '/api/incidents/{number}'. */
  readonly path: `/${string}`
  readonly summary: string
  readonly access: RouteAccess
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Bodies by status. Problems are the same on every route and not listed. */
  readonly responses: Readonly<Record<number, z.ZodType>>
  /** Requests allowed per minute and address, for routes open to everyone. */
  readonly perMinute?: number
  /** 'bytes' for raw downloads, 'upload' for multipart bodies, 'stream' for server-sent events. */
  readonly transport?: 'bytes' | 'upload' | 'stream'
}

export type RouteTable = Readonly<Record<string, RouteShape>>

export const route = <const R extends RouteShape>(shape: R): R => shape

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Given<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler receives, after validation. */
export interface RouteInput<R extends RouteShape> {
  readonly params: Parsed<R['params']>
  readonly query: Parsed<R['query']>
  readonly body: Parsed<R['body']>
}
/** What a caller sends, before defaults are filled in. */
export interface RouteCall<R extends RouteShape> {
  readonly params?: Given<R['params']>
  readonly query?: Given<R['query']>
  readonly body?: Given<R['body']>
}
/** One of the declared answers, status and body together. */
export type RouteAnswer<R extends RouteShape> = {
  [S in keyof R['responses'] & number]: {
    readonly status: S
    readonly body: z.input<R['responses'][S]>
    readonly headers?: Readonly<Record<string, string>>
  }
}[keyof R['responses'] & number]
export type RouteBody<R extends RouteShape> = z.output<R['responses'][keyof R['responses']]>
