import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Job } from '@lifang/platform/jobs.ts'
import {
  runComparisons,
  sweepComparisons,
  type ComparisonDeps,
  type TransferDeps,
} from '@lifang/domains/registry/public.ts'
import { comparisonRoutesOn } from '@lifang/domains/registry/routes/comparison.ts'

/** Days that the other register's lines are kept, and that whoever settles a task has, unless the deployment says otherwise. */
const KEEP_DAYS = 90
const DUE_DAYS = 15

export interface ComparisonOptions {
  /** Days that another register's lines are kept, sealed; and days that a task of a comparison may take. */
  readonly comparisonDays?: number
  readonly comparisonDueDays?: number
}
export interface ComposedComparisons {
  /** Carries comparisons with other registers on until none waits. */
  readonly runComparisons: () => Promise<number>
  /** For the demo's loader. */
  readonly comparisons: ComparisonDeps
}

/** What comparisons with other registers need, their routes, and how they run beside requests. */
export function composeComparisons(
  app: FastifyInstance,
  imports: TransferDeps,
  dataDir: string,
  options: ComparisonOptions,
): {
  readonly told: ComposedComparisons
  readonly job: Job
  /** Work that waits begins by this and not with the next look. */
  wakeBy(wake: () => void): void
  /** What runs ends with its chunk and goes on with the next start. */
  close(): Promise<void>
} {
  let closing = false
  let wake: (() => void) | null = null
  let running: Promise<unknown> = Promise.resolve()
  const deps: ComparisonDeps = {
    ...imports,
    folder: join(dataDir, 'comparisons'),
    keepDays: options.comparisonDays ?? KEEP_DAYS,
    dueDays: options.comparisonDueDays ?? DUE_DAYS,
    log: (error) => app.log.error({ err: error }, 'comparison'),
    closing: () => closing,
  }
  comparisonRoutesOn(app, deps, () => wake?.())
  return {
    told: {
      comparisons: deps,
      runComparisons: () => {
        const work = runComparisons(deps)
        running = work.catch(() => undefined)
        return work
      },
    },
    job: {
      name: 'sweep-comparisons',
      crontab: '29 3 * * *',
      work: async () => void (await sweepComparisons(deps)),
    },
    wakeBy: (by) => void (wake = by),
    close: async () => {
      closing = true
      await running
    },
  }
}
