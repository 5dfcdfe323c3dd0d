// TypeScript runs natively from Node 22.18 on. Where the machine's Node is older, Node 24 comes from the npm registry
// into .runtime, once; nothing on the machine is changed.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.mjs'
import { npm, npmProblem } from './npm.mjs'
import { isFile, makeRuntimeDir, readText, runtimeDir } from './paths.mjs'
import { during, LaunchError } from './say.mjs'

/** Node.js 22.18 is the first release that runs TypeScript without a flag. */
export function recentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/**
 * The registry carries Node's binary in one package per platform. The package called `node` only picks among them, in an
 * install script, which newer npm does not run without approval: so we pick ourselves and keep `node` as a second way.
 */
function packages() {
  const os = process.platform === 'win32' ? 'win' : process.platform
  const names = [`node-${os}-${process.arch}@24`]
  if (process.platform === 'darwin') names.unshift(`node-bin-${os}-${process.arch}@24`)
  return names
}

function binaries() {
  const modules = join(runtimeDir, 'node', 'node_modules')
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const os = process.platform === 'win32' ? 'win' : process.platform
  return [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`, 'node'].flatMap((name) => [
    join(modules, name, 'bin', file),
    join(modules, 'node', 'node_modules', name, 'bin', file),
  ])
}

/** The recorded binary, if its file is still there: no process is started to find out. */
function remembered() {
  const [path, platform] = (readText(join(runtimeDir, 'node.path')) ?? '').split('\n')
  return path && platform === `${process.platform}-${process.arch}` && isFile(path) ? path : null
}

function working() {
  for (const path of binaries()) {
    if (!isFile(path)) continue
    const answer = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (answer.status === 0 && recentEnough(answer.stdout.trim())) return path
  }
  return null
}

/** @returns {Promise<string>} the path of a Node that runs our TypeScript */
export async function ensureNode() {
  if (recentEnough(process.version)) return process.execPath
  const known = remembered()
  if (known !== null) return known
  return await during(`本机 Node.js 为 ${process.version}，取用 Node.js 24`, () =>
    locked('node', async () => {
      const there = working() ?? (await fetchNode())
      writeFileSync(join(runtimeDir, 'node.path'), `${there}\n${process.platform}-${process.arch}`)
      return there
    }),
  )
}

async function fetchNode() {
  makeRuntimeDir()
  const prefix = join(runtimeDir, 'node')
  const ways = [...packages().map((name) => [name, '--ignore-scripts']), ['node@24']]
  let last = { code: 1, output: '' }
  for (const way of ways) {
    rmSync(prefix, { recursive: true, force: true })
    last = await npm(
      process.execPath,
      ['install', ...way, '--prefix', prefix, '--no-save', '--no-audit', '--no-fund'],
      { cwd: runtimeDir },
    )
    const found = working()
    if (found !== null) return found
  }
  if (last.code !== 0) throw npmProblem('取用 Node.js 24', last)
  throw new LaunchError(
    `取到的 Node.js 24 不能在本机（${process.platform} ${process.arch}）运行：请自行安装 Node.js 22.18 或更新版本后再试。`,
  )
}
