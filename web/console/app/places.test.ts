import { expect, it } from 'vitest'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { branchesOf } from './places.ts'

const area = (code: string, parent: string | null): AreaItem => ({
  id: code,
  code,
  name: `区域${code}`,
  parent,
  level: 1,
  levelKey: 'grid',
  path: `${code}/`,
  kind: null,
  type: null,
  households: null,
})

it('nests areas below their parents and begins where the scope begins', () => {
  const tree = branchesOf([area('10', '1'), area('101', '10'), area('102', '10'), area('20', '1')])
  expect(tree.map((b) => [b.value, b.children.map((c) => c.value)])).toEqual([
    ['10', ['101', '102']],
    ['20', []],
  ])
})
