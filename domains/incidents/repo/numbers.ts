import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'

const BLOCK = 100

/** Hands out incident numbers: six-digit code, date, sequence of at least five digits. */
export interface Numbers {
  next(county: number, at: number): Promise<string>
}

/**
 * Each process takes sequence numbers in blocks, so that no two reports ever wait for one row. A number is used once; a
 * restart leaves the rest of its block unused, so sequences have gaps.
 */
export function createNumbers(db: Db): Numbers {
  const blocks = new Map<string, { next: number; end: number }>()
  const fetching = new Map<string, Promise<void>>()
  const fetch = async (county: number, day: string, key: string): Promise<void> => {
    const { next } = await db.one<{ next: number }>(
      sql`insert into number_block (county, day, next) values (${county}, ${day}, ${BLOCK + 1})
          on conflict (county, day) do update set next = number_block.next + ${BLOCK} returning next - ${BLOCK} as next`,
    )
    for (const old of blocks.keys())
      if (old.slice(0, 6) === key.slice(0, 6) && old !== key) blocks.delete(old)
    blocks.set(key, { next, end: next + BLOCK })
  }
  return {
    next: async (county, at) => {
      const day = dateOf(officeDay(at))
      const key = `${county} ${day}`
      for (;;) {
        const block = blocks.get(key)
        if (block !== undefined && block.next < block.end) {
          const seq = block.next++
          return `${county}${day.replaceAll('-', '')}${String(seq).padStart(5, '0')}`
        }
        let pending = fetching.get(key)
        if (pending === undefined) {
          pending = fetch(county, day, key).finally(() => fetching.delete(key))
          fetching.set(key, pending)
        }
        await pending
      }
    },
  }
}
