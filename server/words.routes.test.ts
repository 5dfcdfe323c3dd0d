import { afterAll, beforeAll, expect, it } from 'vitest'
import { boundByName } from '@lifang/platform/http/bind.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { testServer, type TestServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.end())

it('every route that only some posts may call has its name in the office’s words, for the page of roles', () => {
  const phrases = loadPhrases('zh-CN')
  const nameless = [...(boundByName.get(server.app) ?? [])].flatMap(([name, { access }]) => {
    const [tag = '', key = ''] = name.split('.')
    const phrase = tag === 'acts' ? `incidents.act.${key}` : `admin.route.${name}`
    const group = `admin.group.${tag}`
    return typeof access === 'string' || (phrase in phrases && group in phrases) ? [] : [phrase]
  })
  expect(nameless).toEqual([])
})
