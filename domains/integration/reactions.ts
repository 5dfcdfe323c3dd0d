import { incidentNews } from '@lifang/domains/incidents/public.ts'
import { noticeForOutside } from '@lifang/domains/notices/public.ts'
import { announcementKey, type Announcement, type Reaction } from '@lifang/platform/outbox.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { queue, wanting, type OutsideEvent } from './commands/queue.ts'
import type { IntegrationDeps } from './reads/deps.ts'
import { TOPICS } from './schema/topics.ts'

/** Queues what endpoints outside want to know; nothing is sent here. */
export const integrationReactions = (deps: IntegrationDeps): Readonly<Record<string, readonly Reaction[]>> =>
  Object.fromEntries(TOPICS.map((topic) => [topic, [onTopic(deps)]]))

const onTopic =
  (deps: IntegrationDeps): Reaction =>
  async (tx, a) => {
    if (a.subjectId === null || a.county !== deps.county) return
    const endpoints = await wanting(tx, a.county, a.topic)
    if (endpoints.length === 0) return
    const event = a.topic === 'notices.told' ? await told(deps, tx, a) : await happened(deps, tx, a)
    if (event !== null) await queue(deps, tx, endpoints, event)
  }

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
async function happened(deps: IntegrationDeps, tx: Tx, a: Announcement): Promise<OutsideEvent | null> {
  if (a.subjectId === null) return null
  const step = a.payload['step']
  const stepId = typeof step === 'string' ? step : a.topic === 'incidents.report' ? a.subjectId : null
  const i = await incidentNews(tx, a.county, a.subjectId, stepId)
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
