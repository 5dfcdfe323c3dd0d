import type { Tx } from '@lifang/platform/db.ts'
import { storeBaseMap } from '@lifang/domains/grid/public.ts'
import type { BaseFeature } from '@lifang/domains/grid/schema/map.ts'
import type { Town } from '../demo/town/plan.ts'
import { DEMO_SINCE } from './tree.ts'

/** The town plan as a base map: roads, water, blocks, buildings and points of interest. */
export function baseFeaturesOf({ roads, water, blocks, buildings, pois }: Town): BaseFeature[] {
  return [
    ...roads.map((r): BaseFeature => ({
      kind: 'road',
      class: r.class,
      name: r.name,
      geometry: { type: 'LineString', coordinates: r.path },
    })),
    ...water.map((w): BaseFeature => ({ kind: 'water', class: w.kind, name: w.name, geometry: w.shape })),
    ...blocks.map((b): BaseFeature => ({ kind: 'block', class: b.use, name: b.name, geometry: b.shape })),
    // Addresses belong to the register of buildings, not to the picture.
    ...buildings.map((b): BaseFeature => ({ kind: 'building', class: b.use, name: null, geometry: b.shape })),
    ...pois.map((p): BaseFeature => ({
      kind: 'poi',
      class: p.kind,
      name: p.name,
      geometry: { type: 'Point', coordinates: p.at },
    })),
  ]
}

export const loadBaseMap = (tx: Tx, county: number, place: Town): Promise<number> =>
  storeBaseMap(tx, county, baseFeaturesOf(place), DEMO_SINCE)
