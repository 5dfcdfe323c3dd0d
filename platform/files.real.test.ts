import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setClock } from './clock.ts'
import { openDb, type Db } from './db.ts'
import { createFiles, type Files } from './files.ts'
import { newId } from './id.ts'
import { Problem } from './problem.ts'
import { sql } from './sql.ts'
import { testDatabase, type TestDatabase } from './testing/database.ts'

const COUNTY = 990601
const HOUR = 3_600_000
const clock = setClock(Date.parse('2026-11-22T02:00:00Z'))
const [worker, other] = [newId(), newId()]

let database: TestDatabase
let db: Db
let folder: string
let files: Files

beforeAll(async () => {
  database = await testDatabase()
  db = openDb({ url: database.url, role: 'lifang_app' })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifang-files-'))
  await db.run(sql`delete from stored_file`)
  files = createFiles({ folder, db, clock })
})
afterEach(() => rm(folder, { recursive: true, force: true }))
afterAll(async () => {
  await db.end()
  await database.drop()
})

let tint = 0
/** A photo unlike any before. */
const aPhoto = (width = 64, height = 48): Promise<Buffer> => {
  tint += 1
  return sharp({
    create: { width, height, channels: 3, background: { r: tint % 256, g: 90, b: 200 - (tint % 200) } },
  })
    .jpeg()
    .toBuffer()
}
const take = async (bytes: Buffer, uploadedBy: string | null = worker) =>
  files.take({ bytes, county: COUNTY, uploadedBy })
const claim = (
  named: { id: string; claim?: string | null }[],
  recordId: string,
  uploadedBy: string | null = worker,
) =>
  db.transaction((tx) =>
    files.claim(tx, { county: COUNTY, files: named, uploadedBy, kind: 'incident', recordId }),
  )
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )
/** Names of everything kept, temporary files too. */
const onDisk = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => e.name)
const rows = async (): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*) as n from stored_file`)).n

describe('taking in', () => {
  test('a picture is kept under its own hash and read back byte for byte', async () => {
    const taken = await take(await aPhoto(2000, 1000))
    expect(taken).toMatchObject({
      county: COUNTY,
      mediaType: 'image/jpeg',
      width: 1600,
      height: 800,
      uploadedBy: worker,
      uploadedAt: new Date(clock.now()),
      claimedId: null,
      claim: null,
    })
    const read = await files.read(COUNTY, taken.id)
    expect(read?.bytes.length).toBe(taken.bytes)
    const [name = ''] = await onDisk()
    expect(name).toMatch(/^[0-9a-f]{64}$/)
    expect(await readFile(join(folder, name.slice(0, 2), name.slice(2, 4), name))).toEqual(read?.bytes)
    expect(await files.read(COUNTY + 1, taken.id)).toBeNull()
    expect(await files.read(COUNTY, newId())).toBeNull()
    expect(await files.find(COUNTY, 'no id')).toBeNull()
  })

  test('all 64 bits of the look survive the database', async () => {
    const noise = await sharp(randomBytes(64 * 48 * 3), { raw: { width: 64, height: 48, channels: 3 } })
      .png()
      .toBuffer()
    const taken = await take(noise)
    expect((await files.find(COUNTY, taken.id))?.look).toBe(taken.look)
    expect(Number.isSafeInteger(Number(taken.look))).toBe(false)
  })

  test('an identical photo is two files of two people and one on disk, also when ten arrive at once', async () => {
    const photo = await aPhoto()
    const [mine, theirs] = [await take(photo), await take(photo, other)]
    expect(mine.id).not.toBe(theirs.id)
    await Promise.all(Array.from({ length: 10 }, () => take(photo)))
    expect(await onDisk()).toHaveLength(1)
    expect(await rows()).toBe(12)
  })

  test('a stream is taken as well, and ends at 10 MB however long it says it is', async () => {
    const photo = await aPhoto()
    const halves = Readable.from([photo.subarray(0, 100), photo.subarray(100)])
    expect(await files.take({ bytes: halves, county: COUNTY, uploadedBy: null })).toMatchObject({ width: 64 })
    let sent = 0
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) {
        sent += 1
        yield await Promise.resolve(Buffer.alloc(1024 * 1024, 0xff))
      }
    }
    expect(await codeOf(files.take({ bytes: endless(), county: COUNTY, uploadedBy: null }))).toBe(
      'platform.too-large',
    )
    expect(sent).toBeLessThanOrEqual(11)
    expect(await codeOf(take(Buffer.alloc(10 * 1024 * 1024 + 1)))).toBe('platform.too-large')
  })

  test('what is no photo leaves neither row nor bytes', async () => {
    expect(await codeOf(take(Buffer.from('<!doctype html><script>alert(1)</script>')))).toBe(
      'platform.file-type',
    )
    const whole = await aPhoto(400, 300)
    expect(await codeOf(take(whole.subarray(0, whole.length / 2)))).toBe('platform.file-broken')
    expect([await rows(), await onDisk()]).toEqual([0, []])
  })

  test('a file a failing disk left short is written anew', async () => {
    const photo = await aPhoto()
    const taken = await take(photo)
    const [name = ''] = await onDisk()
    await writeFile(join(folder, name.slice(0, 2), name.slice(2, 4), name), 'short')
    await take(photo)
    expect((await files.read(COUNTY, taken.id))?.bytes.length).toBe(taken.bytes)
  })
})

describe('a disk that refuses', () => {
  test('a folder that cannot be written: unavailable, no row, and well again once it can', async () => {
    const photo = await aPhoto()
    // A file where the folder should be refuses root too, as a read-only disk does.
    await writeFile(join(folder, 'wall'), '')
    const walled = createFiles({ folder: join(folder, 'wall'), db, clock })
    expect(await codeOf(walled.take({ bytes: photo, county: COUNTY, uploadedBy: worker }))).toBe(
      'platform.unavailable',
    )
    expect(await rows()).toBe(0)
    await take(photo)
    expect(await rows()).toBe(1)
  })

  test('a write that fails at the very end leaves nothing behind', async () => {
    const photo = await aPhoto()
    await take(photo)
    const [name = ''] = await onDisk()
    await db.run(sql`delete from stored_file`)
    const blocked = join(folder, 'blocked')
    await mkdir(join(blocked, name.slice(0, 2), name.slice(2, 4), name, 'occupied'), { recursive: true })
    const stopped = createFiles({ folder: blocked, db, clock })
    expect(await codeOf(stopped.take({ bytes: photo, county: COUNTY, uploadedBy: worker }))).toBe(
      'platform.unavailable',
    )
    expect([await rows(), await readdir(join(blocked, 'incoming'))]).toEqual([0, []])
  })
})

describe('claiming for a record', () => {
  test('makes the files the record’s, in the order named, and again without change', async () => {
    const [a, b] = [await take(await aPhoto()), await take(await aPhoto())]
    const record = newId()
    const first = await claim([{ id: b.id }, { id: a.id }, { id: b.id }], record)
    expect(first.ok && first.files.map((f) => [f.id, f.claimedKind, f.claimedId])).toEqual([
      [b.id, 'incident', record],
      [a.id, 'incident', record],
    ])
    expect((await claim([{ id: a.id }], record)).ok).toBe(true)
    expect(await files.read(COUNTY, a.id)).toMatchObject({ claimedKind: 'incident', claimedId: record })
  })

  test('refuses all when one is missing, another record’s or another person’s, and says which', async () => {
    const [mine, theirs, used] = [
      await take(await aPhoto()),
      await take(await aPhoto(), other),
      await take(await aPhoto()),
    ]
    await claim([{ id: used.id }], newId())
    const missing = newId()
    const refused = await claim(
      [mine, theirs, used, { id: missing }, { id: 'not an id' }].map(({ id }) => ({ id })),
      newId(),
    )
    expect(refused).toEqual({
      ok: false,
      refused: [
        { id: theirs.id, why: 'not-yours' },
        { id: used.id, why: 'claimed' },
        { id: missing, why: 'missing' },
        { id: 'not an id', why: 'missing' },
      ],
    })
    expect((await files.find(COUNTY, mine.id))?.claimedId).toBeNull()
  })

  test('without an account it needs the secret given at upload, and that one only', async () => {
    const [a, b] = [await take(await aPhoto(), null), await take(await aPhoto(), null)]
    expect(a.claim).toMatch(/^[\w-]{43}$/)
    const why = async (secret: string | null, by: string | null = null) => {
      const result = await claim([{ id: a.id, claim: secret }], newId(), by)
      return result.ok ? 'claimed now' : result.refused[0]?.why
    }
    expect([await why(null), await why(''), await why(b.claim), await why(null, worker)]).toEqual(
      Array.from({ length: 4 }, () => 'not-yours'),
    )
    expect(await why(a.claim)).toBe('claimed now')
    expect(await why(a.claim)).toBe('claimed')
  })

  test('is undone with the record’s transaction', async () => {
    const a = await take(await aPhoto())
    const work = db.transaction(async (tx) => {
      await files.claim(tx, {
        county: COUNTY,
        files: [a],
        uploadedBy: worker,
        kind: 'incident',
        recordId: newId(),
      })
      throw new Error('the report was refused after all')
    })
    await expect(work).rejects.toThrow('after all')
    expect((await files.find(COUNTY, a.id))?.claimedId).toBeNull()
  })

  test('two reports name the same photos at once, in opposite order: one gets them all', async () => {
    const photos = [await take(await aPhoto()), await take(await aPhoto()), await take(await aPhoto())]
    const results = await Promise.all([
      claim(
        photos.map(({ id }) => ({ id })),
        newId(),
      ),
      claim(photos.map(({ id }) => ({ id })).toReversed(), newId()),
    ])
    expect(results.map((r) => r.ok).toSorted()).toEqual([false, true])
    const owners = new Set(
      (await Promise.all(photos.map((p) => files.find(COUNTY, p.id)))).map((f) => f?.claimedId),
    )
    expect(owners.size).toBe(1)
  })
})

describe('sweeping', () => {
  test('removes what nobody claimed in time, and its bytes unless another file still needs them', async () => {
    const [shared, left, kept] = [await aPhoto(), await aPhoto(), await aPhoto()]
    await take(shared)
    await take(left)
    const used = await take(shared)
    await claim([{ id: used.id }], newId())
    clock.advance(25 * HOUR)
    const young = await take(kept)
    expect(await files.sweep(clock.now() - 24 * HOUR)).toEqual({ files: 2, stored: 1 })
    expect(await onDisk()).toHaveLength(2)
    for (const { id } of [used, young])
      expect((await files.read(COUNTY, id))?.bytes.length).toBeGreaterThan(0)
    expect(await files.sweep(clock.now() - 24 * HOUR)).toEqual({ files: 0, stored: 0 })
  })

  test('removes what a crash left: bytes without a row, half-written files of long ago', async () => {
    const crashed = openDb({ url: database.url, role: 'lifang_auditor', max: 1 })
    const photo = await aPhoto()
    // This role may not write the row, as a database that went away.
    await expect(
      createFiles({ folder, db: crashed, clock }).take({ bytes: photo, county: COUNTY, uploadedBy: null }),
    ).rejects.toThrow()
    await crashed.end()
    await mkdir(join(folder, 'incoming'), { recursive: true })
    const [old, fresh] = [`${clock.now() - 2 * HOUR}-${newId()}`, `${clock.now() - 1000}-${newId()}`]
    for (const name of [old, fresh]) await writeFile(join(folder, 'incoming', name), 'half')
    expect(await onDisk()).toHaveLength(3)
    expect(await files.sweep(clock.now())).toEqual({ files: 0, stored: 1 })
    expect(await onDisk()).toEqual([fresh])
  })

  test('between a picture’s bytes and its row takes nothing from it', async () => {
    const swept: unknown[] = []
    const sweptBetween: Db = {
      ...db,
      transaction: async (work) => {
        swept.push(await files.sweep(clock.now()))
        return db.transaction(work)
      },
    }
    const taken = await createFiles({ folder, db: sweptBetween, clock }).take({
      bytes: await aPhoto(),
      county: COUNTY,
      uploadedBy: worker,
    })
    expect(swept).toEqual([{ files: 0, stored: 1 }])
    expect((await files.read(COUNTY, taken.id))?.bytes.length).toBe(taken.bytes)
  })

  test('an empty store is nothing to sweep', async () => {
    await rm(folder, { recursive: true })
    expect(await files.sweep(clock.now())).toEqual({ files: 0, stored: 0 })
  })
})
