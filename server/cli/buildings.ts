import { readFile } from 'node:fs/promises'
import { importBuildings } from '@lifang/domains/registry/public.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { say } from '@lifang/platform/lang.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

/** What is odd goes to standard error, one line a feature; the result is one line of JSON on standard output. */
export async function buildingsImport(config: Config, file: string | undefined): Promise<number> {
  if (file === undefined) throw new ConfigError('用法：buildings import 文件.geojson')
  const text = await readFile(file, 'utf8')
  const phrases = loadPhrases('zh-CN')
  const result = await visitComposed(config, ({ registry }) =>
    importBuildings(
      registry,
      systemActor(registry.county, say(phrases, 'custom.geojson.actor', {})),
      text,
      (line) =>
        void process.stderr.write(
          `第 ${String(line.feature)} 个要素：${say(phrases, `custom.geojson.${'fault' in line ? line.fault : line.note}`, {})}\n`,
        ),
    ),
  )
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}
