import type { FastifyInstance } from 'fastify'
import type { Actor } from '@lifang/platform/access.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { openStream, type EventStream } from '@lifang/platform/http/stream.ts'
import type { Relay } from '@lifang/platform/outbox.ts'
import { readMany, readOne } from './commands/read.ts'
import { setPreference, setTemplate, subscribe, unsubscribe } from './commands/settings.ts'
import type { NoticeDeps } from './reads/deps.ts'
import { listNotices, showPreference, unreadOf } from './reads/list.ts'
import { noticeRoutes } from './schema.ts'

export function noticeRoutesOn(app: FastifyInstance, deps: NoticeDeps, relay: Relay): void {
  bind(app, 'notices', noticeRoutes, {
    list: async ({ actor, query }) => answer(200, await listNotices(deps, actor, query)),
    count: async ({ actor }) =>
      answer(200, { unread: await unreadOf(deps.db, deps.county, actor.accountId) }),
    readOne: async ({ actor, params }) => answer(200, { unread: await readOne(deps, actor, params.id) }),
    readMany: async ({ actor, body }) => answer(200, { unread: await readMany(deps, actor, body) }),
    preference: async ({ actor }) => answer(200, await showPreference(deps, actor)),
    setPreference: async ({ actor, body }) => {
      await setPreference(deps, actor, body)
      return answer(200, await showPreference(deps, actor))
    },
    pushKey: async () => Promise.resolve(answer(200, { publicKey: deps.vapid.publicKey })),
    subscribe: async ({ actor, body, request }) => {
      await subscribe(deps, actor, { ...body, agent: request.headers['user-agent'] ?? null })
      return answer(200, await showPreference(deps, actor))
    },
    unsubscribe: async ({ actor, body }) => {
      await unsubscribe(deps, actor, body.endpoint)
      return answer(200, await showPreference(deps, actor))
    },
    templates: async () => Promise.resolve(answer(200, { items: deps.templates.list() })),
    setTemplate: async ({ actor, body }) => answer(200, await setTemplate(deps, actor, body)),
    live: async ({ actor, request, reply }) => {
      streamUnread(deps, relay, actor, openStream(request, reply))
      await Promise.resolve()
      return 'handled'
    },
  })
}

/** Only whose subject is this account: nothing is asked of the database for other people's news. */
function streamUnread(deps: NoticeDeps, relay: Relay, actor: Actor, stream: EventStream): void {
  const tell = (a: { topic: string; subjectId: string | null }): void => {
    if (a.subjectId !== actor.accountId || !a.topic.startsWith('notices.')) return
    unreadOf(deps.db, deps.county, actor.accountId)
      .then((unread) => stream.send('notices', { unread, topic: a.topic }))
      // What could not be read is not told; the screen asks again on its own.
      .catch(() => undefined)
  }
  relay.live.on('announcement', tell)
  stream.onClose(() => relay.live.off('announcement', tell))
}
