import { Agent, request as httpRequest } from 'node:http'

export interface Shot {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}
export interface Round {
  readonly seconds: number
  readonly done: number
  readonly failed: number
  /** Requests a second. */
  readonly rate: number
  readonly p50: number
  readonly p99: number
}

const CLIENTS = 16

/** @param q 0.5: the median, 1: the largest; NaN of nothing */
export const quantile = (list: readonly number[], q: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? Number.NaN

/** Sixteen clients, each sending its next request when the last was answered, for a time. Latencies in ms. */
export async function fire(
  base: string,
  headers: Readonly<Record<string, string>>,
  next: () => Shot,
  seconds: number,
): Promise<Round> {
  const { hostname, port } = new URL(base)
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const took: number[] = []
  let failed = 0
  const started = performance.now()
  const until = started + seconds * 1000
  const once = (): Promise<void> =>
    new Promise((resolve) => {
      const shot = next()
      const at = performance.now()
      const sent = httpRequest(
        {
          agent,
          hostname,
          port,
          method: shot.method,
          path: shot.path,
          headers: {
            ...headers,
            ...(shot.body === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(shot.body) }),
          },
        },
        (response) => {
          if ((response.statusCode ?? 0) >= 400 && failed === 0) {
            response
              .setEncoding('utf8')
              .on('data', (text: string) => process.stderr.write(`${shot.path}: ${text}\n`))
          }
          const ok =
            response.statusCode !== undefined && response.statusCode >= 200 && response.statusCode < 300
          response.resume()
          response.on('end', () => {
            if (ok) took.push(performance.now() - at)
            else failed++
            resolve()
          })
        },
      )
      sent.on('error', () => {
        failed++
        resolve()
      })
      sent.end(shot.body)
    })
  const client = async (): Promise<void> => {
    while (performance.now() < until) await once()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const elapsed = (performance.now() - started) / 1000
  agent.destroy()
  return {
    seconds: elapsed,
    done: took.length,
    failed,
    rate: took.length / elapsed,
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
  }
}
