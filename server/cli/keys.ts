import { FIELD_ALGORITHMS } from '@lifang/platform/crypto.ts'
import { ConfigError, type Config } from '../config.ts'
import { rotateFieldKey } from '../keys.ts'

/** A new key seals personal fields from the next start on; the older ones stay to open what they sealed. */
export async function keysRotate(config: Config, options: ReadonlyMap<string, string>): Promise<number> {
  const asked = options.get('algorithm') ?? FIELD_ALGORITHMS[0]
  const algorithm = FIELD_ALGORITHMS.find((one) => one === asked)
  if (algorithm === undefined)
    throw new ConfigError(`用法：keys rotate [--algorithm ${FIELD_ALGORITHMS.join('|')}]`)
  const id = await rotateFieldKey(config.dataDir, algorithm)
  process.stdout.write(
    `已生成第 ${id} 号字段密钥（${algorithm}），重启后启用；请立即备份 keys.json，旧密钥不可删除\n`,
  )
  return 0
}
