import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { DemoAccount } from '../db/load/demo.ts'
import { readPidFile } from './embedded/cluster.ts'
import { isAlive } from './embedded/processes.ts'

/** The product as it is started for real, in a process of its own that can be killed; for tests. */
export interface Started {
  readonly dataDir: string
  /** 'http://127.0.0.1:port', the same after every start. */
  readonly base: string
  start(): Promise<void>
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  isAlive(): boolean
  /** What it has written since its start. */
  said(): string
  until(what: string, holds: () => boolean | Promise<boolean>, seconds?: number): Promise<void>
  /** Cookie header of the first demo account of a post. */
  signIn(post: string): Promise<string>
  /** Ends it; its database must be gone as well. */
  end(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** Where it will run; nothing is started yet. @param name of its folder, blanks and all */
export async function startable(name: string): Promise<Started> {
  const home = mkdtempSync(join(tmpdir(), name))
  const dataDir = join(home, 'data')
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let said = ''
  const until: Started['until'] = async (what, holds, seconds = 90) => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      if (await holds()) return
      await sleep(20)
    }
    throw new Error(`not reached: ${what}\n${said}`)
  }
  const kill: Started['kill'] = async (signal) => {
    const mine = child
    child = null
    if (mine === null || mine.exitCode !== null || mine.signalCode !== null) return
    const ended = new Promise((resolve) => mine.once('exit', resolve))
    mine.kill(signal)
    await ended
  }
  return {
    dataDir,
    base,
    until,
    kill,
    said: () => said,
    isAlive: () => isAlive(child?.pid ?? 0),
    start: async () => {
      said = ''
      const {
        VITEST: _v,
        NODE_ENV: _n,
        NODE_OPTIONS: _o,
        DATABASE_URL: _d,
        ...env
      } = {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        LIFANG_DATA: dataDir,
        LIFANG_DEMO_LIFE: '0',
      } as Record<string, string>
      const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString()
        })
      await until('the first 200', async () => {
        if (started.exitCode !== null) throw new Error(`ended with ${started.exitCode}\n${said}`)
        return fetch(`${base}/readyz`).then(
          (r) => r.ok,
          () => false,
        )
      })
    },
    signIn: async (post) => {
      const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as DemoAccount[]
      const me = accounts.find((a) => a.post === post)
      const r = await fetch(`${base}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: me?.username, password: me?.password }),
      })
      const cookie = r.headers.getSetCookie().find((c) => c.startsWith('lifang_session='))
      if (cookie === undefined) throw new Error(await r.text())
      return cookie.split(';')[0] ?? ''
    },
    end: async () => {
      const pid = readPidFile(join(dataDir, 'pg'))?.pid
      await kill('SIGTERM')
      if (pid !== undefined) expect(isAlive(pid), 'postgres was left running').toBe(false)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
