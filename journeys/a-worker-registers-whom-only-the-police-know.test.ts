import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { comparisonDesk } from '@lifang/domains/registry/testing/comparison.ts'
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

test('an office gives a record without a grid its home, and a worker registers the person with a form that is filled', async () => {
  const { directory } = stage.server.deps
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
  const area = directory.areaByPath(me.holdings[0]?.areaPath ?? '')?.code ?? ''
  const desk = comparisonDesk(stage.server, office, area)
  const home = await office.home()
  const { address } = await office.ok<{ address: string }>(
    'GET',
    `/api/registry/homes/${home}`,
    'grid-worker',
  )
  const [lost, known] = [office.idNumber('19440607', 11), office.idNumber('19450607', 13)]
  const taken = await office.register(await office.home(), {
    name: '司马占号',
    idKind: 'resident-id',
    idNumber: office.idNumber('19460607', 15),
  })
  const file = [
    '姓名,性别,身份证号,联系电话,现住址',
    `司马无格,女,${lost},19900005001,无此路九百号`,
    `司马有家,男,${known},19900005002,${address}`,
  ]
  const view = await desk.compared(`${file.join('\n')}\n`, { ageFrom: 118, ageTo: 120 })

  const manager = await stage.person('community-manager')
  await manager.goto(`/comparisons/${view.id}`)
  const row = manager.getByRole('row').filter({ hasText: '未定网格' })
  await row.getByRole('link', { name: '1' }).first().click()
  await manager.getByText('1 条记录，1 项').waitFor()
  expect(await barriers(manager)).toEqual([])
  await manager.getByRole('row').filter({ hasText: '地址未落格' }).getByRole('link').click()
  await manager.getByRole('heading', { name: '落格' }).waitFor()
  expect(await barriers(manager)).toEqual([])
  await manager.getByRole('button', { name: '确定落格' }).click()
  await manager.getByText('请选择一个网格或一套房屋').waitFor()
  await manager.getByLabel('房屋', { exact: true }).first().check()
  await manager.getByRole('combobox', { name: '房屋' }).fill(address.slice(0, 7))
  await manager.locator('.ant-select-item-option').filter({ hasText: address }).click()
  await manager.getByRole('button', { name: '确定落格' }).click()
  await manager.getByText('位置有误时可以改到别的网格').waitFor()

  const worker = await stage.person('grid-worker')
  await worker.goto(`/comparisons/tasks?comparison=${view.id}`)
  await worker.getByRole('link', { name: /司/ }).first().waitFor()
  expect(await worker.getByRole('row').count()).toBe(3)
  const task = (await desk.tasks(`comparison=${view.id}`, 'grid-worker')).find((x) => x.placed)
  const theirs = await office.ok<{ values: { name: string } }>(
    'POST',
    `/api/registry/comparison-tasks/${task?.id ?? ''}/theirs`,
    'grid-worker',
    { id: newId(), reason: '上门登记前核对' },
  )
  const man = theirs.values.name === '司马有家'
  await worker.goto(`/comparisons/tasks/${task?.id ?? ''}`)
  await worker.getByRole('button', { name: '登记此人' }).click()
  await worker.getByRole('button', { name: '显示并填表' }).click()
  await worker.locator('.trouble').first().waitFor()
  await worker.getByLabel('查看理由').fill('上门登记前核对')
  await worker.getByRole('button', { name: '显示并填表' }).click()
  await worker.getByLabel('姓名', { exact: true }).waitFor()
  expect(await worker.getByLabel('姓名', { exact: true }).inputValue()).toBe(theirs.values.name)
  expect(await worker.getByLabel('证件号码').inputValue()).toBe(man ? known : lost)
  expect(await worker.getByLabel('电话').inputValue()).toBe(man ? '19900005002' : '19900005001')
  expect(await barriers(worker)).toEqual([])

  // What is refused stands at the field, and what was typed stays.
  await worker.getByLabel('电话').fill('12')
  await worker.getByRole('button', { name: '登记此人并办结' }).click()
  await worker.locator('.trouble').first().waitFor()
  expect(await worker.getByLabel('电话').inputValue()).toBe('12')
  expect(await worker.getByLabel('证件号码').inputValue()).toBe(man ? known : lost)
  await worker.getByLabel('电话').fill('19900005009')
  await worker.route('**/register', (route) => route.abort())
  await worker.getByRole('button', { name: '登记此人并办结' }).click()
  await worker.locator('.reg-sheet-foot [role="alert"]').waitFor()
  expect(await worker.getByLabel('电话').inputValue()).toBe('19900005009')
  await worker.unroute('**/register')
  await worker.getByRole('button', { name: '登记此人并办结' }).click()
  await worker.getByRole('link', { name: '已登记，打开人员页' }).click()
  await worker.getByRole('heading', { level: 1, name: theirs.values.name }).waitFor()
  expect(worker.url()).not.toContain(taken.id)
  await worker.goto(`/comparisons/tasks/${task?.id ?? ''}`)
  await worker.getByText('已登记此人').waitFor()
  await worker.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(worker)).toBe(false)
}, 120_000)
