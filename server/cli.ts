import { join } from 'node:path'
import { say } from '@lifang/platform/lang.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { adminCreate } from './cli/admin.ts'
import { auditVerify } from './cli/audit.ts'
import { buildingsImport } from './cli/buildings.ts'
import { calendarDue, calendarRecompute } from './cli/calendar.ts'
import { casesImport } from './cli/cases.ts'
import { divisionsImport } from './cli/divisions.ts'
import { keysRotate } from './cli/keys.ts'
import { portalCard, portalCases } from './cli/portal.ts'
import { mapImport } from './cli/map.ts'
import { replay } from './cli/replay.ts'
import { ConfigError, readConfig } from './config.ts'
import { doctor } from './doctor.ts'
import { EmbeddedError } from './embedded/embedded.ts'

const USAGE = `用法：npm run lifang -- <命令>

  doctor                                     检查安装，指出要修的地方
  admin create --username U --name N --kind system|security|audit
                                             建立管理员（首次登录须改密码并绑定动态验证码）
  audit verify                               核验审计链，指出被改、被删、被加、被调换的记录
  calendar due --from 时间 --limit "2工作时"   计算到期时间
  calendar recompute                         按新日历重算暂定的到期时间（记入日志）
  keys rotate [--algorithm sm4-cbc-sm3|aes-256-gcm]
                                             生成新的字段密钥（重启后启用，旧密钥仍可解开旧数据）
  divisions import 430602                    导入某县区的官方区划表（2023）
  map import 文件.geojson                     载入底图（道路、水系、地块、建筑、兴趣点），按要素报告不合格的
  buildings import 文件.geojson [--dry-run]   导入楼栋轮廓（OpenStreetMap 等），逐个要素报告疑点，可重复导入
  cases import 文件.csv[.gz] --mapping 映射.json [--dry-run]
                                             导入外部案件历史，按行报告不合格的行
  portal cases on --domains 类别,类别 | off    居民端是否公开（去除个人信息的）事件列表
  portal card surname,office-phone,duties    居民端“我的网格员”公开哪些内容
  replay 文件.csv.gz [--url 地址] [--speed N]  把真实来信作为居民上报，走完全流程并对账
`

/** `--name value` pairs and the words between them. */
export function parseArgs(args: readonly string[]): { words: string[]; options: Map<string, string> } {
  const words: string[] = []
  const options = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (!arg.startsWith('--')) {
      words.push(arg)
      continue
    }
    const [name, inline] = arg.slice(2).split('=', 2)
    const next = args[i + 1]
    if (inline !== undefined) options.set(name ?? '', inline)
    else if (next !== undefined && !next.startsWith('--')) {
      options.set(name ?? '', next)
      i++
    } else options.set(name ?? '', 'true')
  }
  return { words, options }
}

async function run(args: readonly string[]): Promise<number> {
  const { words, options } = parseArgs(args)
  const config = readConfig(process.env)
  const [group, verb, operand] = words
  switch (`${group ?? ''} ${verb ?? ''}`.trim()) {
    case 'doctor': {
      const findings = await doctor({
        dataDir: config.dataDir,
        port: config.port,
        ...(config.databaseUrl === null ? {} : { databaseUrl: config.databaseUrl }),
      })
      for (const f of findings)
        process.stdout.write(
          `${f.level === 'ok' ? '✓' : f.level === 'warn' ? '!' : '✗'} ${f.zh}${f.mend ? `\n    ${f.mend}` : ''}\n`,
        )
      return findings.some((f) => f.level === 'bad') ? 1 : 0
    }
    case 'admin create':
      return adminCreate(config, options)
    case 'audit verify':
      return auditVerify(config, join(config.dataDir, 'audit-roots.log'))
    case 'calendar due':
      return calendarDue(options)
    case 'calendar recompute':
      return calendarRecompute(config)
    case 'keys rotate':
      return keysRotate(config, options)
    case 'divisions import':
      return divisionsImport(config, operand)
    case 'portal cases':
      return portalCases(config, operand, options)
    case 'portal card':
      return portalCard(config, operand, options)
    case 'buildings import':
      return buildingsImport(config, operand, { dry: options.has('dry-run') })
    case 'map import':
      return mapImport(config, operand)
    case 'cases import':
      return casesImport(config, operand, options)
    default:
  }
  if (group === 'replay') return replay(config, verb, options)
  process.stdout.write(USAGE)
  return group === undefined || group === 'help' ? 0 : 2
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const text =
      error instanceof Problem
        ? say(loadPhrases('zh-CN'), error.code, error.details)
        : error instanceof ConfigError || error instanceof EmbeddedError
          ? error.message
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  },
)
