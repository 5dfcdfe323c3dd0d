import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const arrive = async (post: string): Promise<Page> => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account(post))
  return page
}

test('a hold waits for the chief, then for the leader; each grants it in two clicks with the facts in view', async () => {
  const number = await incidentAt(stage.server, 'handling')
  const reviewAt = new Date(stage.server.deps.clock.now() + 30 * 86_400_000).toISOString()
  await stage.server.app.inject({
    method: 'POST',
    url: `/api/incidents/${number}/acts/ask-hold`,
    headers: { cookie: await stage.server.signIn('handler') },
    payload: { id: newId(), reason: 'funding', plan: '列入下月计划', reviewAt },
  })
  for (const post of ['duty-chief', 'leader']) {
    const page = await arrive(post)
    await page.getByRole('heading', { level: 1, name: '1 件要你决定' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '同意挂账' }).click()
    await page.getByText('列入下月计划').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.locator('.ex-open').getByRole('button', { name: '批准', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '0 件要你决定' }).waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await isWide(page)).toBe(false)
    expect(await barriers(page)).toEqual([])
  }
})
