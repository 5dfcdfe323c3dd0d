import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

test('somebody written down twice is noticed at entry, found by the search, merged side by side with the keyboard, and the merge is undone', async () => {
  const [home = '', elsewhere = ''] = await office.homes(
    await office.building({ road: '里仁巷', door: '9' }),
    ['101', '201'],
  )
  const given = { name: '司徒明月', sex: 'female', birthDate: '1972-08-18', phone: '13900006142' }
  const first = await office.register(home, {
    ...given,
    idKind: 'resident-id',
    idNumber: office.idNumber('19720818', 12),
  })
  const page = await stage.person('grid-worker')

  // At entry: who is like it stands there before anything is saved, and what is said of them is saved along.
  await page.goto(`${stage.base}/homes/${elsewhere}`)
  await page.getByRole('button', { name: '家庭登记表' }).click()
  await page.getByRole('button', { name: '添加成员' }).click()
  const line = page.getByRole('list', { name: '新添成员' }).getByRole('listitem').first()
  await line.getByLabel('姓名').fill('司徒明悦')
  await line.getByLabel('出生日期').fill('1972-08-18')
  await line.getByLabel('电话').fill('139 0000 6142')
  const warning = page.getByRole('status', { name: '可能已经登记过' })
  await warning.getByText('姓名同音').waitFor()
  expect(await warning.textContent()).toContain('同生日')
  expect(await warning.textContent()).not.toContain('13900006142')
  expect(await barriers(page)).toEqual([])
  await warning.getByRole('button', { name: '不是同一人' }).click()
  await warning.getByText('保存时一并记下', { exact: false }).waitFor()
  await warning.getByRole('button', { name: '取消注明' }).click()
  await page.getByRole('button', { name: '保存整表' }).click()
  await page.getByRole('link', { name: '司徒明悦' }).waitFor()

  await office.ok('POST', '/api/registry/duplicates/run', 'community-manager', { id: newId() })
  await stage.server.jobs.find((j) => j.name === 'duplicates')?.work()
  await page.getByRole('link', { name: '人口' }).click()
  await page.getByRole('link', { name: '查重' }).click()
  const pair = page.getByRole('listitem').filter({ hasText: '司徒' })
  await pair.getByText('同电话').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  await page.setViewportSize({ width: 1440, height: 900 })

  await pair.getByRole('link', { name: /核对/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /核对/ }).waitFor()
  expect(await page.getByText('遮盖显示，经比对两边相同').count()).toBeGreaterThan(0)
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  await page.setViewportSize({ width: 1440, height: 900 })
  // A reason is asked for, and what was chosen stays.
  await page.getByRole('radio', { name: /姓名：采用.*司徒明月/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '合并为一人' }).press('Enter')
  await page.getByText('请填写', { exact: false }).or(page.getByRole('alert')).first().waitFor()
  await page.getByLabel('判断依据').fill('<b>同一人</b>')
  await page.getByRole('button', { name: '合并为一人' }).press('Enter')
  await page.getByText('这里有不能保存的字符', { exact: false }).waitFor()
  await page.getByLabel('判断依据').fill('入户核对证件，两条是同一人')
  await page.getByRole('button', { name: '合并为一人' }).press('Enter')
  await page.getByText('已合并。', { exact: false }).waitFor()

  const { id: gone } = await stage.server.admin.one<{ id: string }>(
    sql`select id from person where name = '司徒明悦'`,
  )
  await page.goto(`${stage.base}/people/${gone}`)
  await page.getByRole('heading', { level: 1, name: '司徒明月' }).waitFor()
  await page.getByText('您打开的旧记录已并入此人').waitFor()
  expect(await barriers(page)).toEqual([])

  await page.goto(`${stage.base}/duplicates`)
  await page.getByRole('button', { name: '已合并' }).click()
  await page.getByRole('button', { name: '撤销 司徒** 的合并' }).click()
  const window = page.getByRole('dialog')
  await window.getByLabel('撤销原因').fill('核对有误，是姐妹两人')
  await window.getByRole('button', { name: '撤销合并' }).click()
  await page.getByText('合并已撤销，两条记录恢复原状').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.goto(`${stage.base}/people/${gone}`)
  await page.getByRole('heading', { level: 1, name: '司徒明悦' }).waitFor()
  await page.goto(`${stage.base}/people/${first.id}`)
  await page.getByRole('heading', { level: 1, name: '司徒明月' }).waitFor()
})
