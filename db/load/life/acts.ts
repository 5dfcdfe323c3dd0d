import type { Actor } from '@lifang/platform/access.ts'
import type { EvidenceInput } from '@lifang/domains/incidents/schema/bodies.ts'
import { PROFESSIONAL_SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { fictionalPhone, personName } from '../../demo/people.ts'
import { MINUTE, jitter, type PlannedPhoto, type Script } from './script.ts'
import { WORDS } from './words.ts'

/** The links of an incident's life, each told the way its rule wants it. Every function moves the script's cursor. */

type Photos = { planned: PlannedPhoto[]; inputs: EvidenceInput[] }
function photosFor(
  s: Script,
  actor: Actor | null,
  kinds: readonly EvidenceKind[],
  state: 'before' | 'after',
): Photos {
  const planned: PlannedPhoto[] = []
  const inputs: EvidenceInput[] = []
  for (const kind of kinds) {
    const picture = kind === 'document' ? 'document' : s.picture(state)
    if (picture === null) continue
    const photo = s.photo(actor, kind, picture)
    planned.push(photo.planned)
    inputs.push(photo.input)
  }
  return { planned, inputs }
}

const desk = (s: Script): Actor => s.pick(s.world.cast.at('intake-officer', s.path))
const chief = (s: Script): Actor => s.pick(s.world.cast.at('duty-chief', s.path))
const dispatcher = (s: Script): Actor => s.pick(s.world.cast.at('dispatcher', s.path))
const leader = (s: Script): Actor => s.pick(s.world.cast.at('leader', s.path))
const worker = (s: Script): Actor => s.pick(s.world.cast.at('grid-worker', s.path))
const handler = (s: Script, unit: string): Actor => s.pick(s.world.cast.unit(unit))

/** Somebody reports it, by the source's own way. */
export function report(s: Script): void {
  const { happening, source, text, building } = s.what
  const { chance } = s
  let actor: Actor | null
  if (source === 'grid-patrol') actor = worker(s)
  else if (source === 'inspector-patrol') actor = s.pick(s.world.cast.at('inspector', s.path))
  else if (source === 'resident') {
    actor = chance.chance(0.8) ? null : s.pick(s.world.cast.at('community-manager', s.path))
  } else actor = desk(s)
  const professional = PROFESSIONAL_SOURCES.includes(source)
  // Residents seldom know the class; patrols choose it from the list.
  const named = professional || chance.chance(0.35)
  const seen = professional || source === 'resident' ? chance.chance(professional ? 0.95 : 0.5) : false
  const photos = photosFor(s, actor, seen ? (chance.chance(0.3) ? ['near', 'far'] : ['near']) : [], 'before')
  const grave =
    happening.conditions[0]?.limit.unit === 'urgent-hour' && (happening.conditions[0]?.limit.amount ?? 9) <= 2
  s.urgent = actor !== null && grave && chance.chance(0.3)
  s.report(
    actor,
    {
      source,
      occurredAt: new Date(s.at - chance.int(2, 90) * MINUTE).toISOString(),
      place: { lon: jitter(building.at[0], chance), lat: jitter(building.at[1], chance), crs: 'CGCS2000' },
      address: building.address,
      description: text,
      ...(named ? { catalogue: happening.key } : {}),
      ...(photos.inputs.length > 0 ? { photos: photos.inputs } : {}),
      ...(professional
        ? {}
        : {
            reporter: {
              name: personName(chance),
              phone: fictionalPhone(chance.int(3000, 9999)),
              ...(chance.chance(0.05) ? { confidential: true } : {}),
            },
          }),
      ...(s.urgent ? { urgent: true } : {}),
      ...(source === 'hotline' ? { foreignNumber: `12345-${chance.int(100000, 999999)}` } : {}),
    },
    photos.planned,
  )
  s.start('accept', s.stageLimit('accept'))
}

export function accept(s: Script): void {
  s.wait(2, 28)
  s.do(desk(s), 'accept', { opinion: s.pick(WORDS.accept) })
  s.stop('accept')
  s.start('file', s.stageLimit('file'))
}

export function sendVerify(s: Script): Actor {
  s.wait(2, 25)
  const who = worker(s)
  s.do(desk(s), 'send-verify', { assignee: who.accountId })
  s.stop('accept')
  s.start('verify', s.stageLimit('verify'))
  return who
}
export function verify(s: Script, who: Actor, result: 'exist' | 'not-exist' | 'unable'): void {
  s.wait(15, 190).byDay()
  const opinion = s.pick({ exist: WORDS.verified, 'not-exist': WORDS.untrue, unable: WORDS.unclear }[result])
  const photos = photosFor(s, who, result === 'exist' && s.chance.chance(0.5) ? ['near'] : [], 'before')
  s.do(who, 'verify', { result, photos: photos.inputs, opinion }, photos.planned)
  s.stop('verify')
  if (result === 'exist') s.start('file', s.stageLimit('file'))
  if (result === 'unable') s.start('accept', s.stageLimit('accept'))
}

/** From the report to "accepted": what a professional saw is accepted, the rest is looked at first (most of it). */
export function takeIn(s: Script): void {
  if (PROFESSIONAL_SOURCES.includes(s.what.source) || s.chance.chance(0.35)) return accept(s)
  verify(s, sendVerify(s), 'exist')
}

export function file(s: Script): void {
  s.wait(2, 24)
  const { happening, condition } = s.what
  s.do(desk(s), 'file', { catalogue: happening.key, condition: condition.seq, opinion: s.pick(WORDS.file) })
  s.stop('file')
  s.start('dispatch', s.stageLimit('dispatch'))
  const { limit } = condition
  s.start('total', { unit: limit.unit, amount: limit.amount + s.world.policy.totalExtra[limit.unit] })
}

export function dispatch(
  s: Script,
  unit: string,
  more: { assisting?: string; again?: boolean; ruling?: boolean } = {},
): void {
  s.wait(2, 22)
  s.do(more.ruling === true ? chief(s) : dispatcher(s), 'dispatch', {
    department: unit,
    ...(more.assisting === undefined ? {} : { assisting: [more.assisting] }),
    ...(more.ruling === true ? { ruling: s.pick(WORDS.ruling) } : {}),
    opinion: s.pick(more.again === true ? WORDS.redispatch : WORDS.dispatch),
  })
  s.stop('dispatch')
  s.start('take', s.stageLimit('take'), unit)
  s.start('handle', s.what.condition.limit, unit)
}

/** @returns who handles it from now on */
export function take(s: Script, unit: string): Actor {
  // What was asked before taking may have used the time up.
  const limit = Math.max(5 * MINUTE, s.due('take') - s.at)
  s.at += Math.round(
    limit * (s.chance.chance(0.05) ? s.chance.between(1.05, 1.9) : s.chance.between(0.05, 0.85)),
  )
  const who = handler(s, unit)
  s.do(who, 'take', { opinion: s.pick(WORDS.take) })
  s.stop('take')
  return who
}

/** Works until this share of the limit is used: above 1 is late. */
export function workUntil(s: Script, share: number): void {
  const [start, due] = [s.startOf('handle'), s.due('handle')]
  let end = Math.max(s.at + 10 * MINUTE, start + Math.round((due - start) * share))
  const urgent = s.what.condition.limit.unit === 'urgent-hour'
  const before = s.at
  s.at = end
  if (!urgent) s.byDay()
  // The night must not make late what was meant to be on time.
  if (share < 1 && s.at > due) {
    end = Math.max(before + 5 * MINUTE, Math.min(end, due - 5 * MINUTE))
    s.at = end
  }
}

export function feedback(s: Script, who: Actor): void {
  const { happening, condition } = s.what
  const silent = s.chance.chance(0.02)
  const wanted = condition.closingEvidence
  const photos = photosFor(s, who, silent ? [] : wanted, 'after')
  const given = new Set(photos.inputs.map((p) => p.kind))
  const lacking = wanted.some((k) => !given.has(k))
  s.do(
    who,
    'feedback',
    {
      opinion: s.pick(happening.what.done),
      photos: photos.inputs,
      ...(lacking ? { withoutEvidenceReason: s.pick(WORDS.withoutEvidence) } : {}),
    },
    photos.planned,
  )
  s.stop('handle')
  s.start('check', s.stageLimit('check'))
}

export function sendCheck(s: Script): Actor {
  s.wait(4, 45)
  const checkers = s.world.cast.at('checker', s.path)
  const who = s.pick(s.chance.chance(0.85) ? checkers : s.world.cast.at('inspector', s.path))
  s.do(dispatcher(s), 'send-check', { assignee: who.accountId, opinion: s.pick(WORDS.sendCheck) })
  return who
}
export function check(s: Script, who: Actor, result: 'pass' | 'fail' | 'unable'): void {
  if (s.chance.chance(0.05)) s.wait(300, 700)
  else s.wait(15, 120)
  s.byDay()
  const photos = photosFor(
    s,
    who,
    result === 'unable' ? [] : ['after'],
    result === 'fail' ? 'before' : 'after',
  )
  const unseen = result === 'fail' && photos.inputs.length === 0
  s.do(
    who,
    'check',
    {
      result,
      photos: photos.inputs,
      ...(unseen ? { withoutPhotoReason: s.pick(WORDS.withoutEvidence) } : {}),
      opinion: s.pick(WORDS[result]),
    },
    photos.planned,
  )
  s.stop('check')
  if (result === 'pass') s.start('close', s.stageLimit('close'))
}
export function rework(s: Script): void {
  s.wait(3, 30)
  s.do(dispatcher(s), 'rework', { opinion: s.pick(WORDS.rework) })
}
export function close(s: Script): void {
  s.wait(3, 90)
  s.do(desk(s), 'close', { opinion: s.pick(WORDS.close) })
  s.stop('close', 'total')
}
export { chief, desk, dispatcher, handler, leader, photosFor, worker }
