import { gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sha256 } from '../crypto.ts'

/** An answer made once and sent many times: plain, packed, and the tag of its content. */
export interface Kept {
  readonly body: Buffer
  readonly packed: Buffer
  readonly etag: string
}

export function keepJson(content: unknown): Kept {
  const body = Buffer.from(JSON.stringify(content))
  return {
    body,
    packed: gzipSync(body),
    etag: `"${sha256(body.toString('utf8')).toString('base64url').slice(0, 22)}"`,
  }
}

/** 304 to whoever has it already; packed for whoever can unpack it. The tag is weak then, as the bytes differ. */
export async function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, packed, etag }: Kept,
  cacheControl: string,
): Promise<'handled'> {
  const known = request.headers['if-none-match']
    ?.split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === etag)
  void reply
    .header('etag', `W/${etag}`)
    .header('cache-control', cacheControl)
    .header('vary', 'accept-encoding')
  if (known === true) {
    await reply.code(304).send()
    return 'handled'
  }
  void reply.header('content-type', 'application/json; charset=utf-8')
  if (request.headers['accept-encoding']?.includes('gzip') === true)
    await reply.header('content-encoding', 'gzip').send(packed)
  else await reply.send(body)
  return 'handled'
}
