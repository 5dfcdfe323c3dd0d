import type { Drawing, DrawnPart } from '@lifang/domains/grid/rules/edit.ts'
import type { MapArea } from '@lifang/domains/grid/schema/map.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'

/** The grids of a community as they stand, for the drawing board. */
export function startOf(areas: readonly AreaItem[], borders: readonly MapArea[], community: string): Drawing {
  const shapes = new Map(borders.map((b) => [b.code, b.border]))
  return areas.flatMap((a): DrawnPart[] => {
    const shape = shapes.get(a.code)
    if (a.parent !== community || a.kind === null || a.type === null || shape === undefined) return []
    const { code, name, kind, type, households } = a
    return [{ key: code, code, name, from: [], kind, type, households, shape }]
  })
}
