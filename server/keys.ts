import { createECDH, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Secrets of this deployment, made once and kept beside its data (mode 0600). Losing them loses the sealed fields. */
export interface Keys {
  /** 48 bytes: seals personal fields. */
  readonly field: Buffer
  /** 32 bytes: blind indexes. */
  readonly index: Buffer
  /** Key pair towards push services (VAPID, RFC 8292), base64url. A new one ends every subscription. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string }
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

export async function loadKeys(dataDir: string): Promise<Keys> {
  const path = join(dataDir, 'keys.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dataDir, { recursive: true })
    text = JSON.stringify({
      field: randomBytes(48).toString('hex'),
      index: randomBytes(32).toString('hex'),
      vapid: newVapid(),
    })
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  }
  const kept = JSON.parse(text) as { field: string; index: string; vapid?: Keys['vapid'] }
  let { vapid } = kept
  if (vapid === undefined) {
    // A folder from before there was a push: the file is replaced whole, never left half written.
    vapid = newVapid()
    await writeFile(`${path}.new`, JSON.stringify({ ...kept, vapid }), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
  return { field: Buffer.from(kept.field, 'hex'), index: Buffer.from(kept.index, 'hex'), vapid }
}
