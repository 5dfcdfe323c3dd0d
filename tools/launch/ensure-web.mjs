// The pages are built once and again only when something they are made of has changed.
import { spawn } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.mjs'
import { childEnv } from './npm.mjs'
import {
  filesUnder,
  isFile,
  isWritable,
  makeRuntimeDir,
  readText,
  root,
  runtimeDir,
  sha256,
} from './paths.mjs'
import { during, LaunchError, say } from './say.mjs'

const dist = join(root, 'web', 'dist')
const stampFile = join(dist, '.lifang-stamp')

/** What ends up in a page: the web folder, the browser-safe files of domains and platform, the phrases, the lock file. */
function sources() {
  return [
    ...filesUnder('web', (name) => !name.endsWith('.test.ts') && !name.endsWith('.test.tsx')),
    ...filesUnder(
      'domains',
      (name) =>
        /^domains\/([^/]+\/(schema|rules|access)[./]|order\.ts)/.test(name) && !name.includes('.test.'),
    ),
    ...filesUnder('platform', (name) => /^platform\/[^/]+\.ts$/.test(name) && !name.includes('.test.')),
    ...filesUnder('lang'),
    'package-lock.json',
  ]
}

function stampOf(files) {
  return sha256(files.map((name) => `${name}\0${sha256(readText(join(root, name)) ?? '')}`).join('\n'))
}

/** @param {string} node */
export async function ensureWeb(node, { always = false } = {}) {
  if (!isFile(join(root, 'web', 'index.html'))) {
    say('      没有网页源文件（web/index.html），跳过网页构建')
    return
  }
  const stamp = stampOf(sources())
  if (!always && readText(stampFile) === stamp) return
  if (!isWritable(join(root, 'web'))) {
    if (isFile(join(dist, 'index.html'))) return
    throw new LaunchError('web 目录不可写，无法构建网页：请让当前用户可写，或在可写的机器上先运行一次。')
  }
  await during('构建网页', () =>
    locked('web', async () => {
      if (!always && readText(stampFile) === stamp) return
      await build(node, stamp)
    }),
  )
}

/** Built aside and swapped in, so that a failing build leaves the old pages and a running server never sees half of new ones. */
async function build(node, stamp) {
  makeRuntimeDir()
  const next = join(runtimeDir, 'web-next')
  const old = join(runtimeDir, 'web-old')
  for (const dir of [next, old]) rmSync(dir, { recursive: true, force: true })
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { code, output } = await new Promise((resolve) => {
    const child = spawn(node, [vite, 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: join(root, 'web'),
      env: childEnv(node, { NODE_ENV: 'production' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    const keep = (chunk) => {
      text = (text + chunk).slice(-8_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (status) => resolve({ code: status ?? 1, output: text }))
  })
  if (code !== 0 || !isFile(join(next, 'index.html'))) throw new LaunchError('构建网页失败。', output.trim())
  writeFileSync(join(next, '.lifang-stamp'), stamp)
  mkdirSync(join(root, 'web'), { recursive: true })
  if (isFile(join(dist, 'index.html'))) renameSync(dist, old)
  else rmSync(dist, { recursive: true, force: true })
  renameSync(next, dist)
  rmSync(old, { recursive: true, force: true })
}
