import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { desk, lookUp, phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a resident removes their details, is told beforehand what is lost, and the case goes on', async () => {
  const office = await desk(stage)
  const number = await office.reach('handling')
  const page = await phone(stage)
  await page.goto(`/portal/case?number=${number}`)
  await lookUp(page, '1234')
  await page.getByRole('button', { name: '看看会怎样' }).click()
  await page.getByText('以后不能再凭编号和后四位查进度', { exact: false }).waitFor()
  const remove = page.getByRole('button', { name: '删除', exact: true })
  expect(await remove.isDisabled()).toBe(true)
  expect(await barriers(page)).toEqual([])
  await page.getByLabel('我明白，删除').check()
  await remove.click()
  await page.getByRole('heading', { level: 1, name: '已删除' }).waitFor()

  const left = await stage.server.admin.one<{ n: number }>(
    sql`select num_nonnulls(r.name, r.phone, r.name_masked, r.phone_masked, r.tail_index) as n from incident_reporter r
        join incident i on i.id = r.incident_id where i.number = ${number}`,
  )
  expect(left.n).toBe(0)
  await page.goto(`/portal/case?number=${number}`)
  await lookUp(page, '1234')
  await page.getByText('流水号与手机尾号不符', { exact: false }).waitFor()
  await office.act(number, 'handler', 'feedback', { opinion: '已处置', withoutEvidenceReason: '夜间' })
})
