import { Logger, run, type Runner, type TaskList } from 'graphile-worker'

/** Work at a time: `crontab` is the usual five fields, in UTC, then the task's name. */
export interface Job {
  readonly name: string
  readonly crontab: string
  readonly work: () => Promise<void>
}

export interface Jobs {
  stop(): Promise<void>
}

const AGAIN_MS = 3_000

/**
 * Runs recurring jobs with graphile-worker: one runner among all processes takes each tick, a failed run is tried again. A
 * runner that ends because its database went away is started anew until it stands.
 * @param adminUrl the queue's tables belong to the migrator (they have row security without policies), so the runner
 *   connects as it; the work itself uses the app's own connections.
 */
export async function startJobs(
  adminUrl: string,
  jobs: readonly Job[],
  log: (error: unknown) => void,
): Promise<Jobs> {
  const taskList: TaskList = {}
  for (const job of jobs) taskList[job.name] = () => job.work()
  const start = (): Promise<Runner> =>
    run({
      connectionString: adminUrl,
      maxPoolSize: 3,
      concurrency: 2,
      pollInterval: 2000,
      noHandleSignals: true,
      taskList,
      crontab: jobs.map((j) => `${j.crontab} ${j.name} ?max=3`).join('\n'),
      logger: new Logger(() => (level, message, meta) => {
        if (level === 'error') log(meta?.['error'] ?? message)
      }),
    })
  let stopping = false
  let runner = await start()
  const watch = (current: Runner): void => {
    current.promise.catch(log).finally(() => {
      if (!stopping) setTimeout(restart, AGAIN_MS)
    })
  }
  const restart = (): void => {
    if (stopping) return
    start().then(
      (next) => {
        runner = next
        watch(next)
      },
      (error: unknown) => {
        log(error)
        setTimeout(restart, AGAIN_MS)
      },
    )
  }
  watch(runner)
  return {
    stop: async () => {
      stopping = true
      await runner.stop()
    },
  }
}
