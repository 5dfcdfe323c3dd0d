import { afterEach, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { loadPhrases } from '../phrases.ts'
import { createApp, type Identified } from './app.ts'
import { openStream } from './stream.ts'

const BEAT_MS = 20

const somebody = (post: string): Identified => ({
  actor: {
    accountId: '019b0000-0000-7000-8000-000000000001',
    name: '',
    kind: 'person',
    county: 990602,
    holdings: [{ post, areaPath: '990602/', departmentId: null, departmentPath: null, standsInFor: null }],
  },
  byCookie: true,
  onlyRoutes: null,
})

let app: FastifyInstance
afterEach(() => app.close())

/** An open stream; `now` says who is signed in from then on. */
async function stream(first: Identified): Promise<{
  now: (who: Identified | null | Error) => void
  text: () => string
  ended: () => boolean
  asked: readonly (string | undefined)[]
}> {
  let who: Identified | null | Error = first
  const asked: (string | undefined)[] = []
  app = await createApp({
    phrases: loadPhrases('zh-CN'),
    identify: (_request, as) => {
      asked.push(as)
      return who instanceof Error ? Promise.reject(who) : Promise.resolve(who)
    },
    log: false,
    checkAnswers: false,
    trustProxy: false,
  })
  app.get('/stream', (request, reply) => {
    openStream(request, reply, BEAT_MS).send('hello', { n: 1 })
  })
  const answer = await app.inject({ url: '/stream', payloadAsStream: true })
  let text = ''
  let ended = false
  answer
    .stream()
    .on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    .on('end', () => {
      ended = true
    })
  return { now: (next) => void (who = next), text: () => text, ended: () => ended, asked }
}
const beats = (text: string): number => text.split(': still here').length - 1

describe('an open stream', () => {
  it('lives while who asked is signed in, and watching is not working', async () => {
    const s = await stream(somebody('dispatcher'))
    await expect.poll(() => beats(s.text())).toBeGreaterThan(2)
    expect(s.text()).toContain('event: hello\ndata: {"n":1}\n\n')
    expect(s.ended()).toBe(false)
    expect(s.asked[0]).toBe(undefined)
    expect(new Set(s.asked.slice(1))).toEqual(new Set(['watching']))
  })

  it.each([
    ['signed out', null],
    ['holds another post', somebody('handler')],
  ])('ends when who asked has %s', async (_, next) => {
    const s = await stream(somebody('dispatcher'))
    await expect.poll(() => beats(s.text())).toBeGreaterThan(0)
    s.now(next)
    await expect.poll(s.ended).toBe(true)
  })

  it('waits when the database does not answer', async () => {
    const s = await stream(somebody('dispatcher'))
    s.now(new Error('no database'))
    await expect.poll(() => s.asked.length).toBeGreaterThan(3)
    expect(s.ended()).toBe(false)
    const before = beats(s.text())
    s.now(somebody('dispatcher'))
    await expect.poll(() => beats(s.text())).toBeGreaterThan(before)
  })
})
