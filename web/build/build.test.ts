import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { withoutStyles } from './antd-still.ts'
import { bare } from './bare-tables.ts'

const parsed = (code: string): unknown => parseSync('a.js', code).program

test('a route keeps its method, its path and how it travels', () => {
  const code = `const Body = z.object({ a: z.string() })
const same = { params: Id }
export const routes = {
  list: route({ method: 'GET', path: '/api/a', summary: 'All.', access: 'public', query: Body.partial(), responses: { 200: Body } }),
  file: route({ method: 'POST', path: '/api/b', transport: 'upload', ...same, responses: { 201: Body }, }),
}`
  const made = bare(code, parsed(code)).replaceAll(/\s+/g, ' ')
  expect(made).toContain("list: route({ method: 'GET', path: '/api/a', })")
  expect(made).toContain("file: route({ method: 'POST', path: '/api/b', transport: 'upload', })")
  expect(made).toContain('const Body = /*#__PURE__*/(() => (z.object({ a: z.string() })))()')
})

test.each([
  ['a list', "export const LAMPS = ['red']"],
  ['a rule', 'export const isDay = (unit) => unit === "day"'],
  ['a call that is no route of ours', "go(route({ path: '/x' }))"],
])('%s stays as it is', (_, code) => {
  expect(bare(code, parsed(code))).toBe(code)
})

test('what makes a style is called with nothing, and its name is known', () => {
  const code = `const gen = (token) => ({ color: token.red })
export const useShared = genStyleHooks(['Input', 'Shared'], (token) => [gen(token)], init, { resetFont: false })
export const useButton = genStyleHooks('Button', (token) => { return [gen(mergeToken(token, { a: 1 }))] }, prepare)`
  expect(withoutStyles(code, parsed(code))).toEqual({
    parts: ['Input-Shared', 'Button-Button'],
    code: `const gen = (token) => ({ color: token.red })
export const useShared = /*#__PURE__*/genStyleHooks()
export const useButton = /*#__PURE__*/genStyleHooks()`,
  })
})
