import { availableParallelism } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { compile, type Sql } from './sql.ts'

// Counters and sequences stay far below 2^53; a number is what every reader wants.
pg.types.setTypeParser(20, Number)
// numeric is used for money-free measures (areas, rates) only.
pg.types.setTypeParser(1700, Number)
// A date is a day of the office calendar, not an instant: keep its text.
pg.types.setTypeParser(1082, (text) => text)

/** Runs statements, inside a transaction or alone. */
export interface Tx {
  rows<T>(query: Sql): Promise<T[]>
  /** Exactly one row is expected by construction of the statement; anything else is a bug. */
  one<T>(query: Sql): Promise<T>
  maybe<T>(query: Sql): Promise<T | undefined>
  /** Number of rows changed. */
  run(query: Sql): Promise<number>
  /**
   * Many rows by COPY, inside a transaction only. @param rows lines of COPY's text format, each ended by a newline
   * @param into one of our own tables and its columns, never from a request
   */
  copy(into: { readonly table: string; readonly columns: readonly string[] }, rows: string): Promise<void>
}

export interface Db extends Tx {
  /**
   * One transaction. Retried as a whole when PostgreSQL reports a deadlock or serialization failure, so `work` must have
   * no effect outside the database (announcements go by outbox).
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A connection of one's own, for LISTEN or COPY. */
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

export interface DbOptions {
  readonly url: string
  /** Database role to act as. */
  readonly role: 'lifang_app' | 'lifang_auditor' | 'lifang_migrator' | null
  readonly max?: number
}

const names = new Map<string, string>()
/** A statement's text is its identity: the same text is prepared once per connection and planned once. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  // A bound, so that statements composed in many shapes cannot fill the server with plans.
  if (names.size >= 2000) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

type Runner = pg.Pool | pg.PoolClient

function txOn(runner: Runner): Tx {
  const query = async <T>(q: Sql): Promise<pg.QueryResult<T & pg.QueryResultRow>> => {
    const { text, values } = compile(q)
    const name = nameOf(text)
    return runner.query<T & pg.QueryResultRow>(name === undefined ? { text, values } : { name, text, values })
  }
  return {
    rows: async <T>(q: Sql): Promise<T[]> => (await query<T>(q)).rows,
    one: async <T>(q: Sql): Promise<T> => {
      const { rows } = await query<T>(q)
      const [row] = rows
      if (row === undefined || rows.length > 1) throw new Error(`expected one row, got ${rows.length}`)
      return row
    },
    maybe: async <T>(q: Sql): Promise<T | undefined> => (await query<T>(q)).rows[0],
    run: async (q: Sql): Promise<number> => (await query(q)).rowCount ?? 0,
    copy: async ({ table, columns }, rows) => {
      if (runner instanceof pg.Pool) throw new Error('COPY outside a transaction')
      if (rows === '') return
      const stream = runner.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
      await pipeline(Readable.from([Buffer.from(rows)]), stream)
    },
  }
}

const RETRY = new Set(['40001', '40P01'])

/** SQLSTATE of an error thrown by PostgreSQL, undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
export function constraintOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

/**
 * Few connections kept busy do more than many that wake in turn: beyond a few a core they only contend for the same locks
 * and the same log. A request that finds none free waits in our queue, which costs nothing.
 */
const CONNECTIONS = Math.max(8, 2 * availableParallelism())

export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? CONNECTIONS,
    ...(options.role === null ? {} : { options: `-c role=${options.role}` }),
    application_name: options.role ?? 'lifang',
  })
  // An idle connection may be cut when PostgreSQL restarts; the pool replaces it, the next request tells if it is down.
  pool.on('error', () => undefined)
  // Nor may one that is lent out bring the process down when it is cut between two statements: its next one fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const base = txOn(pool)
  const once = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(txOn(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((e: unknown) => {
        broken = e instanceof Error ? e : new Error(String(e))
      })
      throw error
    } finally {
      client.release(broken)
    }
  }
  return {
    ...base,
    transaction: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt >= 4 || !RETRY.has(sqlState(error) ?? '')) throw error
        }
      }
    },
    connect: () => pool.connect(),
    end: () => pool.end(),
  }
}
