/** Homes of a building by pattern: entrances × floors × homes a floor, numbered as door plates are: 301 is the first home of floor 3. */
export interface Pattern {
  readonly entrances: number
  readonly from: number
  readonly to: number
  readonly rooms: number
}
export interface Room {
  readonly entrance: string
  readonly floor: number
  readonly room: string
}
export const MOST_HOMES = 500

/** There is no floor 0; below ground rooms are numbered B101. One entrance has no number of its own. */
export function roomsOf({ entrances, from, to, rooms }: Pattern): Room[] {
  const made: Room[] = []
  for (let entrance = 1; entrance <= entrances; entrance++)
    for (let floor = from; floor <= to; floor++) {
      if (floor === 0) continue
      for (let room = 1; room <= rooms; room++) {
        if (made.length > MOST_HOMES) return made
        const number = `${floor < 0 ? `B${String(-floor)}` : String(floor)}${String(room).padStart(2, '0')}`
        made.push({ entrance: entrances === 1 ? '' : String(entrance), floor, room: number })
      }
    }
  return made
}
