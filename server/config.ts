import { resolve } from 'node:path'
import { networks } from '@lifang/platform/outbound.ts'

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
  /** 'mailto:' or 'https:' address told to push services: whom to ask about this deployment. */
  readonly contact: string
  /** Networks inside that webhooks and push may reach, without TLS too; empty: only public addresses over TLS. */
  readonly outboundAllow: readonly string[]
  /** Days that an imported file of people is kept, sealed. */
  readonly importDays: number
  /** Days that another register's lines are kept, and days that a task of a comparison may take. */
  readonly comparisonDays: number
  readonly comparisonDueDays: number
  /** Days before a foreign resident's paper or stay ends that its lamp turns yellow. */
  readonly foreignDueDays: number
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
  const contact = env['LIFANG_CONTACT'] ?? 'mailto:lifang@example.org'
  if (!/^(mailto:.+@.+|https:\/\/.+)$/.test(contact))
    throw new ConfigError(`环境变量 LIFANG_CONTACT 应为 mailto: 或 https: 地址，现为“${contact}”`)
  const outboundAllow = (env['LIFANG_OUTBOUND_ALLOW'] ?? '').split(/[\s,]+/).filter((n) => n !== '')
  try {
    networks(outboundAllow)
  } catch (error) {
    throw new ConfigError(
      `环境变量 LIFANG_OUTBOUND_ALLOW 应为网段，例如 10.20.0.0/16，其中“${error instanceof Error ? error.message : ''}”不是`,
    )
  }
  const days = (name: string, otherwise: number): number => {
    const value = Number(env[name] ?? String(otherwise))
    if (!Number.isInteger(value) || value < 1 || value > 365)
      throw new ConfigError(`环境变量 ${name} 应为 1 至 365 的整数（天），现为“${env[name]}”`)
    return value
  }
  return {
    port,
    host: env['HOST'] ?? '0.0.0.0',
    dataDir: resolve(env['LIFANG_DATA'] ?? 'var'),
    databaseUrl: url === undefined || url === '' ? null : url,
    demo,
    secureCookies: env['LIFANG_SECURE_COOKIES'] === 'true',
    trustProxy: env['LIFANG_TRUST_PROXY'] === 'true',
    logLevel: env['LIFANG_LOG'] ?? 'warn',
    contact,
    outboundAllow,
    importDays: days('LIFANG_IMPORT_DAYS', 30),
    comparisonDays: days('LIFANG_COMPARISON_DAYS', 90),
    comparisonDueDays: days('LIFANG_COMPARISON_DUE_DAYS', 15),
    foreignDueDays: days('LIFANG_FOREIGN_DUE_DAYS', 30),
  }
}
