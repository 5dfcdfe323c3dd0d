import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isId, newId } from './id.ts'
import type { Clock } from './clock.ts'
import { newSecret, sameBytes, sha256, sm3 } from './crypto.ts'
import type { Db, Tx } from './db.ts'
import { FILE_LIMIT } from './route.ts'
import { keepPicture } from './pictures.ts'
import { platformProblem } from './problems.ts'
import { sql } from './sql.ts'

export interface StoredFile {
  readonly county: number
  readonly id: string
  readonly mediaType: string
  /** Size kept, in bytes. */
  readonly bytes: number
  readonly width: number
  readonly height: number
  /** 64-bit difference hash as signed decimal, see platform/pictures. */
  readonly look: string
  /** Null: sent by somebody without an account. */
  readonly uploadedBy: string | null
  readonly uploadedAt: Date
  /** The record through whose scope it is read; null until a command claims it. */
  readonly claimedKind: string | null
  readonly claimedId: string | null
}

export interface TakenFile extends StoredFile {
  /** Secret that lets an uploader without an account use the file in a report; null for those with one. Shown once. */
  readonly claim: string | null
}

/** A file as a command names it. `claim` is the secret of an upload without account. */
export interface FileClaim {
  readonly id: string
  readonly claim?: string | null | undefined
}

/** 'missing': no such file here; 'claimed': belongs to another record; 'not-yours': sent by somebody else. */
export interface RefusedFile {
  readonly id: string
  readonly why: 'missing' | 'claimed' | 'not-yours'
}

export type Claimed =
  | { readonly ok: true; readonly files: readonly StoredFile[] }
  | { readonly ok: false; readonly refused: readonly RefusedFile[] }

export interface Files {
  /**
   * Takes a photo in: told by its bytes, drawn anew (see platform/pictures), kept under the SHA-256 of what is kept, so
   * that equal pictures lie on disk once. The row is written last: a crash or a full disk leaves no row without bytes.
   * @throws platform.too-large, platform.file-type, platform.file-broken, platform.unavailable (disk full or read-only)
   */
  take(input: {
    readonly bytes: Buffer | AsyncIterable<Uint8Array>
    readonly county: number
    readonly uploadedBy: string | null
  }): Promise<TakenFile>
  /**
   * Makes files part of a record, all or none, in the transaction that writes the record; in the order they were named.
   * Claiming again for the same record is no change.
   */
  claim(
    tx: Tx,
    input: {
      readonly county: number
      readonly files: readonly FileClaim[]
      readonly uploadedBy: string | null
      readonly kind: string
      readonly recordId: string
    },
  ): Promise<Claimed>
  /** The row without the bytes, so that scope is decided before anything is read. Null: no such file. */
  find(county: number, id: string): Promise<StoredFile | null>
  /** The bytes and whose they are; null: no such file. The caller decides by the record's scope who may have them. */
  read(county: number, id: string): Promise<(Omit<StoredFile, 'bytes'> & { readonly bytes: Buffer }) | null>
  /**
   * Takes a record's file away, in the transaction that takes it from the record. @returns what removes the bytes, to be run once
   * that transaction stands; what a crash leaves in between, the next sweep removes
   */
  drop(
    tx: Tx,
    input: {
      readonly county: number
      readonly id: string
      readonly kind: string
      readonly recordId: string
    },
  ): Promise<() => Promise<void>>
  /** Removes files sent before `olderThan` (epoch ms) that no record claimed, and bytes that no row names any more. */
  sweep(olderThan: number): Promise<{ readonly files: number; readonly stored: number }>
}

interface FileRow {
  readonly county: number
  readonly id: string
  readonly sha256: Buffer
  readonly media_type: string
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly look: string
  readonly uploaded_by: string | null
  readonly uploaded_at: Date
  readonly claimed_kind: string | null
  readonly claimed_id: string | null
  readonly claim_hash: Buffer | null
}

/** `look` as text: its 64 bits do not fit a JavaScript number. */
const COLUMNS = sql`county, id, sha256, media_type, bytes, width, height, look::text as look, uploaded_by, uploaded_at,
  claimed_kind, claimed_id, claim_hash`

const viewOf = (r: FileRow): StoredFile => ({
  county: r.county,
  id: r.id,
  mediaType: r.media_type,
  bytes: r.bytes,
  width: r.width,
  height: r.height,
  look: r.look,
  uploadedBy: r.uploaded_by,
  uploadedAt: r.uploaded_at,
  claimedKind: r.claimed_kind,
  claimedId: r.claimed_id,
})

/** First half of the advisory lock on one content; the second is the head of its hash. */
const LOCK = 420_602_031
/** Temporary files older than this belong to a process that died. */
const ABANDONED_MS = 60 * 60_000
const TEMPORARY = 'incoming'

export function createFiles(options: {
  readonly folder: string
  readonly db: Db
  readonly clock: Clock
}): Files {
  const { folder, db, clock } = options
  const pathOf = (hash: Buffer): string => {
    const name = hash.toString('hex')
    return join(folder, name.slice(0, 2), name.slice(2, 4), name)
  }

  const store = async (hash: Buffer, bytes: Buffer): Promise<void> => {
    const path = pathOf(hash)
    if (await holds(path, bytes.length)) return
    const temporary = join(folder, TEMPORARY, `${clock.now()}-${newId()}`)
    try {
      await mkdir(dirname(path), { recursive: true })
      await mkdir(dirname(temporary), { recursive: true })
      const file = await open(temporary, 'wx', 0o600)
      await closing(file, async () => {
        await file.writeFile(bytes)
        await file.sync()
      })
      await rename(temporary, path)
      // A name is only safe once its folder is; the two above may be new as well.
      for (const changed of [dirname(path), dirname(dirname(path)), folder]) await syncFolder(changed)
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined)
      throw unavailable(error)
    }
  }

  return {
    take: async ({ bytes: given, county, uploadedBy }) => {
      const picture = await keepPicture(await whole(given))
      const hash = sha256(picture.bytes)
      await store(hash, picture.bytes)
      const claim = uploadedBy === null ? newSecret() : null
      const row = await db.transaction(async (tx) => {
        await tx.run(
          sql`select pg_advisory_xact_lock_shared(${LOCK}::integer, ${hash.readInt32BE(0)}::integer)`,
        )
        // A sweep may have removed the bytes between their arrival and this lock; from here on it cannot.
        await store(hash, picture.bytes)
        return tx.one<FileRow>(sql`insert into stored_file (county, id, sha256, media_type, bytes, width, height, look,
            uploaded_by, uploaded_at, claim_hash)
          values (${county}, ${newId()}, ${hash}, ${picture.mediaType}, ${picture.bytes.length}, ${picture.width},
            ${picture.height}, ${picture.look}::bigint, ${uploadedBy}, ${new Date(clock.now())},
            ${claim === null ? null : sm3(claim)})
          returning ${COLUMNS}`)
      })
      return { ...viewOf(row), claim }
    },

    claim: async (tx, { county, files, uploadedBy, kind, recordId }) => {
      const ids = [...new Set(files.map((f) => f.id))].filter(isId)
      // Locked in one order, so that two commands naming the same files wait for each other and never deadlock.
      const rows = await tx.rows<FileRow>(
        sql`select ${COLUMNS} from stored_file where county = ${county} and id = any(${ids}::uuid[]) order by id for update`,
      )
      const byId = new Map(rows.map((r) => [r.id, r]))
      const refused: RefusedFile[] = []
      const taken: StoredFile[] = []
      for (const file of files) {
        const row = byId.get(file.id.toLowerCase())
        const why = row === undefined ? 'missing' : refusalOf(row, file, uploadedBy, kind, recordId)
        if (row === undefined || why !== null) refused.push({ id: file.id, why: why ?? 'missing' })
        else if (!taken.some((t) => t.id === row.id)) {
          taken.push({ ...viewOf(row), claimedKind: kind, claimedId: recordId })
        }
      }
      if (refused.length > 0) return { ok: false, refused }
      await tx.run(sql`update stored_file set claimed_kind = ${kind}, claimed_id = ${recordId}
        where county = ${county} and id = any(${ids}::uuid[]) and claimed_id is null`)
      return { ok: true, files: taken }
    },

    find: async (county, id) => {
      const row = await rowOf(db, county, id)
      return row === undefined ? null : viewOf(row)
    },

    read: async (county, id) => {
      const row = await rowOf(db, county, id)
      if (row === undefined) return null
      const bytes = await readFile(pathOf(row.sha256)).catch(async (error: unknown) => {
        // Dropped between the row and the bytes: there is no such file any more.
        if (codeOf(error) === 'ENOENT' && (await rowOf(db, county, id)) === undefined) return null
        throw error
      })
      return bytes === null ? null : { ...viewOf(row), bytes }
    },

    drop: async (tx, { county, id, kind, recordId }) => {
      const gone = await tx.maybe<{ sha256: Buffer }>(
        sql`delete from stored_file where county = ${county} and id = ${id} and claimed_kind = ${kind} and claimed_id = ${recordId}
            returning sha256`,
      )
      return async () => {
        if (gone !== undefined) await removeUnnamed(db, gone.sha256, pathOf(gone.sha256))
      }
    },

    sweep: async (olderThan) => {
      const gone = await db.run(
        sql`delete from stored_file where claimed_id is null and uploaded_at < ${new Date(olderThan)}`,
      )
      let stored = 0
      for (const first of await namesIn(folder, /^[0-9a-f]{2}$/)) {
        stored += await sweepShelf(db, join(folder, first), Number.parseInt(first, 16))
      }
      for (const name of await namesIn(join(folder, TEMPORARY), /^\d+-/)) {
        if (Number.parseInt(name, 10) < clock.now() - ABANDONED_MS)
          await rm(join(folder, TEMPORARY, name), { force: true })
      }
      return { files: gone, stored }
    },
  }
}

const rowOf = async (tx: Tx, county: number, id: string): Promise<FileRow | undefined> =>
  isId(id)
    ? tx.maybe<FileRow>(sql`select ${COLUMNS} from stored_file where county = ${county} and id = ${id}`)
    : undefined

function refusalOf(
  row: FileRow,
  file: FileClaim,
  uploadedBy: string | null,
  kind: string,
  recordId: string,
): RefusedFile['why'] | null {
  const own = row.uploaded_by !== null && row.uploaded_by === uploadedBy
  const proved =
    row.claim_hash !== null && typeof file.claim === 'string' && sameBytes(row.claim_hash, sm3(file.claim))
  if (!own && !proved) return 'not-yours'
  return row.claimed_id === null || (row.claimed_kind === kind && row.claimed_id === recordId)
    ? null
    : 'claimed'
}

/** The whole upload in memory, no further than the limit. */
async function whole(given: Buffer | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const tooLarge = () => platformProblem('platform.too-large', { limit: '10 MB' })
  if (Buffer.isBuffer(given)) {
    if (given.length > FILE_LIMIT) throw tooLarge()
    return given
  }
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of given) {
    length += part.length
    if (length > FILE_LIMIT) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts, length)
}

/** Removes the bytes below one first-level folder that no row names. `head` is the first byte of their hashes. */
async function sweepShelf(db: Db, shelf: string, head: number): Promise<number> {
  const found: { hash: Buffer; path: string }[] = []
  for (const second of await namesIn(shelf, /^[0-9a-f]{2}$/)) {
    for (const name of await namesIn(join(shelf, second), /^[0-9a-f]{64}$/)) {
      found.push({ hash: Buffer.from(name, 'hex'), path: join(shelf, second, name) })
    }
  }
  if (found.length === 0) return 0
  const from = Buffer.from([head])
  const below = head === 255 ? null : Buffer.from([head + 1])
  const rows = await db.rows<{ hex: string }>(
    sql`select distinct encode(sha256, 'hex') as hex from stored_file
        where sha256 >= ${from} and (${below}::bytea is null or sha256 < ${below}::bytea)`,
  )
  const named = new Set(rows.map((r) => r.hex))
  let removed = 0
  for (const { hash, path } of found) {
    if (named.has(hash.toString('hex'))) continue
    removed += await removeUnnamed(db, hash, path)
  }
  return removed
}

/** Removes bytes unless a row names them. @returns how many files went: one or none */
const removeUnnamed = (db: Db, hash: Buffer, path: string): Promise<0 | 1> =>
  db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${LOCK}::integer, ${hash.readInt32BE(0)}::integer)`)
    // Asked under the lock: an equal picture may just have arrived.
    if ((await tx.maybe(sql`select 1 from stored_file where sha256 = ${hash} limit 1`)) !== undefined)
      return 0
    await rm(path, { force: true })
    return 1
  })

/** Whether the bytes lie there whole; a file of another length is what a failing disk left, and is written anew. */
const holds = async (path: string, length: number): Promise<boolean> =>
  stat(path).then(
    (s) => s.size === length,
    () => false,
  )

const namesIn = async (folder: string, pattern: RegExp): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.filter((name) => pattern.test(name)),
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    },
  )

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await closing(folder, () => folder.sync())
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** What the disk refuses is nobody's fault at the counter: nothing was kept, trying again is safe. */
function unavailable(error: unknown): unknown {
  const code = codeOf(error)
  return code !== undefined && /^E[A-Z]+$/.test(code)
    ? platformProblem('platform.unavailable', { reason: code })
    : error
}
