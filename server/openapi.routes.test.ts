import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boundRoutes } from '@lifang/platform/http/bind.ts'
import { testServer, type TestServer } from './testing.ts'

const FILE = new URL('../docs/api/openapi.json', import.meta.url)

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.end())

describe('OpenAPI', () => {
  it('is 3.1 and names every bound route with its method', async () => {
    const document = (await server.app.inject({ url: '/api/openapi.json' })).json<{
      openapi: string
      paths: Record<string, Record<string, { operationId: string }>>
    }>()
    expect(document.openapi).toBe('3.1.0')
    const missing = (boundRoutes.get(server.app) ?? []).filter(
      (r) => document.paths[r.path]?.[r.method.toLowerCase()]?.operationId === undefined,
    )
    expect(missing.map((r) => `${r.method} ${r.path}`)).toEqual([])
  })

  it('equals docs/api/openapi.json (rewrite it with LIFANG_WRITE_OPENAPI=1)', async () => {
    const text = `${JSON.stringify(server.app.swagger(), null, 1)}\n`
    if (process.env['LIFANG_WRITE_OPENAPI'] === '1') await writeFile(FILE, text)
    expect(await readFile(FILE, 'utf8')).toBe(text)
  })

  it('has a page to read it', async () => {
    const page = await server.app.inject({ url: '/api/docs/' })
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
  })
})
