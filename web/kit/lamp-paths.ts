import type { Lamp } from '@lifang/domains/calendar/schema.ts'

/** The lamps' shapes in a square of 16: the filled shape and the mark on it. The chip, the filter and the map draw the same. */
export const LAMP_PATHS = {
  green: { shape: 'M8 1a7 7 0 1 0 0 14a7 7 0 0 0 0-14z', mark: 'M4.6 8.3l2.4 2.4 4.4-5', stroke: 1.7 },
  yellow: { shape: 'M8 1.2L15.4 14.6H.6z', mark: 'M8 6v4.2M8 12.2v.6', stroke: 1.7 },
  red: {
    shape:
      'M2.5 1h11a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-11a1.5 1.5 0 0 1 1.5-1.5z',
    mark: 'M8 4v5M8 11v1.2',
    stroke: 1.8,
  },
  grey: { shape: 'M8 1a7 7 0 1 0 0 14a7 7 0 0 0 0-14z', mark: 'M6.2 5v6M9.8 5v6', stroke: 1.7 },
} as const satisfies Record<Lamp, { shape: string; mark: string; stroke: number }>
