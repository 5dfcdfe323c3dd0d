import { readFile } from 'node:fs/promises'
import { importBuildings } from '@lifang/domains/registry/public.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { say } from '@lifang/platform/lang.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

/**
 * What is odd goes to standard error, one line a feature; the result is one line of JSON on standard output.
 * @returns 1 for a file that is none of features at all
 * @throws ConfigError for a file that cannot be read
 */
export async function buildingsImport(
  config: Config,
  file: string | undefined,
  options: { readonly dry: boolean },
): Promise<number> {
  if (file === undefined) throw new ConfigError('用法：buildings import 文件.geojson [--dry-run]')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`读不了文件 ${file}：${error instanceof Error ? error.message : String(error)}`)
  })
  const phrases = loadPhrases('zh-CN')
  let whole = true
  const result = await visitComposed(config, ({ registry }) =>
    importBuildings(
      registry,
      systemActor(registry.county, say(phrases, 'custom.geojson.actor', {})),
      text,
      (line) => {
        if (line.feature === 0) whole = false
        const where = line.feature === 0 ? '' : `第 ${String(line.feature)} 个要素：`
        const word = say(phrases, `custom.geojson.${'fault' in line ? line.fault : line.note}`, {})
        process.stderr.write(`${where}${word}\n`)
      },
      options.dry,
    ),
  )
  process.stdout.write(`${JSON.stringify({ ...(options.dry ? { dry: true } : {}), ...result })}\n`)
  return whole ? 0 : 1
}
