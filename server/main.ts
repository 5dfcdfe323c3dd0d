import { chmod, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '@lifang/platform/clock.ts'
import { openDb } from '@lifang/platform/db.ts'
import { startJobs } from '@lifang/platform/jobs.ts'
import { say } from '@lifang/platform/lang.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { compose, type Composed } from './compose.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { openDatabase, type Database } from './database.ts'
import { EmbeddedError } from './embedded/embedded.ts'
import { onParentGone } from './embedded/parent.ts'
import { loadKeys } from './keys.ts'
import { prepareData, type DemoAccount } from './prepare.ts'

const line = (text: string): void => void process.stdout.write(`${text}\n`)

/** What a person at the terminal is told when the start fails: one sentence that says what to mend. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedError) return error.message
  if (error instanceof Problem) return say(loadPhrases('zh-CN'), error.code, error.details)
  const code = (error as NodeJS.ErrnoException | null)?.code
  const path = (error as NodeJS.ErrnoException | null)?.path ?? ''
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `无法写入 ${path}：没有写权限。请改用 LIFANG_DATA 指定可写的数据目录`
  if (code === 'ENOSPC') return '磁盘已满，未能启动；已有数据没有改动。请清理磁盘后重试'
  if (code === 'ECONNREFUSED') return '连接不上 DATABASE_URL 指定的数据库，请检查地址和数据库是否在运行'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** How long one step of a stop may take before the next is tried; a connection that died may never answer. */
const STEP_MS = 6_000
function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // The timer also keeps the process alive while a step waits for something that is not.
    const timer = setTimeout(() => reject(new Error(`a step of the stop took longer than ${ms} ms`)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

interface Running {
  readonly composed: Composed
  readonly database: Database
  readonly port: number
  stop(): Promise<void>
}

async function listen(composed: Composed, config: Config): Promise<number> {
  try {
    const address = await composed.app.listen({ port: config.port, host: config.host })
    return Number(new URL(address).port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw portTaken(config)
    }
    throw error
  }
}

/** A port that is taken is said before any work is done; the real listening comes last. */
function portFree(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(config) : error),
    )
    probe.listen(config.port, config.host, () => probe.close(() => resolve()))
  })
}

const portTaken = (config: Config): ConfigError =>
  new ConfigError(
    `端口 ${config.port} 已被占用。请停止占用它的程序，或用环境变量 PORT 换一个端口，例如 PORT=8081 npm start`,
  )

async function start(config: Config, onLost: (error: EmbeddedError) => void): Promise<Running> {
  if (config.port !== 0) await portFree(config)
  const keys = await loadKeys(config.dataDir)
  const database = await openDatabase(config, 'serve', line, onLost)
  try {
    const admin = openDb({ url: database.adminUrl, role: null, max: 4 })
    let county: number
    try {
      county = (await prepareData(admin, database.adminUrl, config, keys, line)).county
    } finally {
      await admin.end()
    }
    const composed = await compose({
      adminUrl: database.adminUrl,
      dataDir: config.dataDir,
      keys,
      clock: systemClock,
      county,
      log: { level: config.logLevel },
      checkAnswers: false,
      secureCookies: config.secureCookies,
      trustProxy: config.trustProxy,
      contact: config.contact,
      outboundAllow: config.outboundAllow,
      importDays: config.importDays,
      comparisonDays: config.comparisonDays,
      comparisonDueDays: config.comparisonDueDays,
      foreignDueDays: config.foreignDueDays,
      webDir: new URL('../web/dist', import.meta.url).pathname,
    })
    try {
      const port = await listen(composed, config)
      const log = (error: unknown): void => composed.app.log.error({ err: error }, 'background')
      await composed.startBackground()
      const runner = await startJobs(database.adminUrl, composed.jobs, log)
      return {
        composed,
        database,
        port,
        stop: async () => {
          // Each step is tried whatever became of the one before: a database that is just restarting must not leave us
          // gone and it running.
          const steps = [
            () => composed.app.close(),
            () => runner.stop(),
            () => composed.seal(),
            () => composed.close(),
            () => database.stop(),
          ]
          for (const step of steps) {
            try {
              await within(STEP_MS, step())
            } catch (error) {
              log(error)
            }
          }
        },
      }
    } catch (error) {
      await composed.close()
      throw error
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** Demo accounts are printed once, when they are made; afterwards the file is named. */
async function tellAccounts(config: Config): Promise<void> {
  if (config.demo === 'none') {
    line('没有演示数据。第一个管理员用 npm run lifang -- admin create 建立')
    return
  }
  const path = join(config.dataDir, 'demo-accounts.json')
  const told = join(config.dataDir, '.demo-told')
  try {
    await readFile(told)
    line(`演示账号见 ${path}`)
    return
  } catch {
    // Not told yet.
  }
  const accounts = JSON.parse(await readFile(path, 'utf8').catch(() => '[]')) as DemoAccount[]
  line('演示账号（密码随机生成，只在此显示一次，并保存在 ' + path + '）')
  for (const a of accounts)
    line(`  ${a.username.padEnd(18)} ${a.password.padEnd(18)} ${a.name}  ${a.post}  ${a.area}`)
  await writeFile(told, '', { mode: 0o600 })
  await chmod(path, 0o600).catch(() => undefined)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  let running: Running | null = null
  let stopping = false
  const stop = (code: number): void => {
    if (stopping) return
    stopping = true
    line('正在停止 …')
    // A stop that hangs must not leave an orphan: give it a minute, then leave.
    const hard = setTimeout(() => process.exit(1), 60_000)
    hard.unref()
    const done = running === null ? Promise.resolve() : running.stop()
    done.then(
      () => process.exit(code),
      (error: unknown) => {
        line(explain(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => stop(0))
  onParentGone(() => stop(0))
  running = await start(config, (error) => {
    line(error.message)
    stop(1)
  })
  line(`里坊已启动：http://localhost:${running.port}`)
  await tellAccounts(config)
  if (stopping) stop(0)
}

main().catch((error: unknown) => {
  line(explain(error))
  process.exit(1)
})
