import { dueCommand, referenceCalendar } from '@lifang/domains/calendar/public.ts'
import { recomputeProvisional } from '@lifang/domains/incidents/public.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

/** Prints the due instant with its offset; needs no database: the reference calendar of this release counts. */
export async function calendarDue(options: ReadonlyMap<string, string>): Promise<number> {
  const from = options.get('from')
  const limit = options.get('limit')
  if (from === undefined || limit === undefined) {
    throw new ConfigError('用法：calendar due --from 2026-02-13T16:30+08:00 --limit "2工作时"')
  }
  const { due, provisional } = must(dueCommand({ from, limit }, await referenceCalendar()))
  process.stdout.write(`${due}\n`)
  if (provisional) process.stderr.write('暂定：到期时间涉及尚未公布放假安排的年份，公布后须重算\n')
  return 0
}

/** Recomputes provisional deadlines by the calendars in force; prints what moved. */
export async function calendarRecompute(config: Config): Promise<number> {
  const result = await visitComposed(config, ({ deps }) =>
    recomputeProvisional(deps, systemActor(deps.county, 'calendar recompute')),
  )
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}
