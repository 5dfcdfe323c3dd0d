/** Records of the registry as other domains may name them: only those the reader may see, people masked. */
import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { seesPerson, seesPlace, seesThing } from '../access.ts'
import { maskName } from '../rules/mask.ts'
import { standsFor } from '../repo/people.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { LinkedKind } from '../schema/linked.ts'

export interface SubjectRef {
  readonly kind: LinkedKind
  readonly id: string
}

interface NamedRow {
  readonly id: string
  readonly kind: LinkedKind
  readonly name: string
  readonly area_path: string
  readonly registered_path: string | null
}

/** Names by id; who was merged has the name of who stands for them. What the reader may not see, or does not exist, is missing. One statement for all of them. */
export async function namesOfSubjects(
  deps: Pick<RegistryDeps, 'db' | 'county'>,
  actor: Actor,
  refs: readonly SubjectRef[],
): Promise<ReadonlyMap<string, string>> {
  if (refs.length === 0) return new Map()
  const { county } = deps
  const ids = (kind: LinkedKind): readonly string[] => refs.flatMap((r) => (r.kind === kind ? [r.id] : []))
  const rows = await deps.db.rows<NamedRow>(
    sql`select id, 'building' as kind, address as name, area_path, null as registered_path from building where county = ${county} and id = any(${ids('building')}::uuid[])
      union all select id, 'home', address, area_path, null from home where county = ${county} and id = any(${ids('home')}::uuid[])
      union all select a.id, 'person', p.name, p.area_path, p.registered_path from unnest(${ids('person')}::uuid[]) as a(id)
        join person p on p.county = ${county} and p.id = ${standsFor(county, sql`a.id`)}
      union all select id, 'enterprise', name, area_path, null from enterprise where county = ${county} and id = any(${ids('enterprise')}::uuid[])
      union all select id, 'facility', name, area_path, null from facility where county = ${county} and id = any(${ids('facility')}::uuid[])
      union all select id, 'place', name, area_path, null from place where county = ${county} and id = any(${ids('place')}::uuid[])`,
  )
  return new Map(
    rows.filter((r) => seen(actor, r)).map((r) => [r.id, r.kind === 'person' ? maskName(r.name) : r.name]),
  )
}

function seen(actor: Actor, row: NamedRow): boolean {
  switch (row.kind) {
    case 'building':
    case 'home':
      return seesPlace(actor, row.area_path)
    case 'person':
      return seesPerson(actor, { areaPath: row.area_path, registeredPath: row.registered_path })
    case 'enterprise':
    case 'facility':
    case 'place':
      return seesThing(actor, row.area_path)
  }
}

/** The same for a reader, to be handed on. */
export const namesFor =
  (deps: Pick<RegistryDeps, 'db' | 'county'>, actor: Actor) =>
  (refs: readonly SubjectRef[]): Promise<ReadonlyMap<string, string>> =>
    namesOfSubjects(deps, actor, refs)
