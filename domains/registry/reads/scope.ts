import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { registryPaths } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { registryProblem } from '../schema/problems.ts'

/** The upper end of "everything inside this path": '/' is 0x2F and '0' follows it. */
const pathEnd = (path: string): string => `${path.slice(0, -1)}0`

/** A column of paths inside any of these; no path, nothing. */
export function inside(column: Sql, paths: readonly string[]): Sql {
  if (paths.length === 0) return sql`false`
  const each = paths.map((path) => sql`(${column} >= ${path} and ${column} < ${pathEnd(path)})`)
  return sql`(${join(each, ' or ')})`
}

/**
 * Ground a question is about: all of the reader's, or what of it lies inside an area. An area of others is as unknown as one that
 * does not exist.
 * @throws registry.unknown-area
 */
export function groundOf(deps: RegistryDeps, actor: Actor, area: string | undefined): readonly string[] {
  const mine = registryPaths(actor)
  if (area === undefined) return mine
  const found = deps.directory.areaByCode(area)
  if (found === undefined) throw registryProblem('registry.unknown-area', { field: 'area' })
  if (mine.some((path) => found.path.startsWith(path))) return [found.path]
  const within = mine.filter((path) => path.startsWith(found.path))
  if (within.length === 0) throw registryProblem('registry.unknown-area', { field: 'area' })
  return within
}

/** On `person p`: where they live, or where their 户籍 is. */
export const personIn = (paths: readonly string[]): Sql =>
  sql`(${inside(sql`p.area_path`, paths)} or ${inside(sql`p.registered_path`, paths)})`

export const today = (deps: RegistryDeps): string => dateOf(officeDay(deps.clock.now()))

export const gridName = (deps: RegistryDeps, path: string): string =>
  deps.directory.areaByPath(path)?.name ?? ''
export function areaView(deps: RegistryDeps, path: string) {
  const grid = deps.directory.areaByPath(path)
  const community = grid?.parentId == null ? undefined : deps.directory.area(grid.parentId)
  return { code: grid?.code ?? '', name: grid?.name ?? '', community: community?.name ?? null }
}

/** Where a page ended, as text parts. */
export const writeCursor = (...parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/** @throws registry.bad-cursor */
export function readCursor(cursor: string, length: number): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(parts) &&
      parts.length === length &&
      parts.every((p): p is string => typeof p === 'string' && !p.includes('\u0000') && p.isWellFormed())
    )
      return parts
  } catch {
    // Falls through to the refusal.
  }
  throw registryProblem('registry.bad-cursor', { field: 'cursor' })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export function uuidOf(part: string | undefined): string {
  if (part === undefined || !UUID.test(part))
    throw registryProblem('registry.bad-cursor', { field: 'cursor' })
  return part
}

export const noSuch = (field = 'id') => registryProblem('registry.not-found', { field })
export const badInput = (field: string) => platformProblem('platform.invalid-input', { field })
