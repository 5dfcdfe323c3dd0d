import type { IncidentNews } from '@lifang/domains/incidents/public.ts'
import { announcedStep, incidentNews } from '@lifang/domains/incidents/public.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { announcementKey, type Announcement, type Reaction } from '@lifang/platform/outbox.ts'
import { tell } from './commands/tell.ts'
import type { NoticeDeps } from './reads/deps.ts'
import { recipients, TOLD_TOPICS } from './rules.ts'
import { UNIT_POSTS } from './rules/people.ts'
import type { News, Seat } from './rules/model.ts'

const AREA_POSTS = ['intake-officer', 'dispatcher', 'duty-chief', 'supervisor', 'leader']
/** What happened longer ago than this (a backlog after an outage, a restored copy) is history, not news. */
const NEWS_MS = 3 * 86_400_000

/** Tells whoever must know when something happens to an incident or a deadline passes. */
export const noticeReactions = (deps: NoticeDeps): readonly Reaction[] => [
  {
    topics: TOLD_TOPICS.map((topic) => `incidents.${topic}`),
    react: async (tx, all) => {
      const told = all.flatMap((a) =>
        a.subjectId === null || a.county !== deps.county
          ? []
          : [{ a, incidentId: a.subjectId, stepId: announcedStep(a) }],
      )
      const news = await incidentNews(tx, deps.county, told)
      const now = deps.clock.now()
      const seats = deps.directory.holders([...UNIT_POSTS, ...AREA_POSTS], now)
      for (const [i, { a, stepId }] of told.entries()) {
        const incident = news[i]
        if (incident !== undefined) await tellOf(deps, tx, { a, stepId, incident, now, seats })
      }
    },
  },
]

const textIn = (a: Announcement, name: string): string | null => {
  const value = a.payload[name]
  return typeof value === 'string' ? value : null
}

interface Heard {
  readonly a: Announcement
  readonly stepId: string | null
  readonly incident: IncidentNews
  readonly now: number
  readonly seats: readonly Seat[]
}

async function tellOf(deps: NoticeDeps, tx: Tx, { a, stepId, incident, now, seats }: Heard): Promise<void> {
  const at = incident.step?.at ?? new Date(now)
  if (now - at.getTime() > NEWS_MS) return
  const news: News = {
    now,
    topic: a.topic,
    to: textIn(a, 'to'),
    stage: textIn(a, 'stage'),
    stepId,
    incident: {
      ...incident,
      step: incident.step === null ? null : { ...incident.step, at: incident.step.at.getTime() },
    },
  }
  const told = recipients(news, seats)
  if (told.length === 0) return
  await tell(
    deps,
    tx,
    {
      key: announcementKey(a),
      subjectId: incident.id,
      number: incident.number,
      urgent: incident.urgent,
      at,
      params: paramsOf(deps, incident, news.stage),
    },
    told,
  )
}

/** What the texts may say of an incident: no person, and of a confidential one no place but its grid. */
function paramsOf(deps: NoticeDeps, i: IncidentNews, stage: string | null): Record<string, string> {
  // A deadline's own stage; else the one that runs now.
  const own = Object.entries(i.due).find(([name]) => name === stage)?.[1]
  const due = own === undefined ? i.stageDueAt : new Date(own)
  const grid = deps.directory.area(i.areaId)?.name ?? ''
  const unit = i.leadUnitId === null ? '' : (deps.directory.department(i.leadUnitId)?.name ?? '')
  return {
    what: i.className ?? '',
    place: i.address === null || i.address === '' ? grid : i.address,
    grid,
    unit,
    ...(due === null ? {} : { dueAt: due.toISOString() }),
    level: i.supervision ?? '',
    status: i.status,
  }
}
