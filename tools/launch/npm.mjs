// Running npm: under the Node we want, with a cache that can be written, and with its failures said in a sentence.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { isFile, makeRuntimeDir, readText, root, runtimeDir } from './paths.mjs'
import { LaunchError } from './say.mjs'

/** The npm command line script to run with a Node of our choice, or null when only an `npm` command can be had. */
function npmCli() {
  const given = process.env['npm_execpath']
  if (given && /npm-cli\.(c|m)?js$/.test(given) && isFile(given)) return given
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of process.platform === 'win32' ? ['npm.cmd'] : ['npm']) {
      const found = join(dir, name)
      if (!existsSync(found)) continue
      const beside = join(dir, 'node_modules', 'npm', 'bin', 'npm-cli.js')
      if (isFile(beside)) return beside
      const real = realpathSync(found)
      if (real.endsWith('npm-cli.js')) return real
    }
  }
  return null
}

/** A cache npm can write: its own default, or ours where the home is read-only. */
function cacheEnv() {
  const set = process.env['npm_config_cache']
  const usual = set ?? (process.platform === 'win32' ? null : join(homedir(), '.npm'))
  if (usual === null) return {}
  try {
    mkdirSync(join(usual, '_cacache'), { recursive: true })
    for (const dir of [usual, join(usual, '_cacache')]) accessSync(dir, constants.W_OK)
    return set ? { npm_config_cache: set } : {}
  } catch {
    makeRuntimeDir()
    return { npm_config_cache: join(runtimeDir, 'npm-cache') }
  }
}

/**
 * Environment for a child that must meet `node` first on PATH. npm's own variables of an outer `npm start` are dropped:
 * they would tell an inner npm to behave as the outer was asked to (prefix, workspace, ignore-scripts …).
 */
export function childEnv(node, extra = {}) {
  const env = {}
  for (const [key, value] of Object.entries(process.env))
    if (
      !/^npm_(config_(?!cache|registry|userconfig|globalconfig|.*proxy|cafile|strict_ssl)|package_|lifecycle_|command|execpath|node_execpath)/i.test(
        key,
      )
    )
      env[key] = value
  env['PATH'] = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
  return { ...env, ...extra }
}

function run(command, args, env, cwd) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/**
 * Runs npm quietly. Under `node` when npm's script works there; an npm that is bound to its own Node (as Debian's is)
 * runs by its command instead, with `node` first on PATH.
 * @returns {Promise<{code: number, output: string}>}
 */
export async function npm(node, args, { cwd = root } = {}) {
  const env = childEnv(node, {
    ...cacheEnv(),
    npm_config_update_notifier: 'false',
    npm_config_progress: 'false',
  })
  const cli = npmCli()
  if (cli !== null) {
    const probe = await run(node, [cli, '--version'], env, cwd)
    if (probe.code === 0) return await run(node, [cli, ...args], env, cwd)
  }
  return await run(
    'npm',
    args,
    { ...env, PATH: `${process.env['PATH'] ?? ''}${delimiter}${dirname(node)}` },
    cwd,
  )
}

/** Turns npm's output into a sentence that says what to mend. */
export function npmProblem(what, { code, output }) {
  const detail = output
    .split('\n')
    .filter((line) => /npm (error|ERR!)/.test(line) && !/A complete log|debug-\d/.test(line))
    .slice(0, 12)
    .join('\n')
  const has = (pattern) => pattern.test(output)
  let why = `npm 以 ${code} 退出。`
  if (code === 127) why = '找不到 npm：请安装 npm（随 Node.js 提供）后再试。'
  else if (has(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i))
    why = '连不上 npm 软件源：请检查网络、代理（HTTPS_PROXY）或 npm 的 registry 设置，然后再试一次。'
  else if (has(/ENOSPC/)) why = '磁盘已满：请腾出至少 2 GB 空间后再试。'
  else if (has(/EACCES|EPERM|EROFS/))
    why = `没有写入权限：请让当前用户可写 ${root} 和 npm 缓存目录（或设 npm_config_cache 为可写目录）。`
  else if (has(/EINTEGRITY|cache|ENOTCACHED/i))
    why = 'npm 缓存损坏或不可用：运行 npm cache clean --force 后再试，或把 npm_config_cache 指到一个空目录。'
  else if (has(/CERT|SSL|self.signed/i))
    why = '软件源证书不被信任：请用 NODE_EXTRA_CA_CERTS 指明本单位的根证书。'
  return new LaunchError(
    `${what}失败：${why}`,
    detail === '' ? output.trim().split('\n').slice(-8).join('\n') : detail,
  )
}

/** Reads a version from an installed package, or null. */
export function installedVersion(dir) {
  const text = readText(join(dir, 'package.json'))
  if (text === null) return null
  try {
    return JSON.parse(text).version ?? null
  } catch {
    return null
  }
}
