import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { desk, lookUp, numberOn, PHONE, phone, photoAt } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a resident reports with a photo, follows the promise, says "not solved", and rates', async () => {
  const office = await desk(stage)
  const page = await phone(stage)
  await page.goto('/portal')
  await page.getByRole('link', { name: '反映问题' }).click()

  // A PDF named .jpg is refused in words, and the photo beside it is kept.
  await page.setInputFiles('#album', [
    { name: '说明.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj') },
    await photoAt(office.placeIn(0)),
  ])
  await page.getByText('“说明.jpg”其实是 PDF 文件，不是照片', { exact: false }).waitFor()
  await page.getByText('已有 1 张照片').waitFor()
  const large = join(stage.server.dataDir, 'large.jpg')
  await writeFile(large, Buffer.alloc(50_000_000, 1))
  await page.setInputFiles('#album', large)
  await page.getByText('“large.jpg”有 50 MB，超过 40 MB', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '下一步' }).click()

  // Nothing is chosen yet: going on says so and stays.
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('请选一个地方', { exact: false }).waitFor()
  await page.getByRole('button', { name: '用照片里的位置和时间' }).click()
  await page.getByText('按照片里的位置').waitFor()
  await page.getByLabel('具体在哪里（可以不填）').fill('菜场东门')
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '下一步' }).click()

  const words = page.getByLabel('说说是什么事')
  await words.fill('垃圾')
  await page.getByRole('button', { name: '送出去' }).click()
  await page.getByText('再多写几个字', { exact: false }).waitFor()
  await words.fill('<b>菜场</b>门口的垃圾\u202e堆了三天 🙏，味道很大')
  await page.getByText('这是按您写的字猜的', { exact: false }).waitFor()
  await page.getByLabel('手机号（可以不填）').fill('12')
  await page.getByRole('button', { name: '送出去' }).click()
  await page.getByText('这个号码不对', { exact: false }).waitFor()
  await page.getByLabel('手机号（可以不填）').fill(PHONE)
  expect(await barriers(page)).toEqual([])
  expect(await isWide(page)).toBe(false)
  await page.getByRole('button', { name: '送出去' }).click()
  const number = await numberOn(page)
  await page.getByRole('img', { name: '扫码打开查询页的二维码' }).waitFor()
  expect(await barriers(page)).toEqual([])

  const row = await stage.server.admin.one<{
    description: string
    address: string
    occurred: string
    shot: string | null
    bytes: number
  }>(
    sql`select i.description, i.address, i.occurred_at::text as occurred, v.shot_at::text as shot, f.bytes from incident i
        join incident_evidence v on v.incident_id = i.id join stored_file f on f.id = v.id where i.number = ${number}`,
  )
  expect(row.description).toBe('<b>菜场</b>门口的垃圾堆了三天 🙏，味道很大')
  expect(row.address).toBe('菜场东门')
  expect(row.shot).not.toBeNull()

  await office.act(number, 'intake-officer', 'accept')
  await office.act(number, 'intake-officer', 'file', office.classOf())
  await office.act(number, 'dispatcher', 'dispatch', { department: office.unit() })
  await office.act(number, 'handler', 'take')

  await page.getByRole('link', { name: '看办到哪一步' }).click()
  await lookUp(page, '0000')
  await page.getByText('流水号与手机尾号不符', { exact: false }).waitFor()
  await lookUp(page, '1234')
  await page.getByText('负责单位处理', { exact: true }).waitFor()
  expect(await page.locator('dt').allInnerTexts()).toEqual(['谁负责', '为何等', '若过期'])
  expect(await page.getByRole('button', { name: '未解决' }).isDisabled()).toBe(true)
  expect(await barriers(page)).toEqual([])
  expect(await isWide(page)).toBe(false)

  await page.getByRole('button', { name: '催办' }).click()
  await page.getByRole('button', { name: '催一下' }).click()
  await page.getByText('已提醒负责的岗位', { exact: false }).waitFor()
  await page.getByText('以后可以再催', { exact: false }).waitFor()

  const finish = async (): Promise<void> => {
    await office.act(number, 'handler', 'feedback', { opinion: '已清运', withoutEvidenceReason: '夜间' })
    await office.act(number, 'dispatcher', 'send-check')
    await office.act(number, 'checker', 'check', { result: 'pass' })
    await office.act(number, 'intake-officer', 'close')
  }
  await finish()
  await page.getByRole('button', { name: '返回' }).click()
  await lookUp(page, '1234')
  await page.getByText('办完了，请您评价').waitFor()
  await page.getByRole('button', { name: '未解决' }).click()
  await page.getByRole('button', { name: '告诉值班长' }).click()
  await page.getByText('请选一种情况').waitFor()
  await page.getByLabel('一直没解决').check()
  await page.getByLabel('哪里没解决').fill('只运走了一半')
  await page.getByRole('button', { name: '告诉值班长' }).click()
  await page.getByText('值班长核实您说的“未解决”').waitFor()

  await office.act(number, 'duty-chief', 'reopen', { reason: 'not-solved', opinion: '属实' })
  await finish()
  await page.getByRole('button', { name: '返回' }).click()
  await lookUp(page, '1234')
  await page.getByRole('button', { name: '评价' }).click()
  // Nothing is chosen for the resident.
  await page.getByRole('button', { name: '送出评价' }).click()
  await page.getByText('请选几颗星').waitFor()
  expect(await page.locator('input[type=radio]:checked').count()).toBe(0)
  await page.getByLabel('4 星 满意').check()
  await page.getByLabel('解决了', { exact: true }).check()
  await page.getByLabel('想说的话（可以不填）').fill('这次干净了')
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '送出评价' }).click()
  await page.getByText('谢谢，评价已记下。').waitFor()
  expect((await office.show(number)).rating).toEqual({ stars: 4, solved: true, comment: '这次干净了' })
})
