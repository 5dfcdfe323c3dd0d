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

/** Handles one announcement in the relay's transaction: what it writes is kept with the announcement's removal. */
export type Reaction = (tx: Tx, a: Announcement) => Promise<void>

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

/**
 * Moves announcements out of the outbox: reactions first, in one transaction with the removal (at least once becomes once,
 * since both are in one database), then one NOTIFY a batch so that every process tells its open screens.
 */
export function createRelay(
  db: Db,
  reactions: Readonly<Record<string, readonly Reaction[]>>,
  log: (error: unknown) => void,
): Relay {
  const live = new EventEmitter<{ announcement: [Announcement] }>()
  live.setMaxListeners(0)
  let running = false
  let loop: Promise<void> = Promise.resolve()
  let listener: Awaited<ReturnType<Db['connect']>> | null = null

  const batch = async (): Promise<number> => {
    const handled = await db.transaction(async (tx) => {
      // One relay at a time among all processes: the others find nothing to do.
      const { got } = await tx.one<{ got: boolean }>(
        sql`select pg_try_advisory_xact_lock(${RELAY_LOCK}) as got`,
      )
      if (!got) return []
      const rows = await tx.rows<OutboxRow>(
        sql`delete from outbox where (county, id) in (select county, id from outbox order by county, id limit ${BATCH})
            returning county, id, topic, subject_id, payload`,
      )
      rows.sort((a, b) => a.id - b.id)
      const out: Announcement[] = []
      for (const r of rows) {
        const a: Announcement = {
          county: r.county,
          topic: r.topic,
          subjectId: r.subject_id,
          payload: r.payload,
        }
        for (const react of reactions[r.topic] ?? []) await react(tx, a)
        out.push(a)
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
        const n = await batch()
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
            n = await batch()
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
