import { Logger, run, type Runner, type TaskList } from 'graphile-worker'

/** Work at a time: `crontab` is the usual five fields, in UTC, then the task's name. */
export interface Job {
  readonly name: string
  readonly crontab: string
  readonly work: () => Promise<void>
}

/**
 * Runs recurring jobs with graphile-worker: one runner among all processes takes each tick, a failed run is tried again.
 * @param adminUrl the queue's tables belong to the migrator (they have row security without policies), so the runner
 *   connects as it; the work itself uses the app's own connections.
 */
export async function startJobs(
  adminUrl: string,
  jobs: readonly Job[],
  log: (error: unknown) => void,
): Promise<Runner> {
  const taskList: TaskList = {}
  for (const job of jobs) taskList[job.name] = () => job.work()
  const runner = await run({
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
  runner.promise.catch(log)
  return runner
}
