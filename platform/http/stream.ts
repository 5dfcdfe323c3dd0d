import type { FastifyReply } from 'fastify'

/** An open answer of server-sent events. */
export interface EventStream {
  send(event: string, data: unknown): void
  /** Called once, when the screen goes away or the server stops. */
  onClose(work: () => void): void
}

const HEARTBEAT_MS = 20_000

/** Takes the answer over and keeps it open; a heartbeat tells proxies and us that somebody is still there. */
export function openStream(reply: FastifyReply): EventStream {
  reply.hijack()
  const out = reply.raw
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  })
  out.write('retry: 3000\n\n')
  const beat = setInterval(() => out.write(': still here\n\n'), HEARTBEAT_MS)
  out.on('close', () => clearInterval(beat))
  return {
    send: (event, data) => void out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    onClose: (work) => void out.on('close', work),
  }
}
