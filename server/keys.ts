import { createECDH, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FIELD_KEY_BYTES } from '@lifang/platform/crypto.ts'
import type { FieldAlgorithm, FieldKeys } from '@lifang/platform/crypto.ts'

/** Secrets of this deployment, made once and kept beside its data (mode 0600). Losing them loses the sealed fields. */
export interface Keys {
  /** 48 bytes: seals personal fields of before keys had ids. */
  readonly field: Buffer
  /** 32 bytes: blind indexes of before index keys had a list. */
  readonly index: Buffer
  /** What `fieldProvider` seals, opens and indexes with. */
  readonly fields: FieldKeys
  /** Key pair towards push services (VAPID, RFC 8292), base64url. A new one ends every subscription. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string }
}

/** keys.json: bytes as hex. */
interface KeyFile {
  field: string
  index: string
  fieldKeys?: { id: number; algorithm: FieldAlgorithm; key: string }[]
  /** The newest first. */
  fieldIndex?: string[]
  vapid?: Keys['vapid']
}

/** P-256: the point uncompressed, the scalar of 32 bytes. */
export function newVapid(): Keys['vapid'] {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys().toString('base64url')
  const scalar = pair.getPrivateKey()
  // A scalar with leading zeros comes shorter than the 32 bytes it is written in.
  const privateKey = Buffer.concat([Buffer.alloc(32 - scalar.length), scalar]).toString('base64url')
  return { publicKey, privateKey }
}

const newFieldKey = (id: number, algorithm: FieldAlgorithm) => ({
  id,
  algorithm,
  key: randomBytes(FIELD_KEY_BYTES[algorithm]).toString('hex'),
})
const newIndexKey = (): string => randomBytes(32).toString('hex')

/** Keys that no file holds, for tests. */
export function newKeys(): Keys {
  return keysOf({
    field: randomBytes(48).toString('hex'),
    index: newIndexKey(),
    fieldKeys: [newFieldKey(1, 'sm4-cbc-sm3')],
    fieldIndex: [newIndexKey()],
    vapid: newVapid(),
  })
}

export async function loadKeys(dataDir: string): Promise<Keys> {
  const path = join(dataDir, 'keys.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dataDir, { recursive: true })
    const made = { field: randomBytes(48).toString('hex'), index: newIndexKey() }
    text = JSON.stringify(whole(made))
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  }
  const kept = JSON.parse(text) as KeyFile
  const now = whole(kept)
  if (kept.vapid === undefined || kept.fieldKeys === undefined || kept.fieldIndex === undefined)
    await replace(path, now)
  return keysOf(now)
}

/**
 * Makes a new sealing key; from the next start on it seals, and the older ones go on opening. Index keys stay: an index is made
 * anew together with the rows. @returns the new key's id @throws Error after 255 keys
 */
export async function rotateFieldKey(dataDir: string, algorithm: FieldAlgorithm): Promise<number> {
  await loadKeys(dataDir)
  const path = join(dataDir, 'keys.json')
  const kept = whole(JSON.parse(await readFile(path, 'utf8')) as KeyFile)
  const id = Math.max(...kept.fieldKeys.map((one) => one.id)) + 1
  if (id > 255) throw new Error('255 field keys were made: no id is left')
  await replace(path, { ...kept, fieldKeys: [...kept.fieldKeys, newFieldKey(id, algorithm)] })
  return id
}

/** A file of an older release gets what came since. */
const whole = (kept: KeyFile): Required<KeyFile> => ({
  ...kept,
  fieldKeys: kept.fieldKeys ?? [newFieldKey(1, 'sm4-cbc-sm3')],
  fieldIndex: kept.fieldIndex ?? [newIndexKey()],
  vapid: kept.vapid ?? newVapid(),
})

/** Replaced whole, never left half written. */
async function replace(path: string, file: KeyFile): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(file), { mode: 0o600 })
  await rename(`${path}.new`, path)
}

function keysOf(file: Required<KeyFile>): Keys {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
  const [newest, ...older] = file.fieldIndex.map(bytes)
  if (newest === undefined) throw new Error('keys.json has no index key')
  return {
    field: bytes(file.field),
    index: bytes(file.index),
    fields: {
      first: bytes(file.field),
      keys: file.fieldKeys.map(({ id, algorithm, key }) => ({ id, algorithm, key: bytes(key) })),
      index: [newest, ...older],
    },
    vapid: file.vapid,
  }
}
