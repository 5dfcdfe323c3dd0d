import { ConfigError, type Config } from '../config.ts'

/** Placeholder until the grid domain's import is wired. */
export function divisionsImport(_config: Config, _county: string | undefined): Promise<number> {
  throw new ConfigError('用法：divisions import 430602')
}
