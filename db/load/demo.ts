import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { departments } from '../demo/departments.ts'
import { staff } from '../demo/people.ts'
import { DEMO_COUNTY, DEMO_STREET, district, town } from '../demo/town.ts'
import { loadBaseMap } from './base-map.ts'
import { loadList } from './list.ts'
import { insertRows } from './rows.ts'
import { loadStaff, loadTeamTemplates, type DemoAccount } from './staff.ts'
import { DEMO_SINCE, loadAreas, loadDepartments } from './tree.ts'

export type { DemoAccount }

/** Six-digit code of the fictional county; no code of China begins with 99. */
export const demoCounty = Number(DEMO_COUNTY.code)

export interface DemoOptions {
  /** 'street': 8 communities, 40 grids; 'district': 15 streets, 99 communities, 652 grids, without any incident. */
  readonly kind: 'street' | 'district'
  readonly county: number
  /** Instant of loading, epoch ms. The fictional office was set up long before it. */
  readonly now: number
  readonly seed?: number
}

/**
 * Loads the fictional place: tree, borders, units, people in all posts, responsibility list. Reference data must be there.
 * Everything follows from the seed except ids and passwords.
 * @returns the accounts one can sign in with; empty when the database has a tree already (nothing is touched then)
 */
export async function loadDemo(admin: Db, { kind, county, now, seed }: DemoOptions): Promise<DemoAccount[]> {
  const options = seed === undefined ? {} : { seed }
  const place = kind === 'street' ? town(options) : district(options)
  const people = staff(place.areas, departments, place.seed)
  return admin.transaction(async (tx) => {
    // Two processes at once: the second waits here and finds the tree.
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('demo.load'))`)
    if ((await tx.maybe(sql`select 1 from area limit 1`)) !== undefined) return []
    const areas = await loadAreas(tx, county, place.areas)
    await loadBaseMap(tx, county, place)
    const street = areas.get(DEMO_STREET)
    if (street === undefined) throw new Error('the plan has no street')
    const units = await loadDepartments(tx, county, street)
    await loadTeamTemplates(tx)
    await loadList(tx, county, units)
    await loadPublication(tx, county)
    return loadStaff(tx, county, people, areas, units, now)
  })
}

/** The demo shows its cases; a real deployment shows none until it decides so. */
const loadPublication = (tx: Tx, county: number): Promise<void> =>
  insertRows(tx, 'incident_publication', [
    { county, shown: true, domains: ['urban-management', 'ecology', 'hazard'], decided_at: DEMO_SINCE },
  ])
