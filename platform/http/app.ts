import fastifyCookie from '@fastify/cookie'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Actor } from '../access.ts'
import type { Phrases } from '../lang.ts'
import { Problem } from '../problem.ts'
import { platformProblem } from '../problems.ts'
import { FILE_LIMIT } from '../route.ts'
import { sendError, sendProblem } from './errors.ts'
import { parseJson, refuseBadText } from './text.ts'

/** Who is behind a request and how they proved it. `actor` is null for a signed-in account that may not act yet. */
export interface Identified {
  readonly actor: Actor
  /** True when proof came in a cookie: then a write must come from our own pages. */
  readonly byCookie: boolean
  /** Set when the account must first change its password or pass its second factor: only these routes are open. */
  readonly onlyRoutes: readonly string[] | null
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
  interface FastifyInstance {
    identify: Identify
  }
}

/**
 * Resolves the session cookie or bearer token; null when there is none or it is void. 'watching': an open screen, which is
 * not somebody at work, so that the session ends of idleness all the same.
 */
export type Identify = (
  request: Pick<FastifyRequest, 'headers' | 'cookies'>,
  as?: 'watching',
) => Promise<Identified | null>

/** `stream` takes the lines in place of standard output, for a test that reads them. */
export type LogOptions = boolean | { level: string; stream?: { write(line: string): void } }

export interface AppOptions {
  readonly phrases: Phrases
  readonly identify: Identify
  readonly log: LogOptions
  /** Checks every answer against its declared schema. On in tests, off in production where the time is the reader's. */
  readonly checkAnswers: boolean
  /** Behind a reverse proxy that sets X-Forwarded-For. */
  readonly trustProxy: boolean
}

export const BODY_LIMIT = 1024 * 1024

/** The HTTP application without any route of a domain. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { phrases } = options
  const app = Fastify({
    logger: options.log,
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      // Thrown before routing, for example by a URL that does not decode.
      void sendError(request, reply, phrases, error)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(options.checkAnswers ? serializerCompiler : () => (body) => JSON.stringify(body))
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, raw, done) => {
    try {
      done(null, parseJson(raw.toString()))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
  await app.register(fastifyCookie)
  // One byte more than a file may have: a stream is cut off at the limit without a word, and who reads it must see that it was.
  await app.register(fastifyMultipart, {
    limits: { fileSize: FILE_LIMIT + 1, files: 1, fields: 8, parts: 9 },
  })
  await app.register(fastifyRateLimit, {
    global: false,
    // Limits are for strangers; whoever signed in is known and answerable.
    allowList: (request) => request.actor !== null,
    errorResponseBuilder: (_request, context) =>
      new Problem('platform.too-many-requests', 429, { seconds: Math.ceil(context.ttl / 1000) }),
  })
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lifang 里坊',
        version: '0.1.0',
        description:
          'Grid-based community governance and services. Refusals are application/problem+json (RFC 9457) with `code`, `details` and a Chinese `title`. Commands carry an `id` (UUID) minted by the caller: repeating one is safe.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'lifang_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { docExpansion: 'none' } })
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger())

  app.decorate('identify', options.identify)
  app.decorateRequest('actor', null)
  app.addHook('onRequest', async (request) => {
    if (request.url.includes('%')) refuseBadText(decodeURI0(request.url), 'url')
    const identified = await options.identify(request)
    if (identified === null) return
    if (identified.byCookie && request.method !== 'GET' && request.method !== 'HEAD')
      refuseForeignOrigin(request)
    if (identified.onlyRoutes === null || identified.onlyRoutes.includes(request.routeOptions.url ?? '')) {
      request.actor = identified.actor
    } else if (request.url.startsWith('/api/')) {
      throw new Problem('identity.step-required', 403, { open: identified.onlyRoutes })
    }
  })
  app.setErrorHandler((error, request, reply) => sendError(request, reply, phrases, error))
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, phrases, platformProblem('platform.not-found')),
  )
  return app
}

function decodeURI0(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    throw platformProblem('platform.invalid-text', { field: 'url' })
  }
}

/** A browser says where a write comes from; a program that sends neither header has no cookie jar to be tricked with. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin
  if (origin !== undefined && origin !== 'null') {
    let host: string
    try {
      host = new URL(origin).host
    } catch {
      throw platformProblem('platform.foreign-origin')
    }
    if (host !== request.headers.host) throw platformProblem('platform.foreign-origin')
    return
  }
  const site = request.headers['sec-fetch-site']
  if (origin === 'null' || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    throw platformProblem('platform.foreign-origin')
  }
}
