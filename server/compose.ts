import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { analysisRoutesOn } from '@lifang/domains/analysis/routes.ts'
import { sealPending } from '@lifang/domains/audit/public.ts'
import { auditRoutesOn } from '@lifang/domains/audit/routes.ts'
import { createCalendars } from '@lifang/domains/calendar/public.ts'
import { calendarRoutesOn } from '@lifang/domains/calendar/routes.ts'
import { createDirectory, runScheduled, type GridDeps } from '@lifang/domains/grid/public.ts'
import { gridRoutesOn } from '@lifang/domains/grid/routes.ts'
import { portraitRoutesOn } from '@lifang/domains/grid/routes/portrait.ts'
import { publicGridRoutesOn } from '@lifang/domains/grid/routes/public.ts'
import { staffRoutesOn } from '@lifang/domains/grid/routes/staff.ts'
import { accountsById, createSessions } from '@lifang/domains/identity/public.ts'
import { identityRoutesOn } from '@lifang/domains/identity/routes.ts'
import {
  createActReader,
  componentClasses,
  peopleInOpenCases,
  createNumbers,
  createResponsibilityList,
  defaultPolicy,
  foldDeltas,
  openCounts,
  openPoints,
  type IncidentDeps,
} from '@lifang/domains/incidents/public.ts'
import { runTimers } from '@lifang/domains/incidents/reactions.ts'
import { incidentRoutesOn } from '@lifang/domains/incidents/routes.ts'
import { publicIncidentRoutesOn } from '@lifang/domains/incidents/routes/public.ts'
import { deliverDue, sweepDeliveries, type IntegrationDeps } from '@lifang/domains/integration/public.ts'
import { integrationReactions } from '@lifang/domains/integration/reactions.ts'
import { integrationRoutesOn } from '@lifang/domains/integration/routes.ts'
import {
  createTemplates,
  gatherPushes,
  sendPushes,
  sweepNotices,
  type NoticeDeps,
} from '@lifang/domains/notices/public.ts'
import { noticeReactions } from '@lifang/domains/notices/reactions.ts'
import { noticeRoutesOn } from '@lifang/domains/notices/routes.ts'
import { coverageRoutesOn } from '@lifang/domains/registry/routes/coverage.ts'
import {
  carry,
  registered,
  runSearch,
  searchNightly,
  type RegistryDeps,
} from '@lifang/domains/registry/public.ts'
import { registryRoutesOn } from '@lifang/domains/registry/routes.ts'
import { duplicateRoutesOn } from '@lifang/domains/registry/routes/duplicates.ts'
import { exportRoutesOn } from '@lifang/domains/registry/routes/exports.ts'
import { labelRoutesOn } from '@lifang/domains/registry/routes/labels.ts'
import { unitRoutesOn } from '@lifang/domains/registry/routes/units.ts'
import { transferRoutesOn } from '@lifang/domains/registry/routes/transfer.ts'
import { privacyRoutesOn } from '@lifang/domains/registry/routes/privacy.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { createFiles } from '@lifang/platform/files.ts'
import { createApp, type LogOptions } from '@lifang/platform/http/app.ts'
import type { Job } from '@lifang/platform/jobs.ts'
import { createOutbound } from '@lifang/platform/outbound.ts'
import { createRelay, type Relay } from '@lifang/platform/outbox.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { sql } from '@lifang/platform/sql.ts'
import { composeComparisons, type ComparisonOptions, type ComposedComparisons } from './comparisons.ts'
import { composeImports, IMPORT_EVERY_MS, type ComposedImports, type ImportOptions } from './imports.ts'
import type { Keys } from './keys.ts'

export interface ComposeOptions extends ComparisonOptions, ImportOptions {
  /** Connection of the owner; the app itself acts as lifang_app. */
  readonly adminUrl: string
  readonly dataDir: string
  readonly keys: Keys
  readonly clock: Clock
  readonly county: number
  readonly log: LogOptions
  readonly checkAnswers: boolean
  readonly secureCookies: boolean
  readonly trustProxy: boolean
  readonly contact: string
  readonly outboundAllow: readonly string[]
  /** As in the configuration; what the rule says unless said. */
  readonly foreignDueDays?: number
  /** Built console; null: none is served. */
  readonly webDir: string | null
}

/** The audit is sealed at most this long after it was written (the promise is five seconds). */
const SEAL_EVERY_MS = 3_000
const FOLD_EVERY_MS = 2_000
/** How soon a push or a webhook leaves after it is due. */
const SEND_EVERY_MS = 1_000

/** The whole server, put together from plain values; nothing runs yet. */
export interface Composed extends ComposedComparisons, ComposedImports {
  readonly app: FastifyInstance
  readonly db: Db
  readonly deps: IncidentDeps
  readonly registry: RegistryDeps
  readonly relay: Relay
  readonly jobs: readonly Job[]
  /** Seals what the audit holds. */
  seal(): Promise<number>
  /** Sends the pushes and webhooks that are due; until none is, in tests. */
  sendOutside(): Promise<number>
  /** Starts what runs beside requests: the relay, sealing every three seconds, folding of counters every two. */
  startBackground(): Promise<void>
  reload(): Promise<void>
  close(): Promise<void>
}

export async function compose(options: ComposeOptions): Promise<Composed> {
  const { clock, county, dataDir } = options
  const db = openDb({ url: options.adminUrl, role: 'lifang_app' })
  const directory = createDirectory(db, () => clock.now())
  const calendars = createCalendars(db)
  const list = createResponsibilityList(db, county, () => clock.now())
  const files = createFiles({ folder: join(dataDir, 'files'), db, clock })
  const sessions = createSessions(db, clock, (id, at) => directory.holdingsOf(id, at))
  const deps: IncidentDeps = {
    db,
    clock,
    county,
    directory,
    calendars,
    list,
    numbers: createNumbers(db),
    actReader: createActReader(db, county),
    policy: defaultPolicy,
    files,
    fieldKey: options.keys.field,
    indexKey: options.keys.index,
  }
  const outbound = createOutbound({ allow: options.outboundAllow })
  const templates = createTemplates(db)
  const notices: NoticeDeps = {
    db,
    clock,
    county,
    directory,
    templates,
    phrases: { 'zh-CN': loadPhrases('zh-CN'), en: loadPhrases('en') },
    outbound,
    vapid: { ...options.keys.vapid, contact: options.contact },
  }
  const integration: IntegrationDeps = {
    db,
    clock,
    county,
    directory,
    outbound,
    fieldKey: options.keys.field,
    notices,
  }
  const reload = async (): Promise<void> => {
    await Promise.all([directory.reload(), calendars.load(), list.reload(), templates.reload()])
  }
  await reload()

  const app = await createApp({
    phrases: loadPhrases('zh-CN'),
    identify: sessions.identify,
    log: options.log,
    checkAnswers: options.checkAnswers,
    trustProxy: options.trustProxy,
  })
  // In the order of the domains.
  const reactions = [...noticeReactions(notices), ...integrationReactions(integration)]
  const relay = createRelay(db, reactions, (error) => app.log.error({ err: error }, 'relay'))
  relay.live.on('announcement', (a) => {
    // Another process, or this one, changed what is kept in memory.
    if (/^(grid|calendar|list)\.|^notices\.template$/.test(a.topic)) {
      reload().catch((error: unknown) => app.log.error({ err: error }, 'reload'))
    }
  })
  measure(app, db, () => relay)
  identityRoutesOn(app, {
    db,
    clock,
    sessions,
    fieldKey: options.keys.field,
    county,
    secureCookies: options.secureCookies,
  })
  auditRoutesOn(app, { db, anchor: join(dataDir, 'audit-roots.log') })
  calendarRoutesOn(app, { db, clock, calendars })
  const grid: GridDeps = {
    db,
    clock,
    county,
    directory,
    accounts: accountsById,
    forget: (accountId) => sessions.forget(accountId),
    openPoints,
    openCounts: openCounts(county),
    registered: registered(county),
    carry: carry(county),
  }
  gridRoutesOn(app, grid)
  staffRoutesOn(app, { ...grid, fieldKey: options.keys.field, phrases: notices.phrases['zh-CN'] })
  portraitRoutesOn(app, { db, clock, county, directory, accounts: accountsById, files })
  publicGridRoutesOn(app, { db, clock, county, directory, accounts: accountsById })
  const { foreignDueDays } = options
  const fields = fieldProvider(options.keys.fields)
  const registry: RegistryDeps = { db, clock, county, directory, fields, foreignDueDays }
  registryRoutesOn(app, registry)
  coverageRoutesOn(app, registry)
  duplicateRoutesOn(app, registry)
  labelRoutesOn(app, registry)
  privacyRoutesOn(app, { ...registry, openCases: peopleInOpenCases(options.county) })
  exportRoutesOn(app, { ...registry, phrases: notices.phrases['zh-CN'] })
  unitRoutesOn(app, { ...registry, files, components: () => componentClasses(db) })
  const imports = composeImports(registry, {
    dataDir,
    phrases: notices.phrases['zh-CN'],
    keepDays: options.importDays,
    log: (error) => app.log.error({ err: error }, 'import'),
  })
  let carryOn: (() => void) | null = null
  transferRoutesOn(app, imports.deps, () => carryOn?.())
  const comparisons = composeComparisons(app, imports.deps, dataDir, options)
  incidentRoutesOn(app, deps, relay)
  publicIncidentRoutesOn(app, deps)
  analysisRoutesOn(app, deps)
  noticeRoutesOn(app, notices, relay)
  integrationRoutesOn(app, integration)
  if (options.webDir !== null && existsSync(options.webDir)) await serveWeb(app, options.webDir)

  const timers: NodeJS.Timeout[] = []
  const anchor = join(dataDir, 'audit-roots.log')
  const seal = (): Promise<number> => sealPending(db, anchor)
  const sendOutside = async (): Promise<number> => {
    await gatherPushes(notices)
    const [pushed, delivered] = await Promise.all([sendPushes(notices), deliverDue(integration)])
    return pushed + delivered
  }
  return {
    app,
    db,
    deps,
    registry,
    relay,
    seal,
    sendOutside,
    runImports: imports.run,
    ...comparisons.told,
    reload,
    startBackground: async () => {
      await relay.start()
      const tick = (ms: number, work: () => Promise<unknown>): (() => void) => {
        let busy = false
        const now = (): void => {
          if (busy) return
          busy = true
          work()
            .catch((error: unknown) => app.log.error({ err: error }, 'background'))
            .finally(() => {
              busy = false
            })
        }
        timers.push(setInterval(now, ms))
        return now
      }
      tick(SEAL_EVERY_MS, seal)
      tick(FOLD_EVERY_MS, () => foldDeltas(db))
      tick(SEND_EVERY_MS, sendOutside)
      carryOn = tick(IMPORT_EVERY_MS, imports.run)
      comparisons.wakeBy(tick(IMPORT_EVERY_MS, comparisons.told.runComparisons))
    },
    jobs: [
      { name: 'incident-timers', crontab: '* * * * *', work: () => runTimers(deps) },
      { name: 'grid-redraws', crontab: '* * * * *', work: async () => void (await runScheduled(grid)) },
      { name: 'directory-refresh', crontab: '*/10 * * * *', work: reload },
      { name: 'duplicates', crontab: '* * * * *', work: async () => void (await runSearch(registry)) },
      { name: 'duplicates-nightly', crontab: '23 18 * * *', work: () => searchNightly(registry) },
      {
        name: 'sweep-files',
        crontab: '17 * * * *',
        work: async () => void (await files.sweep(clock.now() - 24 * 3_600_000)),
      },
      { name: 'sweep-imports', crontab: '23 3 * * *', work: imports.sweep },
      comparisons.job,
      {
        name: 'sweep-outside',
        crontab: '41 3 * * *',
        work: async () => {
          await sweepNotices(notices)
          await sweepDeliveries(integration)
        },
      },
    ],
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([imports.close(), comparisons.close()])
      await app.close()
      await relay.stop()
      await db.end()
    },
  }
}

/** Applications with a page of their own, by the beginning of their addresses; everything else is the console's. */
const PAGES: readonly (readonly [under: string, page: string])[] = [
  ['/portal', 'portal/index.html'],
  ['/field', 'field/index.html'],
]

/** The page whose script answers an address. An application that was not built leaves its addresses to the console. */
function pageFor(url: string, webDir: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  const found = PAGES.find(([under]) => path === under || path.startsWith(`${under}/`))
  return found !== undefined && existsSync(join(webDir, found[1])) ? found[1] : 'index.html'
}

async function serveWeb(app: FastifyInstance, webDir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webDir,
    wildcard: false,
    cacheControl: false,
    preCompressed: true,
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    // Built files carry their content's hash in their name; the page itself must always be asked for.
    if (!request.url.startsWith('/api/')) {
      void reply.header(
        'cache-control',
        request.url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    }
    done(null, payload)
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    // A built file that is gone is gone: the page in its place would be read as a script.
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) return reply.callNotFound()
    return reply.sendFile(pageFor(request.url, webDir))
  })
}

function measure(app: FastifyInstance, db: Db, relay: () => Relay): void {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const seconds = new Histogram({
    name: 'lifang_http_request_seconds',
    help: 'Time to answer, by route and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers: [register],
  })
  const announcements = new Counter({
    name: 'lifang_announcements_total',
    help: 'Announcements told',
    registers: [register],
  })
  relay().live.on('announcement', () => announcements.inc())
  const waiting = new Gauge({
    name: 'lifang_outbox_waiting',
    help: 'Announcements not handled yet',
    registers: [register],
  })
  const setAside = new Gauge({
    name: 'lifang_outbox_set_aside',
    help: 'Announcements that could not be handled and are tried again later',
    registers: [register],
  })
  app.addHook('onResponse', (request, reply, done) => {
    seconds.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: `${Math.floor(reply.statusCode / 100)}xx`,
      },
      reply.elapsedTime / 1000,
    )
    done()
  })
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await db.one(sql`select 1 as ok`)
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'database unavailable' })
    }
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const { n, aside } = await db.one<{ n: number; aside: number }>(
      sql`select count(*) as n, count(*) filter (where not_before is not null) as aside from outbox`,
    )
    waiting.set(n)
    setAside.set(aside)
    return reply.header('content-type', register.contentType).send(await register.metrics())
  })
}
