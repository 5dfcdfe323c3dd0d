// Dependencies: installed when missing or when the lock file changed, otherwise not touched.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { locked } from './lock.mjs'
import { npm, npmProblem } from './npm.mjs'
import { isWritable, readText, root, sha256 } from './paths.mjs'
import { during, LaunchError } from './say.mjs'

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.lifang-stamp')

/** The stamp is the lock file's hash and the Node major the native parts were chosen for. */
function wanted(node) {
  const version = node === process.execPath ? process.version : majorOf(node)
  const major = version.replace(/^v/, '').split('.')[0]
  return `${sha256(readText(join(root, 'package-lock.json')) ?? '')} node${major} ${process.platform}-${process.arch}`
}

function majorOf(node) {
  const fromPath = /[\\/]\.runtime[\\/]node[\\/]/.test(node)
  return fromPath ? 'v24' : spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
}

/**
 * Whether what npm last installed equals the lock file, package by package: a developer who ran `npm install` by hand has
 * no stamp yet and must not wait for a second install.
 */
export function sameAsLock(lockText, hiddenText) {
  if (lockText === null || hiddenText === null) return false
  const lock = JSON.parse(lockText).packages ?? {}
  const hidden = JSON.parse(hiddenText).packages ?? {}
  for (const [path, entry] of Object.entries(lock)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue
    const there = hidden[path]
    if (there === undefined) {
      if (entry.optional || entry.peer || entry.devOptional) continue
      return false
    }
    if (!entry.link && there.version !== entry.version) return false
  }
  return true
}

const upToDate = (stamp) => readText(stampFile) === stamp

/** @param {string} node path of the Node to install for */
export async function ensureDeps(node) {
  if (readText(join(root, 'package-lock.json')) === null)
    throw new LaunchError('缺少 package-lock.json：请重新取得完整的源代码。')
  const stamp = wanted(node)
  if (upToDate(stamp)) return
  if (adopt(stamp)) return
  await during('安装依赖', () =>
    locked('deps', async () => {
      if (upToDate(stamp) || adopt(stamp)) return
      if (!isWritable(root))
        throw new LaunchError(
          `目录 ${root} 不可写，无法安装依赖：请让当前用户可写，或在可写的机器上先运行一次。`,
        )
      await install(node)
      writeFileSync(stampFile, stamp)
    }),
  )
}

/** A hand-made install counts only without an older stamp: with one, the lock file has changed since. */
function adopt(stamp) {
  if (existsSync(stampFile)) return false
  if (!sameAsLock(readText(join(root, 'package-lock.json')), readText(join(modules, '.package-lock.json'))))
    return false
  try {
    writeFileSync(stampFile, stamp)
  } catch {
    // A read-only installation works without a stamp; the comparison above is cheap enough.
  }
  return true
}

/**
 * Install scripts stay off: newer npm does not run them without approval, so nothing here may need them, and the result is
 * the same with every npm. `npm ci` refuses a lock file that lacks another platform's optional package (a registry that
 * does not carry it); the plain install, pinned by the same lock file and not saving it, is the second way.
 */
async function install(node) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=dev']
  let result = await npm(node, ['ci', ...quiet])
  if (result.code !== 0 && /EUSAGE|in sync/.test(result.output)) {
    rmSync(stampFile, { force: true })
    result = await npm(node, ['install', '--no-save', ...quiet])
  }
  if (result.code !== 0) throw npmProblem('安装依赖', result)
}
