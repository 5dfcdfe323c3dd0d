import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { places, type APlace } from './place.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
let place: APlace
let community = { code: '', name: '' }
beforeAll(async () => {
  stage = await openStage()
  const held = stage.account('community-manager')
  const found = (await places(stage.server)).flatMap((p) => {
    const here = stage.server.deps.directory.locate(p.lon, p.lat)?.community
    return here === null || here === undefined ? [] : [{ p, here }]
  })
  const own = found.find(({ here }) =>
    stage.server.accounts.some((a) => a.username === held.username && a.area === here.name),
  )
  if (own === undefined) throw new Error('no grid of the manager holds its own middle')
  place = own.p
  community = own.here
})
afterAll(async () => {
  await stage.end()
})

const send = async (post: string, url: string, payload: object): Promise<{ number: string }> => {
  const cookie = await stage.server.signIn(post)
  const answer = await stage.server.app.inject({
    method: 'POST',
    url,
    headers: { cookie },
    payload: { id: newId(), ...payload },
  })
  if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`)
  return answer.json<{ number: string }>()
}

test('what came from the rounds and what was handed up says at which desk it stands, and the next one goes up from the list', async () => {
  const found = await send('intake-officer', '/api/incidents', {
    source: 'grid-patrol',
    occurredAt: new Date(stage.server.deps.clock.now() - 60_000).toISOString(),
    place: { ...place, crs: 'CGCS2000' },
    address: '文化路 12 号门前',
    description: '井盖松动，车辆经过有响声',
  })
  await incidentAt(stage.server, 'handling', place)
  const down = await incidentAt(stage.server, 'accepted', place)
  await send('dispatcher', `/api/incidents/${down}/acts/hand-down`, {
    area: community.code,
    opinion: '社区即可处置',
  })

  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('community-manager'))
  await page.getByRole('heading', { level: 1, name: '社区台' }).waitFor()
  const tabs = page.getByRole('navigation', { name: '社区事件视图' })
  await page.getByText('3 件，其中超期 0 件').waitFor()
  // Open cases over the households of the grids, with the denominator beside them.
  const total = page.getByRole('row', { name: /^合计/ })
  const households = Number(await total.locator('td').nth(0).textContent())
  expect(households).toBeGreaterThan(50)
  expect(await total.locator('td').nth(1).textContent()).toBe('3')
  expect(await total.locator('td').nth(3).textContent()).toBe(((3 / households) * 1000).toFixed(1))
  expect(await barriers(page)).toEqual([])

  await tabs.getByRole('button', { name: '上交 1' }).click()
  const row = page.locator(`[data-queue="${found.number}"]`)
  await row.getByText('云溪街道 · 受理').waitFor()
  await row.getByText('本社区上报').waitFor()

  await tabs.getByRole('button', { name: '退回下派 1' }).click()
  await page.locator(`[data-queue="${down}"]`).getByText(`${community.name} · 立案`).waitFor()
  await page.getByRole('button', { name: '上交', exact: true }).click()
  const form = page.locator('.cm-open')
  await form.getByRole('textbox').fill('超出社区职责，请街道协调')
  expect(await barriers(page)).toEqual([])
  await form.getByRole('button', { name: '上交', exact: true }).click()
  await page.getByText('没有下派到社区的事件').waitFor()
  await tabs.getByRole('button', { name: '上交 2' }).click()
  const up = page.locator(`[data-queue="${down}"]`)
  await up.getByText('云溪街道 · 立案').waitFor()
  await up.getByText('上交云溪街道').waitFor()

  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])
  await up.click()
  await page.getByRole('region', { name: '你可以做的' }).waitFor()
}, 120_000)
