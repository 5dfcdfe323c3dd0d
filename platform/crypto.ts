import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hash,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** SM3 (GB/T 32905-2016), 32 bytes. */
export const sm3 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()

/** Blind index of a short secret such as a phone number: equal inputs meet, the key is needed to guess. */
export const blindIndex = (key: Buffer, text: string): Buffer => createHmac('sm3', key).update(text).digest()

/** A bearer secret of 256 bits as URL-safe text; only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)

/**
 * Field encryption at rest: SM4-CBC (GB/T 32907-2016) with an SM3 MAC over IV and ciphertext (encrypt-then-MAC), since
 * OpenSSL has no SM4-GCM. Layout: 16 bytes IV, 32 bytes MAC, ciphertext. `key` is 48 bytes: 16 cipher, 32 MAC.
 */
export function seal(key: Buffer, plain: string): Buffer {
  const iv = randomBytes(16)
  const cipher = createCipheriv('sm4-cbc', key.subarray(0, 16), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, mac(key, iv, body), body])
}

/** @throws Error when the bytes were not sealed with this key or were changed. */
export function unseal(key: Buffer, sealed: Buffer): string {
  const iv = sealed.subarray(0, 16)
  const body = sealed.subarray(48)
  if (!sameBytes(sealed.subarray(16, 48), mac(key, iv, body))) throw new Error('sealed field does not verify')
  const decipher = createDecipheriv('sm4-cbc', key.subarray(0, 16), iv)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}

const mac = (key: Buffer, iv: Buffer, body: Buffer): Buffer =>
  createHmac('sm3', key.subarray(16)).update(iv).update(body).digest()

/** How a key seals. SM4 for deployments that owe 国密, AES where they do not; both authenticate the place of the field. */
export const FIELD_ALGORITHMS = ['sm4-cbc-sm3', 'aes-256-gcm'] as const
export type FieldAlgorithm = (typeof FIELD_ALGORITHMS)[number]
/** Bytes of a key: 16 cipher and 32 MAC, or 32 cipher. */
export const FIELD_KEY_BYTES: Readonly<Record<FieldAlgorithm, number>> = {
  'sm4-cbc-sm3': 48,
  'aes-256-gcm': 32,
}

export interface FieldKey {
  /** 1 to 255, never used again; the highest seals. */
  readonly id: number
  readonly algorithm: FieldAlgorithm
  readonly key: Buffer
}
export interface FieldKeys {
  /** The key of before there were ids: opens what `seal` wrote, seals nothing. */
  readonly first: Buffer | null
  readonly keys: readonly FieldKey[]
  /** Keys of blind indexes, the newest first: 32 bytes each, never a sealing key. */
  readonly index: readonly [Buffer, ...Buffer[]]
}
/** Where a field stands. Sealed bytes moved to another row or column do not open there. */
export interface FieldPlace {
  readonly table: string
  readonly column: string
  readonly row: string
}
export interface FieldProvider {
  seal(plain: string, place: FieldPlace): Buffer
  /** @throws Error when the bytes were changed, moved, or sealed with a key that is not known. */
  open(sealed: Buffer, place: FieldPlace): string
  /** The same for bytes: pieces of files. */
  sealBytes(plain: Buffer, place: FieldPlace): Buffer
  openBytes(sealed: Buffer, place: FieldPlace): Buffer
  /** Whether a newer key than the one it was sealed with seals now. */
  needsReseal(sealed: Buffer): boolean
  /** Blind index for exact search, HMAC-SM3 with its own key. `kind` keeps numbers of different kinds apart. */
  blind(kind: string, text: string): Buffer
  /** With every index key, the newest first: what to look for while an index is being made anew. */
  blindAll(kind: string, text: string): readonly Buffer[]
}

/** A key made ready once: to make it anew for every field costs more than to seal. */
interface ReadyKey {
  readonly id: number
  readonly algorithm: FieldAlgorithm
  readonly cipher: KeyObject
  /** Of SM4 only. */
  readonly sm4: { readonly encrypt: Cbc; readonly mac: Mac } | null
}
const ready = ({ id, algorithm, key }: FieldKey): ReadyKey =>
  algorithm === 'sm4-cbc-sm3'
    ? readySm4(id, createSecretKey(key.subarray(0, 16)), macWith(key.subarray(16)))
    : { id, algorithm, cipher: createSecretKey(key), sm4: null }
const readySm4 = (id: number, cipher: KeyObject, mac: Mac): ReadyKey => ({
  id,
  algorithm: 'sm4-cbc-sm3',
  cipher,
  sm4: { encrypt: cbcWith(cipher), mac },
})

type Mac = (data: string | Uint8Array) => Buffer
const SM3_BLOCK = 64
/**
 * HMAC-SM3 (RFC 2104) with a key made ready. What is hashed stands behind the padded key in one buffer and is hashed at one go: an
 * object for every hash costs more than the hash, and the collector as much again, when hundreds of thousands are made. A test holds
 * it against the library's own. @param key at most 64 bytes
 */
export function macWith(key: Buffer): Mac {
  if (key.length > SM3_BLOCK) throw new Error(`MAC key of ${key.length} bytes`)
  const padded = (byte: number, length: number): Buffer => {
    const block = Buffer.alloc(length)
    for (let i = 0; i < SM3_BLOCK; i++) block[i] = (key[i] ?? 0) ^ byte
    return block
  }
  let inner = padded(0x36, 1_024)
  const outer = padded(0x5c, SM3_BLOCK + 32)
  return (data) => {
    const length = SM3_BLOCK + (typeof data === 'string' ? Buffer.byteLength(data) : data.length)
    if (length > inner.length) inner = padded(0x36, length * 2)
    if (typeof data === 'string') inner.write(data, SM3_BLOCK, 'utf8')
    else inner.set(data, SM3_BLOCK)
    // As text of bytes: a buffer of its own for a moment costs more.
    outer.write(hash('sm3', inner.subarray(0, length), 'latin1'), SM3_BLOCK, 'latin1')
    inner.fill(0, SM3_BLOCK, length)
    return Buffer.from(hash('sm3', outer, 'latin1'), 'latin1')
  }
}

type Cbc = (plain: Buffer, iv: Buffer) => Buffer
/**
 * SM4-CBC with PKCS #7 by one cipher for all: what it chains from the text before is taken out again with the IV, since making a cipher
 * for every field costs twice what it enciphers. A test opens what it sealed with a cipher made anew.
 */
function cbcWith(key: KeyObject): Cbc {
  const cipher = createCipheriv('sm4-cbc', key, Buffer.alloc(BLOCK)).setAutoPadding(false)
  let before: Buffer = Buffer.alloc(BLOCK)
  return (plain, iv) => {
    const text = padded(plain)
    for (let i = 0; i < BLOCK; i++) text[i] = (text[i] ?? 0) ^ (iv[i] ?? 0) ^ (before[i] ?? 0)
    const body = cipher.update(text)
    before = body.subarray(-BLOCK)
    return body
  }
}

/** Random bytes for IVs, drawn from the system by the page: a call for each costs more than the cipher. */
const POOL = 4_096
const pool = Buffer.alloc(POOL)
let drawn = POOL
function iv16(): Buffer {
  if (drawn + 16 > POOL) {
    randomFillSync(pool)
    drawn = 0
  }
  const iv = Buffer.from(pool.subarray(drawn, drawn + 16))
  // What was given out is in no memory but the caller's.
  pool.fill(0, drawn, drawn + 16)
  drawn += 16
  return iv
}

/** First byte of the layout by algorithm, then the key's id. */
const MARK: Readonly<Record<FieldAlgorithm, number>> = { 'sm4-cbc-sm3': 1, 'aes-256-gcm': 2 }
const BLOCK = 16

/**
 * Seals with the newest key and opens with any. Layout: mark, key id, then for SM4 16 bytes IV, 32 bytes HMAC-SM3 and the
 * ciphertext, for AES 12 bytes IV, 16 bytes tag and the ciphertext. Plain text is padded to blocks of 16 in both, which hides the
 * length of a name and keeps every new length off the multiples of 16 that the layout of `seal` has: so the two cannot be
 * mistaken for each other.
 * @throws Error for no key, an id twice or out of range, a key of the wrong length, or an index key that also seals
 */
export function fieldProvider({ first, keys, index }: FieldKeys): FieldProvider {
  const known = new Map<number, ReadyKey>()
  for (const one of keys) {
    if (!Number.isInteger(one.id) || one.id < 1 || one.id > 255) throw new Error(`field key id ${one.id}`)
    if (known.has(one.id)) throw new Error(`field key ${one.id} twice`)
    if (one.key.length !== FIELD_KEY_BYTES[one.algorithm])
      throw new Error(`field key ${one.id}: ${one.key.length} bytes for ${one.algorithm}`)
    known.set(one.id, ready(one))
  }
  const newest = [...known.values()].reduce<ReadyKey | null>((a, b) => (a && a.id > b.id ? a : b), null)
  if (newest === null) throw new Error('no field key')
  for (const one of index) {
    if (one.length !== 32) throw new Error(`index key of ${one.length} bytes`)
    if (keys.some(({ key }) => key.includes(one))) throw new Error('an index key must not seal')
  }
  const head = Buffer.from([MARK[newest.algorithm], newest.id])
  const indexKeys = index.map(macWith)
  const newestIndex = macWith(index[0])
  const blindWith = (mac: Mac, kind: string, text: string): Buffer => mac(`${kind}\u0000${text}`)
  const openBytes = (sealed: Buffer, place: FieldPlace): Buffer => {
    const key = known.get(sealed[1] ?? 0)
    if (!key || MARK[key.algorithm] !== sealed[0])
      throw new Error(`sealed by key ${sealed[1] ?? '?'}, which is not known`)
    return openWith(key, sealed, place)
  }
  return {
    seal: (plain, place) => sealWith(newest, head, Buffer.from(plain, 'utf8'), place),
    sealBytes: (plain, place) => sealWith(newest, head, plain, place),
    openBytes,
    open(sealed, place) {
      if (isFirstLayout(sealed)) {
        if (first === null) throw new Error('sealed by the first key, which is not known')
        return unseal(first, sealed)
      }
      return openBytes(sealed, place).toString('utf8')
    },
    needsReseal: (sealed) => isFirstLayout(sealed) || sealed[0] !== head[0] || sealed[1] !== head[1],
    blind: (kind, text) => blindWith(newestIndex, kind, text),
    blindAll: (kind, text) => indexKeys.map((key) => blindWith(key, kind, text)),
  }
}

const isFirstLayout = (sealed: Buffer): boolean => sealed.length % BLOCK === 0

/** Names of the database hold no NUL, so the parts cannot run into each other. */
const placeText = ({ table, column, row }: FieldPlace): string => `${table}\u0000${column}\u0000${row}\u0000`
const placeBytes = (head: Buffer, place: FieldPlace): Buffer =>
  Buffer.concat([head, Buffer.from(placeText(place), 'utf8')])

function sealWith(key: ReadyKey, head: Buffer, plain: Buffer, place: FieldPlace): Buffer {
  switch (key.algorithm) {
    case 'sm4-cbc-sm3': {
      const iv = iv16()
      const body = sm4Of(key).encrypt(plain, iv)
      return Buffer.concat([head, iv, boundMac(key, head, placeText(place), iv, body), body])
    }
    case 'aes-256-gcm': {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key.cipher, iv).setAAD(placeBytes(head, place))
      const body = Buffer.concat([cipher.update(padded(plain)), cipher.final()])
      return Buffer.concat([head, iv, cipher.getAuthTag(), body])
    }
  }
}

function openWith(key: ReadyKey, sealed: Buffer, place: FieldPlace): Buffer {
  const head = sealed.subarray(0, 2)
  const rest = sealed.subarray(2)
  switch (key.algorithm) {
    case 'sm4-cbc-sm3': {
      const iv = rest.subarray(0, 16)
      const body = rest.subarray(48)
      if (!sameBytes(rest.subarray(16, 48), boundMac(key, head, placeText(place), iv, body)))
        throw new Error('sealed field does not verify')
      const decipher = createDecipheriv('sm4-cbc', key.cipher, iv)
      return Buffer.concat([decipher.update(body), decipher.final()])
    }
    case 'aes-256-gcm': {
      if (rest.length < 28 + BLOCK) throw new Error('sealed field does not verify')
      const decipher = createDecipheriv('aes-256-gcm', key.cipher, rest.subarray(0, 12), {
        authTagLength: 16,
      })
      decipher.setAAD(placeBytes(head, place)).setAuthTag(rest.subarray(12, 28))
      const body = Buffer.concat([decipher.update(rest.subarray(28)), decipher.final()])
      return body.subarray(0, body.length - (body.at(-1) ?? 0))
    }
  }
}

/** The length of what is bound stands before it, so that it cannot run into the ciphertext. One buffer: parts cost more than bytes. */
function boundMac(key: ReadyKey, head: Buffer, text: string, iv: Buffer, body: Buffer): Buffer {
  const bound = head.length + Buffer.byteLength(text)
  const all = Buffer.allocUnsafe(4 + bound + iv.length + body.length)
  all.writeUInt32BE(bound)
  head.copy(all, 4)
  all.write(text, 4 + head.length, 'utf8')
  iv.copy(all, 4 + bound)
  body.copy(all, 4 + bound + iv.length)
  return sm4Of(key).mac(all)
}

function sm4Of({ id, sm4 }: ReadyKey): NonNullable<ReadyKey['sm4']> {
  if (sm4 === null) throw new Error(`key ${id} is not of SM4`)
  return sm4
}

/** PKCS #7: at least one byte more. */
function padded(plain: Buffer): Buffer {
  const more = BLOCK - (plain.length % BLOCK)
  const all = Buffer.allocUnsafe(plain.length + more)
  all.set(plain)
  return all.fill(more, plain.length)
}
