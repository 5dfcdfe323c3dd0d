import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { sqlState } from '../db.ts'
import { newId } from '../id.ts'
import { say, type Phrases } from '../lang.ts'
import { Problem } from '../problem.ts'
import { platformProblem } from '../problems.ts'

/** RFC 9457 body. `title` is the Chinese sentence, `code` is stable for programs. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>
}

/** Turns whatever was thrown into a Problem, or undefined when it is a bug. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map((v) => ({
      field: v.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      rule: v.keyword,
      message: v.message,
    }))
    const field = issues[0]?.field
    return platformProblem('platform.invalid-input', {
      field: field === undefined || field === '' ? (error.validationContext ?? 'body') : field,
      issues: issues.slice(0, 20),
    })
  }
  const state = sqlState(error)
  if (state !== undefined) {
    // 22xxx: a value of the right shape that PostgreSQL cannot hold (out of range, bad encoding). The caller's fault.
    if (state.startsWith('22')) return platformProblem('platform.invalid-input', { field: 'body' })
    // 08, 53, 57P0x: the database is restarting, full or out of connections. Nothing was saved; a retry is safe.
    if (/^(08|53|57P|58)/.test(state)) return platformProblem('platform.unavailable')
    return undefined
  }
  const code = (error as Partial<FastifyError> | null)?.code
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return platformProblem('platform.wrong-content-type', { expected: 'application/json' })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return platformProblem('platform.too-large', { limit: '10 MB' })
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'ETIMEDOUT':
    case 'EPIPE':
      return platformProblem('platform.unavailable')
    default:
  }
  const status = (error as Partial<FastifyError> | null)?.statusCode
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem('platform.invalid-input', status, { field: 'body', reason: code ?? 'malformed' })
  }
  if (
    error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  ) {
    return platformProblem('platform.unavailable')
  }
  return undefined
}

export const problemBody = (phrases: Phrases, p: Problem): ProblemBody => ({
  type: `urn:lifang:problem:${p.code}`,
  title: say(phrases, p.code, p.details),
  status: p.status,
  code: p.code,
  details: p.details,
})

export function sendProblem(reply: FastifyReply, phrases: Phrases, p: Problem): FastifyReply {
  const seconds = p.details['seconds']
  if (p.status === 429 && typeof seconds === 'number') void reply.header('retry-after', String(seconds))
  return reply
    .code(p.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(phrases, p))
}

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  phrases: Phrases,
  error: unknown,
): FastifyReply {
  const known = asProblem(error)
  if (known !== undefined) {
    if (known.code === 'platform.unavailable') request.log.error({ err: error }, 'unavailable')
    return sendProblem(reply, phrases, known)
  }
  const errorId = newId()
  request.log.error({ err: error, errorId, url: request.url }, 'unexpected error')
  return sendProblem(reply, phrases, new Problem('platform.internal', 500, { errorId }))
}
