import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Actor } from '@lifang/platform/access.ts'
import { answer, bind, type Handler } from '@lifang/platform/http/bind.ts'
import { openStream, type EventStream } from '@lifang/platform/http/stream.ts'
import type { Announcement, Relay } from '@lifang/platform/outbox.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import type { RouteShape } from '@lifang/platform/route.ts'
import { sql } from '@lifang/platform/sql.ts'
import { incidentScope } from './access.ts'
import { act } from './commands/act.ts'
import { actAsResident } from './commands/resident.ts'
import { createReadingLog } from './commands/reading.ts'
import { report } from './commands/report.ts'
import type { IncidentDeps } from './commands/deps.ts'
import { createBoards } from './reads/board.ts'
import { listIncidents } from './reads/list.ts'
import { promiseCard, proveResident } from './reads/promise.ts'
import { scopeCondition } from './reads/scope.ts'
import { revealReporter, showClock, showIncident } from './reads/show.ts'
import { checkRoutesOn } from './routes/checks.ts'
import { calendarEffectRoutesOn } from './routes/calendar.ts'
import { communityRoutesOn } from './routes/community.ts'
import { deskRoutesOn } from './routes/desks.ts'
import { dispatchRoutesOn } from './routes/dispatch.ts'
import { intakeRoutesOn } from './routes/intake.ts'
import { listRoutesOn } from './routes/responsibility.ts'
import { subjectRoutesOn } from './routes/subjects.ts'
import { actRoutes, incidentRoutes } from './schema.ts'
import { actBodies, type ActCommand } from './schema/bodies.ts'
import { incidentProblem } from './schema/problems.ts'
import { ACTS } from './schema/lists.ts'
import type { Act } from './schema/words.ts'

export function incidentRoutesOn(app: FastifyInstance, deps: IncidentDeps, relay: Relay): void {
  const boards = createBoards(deps)
  const noteReading = createReadingLog(deps)
  bind(app, 'incidents', incidentRoutes, {
    report: async ({ actor, body }) => {
      const done = await report(deps, actor, body)
      return done.made ? answer(201, done.answer) : answer(200, done.answer)
    },
    list: async ({ actor, query }) => answer(200, await listIncidents(deps, actor, query)),
    show: async ({ actor, params }) => {
      const shown = await showIncident(deps, actor, params.number)
      await noteReading(actor, shown.id)
      return answer(200, shown)
    },
    clock: async ({ actor, params, query }) =>
      answer(200, await showClock(deps, actor, params.number, query.stage)),
    revealReporter: async ({ actor, params, body }) =>
      answer(200, await revealReporter(deps, actor, params.number, body.reason)),
    board: async ({ actor, query, request, reply }) => {
      const { body, etag } = await boards(actor, query)
      void reply.header('etag', etag).header('cache-control', 'private, no-cache')
      if (request.headers['if-none-match'] === etag) await reply.code(304).send()
      else await reply.header('content-type', 'application/json; charset=utf-8').send(body)
      return 'handled'
    },
    lookUp: async ({ body }) =>
      answer(200, await promiseCard(deps, await proveResident(deps, body.number, body.tail))),
    residentAct: async ({ body }) => {
      const row = await proveResident(deps, body.number, body.tail)
      const { number: _number, tail: _tail, act: name, ...rest } = body
      const command = { act: name, body: actBodies[name].parse(rest) } as ActCommand
      await actAsResident(deps, row, command)
      return answer(200, await promiseCard(deps, await proveResident(deps, body.number, body.tail)))
    },
    uploadFile: async ({ actor, request }) => {
      if (!request.isMultipart())
        throw platformProblem('platform.wrong-content-type', { expected: 'multipart/form-data' })
      const part = await request.file()
      if (part === undefined) throw platformProblem('platform.invalid-input', { field: 'file' })
      const taken = await deps.files.take({
        bytes: part.file,
        county: deps.county,
        uploadedBy: actor?.accountId ?? null,
      })
      const { id, claim, width, height, bytes } = taken
      return answer(201, { id, claim, width, height, bytes })
    },
    readFile: async ({ actor, params, reply }) => {
      await sendFile(deps, actor, params.id, reply)
      return 'handled'
    },
    responsibilityList: async ({ query }) => {
      const q = query.q ?? ''
      const entries = deps.list
        .entries()
        .filter((e) => q === '' || e.name.includes(q) || e.key.code.startsWith(q))
      return answer(200, {
        version: deps.list.version(),
        entries: entries.map((e) => {
          const unit = e.departmentId === null ? undefined : deps.directory.department(e.departmentId)
          return {
            key: e.key,
            name: e.name,
            domain: e.domain,
            department: unit === undefined ? null : { id: unit.id, name: unit.name },
            legalBasis: e.legalBasis,
            selfHandling: e.selfHandling,
            confidential: e.confidential,
            evidence: e.evidence,
            conditions: e.conditions.map(({ seq, text, limit, closing, closingEvidence }) => ({
              seq,
              text,
              limit,
              closing,
              closingEvidence: [...closingEvidence],
            })),
          }
        }),
      })
    },
    live: async ({ actor, request, reply }) => {
      streamChanges(deps, relay, actor, openStream(request, reply))
      await Promise.resolve()
      return 'handled'
    },
  })
  const handlers = Object.fromEntries(ACTS.map((name) => [name, actHandler(deps, name)]))
  bind(app, 'acts', actRoutes, handlers)
  deskRoutesOn(app, deps)
  calendarEffectRoutesOn(app, deps)
  communityRoutesOn(app, deps)
  dispatchRoutesOn(app, deps)
  intakeRoutesOn(app, deps)
  checkRoutesOn(app, deps)
  listRoutesOn(app, deps)
  subjectRoutesOn(app, deps)
}

const actHandler =
  (deps: IncidentDeps, name: Act): Handler<RouteShape> =>
  async ({ actor, params, body }) => {
    if (actor === null) throw platformProblem('platform.not-signed-in')
    // The route's schema parsed both: `params` by byNumber, `body` by actBodies[name].
    const { number } = params as { number: string }
    return answer(200, await act(deps, actor, number, { act: name, body } as ActCommand))
  }

/** A photo is read only through its incident's scope; one not claimed yet only by its uploader. */
async function sendFile(deps: IncidentDeps, actor: Actor, id: string, reply: FastifyReply): Promise<void> {
  const file = await deps.files.find(deps.county, id)
  const mine = file !== null && file.claimedId === null && file.uploadedBy === actor.accountId
  const visible =
    file !== null &&
    file.claimedId !== null &&
    (await deps.db.maybe(
      sql`select 1 as yes from incident i where i.id = ${file.claimedId} and ${scopeCondition(incidentScope(actor))}`,
    )) !== undefined
  const read = mine || visible ? await deps.files.read(deps.county, id) : null
  if (read === null) throw incidentProblem('incidents.not-found', { field: 'id' })
  await reply
    .code(200)
    .header('content-type', read.mediaType)
    .header('cache-control', 'private, max-age=3600')
    .header('x-content-type-options', 'nosniff')
    .send(read.bytes)
}

/** A busy desk's screens are told of all that changed together, at most this often each. */
const TELL_EVERY_MS = 1_000

/** One open stream per screen: each change is checked against the actor's scope before a word of it is sent. */
function streamChanges(deps: IncidentDeps, relay: Relay, actor: Actor, stream: EventStream): void {
  const scope = scopeCondition(incidentScope(actor))
  // By incident: what happened to it last is what a screen asks again for.
  let changed = new Map<string, string>()
  let pause: NodeJS.Timeout | null = null
  const tellAll = (): void => {
    const told = changed
    changed = new Map()
    pause = null
    if (told.size === 0) return
    pause = setTimeout(tellAll, TELL_EVERY_MS)
    deps.db
      .rows<{ id: string; number: string; status: string }>(
        sql`select i.id, i.number, i.status from incident i
            where i.county = ${deps.county} and i.id = any(${[...told.keys()]}::uuid[]) and ${scope}`,
      )
      .then((rows) => {
        for (const { id, number, status } of rows)
          stream.send('incident', { topic: told.get(id) ?? '', number, status })
      })
      // A change that could not be read is not told; the screen asks again on its own.
      .catch(() => undefined)
  }
  const note = (a: Announcement): void => {
    if (a.subjectId === null || a.county !== deps.county || !a.topic.startsWith('incidents.')) return
    changed.set(a.subjectId, a.topic)
    pause ??= setTimeout(tellAll, 0)
  }
  relay.live.on('announcement', note)
  stream.onClose(() => {
    relay.live.off('announcement', note)
    if (pause !== null) clearTimeout(pause)
  })
}
