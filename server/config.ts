import { resolve } from 'node:path'

export type DemoKind = 'street' | 'district' | 'none'

/** Everything the process takes from its environment, read once. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Data folder: the embedded database, photos, keys, demo accounts. */
  readonly dataDir: string
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  readonly demo: DemoKind
  /** Served behind TLS: cookies are marked secure. */
  readonly secureCookies: boolean
  readonly trustProxy: boolean
  readonly logLevel: string
}

export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env['PORT'] ?? '8080')
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`环境变量 PORT 应为 0 至 65535 的整数，现为“${env['PORT']}”`)
  const demo = env['LIFANG_DEMO'] ?? 'street'
  if (demo !== 'street' && demo !== 'district' && demo !== 'none') {
    throw new ConfigError(`环境变量 LIFANG_DEMO 只能是 street、district 或 none，现为“${demo}”`)
  }
  const url = env['DATABASE_URL']
  return {
    port,
    host: env['HOST'] ?? '0.0.0.0',
    dataDir: resolve(env['LIFANG_DATA'] ?? 'var'),
    databaseUrl: url === undefined || url === '' ? null : url,
    demo,
    secureCookies: env['LIFANG_SECURE_COOKIES'] === 'true',
    trustProxy: env['LIFANG_TRUST_PROXY'] === 'true',
    logLevel: env['LIFANG_LOG'] ?? 'warn',
  }
}
