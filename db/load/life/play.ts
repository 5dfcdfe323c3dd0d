import { actIn, report, type IncidentDeps } from '@lifang/domains/incidents/public.ts'
import type { ActCommand } from '@lifang/domains/incidents/schema/bodies.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Script } from './script.ts'

/** A command that the rules refused: the demo is wrong, or a rule is. */
export interface Refused {
  readonly number: string
  readonly act: string
  readonly code: string
  readonly details: unknown
}
export interface Played {
  readonly incidents: number
  readonly acts: number
  readonly refused: readonly Refused[]
}

/** Numbers in the order of reporting, a sequence a day, as the desk would have given them. */
export function numberStories(
  county: number,
  stories: readonly Script[],
): { numbers: Map<string, string>; days: Map<string, number> } {
  const numbers = new Map<string, string>()
  const days = new Map<string, number>()
  const reports = stories.flatMap((s) => s.steps.filter((step) => step.kind === 'report'))
  for (const { incident, at } of reports.toSorted((a, b) => a.at - b.at)) {
    const day = dateOf(officeDay(at))
    const seq = (days.get(day) ?? 0) + 1
    days.set(day, seq)
    numbers.set(incident, `${county}${day.replaceAll('-', '')}${String(seq).padStart(5, '0')}`)
  }
  return { numbers, days }
}

/**
 * Plays stories through the real commands, each under the clock of its own instant. Stories run side by side, the steps of one
 * in order and in one transaction, which saves the demo half of its round trips; a refusal ends its story and is told.
 * @param analyze takes statistics, as the owner
 * @param groups stories that depend on each other (merged duplicates) together in one list
 */
export async function play(
  deps: IncidentDeps,
  groups: readonly (readonly Script[])[],
  numbers: ReadonlyMap<string, string>,
  concurrency: number,
  analyze: () => Promise<unknown>,
): Promise<Played> {
  const all: Tale[] = []
  const waiting = groups.values()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const group of waiting) {
        all.push(await deps.db.transaction((tx) => tell(deps, tx, group, numbers)))
        if (LOOK_AGAIN.includes(all.length)) await analyze()
      }
    }),
  )
  const sum = (count: (t: Tale) => number): number => all.reduce((n, t) => n + count(t), 0)
  return {
    incidents: sum((t) => t.incidents),
    acts: sum((t) => t.acts),
    refused: all.flatMap((t) => t.refused),
  }
}

/**
 * Statements are planned once a connection, and what is planned on empty tables reads a whole county where an index would do
 * (4 ms instead of 0.4). Statistics taken after so many stories make PostgreSQL plan again.
 */
const LOOK_AGAIN = [30, 120, 500]

interface Tale {
  incidents: number
  acts: number
  readonly refused: Refused[]
}

async function tell(
  deps: IncidentDeps,
  tx: Tx,
  group: readonly Script[],
  numbers: ReadonlyMap<string, string>,
): Promise<Tale> {
  // A demo lost to a power cut is loaded again: no need to wait for the disk at every story.
  await tx.run(sql`set local synchronous_commit = off`)
  const inside = insideOf(deps.db, tx)
  const tale: Tale = { incidents: 0, acts: 0, refused: [] }
  const over = new Set<string>()
  for (const step of group.flatMap((s) => s.steps).toSorted((a, b) => a.at - b.at)) {
    if (over.has(step.incident)) continue
    const number = numbers.get(step.incident) ?? ''
    const then: IncidentDeps = {
      ...deps,
      db: inside,
      clock: { now: () => step.at },
      numbers: { next: () => Promise.resolve(number) },
    }
    try {
      if (step.kind === 'report') {
        await report(then, step.actor, step.body)
        tale.incidents++
      } else {
        await actIn(then, tx, step.actor, { id: step.incident }, named(step.command, numbers))
        tale.acts++
      }
    } catch (error) {
      // Rules refuse before anything is written, so the transaction is whole.
      if (!(error instanceof Problem)) throw error
      over.add(step.incident)
      const { code, details } = error
      tale.refused.push({ number, act: step.kind === 'act' ? step.command.act : 'report', code, details })
    }
  }
  return tale
}

/** The open transaction in the place of the database, for commands that open one of their own. */
const insideOf = (db: Db, tx: Tx): Db => ({
  rows: (query) => tx.rows(query),
  one: (query) => tx.one(query),
  maybe: (query) => tx.maybe(query),
  run: (query) => tx.run(query),
  copy: (into, rows) => tx.copy(into, rows),
  transaction: (work) => work(tx),
  connect: () => db.connect(),
  end: () => db.end(),
})

/** A merge was planned by the id of the other incident; people type its number. */
function named(command: ActCommand, numbers: ReadonlyMap<string, string>): ActCommand {
  if (command.act !== 'merge') return command
  return {
    act: 'merge',
    body: { ...command.body, into: numbers.get(command.body.into) ?? command.body.into },
  }
}
