import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FieldPlace, FieldProvider } from './crypto.ts'

/**
 * A file of sealed blocks, each bound to its place in the file: length in four bytes, then the sealed bytes. Nothing of it can
 * be read without the keys, and a block cannot be moved, left out or taken from another file unseen.
 */
export interface BlockWriter {
  add(plain: Buffer): Promise<void>
  /** Blocks written. */
  close(): Promise<number>
}

const placeOf = (name: string, n: number): FieldPlace => ({ table: 'file', column: name, row: String(n) })

/** @param name what the file is sealed under, for ever @param path is made anew; an existing file is refused */
export async function writeBlocks(fields: FieldProvider, name: string, path: string): Promise<BlockWriter> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx', 0o600)
  let n = 0
  return {
    add: async (plain) => {
      const sealed = fields.sealBytes(plain, placeOf(name, n))
      const length = Buffer.alloc(4)
      length.writeUInt32BE(sealed.length)
      await file.appendFile(Buffer.concat([length, sealed]))
      n++
    },
    close: async () => {
      await file.sync()
      await file.close()
      return n
    },
  }
}

/** The blocks from one on, in order. @throws Error when one does not verify */
export async function* readBlocks(
  fields: FieldProvider,
  name: string,
  path: string,
  from = 0,
): AsyncGenerator<Buffer, void> {
  const file = await open(path, 'r')
  try {
    let at = 0
    for (let n = 0; ; n++) {
      const head = await bytesAt(file, at, 4)
      if (head === null) return
      const length = head.readUInt32BE(0)
      if (n >= from) {
        const sealed = await bytesAt(file, at + 4, length)
        if (sealed === null) throw new Error('a file of blocks ends within a block')
        yield fields.openBytes(sealed, placeOf(name, n))
      }
      at += 4 + length
    }
  } finally {
    await file.close()
  }
}

/** Null at the end of the file. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  return bytesRead < length ? null : bytes
}
