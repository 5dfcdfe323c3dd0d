import { lookup as resolve, type LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Why something of ours did not get an answer from outside. */
export type OutboundError =
  'bad-address' | 'refused-address' | 'plain-http' | 'unresolved' | 'timeout' | 'unreachable' | 'too-large'

export interface OutboundRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export type OutboundAnswer =
  | { readonly ok: true; readonly code: number; readonly answer: string; readonly retryAfterS: number | null }
  | { readonly ok: false; readonly error: OutboundError }

/**
 * Posts to addresses that somebody typed or a browser gave: never to this machine, its network or a cloud's metadata, unless
 * the deployment names the network. The address is judged after the name is resolved, by the connection itself, so a name
 * that answers differently the second time gains nothing; redirects are not followed.
 */
export interface Outbound {
  /** Judges what can be judged without asking anybody: form, scheme, literal address. Null: may be tried. */
  check(url: string): OutboundError | null
  post(request: OutboundRequest): Promise<OutboundAnswer>
}

export interface OutboundOptions {
  /** Networks ('10.20.0.0/16', '192.168.5.9') that may be posted to although they are not public, without TLS too. */
  readonly allow: readonly string[]
  readonly timeoutMs?: number
}

export const OUTBOUND_LIMIT = 64 * 1024
const ANSWER_KEPT = 512
const TIMEOUT_MS = 10_000

/** Loopback, private, link-local (metadata), shared, reserved, multicast, documentation; and the same seen through IPv6. */
const CLOSED: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

function closedList(): BlockList {
  const list = new BlockList()
  for (const [net, prefix, kind] of CLOSED) list.addSubnet(net, prefix, kind)
  return list
}

/** @throws Error naming an entry that is no network */
export function networks(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [net = '', prefix] = entry.split('/')
    if (isIP(net) === 0) throw new Error(entry)
    const bits = prefix === undefined ? (isIP(net) === 6 ? 128 : 32) : Number(prefix)
    if (!Number.isInteger(bits) || bits < 0 || bits > (isIP(net) === 6 ? 128 : 32)) throw new Error(entry)
    list.addSubnet(net, bits, family(net))
  }
  return list
}

class Refused extends Error {}

export function createOutbound(options: OutboundOptions): Outbound {
  const closed = closedList()
  const allowed = networks(options.allow)
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  /** An IPv4 address written as IPv6 is judged as what it is: BlockList does so for ::ffff:0:0/96. */
  const isAllowed = (address: string): boolean => allowed.check(address, family(address))
  const isOpen = (address: string): boolean => !closed.check(address, family(address))

  const parse = (url: string): { url: URL; literal: string | null } | OutboundError => {
    let parsed: URL
    try {
      parsed = new URL(url)
    } catch {
      return 'bad-address'
    }
    if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return 'bad-address'
    if (parsed.username !== '' || parsed.password !== '') return 'bad-address'
    const host = parsed.hostname.replace(/^\[|\]$/g, '')
    const literal = isIP(host) === 0 ? null : host
    if (literal !== null && !isAllowed(literal)) {
      if (!isOpen(literal)) return 'refused-address'
      if (parsed.protocol === 'http:') return 'plain-http'
    }
    // Plain HTTP to a name is judged when it is resolved; where no network is named it can never be right.
    if (literal === null && parsed.protocol === 'http:' && options.allow.length === 0) return 'plain-http'
    return { url: parsed, literal }
  }

  /** Resolves as Node.js does and hands over only addresses that may be connected to. */
  const guarded =
    (tls: boolean): LookupFunction =>
    (host, wanted, done) => {
      resolve(host, { ...wanted, all: true }, (error, addresses: LookupAddress[]) => {
        if (error !== null) {
          done(error, [])
          return
        }
        const fit = addresses.filter((a) => isAllowed(a.address) || (tls && isOpen(a.address)))
        const [first] = fit
        if (first === undefined) done(new Refused(), [])
        else if (wanted.all === true) done(null, fit)
        else done(null, first.address, first.family)
      })
    }

  return {
    check: (url) => {
      const found = parse(url)
      return typeof found === 'string' ? found : null
    },
    post: ({ url, headers, body }) =>
      new Promise((settle) => {
        const found = parse(url)
        if (typeof found === 'string') {
          settle({ ok: false, error: found })
          return
        }
        if (Buffer.byteLength(body) > OUTBOUND_LIMIT) {
          settle({ ok: false, error: 'too-large' })
          return
        }
        const tls = found.url.protocol === 'https:'
        const signal = AbortSignal.timeout(timeoutMs)
        const failed = (error: unknown): void => {
          const code = (error as NodeJS.ErrnoException | null)?.code
          if (error instanceof Refused) settle({ ok: false, error: 'refused-address' })
          else if (signal.aborted) settle({ ok: false, error: 'timeout' })
          else if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') settle({ ok: false, error: 'unresolved' })
          else settle({ ok: false, error: 'unreachable' })
        }
        const request = (tls ? tlsRequest : plainRequest)(
          found.url,
          {
            method: 'POST',
            headers: { 'user-agent': 'lifang', ...headers, 'content-length': Buffer.byteLength(body) },
            lookup: guarded(tls),
            agent: false,
            signal,
          },
          (response) => {
            const parts: Buffer[] = []
            let held = 0
            const told = (): void => {
              const wait = Number(response.headers['retry-after'])
              settle({
                ok: true,
                code: response.statusCode ?? 0,
                answer: Buffer.concat(parts)
                  .subarray(0, ANSWER_KEPT)
                  .toString('utf8')
                  .replaceAll('\u0000', '')
                  .toWellFormed(),
                retryAfterS: Number.isFinite(wait) && wait > 0 ? wait : null,
              })
            }
            response.on('data', (chunk: Buffer) => {
              parts.push(chunk)
              held += chunk.length
              // Nothing more is wanted: an answer without end must not hold us.
              if (held >= ANSWER_KEPT) {
                told()
                response.destroy()
              }
            })
            response.on('end', told)
            // The status came: a body cut short changes nothing about it, but one that never comes is a time-out.
            response.on('error', (error) => (signal.aborted ? failed(error) : told()))
          },
        )
        request.on('error', failed)
        request.end(body)
      }),
  }
}
