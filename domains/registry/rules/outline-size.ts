import { area } from '@lifang/domains/grid/rules/geometry.ts'
import type { Ring } from '@lifang/domains/grid/schema.ts'

/** The outline of a place. Apart from what checks it, which pages that only show one need not load. */
export interface Outline {
  readonly type: 'Polygon'
  readonly coordinates: Ring[]
}

/** Corners and square metres, for pages and the history. */
export const measured = (outline: Outline): { readonly corners: number; readonly squareMetres: number } => ({
  corners: (outline.coordinates[0]?.length ?? 1) - 1,
  squareMetres: Math.round(area(outline)),
})
