import { readFile } from 'node:fs/promises'
import { importCases, Mapping } from '@lifang/domains/incidents/public.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

/** Rejected lines go to standard error, one a line; the result is one line of JSON on standard output. */
export async function casesImport(
  config: Config,
  file: string | undefined,
  options: ReadonlyMap<string, string>,
): Promise<number> {
  const mappingFile = options.get('mapping')
  if (file === undefined || mappingFile === undefined) {
    throw new ConfigError('用法：cases import 文件.csv[.gz] --mapping 映射.json [--dry-run]')
  }
  const read = Mapping.safeParse(JSON.parse(await readFile(mappingFile, 'utf8')))
  if (!read.success)
    throw new ConfigError(
      `映射文件不正确：${read.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('；')}`,
    )
  const onReject = (r: { line: number; id: string; field: string; reason: string; value: string }): void =>
    void process.stderr.write(`第 ${r.line} 行 ${r.id}：${r.field} ${r.reason} ${r.value}\n`)
  const result =
    options.get('dry-run') === undefined
      ? await visitComposed(config, ({ db, deps }) =>
          importCases(db, file, read.data, deps.county, null, onReject),
        )
      : await importCases(null, file, read.data, 0, null, onReject)
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}
