// `npm run shots [-- names]`: pictures of every screen with the demo's data into shots/, from a server of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChineseFont, ensureChromium } from './chromium.mjs'
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { ensureWeb } from './ensure-web.mjs'
import { childEnv } from './npm.mjs'
import { root } from './paths.mjs'
import { runProgram } from './run.mjs'
import { fail, LaunchError, say } from './say.mjs'

const READY_MS = 180_000

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** A server with the demo on a data folder that is gone afterwards. */
async function serve(node, data, port) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'server/main.ts')], {
    env: childEnv(node, { PORT: String(port), LIFANG_DATA: data, LIFANG_DEMO: 'street' }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let ended = false
  const gone = new Promise((resolve) => {
    child.once('exit', () => {
      ended = true
      resolve()
    })
  })
  const until = Date.now() + READY_MS
  for (;;) {
    const answer = await fetch(`http://localhost:${port}/healthz`).catch(() => null)
    if (answer?.ok === true) break
    if (ended || Date.now() > until) throw new LaunchError('服务器没有起来，无法拍摄页面。')
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  return async () => {
    child.kill('SIGTERM')
    await gone
  }
}

const data = mkdtempSync(join(tmpdir(), 'lifang-shots-'))
try {
  const node = await ensureNode()
  await ensureDeps(node)
  await ensureWeb(node)
  await ensureChineseFont()
  process.env['LIFANG_CHROMIUM'] = await ensureChromium(node)
  process.env['LIFANG_DATA'] = data
  const port = await freePort()
  say('      载入演示数据 …')
  const stop = await serve(node, data, port)
  try {
    const names = process.argv.slice(2)
    process.exitCode = await runProgram(node, 'tools/shots.ts', [`http://localhost:${port}`, ...names])
  } finally {
    await stop()
  }
} catch (error) {
  fail(error)
} finally {
  rmSync(data, { recursive: true, force: true })
}
process.exit()
