/** Where every room hangs: the root of all addresses, and the shell around the rooms of those who signed in. */
import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import { Empty, Failed } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { guard } from './entry.ts'
import { SessionKeeper } from './session.tsx'
import { Shell } from './shell.tsx'

export const root = createRootRoute({
  component: () => (
    <SessionKeeper>
      <Outlet />
    </SessionKeeper>
  ),
  notFoundComponent: () => (
    <main>
      <Empty title={t('platform.not-found')} />
    </main>
  ),
})

export const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: Shell,
  beforeLoad: ({ location }) => guard(location),
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
})
