import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router'
import { ACCOUNT_STATES } from '@lifang/domains/identity/schema.ts'
import { Failed, Loading } from '../../kit/states.tsx'
import {
  checksQuery,
  communityQuery,
  exceptionsQuery,
  handlingQuery,
  intakeQuery,
  meQuery,
  queryClient,
  queueQuery,
} from './queries.ts'
import { ask, guard, only, soon } from './entry.ts'
import { comparison, comparisons, comparisonTask, comparisonTasks } from './comparison-rooms.tsx'
import { duplicate, duplicates } from './duplicate-rooms.tsx'
import { imports, oneImport } from './import-rooms.tsx'
import {
  building,
  coverage,
  exports,
  home,
  homes,
  labelKinds,
  labels,
  looks,
  people,
  person,
  publicList,
} from './registry-rooms.tsx'
import { privacyRooms } from './privacy-rooms.tsx'
import { root, staff } from './staff.tsx'
import { definitions, record, records } from './custom-rooms.tsx'
import { facilities, facility, place, unit, units } from './unit-rooms.tsx'
import { inWords } from './phrases.ts'
import {
  communitySearch,
  deskSearch,
  dispatchSearch,
  handlingSearch,
  intakeSearch,
  kept,
  text,
  weekSearch,
} from './searches.ts'
import { askFirst } from '../desk/view.ts'
import {
  dispatches,
  handles,
  hasWall,
  oversees,
  placesOf,
  runsCommunity,
  seesGrids,
  takesIn,
  walks,
} from './rooms.ts'
import {
  AUDIT_FILTERS,
  GRID_VIEWS,
  type ChecksSearch,
  type AccountsSearch,
  type AuditSearch,
  type CalendarSearch,
  type GridSearch,
  type ListSearch,
} from './tabs.ts'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../sign-in/page.tsx'), 'SignInPage'),
  // Only a path of ours: an address elsewhere must not be reached through our sign-in.
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = text(search['to'])
    return to !== undefined && /^\/(?![/\\])/.test(to) ? { to } : {}
  },
})

const desk = createRoute({
  getParentRoute: () => staff,
  path: '/',
  component: lazyRouteComponent(() => import('../desk/page.tsx'), 'DeskPage'),
  beforeLoad: async ({ search }) => {
    const me = await queryClient.ensureQueryData(meQuery)
    const home = placesOf(me)[0]?.to
    // The bare address is the home page of the post; one that names a view is the list.
    const bare = Object.keys(search).length === 0 || me.admin !== null
    if (bare && home !== undefined && home !== '/') throw redirect({ to: home })
  },
  loaderDeps: ({ search }) => search,
  loader: async ({ deps }) => soon(askFirst(deps, await queryClient.ensureQueryData(meQuery))),
  validateSearch: deskSearch,
})

const incident = createRoute({
  getParentRoute: () => staff,
  path: '/incidents/$number',
  component: lazyRouteComponent(() => import('../incident/page.tsx'), 'IncidentPage'),
})
const dispatch = createRoute({
  getParentRoute: () => staff,
  path: '/dispatch',
  component: lazyRouteComponent(() => import('../dispatch/page.tsx'), 'DispatchPage'),
  beforeLoad: () => only(dispatches),
  loaderDeps: ({ search: { tab, lamp } }) => ({ tab, lamp }),
  loader: ({ deps: { tab, lamp } }) => ask(queueQuery(tab ?? 'dispatch', lamp)),
  validateSearch: dispatchSearch,
})
const handling = createRoute({
  getParentRoute: () => staff,
  path: '/handling',
  component: lazyRouteComponent(() => import('../handling/page.tsx'), 'HandlingPage'),
  beforeLoad: () => only(handles),
  loader: () => ask(handlingQuery),
  validateSearch: handlingSearch,
})
const intake = createRoute({
  getParentRoute: () => staff,
  path: '/intake',
  component: lazyRouteComponent(() => import('../intake/page.tsx'), 'IntakePage'),
  beforeLoad: () => only(takesIn),
  loaderDeps: ({ search: { tab, lamp } }) => ({ tab, lamp }),
  loader: ({ deps: { tab, lamp } }) => ask(intakeQuery(tab ?? 'accept', lamp)),
  validateSearch: intakeSearch,
})
const checks = createRoute({
  getParentRoute: () => staff,
  path: '/checks',
  component: lazyRouteComponent(() => import('../checks/page.tsx'), 'ChecksPage'),
  beforeLoad: () => only(walks),
  loader: () => ask(checksQuery),
  validateSearch: (search: Record<string, unknown>): ChecksSearch => kept({ case: text(search['case']) }),
})
const community = createRoute({
  getParentRoute: () => staff,
  path: '/community',
  component: lazyRouteComponent(
    () => inWords(['community'], import('../community/page.tsx')),
    'CommunityPage',
  ),
  beforeLoad: () => only(runsCommunity),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => ask(communityQuery(deps)),
  validateSearch: communitySearch,
})
const week = createRoute({
  getParentRoute: () => staff,
  path: '/community/week',
  component: lazyRouteComponent(
    () => inWords(['community'], import('../community/week/page.tsx')),
    'WeekPage',
  ),
  beforeLoad: () => only(runsCommunity),
  validateSearch: weekSearch,
})
const exceptions = createRoute({
  getParentRoute: () => staff,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('../exceptions/page.tsx'), 'ExceptionsPage'),
  beforeLoad: () => only(oversees),
  loader: () => ask(exceptionsQuery),
})
const report = createRoute({
  getParentRoute: () => staff,
  path: '/report',
  component: lazyRouteComponent(() => import('../report/page.tsx'), 'ReportPage'),
})
const list = createRoute({
  getParentRoute: () => staff,
  path: '/list',
  component: lazyRouteComponent(() => inWords(['list'], import('../list/page.tsx')), 'ListPage'),
  validateSearch: (search: Record<string, unknown>): ListSearch =>
    kept({ version: text(search['version']), class: text(search['class']) }),
})
const grids = createRoute({
  getParentRoute: () => staff,
  path: '/grids',
  component: lazyRouteComponent(() => inWords(['grid-desk'], import('../grids/page.tsx')), 'GridsPage'),
  beforeLoad: () => only(seesGrids),
  validateSearch: (search: Record<string, unknown>): GridSearch =>
    kept({
      area: text(search['area']),
      view: GRID_VIEWS.find((one) => one === search['view']),
      redraw: text(search['redraw']),
      edit: text(search['edit']),
    }),
})
const poster = createRoute({
  getParentRoute: () => staff,
  path: '/grids/$code/poster',
  component: lazyRouteComponent(() => inWords(['grid-desk'], import('../grids/poster.tsx')), 'PosterPage'),
})
const audit = createRoute({
  getParentRoute: () => staff,
  path: '/audit',
  component: lazyRouteComponent(() => inWords(['admin'], import('../admin/audit.tsx')), 'AuditPage'),
  validateSearch: (search: Record<string, unknown>): AuditSearch =>
    Object.fromEntries(
      AUDIT_FILTERS.flatMap((name) => {
        const value = text(search[name])
        const day = name === 'from' || name === 'to'
        return value === undefined || (day && !/^\d{4}-\d\d-\d\d$/.test(value)) ? [] : [[name, value]]
      }),
    ),
})
const accounts = createRoute({
  getParentRoute: () => staff,
  path: '/accounts',
  component: lazyRouteComponent(() => inWords(['admin'], import('../admin/accounts.tsx')), 'AccountsPage'),
  validateSearch: (search: Record<string, unknown>): AccountsSearch =>
    kept({ q: text(search['q']), state: ACCOUNT_STATES.find((one) => one === search['state']) }),
})
const account = createRoute({
  getParentRoute: () => staff,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => inWords(['admin'], import('../admin/account.tsx')), 'AccountPage'),
})
const roles = createRoute({
  getParentRoute: () => staff,
  path: '/roles',
  component: lazyRouteComponent(() => inWords(['admin'], import('../admin/roles.tsx')), 'RolesPage'),
  beforeLoad: () => only((me) => me.admin === 'security-admin'),
})
const policy = createRoute({
  getParentRoute: () => staff,
  path: '/policy',
  component: lazyRouteComponent(() => inWords(['admin'], import('../admin/policy.tsx')), 'PolicyPage'),
  beforeLoad: () => only((me) => me.admin === 'security-admin'),
})

const calendar = createRoute({
  getParentRoute: () => staff,
  path: '/calendar',
  component: lazyRouteComponent(() => inWords(['admin'], import('../calendar/page.tsx')), 'CalendarPage'),
  beforeLoad: () => only((me) => me.admin === 'system-admin'),
  validateSearch: (search: Record<string, unknown>): CalendarSearch => {
    const year = Number(search['year'])
    const known = Number.isInteger(year) && year >= 2000 && year <= 2199
    return kept({ year: known ? year : undefined, of: text(search['of']) })
  },
})
const inSettings = <Part,>(part: Promise<Part>): Promise<Part> => inWords(['settings'], part)
const templates = createRoute({
  getParentRoute: () => staff,
  path: '/notice-templates',
  component: lazyRouteComponent(() => inSettings(import('../admin/templates.tsx')), 'TemplatesPage'),
  beforeLoad: () => only((me) => me.admin === 'system-admin'),
})
const publication = createRoute({
  getParentRoute: () => staff,
  path: '/publication',
  component: lazyRouteComponent(() => inSettings(import('../admin/publication.tsx')), 'PublicationPage'),
  beforeLoad: () => only((me) => me.admin === 'system-admin'),
})
const webhooks = createRoute({
  getParentRoute: () => staff,
  path: '/webhooks',
  component: lazyRouteComponent(
    () => inWords(['admin', 'integration'], import('../admin/webhooks.tsx')),
    'WebhooksPage',
  ),
})

/** Full screen, without the rail: it hangs on a wall. */
const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  component: lazyRouteComponent(() => import('../wall/page.tsx'), 'WallPage'),
  beforeLoad: async ({ location }) => {
    if (!hasWall(await guard(location))) throw redirect({ to: '/' })
  },
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    wall,
    staff.addChildren([
      desk,
      handling,
      intake,
      checks,
      exceptions,
      community,
      week,
      dispatch,
      incident,
      report,
      list,
      grids,
      poster,
      people,
      person,
      homes,
      coverage,
      labels,
      labelKinds,
      publicList,
      exports,
      looks,
      ...privacyRooms,
      home,
      duplicates,
      imports,
      oneImport,
      comparisons,
      comparisonTasks,
      comparisonTask,
      comparison,
      duplicate,
      building,
      records,
      record,
      definitions,
      units,
      unit,
      place,
      facilities,
      facility,
      audit,
      accounts,
      account,
      roles,
      policy,
      calendar,
      templates,
      publication,
      webhooks,
    ]),
  ]),
  // Not JSON: a case number read as a number would lose its last digits.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(JSON.stringify),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading />,
  defaultPendingMs: 300,
  scrollRestoration: true,
})

/** Fetches the part of the pages that the address needs, while the server is still asked who is there. */
export function fetchPart(): void {
  const [matched] = router.getMatchedRoutes(location.pathname)
  for (const route of matched) void router.loadRouteChunk(route)
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
