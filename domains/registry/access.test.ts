import { describe, expect, it } from 'vitest'
import { POSTS } from '@lifang/domains/grid/schema.ts'
import {
  mayKeepPlace,
  mayMerge,
  mayReveal,
  registryPaths,
  revealsPerson,
  seesPerson,
  seesPlace,
  watchesImport,
} from './access.ts'
import { IMPORT_WATCHERS, KEEPER_POSTS } from './schema/lists.ts'
import { MERGE_POSTS } from './schema/duplicate-lists.ts'
import { REVEAL_POSTS } from './schema/lists.ts'
import { REGISTRY_POSTS } from './schema/lists.ts'

const GRID = '990602/001/005/004/'
const who = (post: string, areaPath: string, formerPaths?: readonly string[]) => ({
  holdings: [
    {
      post,
      areaPath,
      departmentId: null,
      departmentPath: null,
      standsInFor: null,
      ...(formerPaths === undefined ? {} : { formerPaths }),
    },
  ],
})
const at = (areaPath: string, registeredPath: string | null = null) => ({ areaPath, registeredPath })
const has = (posts: readonly string[], post: string): boolean => posts.includes(post)

describe('who sees, keeps and is shown', () => {
  it.each([...POSTS, 'system-admin', 'security-admin', 'audit-admin'])('%s', (post) => {
    const me = who(post, GRID)
    expect(seesPlace(me, GRID)).toBe(has(REGISTRY_POSTS, post))
    expect(mayKeepPlace(me, GRID).ok).toBe(has(KEEPER_POSTS, post))
    expect(revealsPerson(me, at(GRID))).toBe(has(REVEAL_POSTS, post))
    expect(registryPaths(me)).toEqual(has(REGISTRY_POSTS, post) ? [GRID] : [])
  })
  it.each<[string, string, boolean]>([
    ['the grid itself', GRID, true],
    ['below a community', '990602/001/005/', true],
    ['the grid beside it', '990602/001/005/005/', false],
    ['a grid whose number begins alike', '990602/001/005/00/', false],
    ['another community', '990602/001/006/', false],
    ['a post without a place', '', false],
  ])('a grid worker of %s', (_name, path, may) => {
    expect(seesPlace(who('grid-worker', path), GRID)).toBe(may)
  })
  it('duplicates are settled by the posts that are shown numbers', () => {
    expect([...MERGE_POSTS]).toEqual([...REVEAL_POSTS])
  })
  it.each<[string, string, string, string | null, string]>([
    ['grid-worker', GRID, GRID, null, 'yes'],
    ['grid-worker', GRID, '990602/001/005/005/', null, 'registry.not-found'],
    ['grid-worker', GRID, '990602/001/005/005/', GRID, 'yes'],
    ['community-manager', '990602/001/005/', '990602/001/005/005/', null, 'yes'],
    ['community-manager', '990602/001/005/', '990602/001/006/001/', null, 'registry.not-found'],
    ['duty-chief', '990602/001/', '990602/001/006/001/', null, 'yes'],
    ['duty-chief', '990602/001/', '990602/002/006/001/', null, 'registry.not-found'],
    ['leader', '990602/', '990602/002/006/001/', null, 'registry.not-your-area'],
    ['system-admin', '', GRID, null, 'registry.not-found'],
  ])('a %s of %s and a second person at %s (户籍 %s): %s', (post, path, second, registered, expected) => {
    const [one, other] = [at(GRID), at(second, registered)]
    for (const decided of [mayMerge(who(post, path), one, other), mayMerge(who(post, path), other, one)])
      expect(decided.ok ? 'yes' : decided.problem.code).toBe(expected)
  })
  it.each<[string, string, readonly string[], boolean]>([
    ['grid-worker', GRID, [GRID], true],
    ['grid-worker', GRID, [GRID, '990602/001/005/005/'], false],
    ['community-manager', '990602/001/005/', [GRID, '990602/001/005/005/'], true],
    ['community-manager', '990602/001/005/', ['990602/001/'], false],
    ['community-manager', '990602/001/006/', [GRID], false],
    ['duty-chief', '990602/001/', [GRID, '990602/001/006/001/'], true],
    ['duty-chief', '990602/001/', [], false],
    ['leader', '990602/', [GRID], false],
    ['supervisor', '990602/', [GRID], false],
  ])('a %s of %s looks at an import of who keeps %j: %s', (post, path, ground, may) => {
    expect(watchesImport(who(post, path), ground)).toBe(may)
  })
  it.each([...POSTS])('imports of others are looked at by keepers and the duty chief: %s', (post) => {
    expect(watchesImport(who(post, GRID), [GRID])).toBe(has(IMPORT_WATCHERS, post))
  })
  it('a grid redrawn into mine is mine', () => {
    expect(seesPlace(who('grid-worker', '990602/001/005/009/', [GRID]), GRID)).toBe(true)
  })
  it('a person is seen where they live and where their 户籍 is, and nowhere else', () => {
    const me = who('community-manager', '990602/001/005/')
    expect(seesPerson(me, at(GRID))).toBe(true)
    expect(seesPerson(me, at('990602/001/006/001/', GRID))).toBe(true)
    expect(seesPerson(me, at('990602/001/006/001/', '990602/001/007/001/'))).toBe(false)
  })
  it('what is seen and not kept is refused as such, what is not seen does not exist', () => {
    const code = (post: string, path: string): string => {
      const decided = mayReveal(who(post, path), at(GRID))
      return decided.ok ? 'yes' : decided.problem.code
    }
    expect(code('leader', '990602/')).toBe('registry.not-your-area')
    expect(code('grid-worker', '990602/001/006/')).toBe('registry.not-found')
    expect(code('duty-chief', '990602/001/')).toBe('yes')
  })
})
