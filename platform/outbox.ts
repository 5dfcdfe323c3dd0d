import { EventEmitter } from 'node:events'
import type { Db, Tx } from './db.ts'
import { sql, type Sql } from './sql.ts'

/** Something that happened, told to other domains and to open screens after its transaction is kept. */
export interface Announcement {
  readonly county: number
  /** 'incidents.closed'. */
  readonly topic: string
  readonly subjectId: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

export const announceInsert = (a: Announcement): Sql =>
  sql`insert into outbox (county, topic, subject_id, payload)
      values (${a.county}::integer, ${a.topic}::text, ${a.subjectId}::uuid, ${JSON.stringify(a.payload)}::jsonb)`

/**
 * Names the one happening behind an announcement, so that whoever hears it twice knows: the step of a history, or a `key` that
 * its author gives, beside topic and subject.
 */
export function announcementKey(a: Announcement): string {
  const { step, key } = a.payload
  if (typeof step === 'string') return `${a.topic}:${step}`
  return [a.topic, a.subjectId ?? '', ...(typeof key === 'string' ? [key] : [])].join(':')
}

export async function announce(tx: Tx, a: Announcement): Promise<void> {
  await tx.run(announceInsert(a))
}

/** What a domain does when something is announced. */
export interface Reaction {
  readonly topics: readonly string[]
  /**
   * Handles announcements of these topics, in the order they happened, in the relay's transaction: what it writes is kept
   * with their removal. Many at once, so that a busy hour reads once for all of them.
   */
  readonly react: (tx: Tx, announcements: readonly Announcement[]) => Promise<void>
}

interface OutboxRow {
  readonly county: number
  readonly id: number
  readonly topic: string
  readonly subject_id: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

export interface Relay {
  /** Emits 'announcement' for each one handled anywhere in the deployment; server-sent events listen here. */
  readonly live: EventEmitter<{ announcement: [Announcement] }>
  start(): Promise<void>
  /** Handles everything waiting; for tests and for a clean stop. */
  drain(): Promise<number>
  stop(): Promise<void>
}

const RELAY_LOCK = 420_602_041
const CHANNEL = 'lifang_live'
const PAUSE_MS = 200
const BATCH = 1000
/** One that cannot be handled waits this much longer each time, at most an hour, and holds up nobody meanwhile. */
const SET_ASIDE_MS = 60_000
const SET_ASIDE_MOST_MS = 3_600_000

/**
 * Moves announcements out of the outbox: reactions first, in one transaction with the removal (at least once becomes once,
 * since both are in one database), then one NOTIFY a batch so that every process tells its open screens. A batch that fails
 * is taken one by one; the one at fault is set aside with its error and tried again later.
 */
export function createRelay(db: Db, reactions: readonly Reaction[], log: (error: unknown) => void): Relay {
  const live = new EventEmitter<{ announcement: [Announcement] }>()
  live.setMaxListeners(0)
  let running = false
  let loop: Promise<void> = Promise.resolve()
  let listener: Awaited<ReturnType<Db['connect']>> | null = null

  const handlers = reactions.map(({ topics, react }) => ({ topics: new Set(topics), react }))

  /** @param seen is told what was taken before it is handled */
  const batch = async (most: number, seen: (rows: readonly OutboxRow[]) => void): Promise<number> => {
    const handled = await db.transaction(async (tx) => {
      seen([])
      // One relay at a time among all processes: the others find nothing to do.
      const { got } = await tx.one<{ got: boolean }>(
        sql`select pg_try_advisory_xact_lock(${RELAY_LOCK}) as got`,
      )
      if (!got) return []
      const rows = await tx.rows<OutboxRow>(
        sql`delete from outbox where (county, id) in (select county, id from outbox
              where not_before is null or not_before <= now() order by county, id limit ${most})
            returning county, id, topic, subject_id, payload`,
      )
      rows.sort((a, b) => a.id - b.id)
      seen(rows)
      const out = rows.map((r): Announcement => ({
        county: r.county,
        topic: r.topic,
        subjectId: r.subject_id,
        payload: r.payload,
      }))
      for (const { topics, react } of handlers) {
        const mine = out.filter((a) => topics.has(a.topic))
        if (mine.length > 0) await react(tx, mine)
      }
      // NOTIFY payloads end at 8,000 bytes: chunks of short lines, without the payload (a screen asks again for what it may see).
      for (let i = 0; i < out.length; i += 50) {
        const lines = out.slice(i, i + 50).map((a) => `${a.county} ${a.topic} ${a.subjectId ?? '-'}`)
        await tx.run(sql`select pg_notify(${CHANNEL}, ${lines.join('\n')})`)
      }
      return out
    })
    return handled.length
  }

  const whole = (): Promise<number> => batch(BATCH, () => undefined)

  /** After a batch failed: up to the one at fault, which is set aside. */
  const oneByOne = async (): Promise<void> => {
    for (let n = 0; n < BATCH; n++) {
      let at: OutboxRow | undefined
      try {
        if ((await batch(1, ([row]) => void (at = row))) === 0) return
      } catch (error) {
        if (at === undefined) throw error
        // Counted to a bound: one that is never mended is tried for years.
        await db.run(sql`update outbox set attempts = least(attempts + 1, 1000), error = ${String(error).slice(0, 500)},
            not_before = now() + least(${SET_ASIDE_MOST_MS}, ${SET_ASIDE_MS} * 2 ^ least(attempts, 10)) * interval '1 millisecond'
            where county = ${at.county} and id = ${at.id}`)
        log(error)
        return
      }
    }
  }

  const listen = async (): Promise<void> => {
    const client = await db.connect()
    client.on('notification', (m) => {
      for (const line of (m.payload ?? '').split('\n')) {
        const [county, topic, subject] = line.split(' ')
        if (topic === undefined) continue
        live.emit('announcement', {
          county: Number(county),
          topic,
          subjectId: subject === '-' ? null : (subject ?? null),
          payload: {},
        })
      }
    })
    // A cut connection is given back once, or its place in the pool would be lost and the pool never end.
    const lost = (): void => {
      if (listener !== client) return
      listener = null
      client.release(true)
    }
    client.on('error', lost)
    client.on('end', lost)
    listener = client
    try {
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      lost()
      throw error
    }
  }

  return {
    live,
    drain: async () => {
      let total = 0
      for (;;) {
        const n = await whole()
        total += n
        if (n === 0) return total
      }
    },
    start: async () => {
      running = true
      await listen()
      loop = (async () => {
        while (running) {
          let n = 0
          try {
            if (listener === null) await listen()
            try {
              n = await whole()
            } catch (error) {
              log(error)
              await oneByOne()
              n = BATCH
            }
          } catch (error) {
            log(error)
          }
          if (n < BATCH) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
        }
      })()
    },
    stop: async () => {
      running = false
      await loop
      const mine = listener
      listener = null
      mine?.release(true)
    },
  }
}
