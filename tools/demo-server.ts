import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../server/embedded/postmaster.ts'
import { repository } from './source.ts'

const READY_MS = 180_000

/** A server in its own process with the demo street, on a data folder that is gone when it stops. */
export async function demoServer(): Promise<{
  readonly base: string
  readonly data: string
  stop(): Promise<void>
}> {
  const data = mkdtempSync(join(tmpdir(), 'lifang-demo-'))
  const port = await freePort()
  const base = `http://localhost:${port}`
  const child = spawn(process.execPath, [...process.execArgv, join(repository, 'server/main.ts')], {
    env: { ...process.env, PORT: String(port), LIFANG_DATA: data, LIFANG_DEMO: 'street' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
    rmSync(data, { recursive: true, force: true })
  }
  const until = Date.now() + READY_MS
  while ((await fetch(`${base}/healthz`).catch(() => null))?.ok !== true) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error('the demo server did not start')
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  return { base, data, stop }
}
