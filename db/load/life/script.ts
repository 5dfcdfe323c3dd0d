import { NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { newId } from '@lifang/platform/id.ts'
import { addWorking, dueAt } from '@lifang/domains/calendar/rules.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { DAY, dayStart, HOUR, MINUTE, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { worstLamp } from '@lifang/domains/calendar/rules/lamps.ts'
import type { CalendarData, Lamp, Limit } from '@lifang/domains/calendar/schema.ts'
import type {
  ActBodies,
  ActCommand,
  EvidenceInput,
  ReportBody,
} from '@lifang/domains/incidents/schema/bodies.ts'
import type { Act, EvidenceKind, Stage } from '@lifang/domains/incidents/schema/words.ts'
import type { PictureKey } from '../../demo/life/pictures.ts'
import type { Dice } from '../../demo/random.ts'
import type { Occasion, World } from './world.ts'

/** Secret by which the demo claims photos of residents without an account; the rows exist only while it loads. */
export const DEMO_CLAIM = 'demo'

export interface PlannedPhoto {
  readonly id: string
  readonly picture: PictureKey
  /** Null: sent by somebody without an account. */
  readonly by: string | null
  readonly at: number
}
/** One command of a story with its instant. A merge names its target by id; the number is put in when it is known. */
export type Step = {
  readonly at: number
  readonly incident: string
  readonly photos: readonly PlannedPhoto[]
} & (
  | { readonly kind: 'report'; readonly actor: Actor | null; readonly body: ReportBody }
  | { readonly kind: 'act'; readonly actor: Actor; readonly command: ActCommand }
)

interface Running {
  readonly start: number
  readonly limit: Limit
  readonly calendar: CalendarData
}

/** Writes the story of one incident as it goes: a cursor in time, the clocks that run, the commands so far. */
export class Script {
  readonly world: World
  readonly chance: Dice
  readonly what: Occasion
  readonly id = newId()
  readonly steps: Step[] = []
  /** Stories told beside this one: duplicates merged into it. */
  readonly others: Script[] = []
  at: number
  urgent = false
  onHold = false
  readonly #clocks = new Map<Stage, Running>()

  constructor(world: World, chance: Dice, what: Occasion, at: number) {
    this.world = world
    this.chance = chance
    this.what = what
    this.at = at
  }

  get path(): string {
    return this.what.here.grid.path
  }

  /** Lets minutes pass; most waits are near the lower end. */
  wait(from: number, to: number): this {
    const u = this.chance.next()
    this.at += Math.round((from + (to - from) * u * u) * MINUTE)
    return this
  }

  /** People who walk out work by day: the night is slept over. */
  byDay(): this {
    const start = dayStart(officeDay(this.at))
    const minute = (this.at - start) / MINUTE
    if (minute > 19 * 60) this.at = start + DAY + this.chance.int(480, 570) * MINUTE
    else if (minute < 7 * 60 + 30) this.at = start + this.chance.int(480, 570) * MINUTE
    return this
  }

  start(stage: Stage, limit: Limit, unitId: string | null = null): void {
    this.#clocks.set(stage, {
      start: this.at,
      limit,
      calendar: this.world.calendars.forDepartment(unitId, this.at),
    })
  }
  stop(...stages: readonly Stage[]): void {
    for (const stage of stages) this.#clocks.delete(stage)
  }
  /** When a running clock runs out, extensions left aside. */
  due(stage: Stage): number {
    const c = this.#clocks.get(stage)
    return c === undefined ? this.at : dueAt(c.start, c.limit, c.calendar).due
  }
  startOf(stage: Stage): number {
    return this.#clocks.get(stage)?.start ?? this.at
  }
  /** Working time from here by the default calendar, ms. */
  later(ms: number): number {
    return addWorking(this.at, ms, this.world.calendars.forDepartment(null, this.at))
  }
  /** The lamp a list would show at `now`: the worst of the running clocks. */
  lamp(now: number): Lamp {
    if (this.onHold) return 'grey'
    let lamp: Lamp = 'grey'
    for (const c of this.#clocks.values()) {
      lamp = worstLamp(lamp, clock([{ kind: 'start', at: c.start }], c.limit, c.calendar, now).lamp)
    }
    return lamp
  }

  stageLimit(stage: keyof World['policy']['stages']): Limit {
    const { policy } = this.world
    return (this.urgent ? policy.urgentStages : policy.stages)[stage]
  }

  report(actor: Actor | null, body: Omit<ReportBody, 'id'>, photos: readonly PlannedPhoto[]): void {
    this.steps.push({
      kind: 'report',
      at: this.at,
      incident: this.id,
      actor,
      body: { id: this.id, ...body },
      photos,
    })
  }

  /** @returns the command's id: the id of a request it makes */
  do<A extends Act>(
    actor: Actor,
    act: A,
    body: Omit<ActBodies[A], 'id'>,
    photos: readonly PlannedPhoto[] = [],
  ): string {
    const id = newId()
    // The act and its body belong together by the parameter's type; a union of pairs cannot say so itself.
    const command = { act, body: { id, ...body } } as ActCommand
    this.steps.push({ kind: 'act', at: this.at, incident: this.id, actor, command, photos })
    return id
  }

  /** A photo taken a moment ago where it happened. */
  photo(
    actor: Actor | null,
    kind: EvidenceKind,
    picture: PictureKey,
  ): { planned: PlannedPhoto; input: EvidenceInput } {
    const by = actor === null || actor.accountId === NIL_ACCOUNT ? null : actor.accountId
    const id = newId()
    const [lon, lat] = this.what.building.at
    const shot = this.at - this.chance.int(1, 12) * MINUTE
    return {
      planned: { id, picture, by, at: this.at },
      input: {
        file: id,
        ...(by === null ? { claim: DEMO_CLAIM } : {}),
        kind,
        shotAt: new Date(shot).toISOString(),
        place: { lon: jitter(lon, this.chance), lat: jitter(lat, this.chance), crs: 'CGCS2000' },
      },
    }
  }

  /** The picture that shows this matter before or after, if one is taken of such things. */
  picture(state: 'before' | 'after'): PictureKey | null {
    const { scene } = this.what.happening.what
    return scene === null ? null : `${scene}-${state}`
  }

  pick<T>(list: readonly T[]): T {
    return this.chance.pick(list)
  }
}

/** Some ten metres around. */
export const jitter = (degrees: number, chance: Dice): number =>
  Math.round((degrees + chance.between(-0.00008, 0.00008)) * 1e6) / 1e6

export { DAY, HOUR, MINUTE }
