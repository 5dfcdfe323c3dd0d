// Where things are, and the few file questions the launchers share.
import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LaunchError } from './say.mjs'

/** The repository root, whatever the current directory is. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Our own folder for what is fetched at run time: Node, Chromium, npm's cache where the home is read-only, locks. */
export const runtimeDir = join(root, '.runtime')

export function makeRuntimeDir() {
  try {
    mkdirSync(runtimeDir, { recursive: true })
  } catch (error) {
    throw new LaunchError(
      `无法在 ${root} 下建立 .runtime 目录（${error.code}）：请让当前用户对该目录可写，或换一个可写的目录。`,
    )
  }
}

export function isFile(path) {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

export function isWritable(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

export const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** Every file under `folder` (paths from the root, `/` between), skipping built and fetched folders. */
export function filesUnder(folder, keep = () => true) {
  const found = []
  const walk = (dir) => {
    let entries
    try {
      entries = readdirSync(dir, { withFileTypes: true })
    } catch {
      return
    }
    for (const entry of entries) {
      if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue
      const path = join(dir, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile()) {
        const name = relative(root, path).split(sep).join('/')
        if (keep(name)) found.push(name)
      }
    }
  }
  walk(join(root, folder))
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
