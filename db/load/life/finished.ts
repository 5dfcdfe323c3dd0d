import type { Actor } from '@lifang/platform/access.ts'
import { COMPLAINT_SOURCES, PROFESSIONAL_SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import type { Dice } from '../../demo/random.ts'
import * as acts from './acts.ts'
import { DAY, HOUR, Script } from './script.ts'
import * as turns from './turns.ts'
import { WORDS } from './words.ts'
import type { World } from './world.ts'

/** How cases end, per thousand. Most are handled, a good part by the grid worker on the spot. */
const ENDS = [
  ['handled', 745],
  ['self-closed', 170],
  ['declined', 30],
  ['untrue', 24],
  ['voided', 11],
  ['withdrawn', 9],
  ['papers', 8],
  ['forced', 3],
] as const
type End = (typeof ENDS)[number][0]

/** The whole life of one incident that was reported at `at`; what happens after `now` is cut off by the caller. */
export function finishedStory(world: World, chance: Dice, at: number): { script: Script; closedAt: number } {
  const end: End = chance.weighted(ENDS)
  const selfClosing = end === 'self-closed'
  const what = world.happen(chance, (h) => !selfClosing || h.selfHandling)
  const source = sourceFor(end, what.source)
  const s = new Script(world, chance, { ...what, source }, at)
  acts.report(s)
  switch (end) {
    case 'self-closed':
      selfClose(s)
      break
    case 'declined':
      decline(s)
      break
    case 'untrue':
      acts.verify(s, acts.sendVerify(s), 'not-exist')
      break
    case 'voided':
      voided(s)
      break
    case 'withdrawn':
      s.wait(5, 20)
      s.do(world.cast.resident, 'withdraw', { opinion: s.pick(WORDS.withdraw) })
      break
    case 'handled':
    case 'papers':
    case 'forced':
      return { script: s, closedAt: handled(s, end) }
  }
  return { script: s, closedAt: s.at }
}

function sourceFor(end: End, source: Script['what']['source']): Script['what']['source'] {
  switch (end) {
    case 'self-closed':
      return 'grid-patrol'
    case 'untrue':
      return PROFESSIONAL_SOURCES.includes(source) ? 'hotline' : source
    case 'withdrawn':
      return 'resident'
    default:
      return source
  }
}

function selfClose(s: Script): void {
  s.wait(3, 45)
  const first = s.steps[0]
  const who = first?.kind === 'report' && first.actor !== null ? first.actor : acts.worker(s)
  const photos = acts.photosFor(s, who, ['before'], 'before')
  const after = acts.photosFor(s, who, ['after'], 'after')
  const inputs = [...photos.inputs, ...after.inputs]
  s.do(
    who,
    'self-close',
    {
      catalogue: s.what.happening.key,
      photos: inputs,
      ...(inputs.length < 2 ? { withoutPhotoReason: s.pick(WORDS.withoutEvidence) } : {}),
      opinion: s.pick(WORDS.selfClose),
    },
    [...photos.planned, ...after.planned],
  )
}

function decline(s: Script): void {
  const complaint = COMPLAINT_SOURCES.includes(s.what.source)
  const who = complaint ? acts.chief(s) : acts.desk(s)
  const reason = s.chance.pick(['not-public-matter', 'other-authority', 'insufficient'] as const)
  const advice = { 'not-public-matter': 0, 'other-authority': 1, insufficient: 2 }[reason]
  s.wait(4, 28)
  s.do(who, 'decline', { reason, advice: WORDS.advice[advice] ?? '' })
}

function voided(s: Script): void {
  acts.takeIn(s)
  s.wait(3, 30)
  const first = acts.chief(s)
  const reason = s.chance.pick(['test', 'duplicate', 'false'] as const)
  const request = s.do(first, 'void', { reason, opinion: s.pick(WORDS.void) })
  if (!COMPLAINT_SOURCES.includes(s.what.source)) return
  s.wait(10, 90)
  s.do(acts.leader(s), 'decide-void', { request, grant: true, opinion: s.pick(WORDS.holdGrant) })
}

/** Dispatched, worked on, checked, closed, rated, archived; with the turns of office life. @returns when it was closed */
function handled(s: Script, end: 'handled' | 'papers' | 'forced'): number {
  const { chance, world } = s
  const reportedAt = s.at
  acts.takeIn(s)
  acts.file(s)
  let unit = s.what.happening.departmentId
  const helper = chance.chance(0.04) ? s.pick(world.units.filter((u) => u !== unit)) : undefined
  acts.dispatch(s, unit, helper === undefined ? {} : { assisting: helper })
  const turn = helper === undefined ? chance.weighted(TURNS) : 'plain'
  if (turn === 'returned') unit = turns.returned(s, acts.handler(s, unit))
  else if (turn === 'return-refused') turns.returnRefused(s, acts.handler(s, unit))
  const who = acts.take(s, unit)
  turns.remarks(s, who)
  // Whoever leads answers only when everybody else is done.
  if (helper !== undefined) {
    s.wait(10, 60)
    s.do(acts.handler(s, helper), 'finish-assisting', { opinion: s.pick(WORDS.assisted) })
  }
  const late = chance.chance(0.065)
  work(s, who, turn, late)
  const closedAt = finish(s, who, end)
  if (chance.chance(0.035)) turns.duplicate(s, reportedAt, closedAt)
  if (end === 'forced') return closedAt
  // Reopened before anybody rated it: a rating is given once.
  const again = chance.chance(0.025)
  const last = again ? closeAgain(s, turns.reopened(s, unit)) : closedAt
  rateAndArchive(s)
  return last
}

const TURNS = [
  ['plain', 840],
  ['returned', 45],
  ['return-refused', 15],
  ['extended', 60],
  ['held', 25],
  ['reworked', 40],
] as const
type Turn = (typeof TURNS)[number][0]

function work(s: Script, who: Actor, turn: Turn, late: boolean): void {
  const { chance } = s
  const { extension } = s.what.condition
  if (turn === 'extended' && extension !== null && s.due('handle') - s.at > 2 * HOUR) {
    acts.workUntil(s, chance.between(0.6, 0.85))
    turns.extended(s, who)
    s.wait(60, 400)
    acts.feedback(s, who)
    return
  }
  if (turn === 'held') {
    turns.hold(s, who, chance.int(6, 15))
    s.at += chance.int(3, 6) * DAY
    s.byDay()
    turns.release(s)
    s.wait(60, 300)
    acts.feedback(s, who)
    return
  }
  if (late) {
    acts.workUntil(s, 1.03)
    if (chance.chance(0.4)) turns.supervised(s, who, chance.pick(['notice', 'notice', 'yellow', 'red']), true)
    acts.workUntil(s, chance.between(1.05, 1.6))
  } else acts.workUntil(s, chance.between(0.12, 0.9))
  acts.feedback(s, who)
  if (turn === 'reworked') {
    acts.check(s, acts.sendCheck(s), 'fail')
    acts.rework(s)
    s.wait(60, 400).byDay()
    acts.feedback(s, who)
  }
}

function finish(s: Script, who: Actor, end: 'handled' | 'papers' | 'forced'): number {
  if (end === 'forced') {
    s.wait(60, 600).byDay()
    const request = s.do(acts.chief(s), 'ask-force-close', { opinion: s.pick(WORDS.force) })
    s.wait(30, 400)
    s.do(acts.leader(s), 'decide-force-close', { request, grant: true, opinion: s.pick(WORDS.holdGrant) })
    return s.at
  }
  if (end === 'papers') {
    acts.check(s, acts.sendCheck(s), 'unable')
    s.wait(20, 200)
    s.do(acts.chief(s), 'close-on-papers', { waiver: s.pick(WORDS.waiver) })
    return s.at
  }
  return closeChecked(s, who)
}

function closeChecked(s: Script, _who: Actor): number {
  acts.check(s, acts.sendCheck(s), 'pass')
  acts.close(s)
  return s.at
}
function closeAgain(s: Script, who: Actor): number {
  s.wait(90, 900).byDay()
  acts.feedback(s, who)
  return closeChecked(s, who)
}

const STARS = [
  [5, 52],
  [4, 24],
  [3, 12],
  [2, 6],
  [1, 6],
] as const

/** Rated by the resident, or by the desk's call-back; a fifth says nothing and the window passes. */
function rateAndArchive(s: Script): void {
  const { chance, world } = s
  const resident = !PROFESSIONAL_SOURCES.includes(s.what.source)
  const stars = chance.weighted(STARS)
  if (chance.chance(0.2)) {
    s.at += 15 * DAY + chance.int(1, 59) * 60_000
    // What the system writes carries no stars; the body's are not kept.
    s.do(world.cast.system, 'rate', { stars: 1, solved: false })
  } else {
    s.at += chance.int(2, 96) * HOUR
    s.byDay()
    const comment = chance.chance(0.45) ? s.pick(stars >= 3 ? WORDS.praise : WORDS.blame) : undefined
    const body = {
      stars,
      solved: stars >= 3 || chance.chance(0.3),
      ...(comment === undefined ? {} : { comment }),
    }
    s.do(resident && chance.chance(0.7) ? world.cast.resident : acts.desk(s), 'rate', body)
  }
  s.at += chance.int(24, 200) * HOUR
  s.byDay()
  s.do(acts.desk(s), 'archive', {})
}
