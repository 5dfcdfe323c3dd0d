import { readFile } from 'node:fs/promises'
import { verifyAudit } from '@lifang/domains/audit/public.ts'
import type { Config } from '../config.ts'
import { visit } from './visit.ts'

/** Prints the verification as JSON; exit code 1 when anything was tampered with. */
export async function auditVerify(config: Config, anchor: string): Promise<number> {
  const anchors = await readFile(anchor, 'utf8').catch(() => null)
  const result = await visit(config, 'lifang_auditor', (db) => verifyAudit(db, anchors))
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  return result.ok ? 0 : 1
}
