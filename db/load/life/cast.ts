import { NIL_ACCOUNT, systemActor, type Actor } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Post } from '@lifang/domains/grid/schema.ts'

/** Who acts in the demo: people in the posts they really hold, so that every rule of access is met. */
export interface Cast {
  /** Those who hold a post over a place, nearest first, without stand-ins. */
  at(post: Post, areaPath: string): readonly Actor[]
  /** Handlers of a unit, its lead among them. */
  unit(departmentId: string): readonly Actor[]
  readonly resident: Actor
  readonly system: Actor
}

/** @param at instant whose holdings are used; those of the demo stand for the whole time */
export async function gatherCast(admin: Db, directory: Directory, county: number, at: number): Promise<Cast> {
  const accounts = await admin.rows<{ id: string; name: string }>(
    sql`select id, name from account where county = ${county} and kind = 'person'`,
  )
  const actors = new Map<string, Actor>()
  for (const { id, name } of accounts) {
    const holdings = await directory.holdingsOf(id, at)
    if (holdings.length > 0) actors.set(id, { accountId: id, name, kind: 'person', county, holdings })
  }
  const byPlace = new Map<string, readonly Actor[]>()
  const at_ = (post: Post, areaPath: string): readonly Actor[] => {
    const key = `${post} ${areaPath}`
    const known = byPlace.get(key)
    if (known !== undefined) return known
    const found = directory
      .holdersAt(post, areaPath, at)
      .filter((h) => h.standsInFor === null)
      .flatMap((h) => actors.get(h.accountId) ?? [])
    byPlace.set(key, found)
    return found
  }
  const units = new Map<string, Actor[]>()
  for (const actor of actors.values()) {
    for (const h of actor.holdings) {
      if (h.departmentId === null || (h.post !== 'handler' && h.post !== 'handler-lead')) continue
      units.set(h.departmentId, [...(units.get(h.departmentId) ?? []), actor])
    }
  }
  return {
    at: at_,
    unit: (departmentId) => units.get(departmentId) ?? [],
    resident: { accountId: NIL_ACCOUNT, name: '', kind: 'resident', county, holdings: [] },
    system: systemActor(county, '系统'),
  }
}
