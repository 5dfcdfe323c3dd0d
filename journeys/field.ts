import { sql } from '@lifang/platform/sql.ts'
import { identityRoutes } from '@lifang/domains/identity/schema.ts'
import type { Page } from 'playwright-core'
import { places, type APlace } from './place.ts'
import { signIn, type Stage } from './stage.ts'

/** A telephone in somebody's hand, signed in to the field pages. */
export async function fieldPhone(stage: Stage, post = 'grid-worker', nth = 0): Promise<Page> {
  const page = await stage.stranger()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/field')
  await signIn(page, stage.account(post, nth))
  await page.getByRole('heading', { level: 1, name: '今天' }).waitFor()
  return page
}

/** The telephone stands in the worker's own grid and may say so. */
export async function standsInGrid(stage: Stage, page: Page): Promise<APlace> {
  const me = identityRoutes.me.responses[200].parse(await (await page.request.get('/api/me')).json())
  const path = me.holdings[0]?.areaPath
  const place = (await places(stage.server)).find(
    ({ lon, lat }) => stage.server.deps.directory.locate(lon, lat)?.grid.path === path,
  )
  if (place === undefined) throw new Error('the grid does not hold its own middle')
  await page.context().grantPermissions(['geolocation'], { origin: stage.base })
  await page.context().setGeolocation({ longitude: place.lon, latitude: place.lat, accuracy: 8 })
  return place
}

export const reportTab = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '上报' }).click()

/** What the record says of the reports with these words: state, kinds of evidence, acts. */
export async function recorded(stage: Stage, words: string) {
  return stage.server.admin.rows<{
    number: string
    status: string
    source: string
    closed_by: string | null
    kinds: string
    acts: string
    lon: number
  }>(
    sql`select i.number, i.status, i.source, i.closed_by, i.lon,
          coalesce((select string_agg(v.kind, ',' order by v.kind) from incident_evidence v where v.incident_id = i.id), '') as kinds,
          (select string_agg(s.act, ',' order by s.seq) from incident_step s where s.incident_id = i.id) as acts
        from incident i where i.description = ${words}`,
  )
}

/** The service worker keeps the shell: from here on the pages open without a signal. */
export async function shellIsKept(page: Page): Promise<void> {
  await page.evaluate(
    `navigator.serviceWorker.ready.then(async () => {
      for (let i = 0; i < 300; i++) {
        if ((await caches.match('/field')) !== undefined && navigator.serviceWorker.controller !== null) return
        await new Promise((r) => setTimeout(r, 100))
      }
      throw new Error('the shell is not kept')
    })`,
  )
}
