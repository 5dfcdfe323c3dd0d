import type { Actor } from '@lifang/platform/access.ts'
import { HOLD_REASONS, RETURN_REASONS } from '@lifang/domains/incidents/schema/lists.ts'
import * as acts from './acts.ts'
import { DAY, HOUR, MINUTE, Script } from './script.ts'
import { WORDS } from './words.ts'

/** What does not go straight: each turn begins while the unit handles (or waits) and leaves the script where work goes on. */

/** The unit says it is not theirs, within the return window. @returns the request's id */
export function askReturn(s: Script, who: Actor): string {
  s.wait(8, 60)
  return s.do(who, 'ask-return', { reason: s.pick(RETURN_REASONS), opinion: s.pick(WORDS.returnAsk) })
}

/** Returned and dispatched again, to the unit that takes what nobody owns. @returns the next unit */
export function returned(s: Script, who: Actor): string {
  const request = askReturn(s, who)
  s.wait(5, 40)
  s.do(acts.dispatcher(s), 'decide-return', { request, grant: true, opinion: s.pick(WORDS.returnGrant) })
  s.stop('take', 'handle')
  s.start('dispatch', s.stageLimit('dispatch'))
  const { fallback, units } = s.world
  const own = s.what.happening.departmentId
  const ruling = own !== fallback && s.chance.chance(0.4)
  const next = own !== fallback ? fallback : s.pick(units.filter((u) => u !== own))
  acts.dispatch(s, next, { again: true, ruling })
  return next
}

export function returnRefused(s: Script, who: Actor): void {
  const request = askReturn(s, who)
  s.wait(5, 50)
  s.do(acts.dispatcher(s), 'decide-return', { request, grant: false, opinion: s.pick(WORDS.returnRefuse) })
}

export function askExtension(s: Script, who: Actor): string {
  const { condition } = s.what
  const most = condition.extension?.maxAmount ?? 1
  return s.do(who, 'ask-extension', {
    amount: Math.max(1, Math.ceil(most / 2)),
    opinion: s.pick(WORDS.extensionAsk),
  })
}
/** Two approvals; the work then ends inside the longer limit. */
export function extended(s: Script, who: Actor): void {
  const request = askExtension(s, who)
  s.wait(10, 90)
  s.do(acts.dispatcher(s), 'decide-extension', {
    request,
    grant: true,
    opinion: s.pick(WORDS.extensionGrant),
  })
  s.wait(10, 90)
  s.do(acts.chief(s), 'decide-extension', { request, grant: true, opinion: s.pick(WORDS.extensionGrant) })
}

/** On hold by the duty chief and a leader. @param days until it is looked at again */
export function hold(s: Script, who: Actor, days: number): void {
  s.wait(30, 300).byDay()
  const reviewAt = new Date(s.at + days * DAY).toISOString()
  const request = s.do(who, 'ask-hold', {
    reason: s.pick(HOLD_REASONS),
    plan: s.pick(WORDS.holdAsk),
    reviewAt,
  })
  s.wait(20, 120)
  s.do(acts.chief(s), 'decide-hold', { request, grant: true, opinion: s.pick(WORDS.holdGrant) })
  s.wait(20, 300).byDay()
  s.do(acts.leader(s), 'decide-hold', { request, grant: true, opinion: s.pick(WORDS.holdGrant) })
  s.onHold = true
}
export function release(s: Script): void {
  s.do(acts.dispatcher(s), 'release-hold', { opinion: s.pick(WORDS.holdRelease) })
  s.onHold = false
}

/** A supervision order; the unit answers, and it is lifted. @param level by how late it is */
export function supervised(s: Script, who: Actor, level: 'notice' | 'yellow' | 'red', lift: boolean): void {
  s.wait(5, 30)
  const [order] = [s.pick(s.world.cast.at('supervisor', s.path))]
  s.do(order, 'supervise', { level, opinion: s.pick(WORDS.supervise) })
  if (!lift) return
  s.wait(20, 120)
  s.do(who, 'reply-supervision', { opinion: s.pick(WORDS.superviseReply) })
  s.wait(10, 90)
  s.do(order, 'lift-supervision', { opinion: s.pick(WORDS.superviseLift) })
}

/** Small words beside the work. */
export function remarks(s: Script, who: Actor): void {
  const { chance } = s
  if (chance.chance(0.04)) {
    s.wait(5, 60)
    s.do(who, 'comment', { opinion: s.pick(WORDS.comment) })
  }
  if (chance.chance(0.04)) {
    s.wait(5, 60)
    s.do(acts.desk(s), 'urge', { opinion: s.pick(WORDS.urge) })
  }
  if (chance.chance(0.015)) {
    s.wait(5, 60)
    s.do(acts.leader(s), 'instruct', { opinion: s.pick(WORDS.instruct) })
  }
  if (chance.chance(0.015) && !s.urgent) {
    s.wait(3, 20)
    s.do(acts.chief(s), 'mark-urgent', {})
    s.urgent = true
  }
}

/**
 * A second report of the same thing by somebody who passed a little later; the desk merges it while the first is at work.
 * @param until instant before which the first is still open
 */
export function duplicate(s: Script, reportedAt: number, until: number): void {
  const at = reportedAt + s.chance.int(6, 90) * MINUTE
  const merged = at + s.chance.int(3, 25) * MINUTE
  if (merged >= until - MINUTE) return
  const text = s.pick(s.what.happening.what.says).replaceAll('{p}', s.what.building.address)
  const twin = new Script(s.world, s.chance.fork('twin'), { ...s.what, source: 'resident', text }, at)
  acts.report(twin)
  twin.at = merged
  twin.do(acts.desk(twin), 'merge', { into: s.id, opinion: '同一地点同一问题，合并处理' })
  s.others.push(twin)
}

/** "Not solved": asked by the resident, opened by the duty chief, done by the same unit. @returns who handles it */
export function reopened(s: Script, unit: string): Actor {
  s.at += s.chance.int(3, 60) * HOUR
  s.byDay()
  s.do(s.world.cast.resident, 'ask-reopen', { reason: 'not-solved', opinion: s.pick(WORDS.reopenAsk) })
  s.wait(10, 200)
  s.do(acts.chief(s), 'reopen', { reason: 'not-solved', opinion: s.pick(WORDS.reopen) })
  return acts.handler(s, unit)
}
