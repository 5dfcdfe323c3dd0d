import { readFile } from 'node:fs/promises'
import { importBaseMap } from '@lifang/domains/grid/public.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { say } from '@lifang/platform/lang.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

/** Features that were not taken go to standard error, one a line; the result is one line of JSON on standard output. */
export async function mapImport(config: Config, file: string | undefined): Promise<number> {
  if (file === undefined) throw new ConfigError('用法：map import 文件.geojson')
  const text = await readFile(file, 'utf8')
  const phrases = loadPhrases('zh-CN')
  const result = await visitComposed(config, ({ db, deps }) =>
    importBaseMap(
      db,
      systemActor(deps.county, say(phrases, 'map.import.actor', {})),
      text,
      new Date(deps.clock.now()),
      ({ feature, problem }) =>
        void process.stderr.write(`第 ${feature} 个要素：${say(phrases, problem.code, problem.details)}\n`),
    ),
  )
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}
