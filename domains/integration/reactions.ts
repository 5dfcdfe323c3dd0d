import { announcedStep, incidentNews, type IncidentNews } from '@lifang/domains/incidents/public.ts'
import { noticeForOutside } from '@lifang/domains/notices/public.ts'
import { announcementKey, type Announcement, type Reaction } from '@lifang/platform/outbox.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { endpointsOf, queue, type OutsideEvent } from './commands/queue.ts'
import type { IntegrationDeps } from './reads/deps.ts'
import { covers, TOPICS } from './schema/topics.ts'

/** Queues what endpoints outside want to know; nothing is sent here. */
export const integrationReactions = (deps: IntegrationDeps): readonly Reaction[] => [
  {
    topics: TOPICS,
    react: async (tx, all) => {
      const endpoints = await endpointsOf(tx, deps.county)
      const wanted = all.flatMap((a) => {
        const to = endpoints.filter((e) => covers(e.topics, a.topic))
        return a.subjectId === null || a.county !== deps.county || to.length === 0
          ? []
          : [{ a, to, incidentId: a.subjectId, stepId: announcedStep(a) }]
      })
      if (wanted.length === 0) return
      const ofIncidents = wanted.filter(({ a }) => a.topic !== 'notices.told')
      const read = await incidentNews(tx, deps.county, ofIncidents)
      const news = new Map(ofIncidents.map((w, i) => [w, read[i]]))
      // One after the other: an endpoint hears of a subject in the order it happened.
      for (const w of wanted) {
        const event =
          w.a.topic === 'notices.told' ? await told(deps, tx, w.a) : happened(deps, w.a, news.get(w))
        if (event !== null) await queue(deps, tx, w.to, event)
      }
    },
  },
]

async function told(deps: IntegrationDeps, tx: Tx, a: Announcement): Promise<OutsideEvent | null> {
  const id = a.payload['notice']
  const notice = typeof id === 'string' ? await noticeForOutside(deps.notices, tx, id) : undefined
  if (notice === undefined) return null
  return {
    key: announcementKey(a),
    topic: a.topic,
    // A person's notices arrive in their order.
    subjectId: a.subjectId,
    at: new Date(notice.at),
    data: { notice },
  }
}

/** The incident as it is now, without the reporter, what they wrote, or anybody's name. */
function happened(deps: IntegrationDeps, a: Announcement, i: IncidentNews | undefined): OutsideEvent | null {
  if (i === undefined) return null
  const stage = a.payload['stage']
  return {
    key: announcementKey(a),
    topic: a.topic,
    subjectId: a.subjectId,
    at: i.step?.at ?? new Date(deps.clock.now()),
    data: {
      ...(typeof stage === 'string' ? { stage } : {}),
      incident: {
        number: i.number,
        status: i.status,
        class: i.classCode === null ? null : { code: i.classCode, name: i.className },
        grid: deps.directory.area(i.areaId)?.code ?? null,
        place: i.lon === null || i.lat === null ? null : { lon: i.lon, lat: i.lat, crs: 'CGCS2000' },
        unit: i.leadUnitId === null ? null : (deps.directory.department(i.leadUnitId)?.key ?? null),
        urgent: i.urgent,
        supervision: i.supervision,
        reportedAt: i.reportedAt.toISOString(),
        stage: i.stage,
        stageDueAt: i.stageDueAt?.toISOString() ?? null,
      },
    },
  }
}
