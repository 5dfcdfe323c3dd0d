/** The jobs of this telephone, in memory and in its drawer; every change is in both before the next one begins. */
import { useMemo, useSyncExternalStore } from 'react'
import { Job, newAct, newReport, saysSomething, type ActJob, type FieldAct } from './job.ts'
import { all, drop, dropPhotos, put } from './store.ts'

/** Receipts are kept so long that a worker can still say what became of yesterday's. */
const KEEP_MS = 3 * 86_400_000

let jobs: readonly Job[] = []
let stored = true
const listeners = new Set<() => void>()
const tell = (): void => {
  for (const one of listeners) one()
}
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** One writer: the last state written is the last state there was. */
let writing: Promise<unknown> = Promise.resolve()
const write = (job: Job): Promise<boolean> => {
  const done = writing.then(() => (saysSomething(job) ? put('jobs', job.id, job) : true))
  writing = done
  return done.then((kept) => {
    if (kept !== stored) {
      stored = kept
      tell()
    }
    return kept
  })
}

/** Reads the drawer, once, before the first page. @param now epoch ms */
export async function loadJobs(now: number): Promise<void> {
  const found = (await all('jobs')).flatMap((one) => {
    const read = Job.safeParse(one)
    return read.success ? [read.data] : []
  })
  jobs = found.filter((job) => job.sentAt === null || Date.parse(job.sentAt) > now - KEEP_MS)
  for (const job of found) if (!jobs.includes(job)) await drop('jobs', job.id)
  tell()
}

/** The report half written here, or a fresh one; its id is minted now. @param now epoch ms */
export function openReport(owner: string, now: number): string {
  const mine = jobs.filter((j) => j.kind === 'report' && j.owner === owner && !j.pressed && j.sentAt === null)
  const half = mine.findLast(saysSomething)
  if (half !== undefined) return half.id
  return freshReport(owner, now)
}
/** A form of its own, whatever else lies half written; forms nobody wrote in go. */
export function freshReport(owner: string, now: number): string {
  const made = newReport(owner, now)
  jobs = [...jobs.filter((j) => j.kind !== 'report' || j.sentAt !== null || saysSomething(j)), made]
  tell()
  return made.id
}
/** The answer half written for a case, or a fresh one. */
export function openAct(
  owner: string,
  act: FieldAct,
  on: { readonly number: string; readonly subject: string },
  now: number,
): ActJob {
  const found = jobs.find(
    (j): j is ActJob =>
      j.kind === 'act' && j.owner === owner && j.sentAt === null && j.act === act && j.number === on.number,
  )
  if (found !== undefined) return found
  const made = newAct(owner, act, on, now)
  jobs = [...jobs, made]
  tell()
  return made
}

export const jobOf = (id: string): Job | undefined => jobs.find((job) => job.id === id)

/** Puts a job in or replaces it; true once it is on the disk. */
export function keep(job: Job): Promise<boolean> {
  jobs = jobs.some((one) => one.id === job.id)
    ? jobs.map((one) => (one.id === job.id ? job : one))
    : [...jobs, job]
  tell()
  return write(job)
}

export async function forget(id: string): Promise<void> {
  const job = jobOf(id)
  if (job === undefined) return
  jobs = jobs.filter((one) => one.id !== id)
  tell()
  writing = writing.then(() => drop('jobs', id))
  await writing
  await dropPhotos(job.photos.map((p) => p.key))
}

/** The receipts of somebody who leaves this telephone. */
export async function forgetSent(owner: string): Promise<void> {
  for (const job of jobs.filter((one) => one.owner === owner && one.sentAt !== null)) await forget(job.id)
}

const snapshot = (): readonly Job[] => jobs
export const useJob = (id: string): Job | undefined => {
  const every = useSyncExternalStore(subscribe, snapshot)
  return every.find((job) => job.id === id)
}

/** What this person wrote here: half written, waiting to be sent, and sent of late. */
export function useJobs(owner: string): {
  readonly drafts: readonly Job[]
  readonly waiting: readonly Job[]
  readonly sent: readonly Job[]
} {
  const every = useSyncExternalStore(subscribe, snapshot)
  return useMemo(() => {
    const mine = every.filter((job) => job.owner === owner && saysSomething(job)).toReversed()
    const open = mine.filter((job) => job.sentAt === null)
    return {
      drafts: open.filter((job) => !job.pressed),
      waiting: open.filter((job) => job.pressed),
      sent: mine
        .filter((job) => job.sentAt !== null)
        .toSorted((a, b) => (b.sentAt ?? '').localeCompare(a.sentAt ?? '')),
    }
  }, [every, owner])
}

/** False when the telephone would not store the last change. */
export const useStored = (): boolean => useSyncExternalStore(subscribe, () => stored)
