import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../access.ts'
import { platformProblem } from '../problems.ts'
import type { RouteAnswer, RouteInput, RouteShape, RouteTable } from '../route.ts'

/** The actor a handler receives: never null unless the route is open to everyone. */
type ActorOf<R extends RouteShape> = R['access'] extends 'public' ? Actor | null : Actor

export interface Requested<R extends RouteShape> extends RouteInput<R> {
  readonly actor: ActorOf<R>
  readonly request: FastifyRequest
  /** For cookies, downloads and streams only; answers are returned. */
  readonly reply: FastifyReply
}

/** 'handled' says the handler wrote to `reply` itself (bytes, streams). */
export type Handler<R extends RouteShape> = (input: Requested<R>) => Promise<RouteAnswer<R> | 'handled'>
export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: Handler<T[K]> }

/** An answer with its status kept as a literal, so that it meets the declared response of that status. */
export const answer = <const S extends number, B>(status: S, body: B, headers?: Record<string, string>) => ({
  status,
  body,
  ...(headers === undefined ? {} : { headers }),
})

/** Every route ever bound in this process, for the matrix and fuzz tests and for OpenAPI. */
export const boundRoutes = new WeakMap<FastifyInstance, RouteShape[]>()
/** The same by name, 'grid.giveHolding': who may do what is read from here and kept nowhere else. */
export const boundByName = new WeakMap<FastifyInstance, Map<string, RouteShape>>()

/** Binds a domain's whole route table: a missing handler or a surplus one does not compile. */
export function bind<const T extends RouteTable>(
  app: FastifyInstance,
  tag: string,
  table: T,
  handlers: Handlers<T>,
): void {
  const known = boundRoutes.get(app) ?? []
  boundRoutes.set(app, known)
  const named = boundByName.get(app) ?? new Map<string, RouteShape>()
  boundByName.set(app, named)
  const byName = new Map<string, unknown>(Object.entries(handlers))
  for (const [key, shape] of Object.entries(table)) {
    const handler = byName.get(key)
    if (typeof handler !== 'function') throw new Error(`route ${tag}.${key} has no handler`)
    known.push(shape)
    named.set(`${tag}.${key}`, shape)
    bindOne(app, tag, key, shape, handler as Handler<RouteShape>)
  }
}

function bindOne(
  app: FastifyInstance,
  tag: string,
  key: string,
  shape: RouteShape,
  handler: Handler<RouteShape>,
): void {
  const { access } = shape
  const posts = typeof access === 'string' ? null : new Set(access.posts)
  app.route({
    method: shape.method,
    url: shape.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: {
      operationId: `${tag}.${key}`,
      tags: [tag],
      summary: shape.summary,
      ...(shape.params === undefined ? {} : { params: shape.params }),
      ...(shape.query === undefined ? {} : { querystring: shape.query }),
      ...(shape.body === undefined || shape.transport === 'upload' ? {} : { body: shape.body }),
      ...(shape.transport === undefined || shape.transport === 'upload' ? { response: shape.responses } : {}),
      ...(access === 'public' ? { security: [] } : { security: [{ session: [] }, { token: [] }] }),
    },
    ...(shape.perMinute === undefined
      ? {}
      : { config: { rateLimit: { max: shape.perMinute, timeWindow: 60_000 } } }),
    preValidation: (request, _reply, done) => {
      // Before validation, so that a stranger learns nothing of a route's shape from its refusals.
      if (access !== 'public') {
        const { actor } = request
        if (actor === null) return done(platformProblem('platform.not-signed-in'))
        if (posts !== null && !actor.holdings.some((h) => posts.has(h.post))) {
          return done(platformProblem('platform.not-allowed', { posts: [...posts] }))
        }
      }
      done()
    },
    handler: async (request, reply) => {
      const answer = await handler({
        params: request.params,
        query: request.query,
        body: request.body,
        // The check above ran, so a route that is not public always has its actor.
        actor: request.actor as Actor,
        request,
        reply,
      } as Requested<RouteShape>)
      if (answer === 'handled') return reply
      if (answer.headers !== undefined) void reply.headers(answer.headers)
      return reply.code(answer.status).send(answer.body)
    },
  })
}
