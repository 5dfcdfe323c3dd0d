import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Secrets of this deployment, made once and kept beside its data (mode 0600). Losing them loses the sealed fields. */
export interface Keys {
  /** 48 bytes: seals personal fields. */
  readonly field: Buffer
  /** 32 bytes: blind indexes. */
  readonly index: Buffer
}

export async function loadKeys(dataDir: string): Promise<Keys> {
  const path = join(dataDir, 'keys.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dataDir, { recursive: true })
    text = JSON.stringify({ field: randomBytes(48).toString('hex'), index: randomBytes(32).toString('hex') })
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  }
  const { field, index } = JSON.parse(text) as { field: string; index: string }
  return { field: Buffer.from(field, 'hex'), index: Buffer.from(index, 'hex') }
}
