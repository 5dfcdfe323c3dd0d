import { existsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { migrationFiles } from '@lifang/platform/migrate.ts'
import pg from 'pg'
import { findBinaries } from './embedded/binaries.ts'
import { checkFolder, freeMb, prepareFolder } from './embedded/cluster.ts'
import { type Embedded, EmbeddedError, openEmbedded } from './embedded/embedded.ts'

/** One thing looked at. `zh` says what was found, `mend` what to do about it (empty when nothing is to be done). */
export type Finding = { level: 'ok' | 'warn' | 'bad'; zh: string; mend: string }

export type DoctorOptions = {
  dataDir: string
  /** An outside PostgreSQL; without it the embedded one of the data folder is looked at (and started for the look). */
  databaseUrl?: string
  /** The port Lifang would listen on. */
  port?: number
}

const ok = (zh: string): Finding => ({ level: 'ok', zh, mend: '' })
const warn = (zh: string, mend: string): Finding => ({ level: 'warn', zh, mend })
const bad = (zh: string, mend: string): Finding => ({ level: 'bad', zh, mend })

/**
 * Looks an installation over. Changes nothing, except that it makes the data folder and may start the
 * embedded database and stop it again.
 */
export async function doctor(options: DoctorOptions): Promise<Finding[]> {
  const dataDir = resolve(options.dataDir)
  return [
    checkNode(process.versions.node),
    ...checkData(dataDir, options.databaseUrl === undefined),
    ...secretFiles(dataDir),
    checkPages(),
    await checkPort(options.port ?? 8080),
    ...(await checkDatabase(dataDir, options.databaseUrl)),
  ]
}

/** TypeScript runs natively from Node.js 22.18 on; 24 is the long-term release. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18))
    return bad(
      `Node.js ${version} 过旧`,
      '用 npm start 启动（会自动取用 Node.js 24），或安装 Node.js 22.18 以上版本',
    )
  return ok(`Node.js ${version}`)
}

function checkData(dataDir: string, embedded: boolean): Finding[] {
  const found: Finding[] = []
  try {
    if (embedded) checkFolder(dataDir, findBinaries(dataDir).major)
    prepareFolder(dataDir)
    found.push(ok(`数据目录 ${dataDir} 可读写`))
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error
    return [bad(error.zh, '按上一句所说处理后再运行 doctor')]
  }
  const free = freeMb(dataDir)
  if (free < 1_000)
    found.push(bad(`数据目录所在磁盘只剩 ${free} MB`, '腾出空间，或把数据目录移到更大的磁盘（LIFANG_DATA）'))
  else if (free < 10_000)
    found.push(warn(`数据目录所在磁盘剩 ${Math.floor(free / 1000)} GB`, '照片和备份会用到更多，请及早扩容'))
  else found.push(ok(`磁盘剩余 ${Math.floor(free / 1000)} GB`))
  if ((statSync(dataDir).mode & 0o007) !== 0 && process.platform !== 'win32')
    found.push(warn('数据目录对本机其他用户开放', `运行 chmod 700 ${dataDir}`))
  return found
}

/** Passwords must be readable by their owner only. */
function secretFiles(dataDir: string): Finding[] {
  if (process.platform === 'win32') return []
  return ['demo-accounts.json', 'pg.password'].flatMap((name) => {
    const path = join(dataDir, name)
    if (!existsSync(path)) return []
    const mode = statSync(path).mode & 0o777
    if ((mode & 0o077) === 0) return [ok(`${name} 只有所有者可读`)]
    return [bad(`${name} 含口令，却对其他用户开放（${mode.toString(8)}）`, `运行 chmod 600 ${path}`)]
  })
}

function checkPages(): Finding {
  const page = join(import.meta.dirname, '..', 'web', 'dist', 'index.html')
  return existsSync(page)
    ? ok('网页已构建')
    : warn('网页尚未构建，只有接口可用', '运行一次 npm start，它会构建网页')
}

async function checkPort(port: number): Promise<Finding> {
  const free = await new Promise<boolean>((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, () => server.close(() => done(true)))
  })
  if (free) return ok(`端口 ${port} 空闲`)
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(3_000) })
    if (answer.ok) return ok(`端口 ${port} 上里坊正在运行`)
  } catch {
    // Somebody else's port, or not speaking HTTP.
  }
  return warn(`端口 ${port} 被其他程序占用`, '停止那个程序，或用 PORT 指定另一个端口')
}

async function checkDatabase(dataDir: string, given: string | undefined): Promise<Finding[]> {
  let embedded: Embedded | null = null
  try {
    if (given === undefined) {
      if (!existsSync(join(dataDir, 'pg', 'PG_VERSION')))
        return [warn('数据库尚未建立', '运行一次 npm start')]
      embedded = await openEmbedded({ dataDir, log: () => undefined })
    }
    const url = given ?? (await ourDatabase(embedded?.url ?? ''))
    return await withClient(url, inspect)
  } catch (error) {
    if (error instanceof EmbeddedError) return [bad(error.zh, '按上一句所说处理后再运行 doctor')]
    const reason = error instanceof Error ? error.message : String(error)
    return [bad(`连不上数据库：${reason}`, '检查 DATABASE_URL 的地址、用户和口令，以及数据库是否在运行')]
  } finally {
    await embedded?.stop()
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'lifang-doctor',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** In the embedded cluster: the database that has our migrations. */
async function ourDatabase(url: string): Promise<string> {
  const names = await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datallowconn and not datistemplate order by (datname = 'lifang') desc, datname`,
    )
    return rows.map(({ name }) => name)
  })
  for (const name of names) {
    const here = onDatabase(url, name)
    const there = await withClient(here, async (client) => {
      const { rows } = await client.query<{ there: boolean }>(
        `select to_regclass('public.schema_migration') is not null as there`,
      )
      return rows[0]?.there === true
    })
    if (there) return here
  }
  return url
}

function onDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

type Facts = {
  version: number
  fsync: string
  connections: number
  now: Date
  chinese: boolean
  encoding: string
  migrated: boolean
}

async function inspect(client: pg.Client): Promise<Finding[]> {
  const before = Date.now()
  const { rows } = await client.query<Facts>(`
    select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
           current_setting('max_connections')::int as connections, clock_timestamp() as now, '里' ~ '\\w' as chinese,
           pg_encoding_to_char(encoding) as encoding, to_regclass('public.schema_migration') is not null as migrated
      from pg_database where datname = current_database()`)
  const after = Date.now()
  const [facts] = rows
  if (facts === undefined) return [bad('数据库没有回答', '查看数据库日志')]
  const found: Finding[] = []
  const major = Math.floor(facts.version / 10_000)
  found.push(
    major >= 15
      ? ok(`PostgreSQL ${major}`)
      : bad(`PostgreSQL ${major} 过旧`, '升级到 PostgreSQL 15 或更新版本'),
  )
  if (facts.encoding !== 'UTF8')
    found.push(bad(`数据库编码为 ${facts.encoding}`, "用 encoding 'UTF8' 重建数据库"))
  found.push(
    facts.chinese
      ? ok('数据库能识别汉字')
      : bad(
          '数据库的区域设置不识别汉字，汉字检索会很慢',
          "用 template0 重建数据库：lc_ctype 'C.UTF-8' lc_collate 'C'",
        ),
  )
  if (facts.fsync !== 'on')
    found.push(bad('数据库关闭了 fsync，断电会丢数据', '在 postgresql.conf 中设 fsync = on'))
  if (facts.connections < 40)
    found.push(warn(`数据库只允许 ${facts.connections} 个连接`, '把 max_connections 提到 60 以上'))
  found.push(clock(facts.now.getTime(), before, after))
  found.push(
    ...(await roles(client)),
    ...(facts.migrated ? await migrations(client) : [warn('数据库还是空的', '运行一次 npm start')]),
  )
  return found
}

/** Deadlines are counted by the clock: the server's and the database's must agree. */
export function clock(database: number, before: number, after: number): Finding {
  const skew = database < before ? before - database : database > after ? database - after : 0
  const words = `${(skew / 1000).toFixed(1)} 秒`
  if (skew > 30_000) return bad(`数据库与本机时钟相差 ${words}，时限会算错`, '在两台机器上启用 NTP 校时')
  if (skew > 2_000) return warn(`数据库与本机时钟相差 ${words}`, '在两台机器上启用 NTP 校时')
  return ok('时钟一致')
}

async function roles(client: pg.Client): Promise<Finding[]> {
  const names = ['lifang_migrator', 'lifang_app', 'lifang_auditor']
  const { rows } = await client.query<{ name: string; strong: boolean }>(
    'select rolname as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as strong from pg_roles where rolname = any($1)',
    [names],
  )
  const missing = names.filter((name) => rows.every((row) => row.name !== name))
  if (missing.length > 0)
    return [warn(`缺少数据库角色 ${missing.join('、')}`, '用能建角色的账号运行一次 npm start')]
  const strong = rows.filter((row) => row.strong && row.name !== 'lifang_migrator').map(({ name }) => name)
  if (strong.length > 0)
    return [
      bad(
        `角色 ${strong.join('、')} 权限过大`,
        `运行 alter role … nosuperuser nocreaterole nocreatedb nobypassrls`,
      ),
    ]
  return [ok('数据库角色齐全')]
}

async function migrations(client: pg.Client): Promise<Finding[]> {
  const files = await migrationFiles()
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration',
  )
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  const newer = rows.filter(({ name }) => files.every((file) => file.name !== name))
  if (newer.length > 0)
    return [
      bad(`数据由更新的版本写入（${newer.map(({ name }) => name).join('、')}）`, '换用同样新或更新的里坊'),
    ]
  const changed = files.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum)
  if (changed.length > 0)
    return [
      bad(
        `升级文件与已执行的不同：${changed.map(({ name }) => name).join('、')}`,
        '恢复原来的文件；改动要写成新的升级文件',
      ),
    ]
  const pending = files.filter(({ name }) => !applied.has(name))
  if (pending.length > 0)
    return [warn(`有 ${pending.length} 个数据库升级待执行`, '运行 npm start，启动时会执行')]
  return [ok(`数据库结构是最新的（${files.length} 个升级文件）`)]
}
