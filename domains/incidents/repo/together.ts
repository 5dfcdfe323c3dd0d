import type { Db } from '@lifang/platform/db.ts'
import { readForAct, type Found } from './load.ts'
import type { ActRow } from '../tables.ts'

/** Reads an incident for an act, together with the reads that arrive in the same turn of the event loop. */
export interface ActReader {
  /**
   * @param number plain, as stored
   * @param papers requests and evidence too
   */
  read(number: string, papers: boolean): Promise<Found<ActRow> | undefined>
}

interface Waiting {
  readonly number: string
  readonly resolve: (found: Found<ActRow> | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Under load most of what a read costs is the round trip, for us and for PostgreSQL: several acts that arrive at once are
 * read by one statement. A lone act waits for nobody.
 */
export function createActReader(db: Db, county: number): ActReader {
  const queueOf = (papers: boolean): ((number: string) => Promise<Found<ActRow> | undefined>) => {
    let waiting: Waiting[] = []
    const flush = (): void => {
      const now = waiting
      waiting = []
      readForAct(db, county, [...new Set(now.map((w) => w.number))], papers).then(
        (found) => {
          const byNumber = new Map(found.map((f) => [f.number, f]))
          for (const w of now) w.resolve(byNumber.get(w.number))
        },
        (error: unknown) => {
          for (const w of now) w.reject(error)
        },
      )
    }
    return (number) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ number, resolve, reject })
      })
  }
  const [plain, withPapers] = [queueOf(false), queueOf(true)]
  return { read: (number, papers) => (papers ? withPapers(number) : plain(number)) }
}
