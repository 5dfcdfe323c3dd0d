import { join } from 'node:path'
import {
  runTransfers,
  sweepImports,
  type RegistryDeps,
  type TransferDeps,
} from '@lifang/domains/registry/public.ts'

/** Days that a file of people is kept unless the deployment says otherwise. */
const KEEP_DAYS = 30

/** How soon an import goes on that a process left behind; one that was just asked for begins at once. */
export const IMPORT_EVERY_MS = 2_000

export interface ImportOptions {
  /** Days that an imported file is kept, sealed; a month unless said. */
  readonly importDays?: number
}

export interface ComposedImports {
  /** Carries imports on until none waits. */
  readonly runImports: () => Promise<number>
}

/** What imports of people need, and how they run beside requests. */
export function composeImports(
  registry: RegistryDeps,
  given: Pick<TransferDeps, 'phrases' | 'log'> & {
    readonly dataDir: string
    readonly keepDays: number | undefined
  },
): {
  readonly deps: TransferDeps
  /** Carries imports on until none waits. */
  readonly run: () => Promise<number>
  readonly sweep: () => Promise<void>
  /** What runs ends with its chunk and goes on with the next start. */
  readonly close: () => Promise<void>
} {
  let closing = false
  let running: Promise<unknown> = Promise.resolve()
  const deps: TransferDeps = {
    ...registry,
    folder: join(given.dataDir, 'imports'),
    phrases: given.phrases,
    keepDays: given.keepDays ?? KEEP_DAYS,
    log: given.log,
    closing: () => closing,
  }
  return {
    deps,
    run: () => {
      const work = runTransfers(deps)
      running = work.catch(() => undefined)
      return work
    },
    sweep: async () => void (await sweepImports(deps)),
    close: async () => {
      closing = true
      await running
    },
  }
}
