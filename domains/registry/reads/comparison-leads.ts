import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { Ground } from '../commands/transfer/ground.ts'
import { readAddress } from '../rules/address.ts'
import { buildingKeys } from '../rules/transfer/line.ts'
import { seesPlace } from '../access.ts'
import type { Theirs } from '../schema/comparison.ts'
import type { RegistryDeps } from '../repo/deps.ts'

type Leads = Theirs['leads']
interface HomeLine {
  readonly id: string
  readonly address: string
  readonly entrance: string
  readonly building_id: string
  readonly building_address: string
  readonly area_path: string
}
const HOMES = sql`select h.id, h.address, h.entrance, h.building_id, b.address as building_address, h.area_path
  from home h join building b on b.county = h.county and b.id = h.building_id`
const leadsTo = (home: HomeLine): Leads => ({
  building: { id: home.building_id, address: home.building_address },
  home: { id: home.id, address: home.address },
})
const NOWHERE: Leads = { building: null, home: null }

/**
 * The home that a record of another register leads to: the one a person has said, else what its address says. A room that stands
 * under several entrances is nobody's guess.
 * @param within path of the place the record stands at; nothing outside of it is meant
 */
export async function leadsOf(
  deps: RegistryDeps,
  actor: Actor,
  of: { readonly within: string; readonly home: string | null; readonly address: string | undefined },
): Promise<Leads> {
  const { county, db } = deps
  if (of.home !== null) {
    const said = await db.maybe<HomeLine>(sql`${HOMES} where h.county = ${county} and h.id = ${of.home}`)
    if (said !== undefined && seesPlace(actor, said.area_path)) return leadsTo(said)
  }
  if (of.address === undefined) return NOWHERE
  const ground = await Ground.read(deps, actor, of.within)
  const named = ground.homeNamed(of.address)
  if (named !== undefined) {
    const home = await db.maybe<HomeLine>(sql`${HOMES} where h.county = ${county} and h.id = ${named.home}`)
    if (home !== undefined) return leadsTo(home)
  }
  const building = ground.find(buildingKeys(of.address), [])
  if (building == null) return NOWHERE
  const { unit, room } = readAddress(of.address)
  const homes =
    room === null
      ? []
      : await db.rows<HomeLine>(
          sql`${HOMES} where h.county = ${county} and h.building_id = ${building.id} and h.room = ${room}`,
        )
  const [one, other] = unit === null ? homes : homes.filter((h) => h.entrance === unit)
  if (one !== undefined && other === undefined) return leadsTo(one)
  return { building: { id: building.id, address: building.address }, home: null }
}
