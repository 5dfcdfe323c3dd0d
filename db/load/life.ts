import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dayStart, officeDay, weekday } from '@lifang/domains/calendar/rules/instants.ts'
import { foldDeltas, type IncidentDeps } from '@lifang/domains/incidents/public.ts'
import { dice, type Dice } from '../demo/random.ts'
import { town } from '../demo/town.ts'
import { gatherCast } from './life/cast.ts'
import { finishedStory } from './life/finished.ts'
import { openStories } from './life/open.ts'
import { storePhotos } from './life/photos.ts'
import { numberStories, play, type Played } from './life/play.ts'
import { MINUTE, type Script } from './life/script.ts'
import { worldOf, type World } from './life/world.ts'
import { insertRows } from './rows.ts'

export interface LifeOptions {
  /** Owner's connection: photo rows and number blocks are written past the commands. */
  readonly admin: Db
  /** Epoch ms; incidents are reported from here … */
  readonly from: number
  /** … to here, which is "now" for what is still open. */
  readonly to: number
  readonly count: number
  readonly seed: number
  /** Stories played side by side. */
  readonly concurrency?: number
}

/** Incidents open at the end, of all. */
const OPEN_SHARE = 1 / 6

/**
 * Three months of a fictional street: incidents in every state and colour, each through the real commands at its own instant.
 * Deterministic apart from ids. The place must be loaded (`loadDemo`) and `deps` reloaded since.
 * @returns what was played, with every refusal
 */
export async function loadLife(deps: IncidentDeps, options: LifeOptions): Promise<Played> {
  const { admin, from, to, count, seed } = options
  const chance = dice(seed).fork('life')
  const cast = await gatherCast(admin, deps.directory, deps.county, to)
  const world = worldOf(deps, cast, town().buildings)
  const open = openStories(world, chance.fork('open'), to, count * OPEN_SHARE)
  const done = finishedStories(world, chance.fork('finished'), from, to, count - open.length)
  const groups = [...open, ...done].map((s) => [s, ...s.others])
  for (const s of groups.flat()) cut(s, to)
  groups.sort((a, b) => (a[0]?.steps[0]?.at ?? 0) - (b[0]?.steps[0]?.at ?? 0))

  const stories = groups.flat()
  const { numbers, days } = numberStories(deps.county, stories)
  const photos = stories.flatMap((s) => s.steps.flatMap((step) => step.photos))
  await storePhotos(admin, deps.files, deps.county, photos)
  await insertRows(
    admin,
    'number_block',
    [...days].map(([day, n]) => ({ county: deps.county, day, next: n + 1 })),
  )
  const analyze = () => admin.run(sql`analyze`)
  const played = await play(deps, groups, numbers, options.concurrency ?? 4, analyze)
  // Nobody is told today of what happened in September; the last word on each incident is told if it is news.
  await admin.run(sql`delete from outbox o where county = ${deps.county} and topic like 'incidents.%'
    and exists (select from outbox n where n.county = o.county and n.subject_id = o.subject_id and n.id > o.id)`)
  while ((await foldDeltas(deps.db)) > 0);
  await analyze()
  return played
}

/** Stories that came to an end before `to`: thrown again until they did. */
function finishedStories(world: World, chance: Dice, from: number, to: number, count: number): Script[] {
  const stories: Script[] = []
  for (let i = 0; i < count;) {
    const { script, closedAt } = finishedStory(
      world,
      chance.fork(`${i} ${stories.length}`),
      reportingTime(chance, from, to),
    )
    if (closedAt > to) continue
    stories.push(script)
    i += 1 + script.others.length
  }
  return stories
}

/** What would happen after now has not happened. */
function cut(script: Script, now: number): void {
  const after = script.steps.findIndex((step) => step.at > now)
  if (after >= 0) script.steps.splice(after)
}

/** Weekdays before weekends, mornings and afternoons before nights. */
const HOURS = [1, 1, 0, 0, 0, 1, 4, 12, 30, 38, 34, 24, 12, 14, 28, 34, 30, 22, 14, 12, 10, 7, 4, 2].map(
  (weight, hour) => [hour, weight] as const,
)
function reportingTime(chance: Dice, from: number, to: number): number {
  for (;;) {
    const day = officeDay(from) + chance.int(0, officeDay(to) - officeDay(from))
    const restful = weekday(day) === 0 || weekday(day) === 6
    if (restful && chance.chance(0.45)) continue
    const at =
      dayStart(day) + chance.weighted(HOURS) * 60 * MINUTE + Math.round(chance.between(0, 60 * MINUTE))
    if (at >= from && at < to) return at
  }
}
