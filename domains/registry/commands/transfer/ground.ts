import { sql } from '@lifang/platform/sql.ts'
import type { Actor } from '@lifang/platform/access.ts'
import { keepsPlace } from '../../access.ts'
import { buildingKeys, isArea, nameKey } from '../../rules/transfer/line.ts'
import type { RegistryDeps } from '../../repo/deps.ts'

export interface KnownBuilding {
  readonly id: string
  /** Short name within this import, for keys. */
  readonly n: number
  readonly areaId: string
  readonly path: string
  readonly address: string
  readonly mine: boolean
}
interface BuildingLine {
  readonly id: string
  readonly area_id: string
  readonly area_path: string
  readonly address: string
}

/**
 * The buildings of the county by every way of writing them, for one pass of one import. A line that could mean two buildings
 * means neither.
 */
export class Ground {
  readonly #byKey = new Map<string, KnownBuilding | KnownBuilding[]>()
  /** Names of the areas a path lies in. */
  readonly #areas = new Map<string, readonly string[]>()
  readonly #homes = new Map<string, { readonly building: KnownBuilding; readonly home: string }>()
  readonly #actor: Actor
  readonly #directory: RegistryDeps['directory']
  /** Buildings of one grid share its id and path: each row brings texts of its own. */
  readonly #texts = new Map<string, string>()
  #n = 0
  private constructor(actor: Actor, directory: RegistryDeps['directory']) {
    this.#actor = actor
    this.#directory = directory
  }

  /** @param within path that the buildings lie in; empty: all of the county */
  static async read({ db, county, directory }: RegistryDeps, actor: Actor, within = ''): Promise<Ground> {
    const ground = new Ground(actor, directory)
    const byId = new Map<string, KnownBuilding>()
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const rows = await db.rows<BuildingLine>(
        sql`select id, area_id, area_path, address from building where county = ${county} and area_path like ${`${within}%`} and id > ${after}::uuid
            order by id limit 5000`,
      )
      for (const row of rows) byId.set(row.id, ground.add(row))
      if (rows.length < 5000) break
      after = rows.at(-1)?.id ?? after
    }
    const aliases = await db.rows<{ building_id: string; home_id: string | null; text: string }>(
      sql`select building_id, home_id, text from address_alias where county = ${county}`,
    )
    for (const alias of aliases) {
      const building = byId.get(alias.building_id)
      if (building === undefined) continue
      if (alias.home_id === null) ground.#name(building, alias.text)
      else ground.#homes.set(nameKey(alias.text), { building, home: alias.home_id })
    }
    return ground
  }

  add(row: BuildingLine): KnownBuilding {
    const building: KnownBuilding = {
      id: row.id,
      n: this.#n++,
      areaId: this.#one(row.area_id),
      path: this.#one(row.area_path),
      address: row.address,
      mine: keepsPlace(this.#actor, row.area_path),
    }
    this.#name(building, row.address)
    return building
  }

  #one(text: string): string {
    const there = this.#texts.get(text)
    if (there !== undefined) return there
    this.#texts.set(text, text)
    return text
  }

  #name(building: KnownBuilding, text: string): void {
    for (const key of new Set([`A|${nameKey(text)}`, ...buildingKeys(text)])) {
      const there = this.#byKey.get(key)
      if (there === undefined) this.#byKey.set(key, building)
      else if (!Array.isArray(there)) {
        if (there.id !== building.id) this.#byKey.set(key, [there, building])
      } else if (!there.some((b) => b.id === building.id)) there.push(building)
    }
  }

  /**
   * The building meant. Of several under one name the one in the community that the sheet names, else the one on the importer's own
   * ground. Null: still more than one. @param keys the most exact first
   */
  find(keys: readonly string[], within: readonly string[]): KnownBuilding | null | undefined {
    let found: null | undefined
    for (const key of keys) {
      const there = this.#byKey.get(key)
      if (there === undefined) continue
      if (!Array.isArray(there)) return there
      const named = there.filter(
        (b) => within.length > 0 && within.every((name) => this.#liesIn(b.path, name)),
      )
      const [one, other] = named.length > 0 ? named : there.filter((b) => b.mine)
      if (one !== undefined && other === undefined) return one
      found = null
    }
    return found
  }

  #liesIn(path: string, name: string): boolean {
    let names = this.#areas.get(path)
    if (names === undefined) {
      const above: string[] = []
      for (let area = this.#directory.areaByPath(path); area !== undefined;) {
        above.push(area.name)
        area = area.parentId === null ? undefined : this.#directory.area(area.parentId)
      }
      names = above
      this.#areas.set(path, names)
    }
    return names.some((area) => isArea(area, name))
  }

  /** A home by a name of its own. */
  homeNamed(text: string): { readonly building: KnownBuilding; readonly home: string } | undefined {
    return this.#homes.size === 0 ? undefined : this.#homes.get(nameKey(text))
  }
}
