import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { COMPLAINT_SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import type { Dice } from '../../demo/random.ts'
import * as acts from './acts.ts'
import { DAY, HOUR, MINUTE, Script } from './script.ts'
import * as turns from './turns.ts'
import { WORDS } from './words.ts'
import type { World } from './world.ts'

/** What lies open on the desks at the instant of loading, per 250: where each case stands and which lamp it shows. */
const OPEN: readonly (readonly [Stand, Lamp | null, number])[] = [
  ['reported', 'green', 15],
  ['reported', 'yellow', 4],
  ['reported', 'red', 1],
  ['verifying', 'green', 12],
  ['verifying', 'yellow', 3],
  ['verifying', 'red', 1],
  ['accepted', 'green', 8],
  ['accepted', 'yellow', 3],
  ['filed', 'green', 8],
  ['filed', 'yellow', 2],
  ['filed', 'red', 1],
  ['dispatched', 'green', 26],
  ['dispatched', 'yellow', 8],
  ['dispatched', 'red', 2],
  ['handling', 'green', 64],
  ['handling', 'yellow', 16],
  ['handling', 'red', 6],
  ['feedback', 'green', 10],
  ['feedback', 'yellow', 2],
  ['checking', 'green', 18],
  ['checking', 'yellow', 3],
  ['checking', 'red', 1],
  ['passed', 'green', 8],
  ['held', 'grey', 9],
  ['extension-asked', null, 4],
  ['return-asked', null, 3],
  ['returned', null, 2],
  ['failed', null, 2],
  ['reworking', null, 3],
  ['reopened', null, 2],
  ['unable', null, 2],
  ['void-asked', null, 1],
]
type Stand =
  | 'reported'
  | 'verifying'
  | 'accepted'
  | 'filed'
  | 'dispatched'
  | 'handling'
  | 'feedback'
  | 'checking'
  | 'passed'
  | 'held'
  | 'extension-asked'
  | 'return-asked'
  | 'returned'
  | 'failed'
  | 'reworking'
  | 'reopened'
  | 'unable'
  | 'void-asked'
const SUM = OPEN.reduce((n, [, , count]) => n + count, 0)

/** Stories tried for one place on the desks before any lamp is taken. */
const TRIES = 1500

/** About `count` stories that are still open at `now`, spread over states and lamps. */
export function openStories(world: World, chance: Dice, now: number, count: number): Script[] {
  return OPEN.flatMap(([stand, lamp, share], slot) =>
    Array.from({ length: Math.round((share * count) / SUM) }, (_, i) =>
      search(world, chance.fork(`${slot} ${i}`), now, stand, lamp),
    ).filter((s) => s !== null),
  )
}

/** Throws stories of every age until one stands where it is wanted. Null: none does (an empty desk is possible). */
function search(world: World, chance: Dice, now: number, stand: Stand, lamp: Lamp | null): Script | null {
  let spare: Script | null = null
  for (let i = 0; i < TRIES; i++) {
    // Ages from ten minutes to five weeks, every order of magnitude alike.
    const age = 10 * MINUTE * Math.exp(chance.next() * Math.log((35 * DAY) / (10 * MINUTE)))
    const script = tell(world, chance, now - Math.round(age), stand, now)
    if (script === null || script.at > now) continue
    if (lamp === null || script.lamp(now) === lamp) return script
    spare ??= script
  }
  return spare
}

/** A story up to a stand; null when this case never gets there. */
function tell(world: World, chance: Dice, at: number, stand: Stand, now: number): Script | null {
  const what = world.happen(chance)
  const professional = what.source === 'grid-patrol' || what.source === 'inspector-patrol'
  if (stand === 'verifying' && professional) return null
  if (stand === 'void-asked' && !COMPLAINT_SOURCES.includes(what.source)) return null
  const s = new Script(world, chance, what, at)
  acts.report(s)
  if (stand === 'reported') return s
  if (stand === 'verifying') {
    acts.sendVerify(s)
    return s
  }
  acts.takeIn(s)
  if (stand === 'void-asked') {
    s.wait(3, 20)
    s.do(acts.chief(s), 'void', { reason: 'duplicate', opinion: s.pick(WORDS.void) })
    return s
  }
  if (stand === 'accepted' || s.at > now) return s
  acts.file(s)
  if (stand === 'filed') return s
  const unit = what.happening.departmentId
  acts.dispatch(s, unit)
  if (stand === 'dispatched') return s
  if (stand === 'returned') {
    turns.returned(s, acts.handler(s, unit))
    return s
  }
  return s.at > now ? s : atWork(s, unit, stand, now)
}

function atWork(s: Script, unit: string, stand: Stand, now: number): Script | null {
  const { chance } = s
  const who = acts.take(s, unit)
  if (s.at > now) return s
  switch (stand) {
    case 'held':
      turns.hold(s, who, chance.int(5, 40))
      // A hold whose review date has passed would be ended by the timer at once.
      return s.steps.some(
        (x) =>
          x.kind === 'act' && x.command.act === 'ask-hold' && Date.parse(x.command.body.reviewAt) < now + DAY,
      )
        ? null
        : s
    case 'extension-asked':
      if (s.what.condition.extension === null || s.due('handle') < now + HOUR) return null
      s.at = Math.max(s.at, now - chance.int(10, 200) * MINUTE)
      turns.askExtension(s, who)
      return s
    case 'return-asked':
      turns.askReturn(s, who)
      return s.at < now - DAY ? null : s
    case 'handling':
      turns.remarks(s, who)
      if (s.lamp(now) === 'red' && chance.chance(0.6)) {
        s.at = Math.max(s.at, s.due('handle'))
        turns.supervised(s, who, chance.pick(['notice', 'yellow', 'red']), false)
      }
      return s
    default:
  }
  acts.workUntil(s, chance.between(0.1, 0.8))
  acts.feedback(s, who)
  if (stand === 'feedback' || s.at > now) return s
  const checker = acts.sendCheck(s)
  switch (stand) {
    case 'passed':
    case 'reopened':
      acts.check(s, checker, 'pass')
      break
    case 'failed':
    case 'reworking':
      acts.check(s, checker, 'fail')
      break
    case 'unable':
      acts.check(s, checker, 'unable')
      break
    default:
  }
  if (stand === 'reworking') acts.rework(s)
  if (stand === 'reopened') {
    acts.close(s)
    turns.reopened(s, unit)
  }
  // These show no lamp of their own choosing, so they must at least be fresh.
  const fresh = stand === 'failed' || stand === 'reworking' || stand === 'unable' || stand === 'reopened'
  return fresh && s.at < now - 6 * HOUR ? null : s
}
