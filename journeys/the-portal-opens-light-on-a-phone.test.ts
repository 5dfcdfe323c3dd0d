import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dist, firstLoad } from './first-load.ts'
import { phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

/** What a resident's telephone may have to fetch before the first page, gzipped. */
const MOST_BYTES = 200_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('the first load of every page of the portal stays within 200 kB', async () => {
  const page = await phone(stage)
  for (const path of ['/portal', '/portal/report', '/portal/case', '/portal/worker', '/portal/cases']) {
    const { files, bytes } = await firstLoad(page, path, '/portal/index.html', async () => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
    })
    expect(files.length).toBeGreaterThan(1)
    expect(bytes, `${path}: ${files.join(' ')}`).toBeLessThanOrEqual(MOST_BYTES)
    // The console's phrases and its library are none of a resident's business.
    for (const one of files) expect(readFileSync(dist(one), 'utf8'), one).not.toContain('"console.desk.')
  }
})

test('addresses of the portal and of the console each open their own page', async () => {
  const open = async (url: string): Promise<string> => (await stage.server.app.inject({ url })).body
  for (const url of ['/portal', '/portal/', '/portal/case?number=1', '/portal/no/such/page'])
    expect(await open(url), url).toContain('居民服务')
  for (const url of ['/', '/incidents/1', '/portals', '/sign-in'])
    expect(await open(url), url).not.toContain('居民服务')
  expect((await stage.server.app.inject({ url: '/assets/gone.js' })).statusCode).toBe(404)
})

test('what was built goes over the wire packed, and unpacked to whoever asks for that', async () => {
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(readFileSync(dist('/index.html'), 'utf8'))?.[1] ?? ''
  const ask = (accept: string) =>
    stage.server.app.inject({ url: script, headers: { 'accept-encoding': accept } })
  const plain = await ask('identity')
  expect([plain.statusCode, plain.headers['content-encoding']]).toEqual([200, undefined])
  for (const [accept, encoding] of [
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
  ] as const) {
    const answer = await ask(accept)
    expect(answer.headers['content-encoding'], accept).toBe(encoding)
    expect(String(answer.headers['vary']).toLowerCase()).toContain('accept-encoding')
    expect(answer.headers['cache-control']).toContain('immutable')
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
    const whole = encoding === 'br' ? brotliDecompressSync(answer.rawPayload) : gunzipSync(answer.rawPayload)
    expect(whole.equals(plain.rawPayload)).toBe(true)
  }
})
