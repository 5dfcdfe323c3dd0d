import { describe, expect, it } from 'vitest'
import { MOST_HOMES, roomsOf } from './pattern.ts'

describe('homes by pattern', () => {
  it.each([
    [{ entrances: 1, from: 3, to: 3, rooms: 2 }, ['/3/301', '/3/302']],
    [{ entrances: 2, from: 1, to: 1, rooms: 1 }, ['1/1/101', '2/1/101']],
    [{ entrances: 1, from: -1, to: 1, rooms: 1 }, ['/-1/B101', '/1/101']],
    [{ entrances: 1, from: 11, to: 11, rooms: 1 }, ['/11/1101']],
    [{ entrances: 1, from: 2, to: 1, rooms: 1 }, []],
  ])('%j', (pattern, wanted) => {
    expect(roomsOf(pattern).map((r) => `${r.entrance}/${String(r.floor)}/${r.room}`)).toEqual(wanted)
  })
  it('stops past what may be sent at once', () => {
    expect(roomsOf({ entrances: 9, from: 1, to: 99, rooms: 9 })).toHaveLength(MOST_HOMES + 1)
  })
})
