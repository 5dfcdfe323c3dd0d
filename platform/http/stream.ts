import type { FastifyReply, FastifyRequest } from 'fastify'

/** An open answer of server-sent events. */
export interface EventStream {
  send(event: string, data: unknown): void
  /** Called once, when the screen goes away or the server stops. */
  onClose(work: () => void): void
}

const HEARTBEAT_MS = 20_000

/**
 * Takes the answer over and keeps it open; a heartbeat tells proxies and us that somebody is still there. It ends when who
 * asked has signed out or holds other posts than at the start: the screen comes back and is let in as what it is now.
 */
export function openStream(
  request: FastifyRequest,
  reply: FastifyReply,
  beatMs: number = HEARTBEAT_MS,
): EventStream {
  const { server, actor } = request
  const asked = JSON.stringify(actor)
  reply.hijack()
  const out = reply.raw
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  })
  out.write('retry: 3000\n\n')
  const beat = setInterval(() => {
    server.identify(request, 'watching').then(
      (now) => {
        if (JSON.stringify(now?.actor ?? null) === asked) out.write(': still here\n\n')
        else out.end()
      },
      // The database does not answer: nothing is told meanwhile, and the next beat asks again.
      () => undefined,
    )
  }, beatMs)
  out.on('close', () => clearInterval(beat))
  return {
    send: (event, data) => void out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    onClose: (work) => void out.on('close', work),
  }
}
