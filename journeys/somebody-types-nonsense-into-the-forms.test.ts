import type { Locator, Page } from 'playwright-core'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { newId } from '@lifang/platform/id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './administrator.ts'
import { incidentAt } from './incident.ts'
import { aPlace } from './place.ts'
import { openAct, openStage, panel, signIn, type Stage } from './stage.ts'

let stage: Stage
/** One window a person, kept from form to form. */
const windows = new Map<string, Promise<Page>>()
/** Answers of 500 and more, and boxes that pasted HTML opened: there are none. */
const faults: string[] = []

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const as = (post: string): Promise<Page> => {
  const opened = windows.get(post) ?? come(post)
  windows.set(post, opened)
  return opened
}
async function come(post: string): Promise<Page> {
  const page =
    post === 'system-admin'
      ? await administrator(stage, post)
      : post === 'grid-manager'
        ? await keeper()
        : await stage.person(...someone(post))
  page.setDefaultTimeout(20_000)
  page.on('response', (r) => {
    if (r.status() >= 500) faults.push(`${String(r.status())} ${r.url()}`)
  })
  page.on('dialog', (d) => {
    faults.push(`dialog ${d.message()}`)
    void d.dismiss()
  })
  return page
}
/** 'duty-chief#2' is the third account of the post. */
const someone = (post: string): [string, number] => {
  const [name = '', nth = '0'] = post.split('#')
  return [name, Number(nth)]
}
async function keeper(): Promise<Page> {
  const page = await stage.stranger()
  await page.goto('/sign-in')
  await signIn(page, stage.account('grid-manager'))
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  return page
}

/** Emoji with joiners, marks that turn the direction of what follows, and HTML as it comes from another page. */
const TYPED = '路灯😀👨‍👩‍👧\u202e坏了\u202c<img src=x onerror=alert(1)><b>三天</b>'
const KEPT = '路灯😀👨‍👩‍👧坏了<img src=x onerror=alert(1)><b>三天</b>'

interface Form {
  readonly name: string
  readonly post: string
  /** Opens the form and fills in everything but the words. */
  readonly open: (page: Page) => Promise<void>
  /** The input of the words, as a selector. */
  readonly words: string
  readonly max: number
  readonly empty?: string
  /** What is said of marks and HTML where they may not be. */
  readonly refused?: string
  readonly typed?: string
  readonly kept?: string
  readonly send: (page: Page) => Locator
  readonly done: (page: Page) => Promise<void>
  /** How often the words are in the database. */
  readonly count: (words: string) => Sql
}

const caseAt =
  (state: Parameters<typeof incidentAt>[1], act: string, rest?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await page.goto(`/incidents/${await incidentAt(stage.server, state, undefined, true)}`)
    await openAct(page, act)
    await rest?.(page)
  }
const pressAct = (name: string) => (page: Page) =>
  panel(page)
    .locator('form')
    .getByRole('button', { name: new RegExp(`${name}$`) })
const actDone = (name: string) => (page: Page) => panel(page).getByText(`已办：${name}。`).waitFor()
const inStep = (column: 'opinion' | 'advice' | 'plan') => (words: string) =>
  column === 'opinion'
    ? sql`select count(*)::int as n from incident_step where opinion = ${words}`
    : sql`select count(*)::int as n from incident_step where details ->> ${column}::text = ${words}`
const place = async (page: Page, form: string): Promise<void> => {
  const at = await aPlace(stage.server)
  await page.locator(`#${form}-lon`).fill(String(at.lon))
  await page.locator(`#${form}-lat`).fill(String(at.lat))
}
const reported = (words: string) => sql`select count(*)::int as n from incident where description = ${words}`
const tomorrow = (): string => new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16)

const FORMS: readonly Form[] = [
  {
    name: '登记事件',
    post: 'intake-officer',
    open: async (page) => {
      await page.goto('/report')
      await place(page, 'report')
    },
    words: '#report-description',
    max: 4000,
    send: (page) => page.getByRole('button', { name: '登记并生成流水号' }),
    done: (page) => page.getByText('登记完成，流水号').waitFor(),
    count: reported,
  },
  {
    name: '登记来电',
    post: 'intake-officer',
    open: async (page) => {
      await page.goto('/intake')
      await page.getByText('更多：发生时间、外部单号、坐标、照片').click()
      await place(page, 'call')
    },
    words: '#call-description',
    max: 4000,
    typed: `来电${TYPED}`,
    kept: `来电${KEPT}`,
    send: (page) => page.getByRole('button', { name: '只登记' }),
    done: (page) => page.getByText('在待受理队列', { exact: false }).waitFor(),
    count: reported,
  },
  {
    name: '不予受理',
    post: 'duty-chief',
    open: caseAt('reported', '不予受理', (page) => panel(page).getByRole('radio').first().click()),
    words: '#act-decline-advice',
    max: 500,
    send: pressAct('不予受理'),
    done: actDone('不予受理'),
    count: inStep('advice'),
  },
  {
    name: '反馈',
    post: 'handler',
    open: caseAt('handling', '反馈', (page) =>
      page.locator('#act-feedback-withoutEvidenceReason').fill('现场不便拍照'),
    ),
    words: '#act-feedback-opinion',
    max: 2000,
    send: pressAct('反馈'),
    done: actDone('反馈'),
    count: inStep('opinion'),
  },
  {
    name: '申请延期',
    post: 'handler',
    open: caseAt('handling', '申请延期', (page) => page.locator('#act-ask-extension-amount').fill('1')),
    words: '#act-ask-extension-opinion',
    max: 1000,
    typed: `延期${TYPED}`,
    kept: `延期${KEPT}`,
    send: pressAct('申请延期'),
    done: actDone('申请延期'),
    count: inStep('opinion'),
  },
  {
    name: '申请挂账',
    post: 'handler',
    open: caseAt('handling', '申请挂账', async (page) => {
      await panel(page).getByRole('radio').first().click()
      await page.locator('#act-ask-hold-reviewAt').fill(tomorrow())
    }),
    words: '#act-ask-hold-plan',
    max: 1000,
    send: pressAct('申请挂账'),
    done: actDone('申请挂账'),
    count: inStep('plan'),
  },
  {
    name: '督办',
    post: 'supervisor',
    open: caseAt('handling', '督办', (page) => panel(page).getByRole('radio').first().click()),
    words: '#act-supervise-opinion',
    max: 1000,
    typed: `督办${TYPED}`,
    kept: `督办${KEPT}`,
    send: pressAct('督办'),
    done: actDone('督办'),
    count: inStep('opinion'),
  },
  {
    name: '责任清单：新建草案',
    post: 'duty-chief#2',
    open: async (page) => {
      await page.goto('/list')
      await page.getByRole('button', { name: '新建草案' }).click()
    },
    words: '#list-note',
    max: 200,
    send: (page) => page.getByRole('dialog').getByRole('button', { name: /新建草案$/ }),
    done: (page) => page.getByRole('button', { name: '放弃草案' }).waitFor(),
    count: (words) => sql`select count(*)::int as n from list_draft where note = ${words}`,
  },
  {
    name: '责任清单：立案条件',
    post: 'duty-chief#2',
    open: async (page) => {
      const first = stage.server.deps.list.entries().find((e) => e.conditions.length > 0)
      const { standard, kind, code } = first?.key ?? { standard: '', kind: '', code: '' }
      const chosen = encodeURIComponent(`${standard}|${kind}|${code}`)
      await page.goto(`/list?version=draft&class=${chosen}`)
      await page.getByLabel('第 1 条立案条件').waitFor()
    },
    words: '[aria-label="第 1 条立案条件"]',
    max: 300,
    send: (page) => page.getByRole('button', { name: /保存到草案$/ }),
    done: (page) => page.getByText('已保存到草案', { exact: true }).waitFor(),
    count: (words) =>
      sql`select count(*)::int as n from list_draft_entry where entry -> 'conditions' -> 0 ->> 'text' = ${words}`,
  },
  {
    name: '新建账号',
    post: 'system-admin',
    open: async (page) => {
      await page.goto('/accounts')
      await page.getByRole('button', { name: '新建账号' }).click()
      await page.locator('#account-username').fill('zhang.xin')
    },
    words: '#account-name',
    max: 60,
    // A name is printed beside others and signed with: it has no brackets and nothing unseen.
    refused: '姓名不超过 60 字，且不含尖括号和不可见字符',
    typed: '张新😀',
    kept: '张新😀',
    send: (page) => page.getByRole('dialog').getByRole('button', { name: /新建账号$/ }),
    done: (page) => page.getByText('已建立', { exact: false }).first().waitFor(),
    count: (words) => sql`select count(*)::int as n from account where name = ${words}`,
  },
  {
    name: '停用账号',
    post: 'system-admin',
    open: async (page) => {
      await page.goto('/accounts')
      await page.getByRole('link', { name: stage.account('checker').username, exact: true }).click()
      await page.getByRole('button', { name: '停用', exact: true }).click()
    },
    words: '#account-reason',
    max: 200,
    send: (page) => page.getByRole('dialog').getByRole('button', { name: /停用$/ }),
    done: (page) => page.locator('#account-reason').waitFor({ state: 'detached' }),
    count: (words) =>
      sql`select count(*)::int as n from audit_entry where act = 'identity.disable-account' and ground = ${words}`,
  },
  {
    name: '新增接口',
    post: 'system-admin',
    open: async (page) => {
      await page.goto('/webhooks')
      await page.getByRole('button', { name: '新增接口' }).click()
      await page.locator('#webhook-url').fill('https://example.com/in')
    },
    words: '#webhook-name',
    max: 60,
    typed: '系统😀\u202e甲\u202c<b>乙</b>',
    kept: '系统😀甲<b>乙</b>',
    send: (page) => page.getByRole('dialog').getByRole('button', { name: /新增接口$/ }),
    done: (page) => page.getByText('密钥只显示这一次', { exact: false }).waitFor(),
    count: (words) => sql`select count(*)::int as n from webhook_endpoint where name = ${words}`,
  },
  {
    name: '回退网格调整',
    post: 'grid-manager',
    open: async (page) => {
      await page.goto(`/grids?redraw=${await redrawn()}`)
      await page.getByRole('button', { name: '回退…' }).click()
    },
    words: '#roll-back-reason',
    max: 200,
    empty: '请写明回退原因，至少两个字',
    send: (page) => page.getByRole('button', { name: /确认回退$/ }),
    done: (page) => page.locator('#roll-back-reason').waitFor({ state: 'detached' }),
    count: (words) =>
      sql`select count(*)::int as n from audit_entry where ground = ${words} or details ->> 'reason' = ${words}`,
  },
]

/** A grid split in two and published, over HTTP. */
async function redrawn(): Promise<string> {
  const headers = { cookie: await stage.server.signIn('grid-manager') }
  const grid = '990602001002001'
  const { polygon } = await stage.server.admin.one<{ polygon: { coordinates: [number, number][][] } }>(
    sql`select b.polygon from area_border b join area a on a.id = b.area_id where a.code = ${grid}`,
  )
  const ring = polygon.coordinates[0] ?? []
  const middle = ring.reduce((s, [x]) => s + x / ring.length, 0)
  const ys = ring.map(([, y]) => y)
  const line = [
    [middle, Math.min(...ys) - 0.001],
    [middle, Math.max(...ys) + 0.001],
  ]
  const id = newId()
  const names = ['东半格', '西半格']
  const post = (url: string, payload: object) =>
    stage.server.app.inject({ method: 'POST', url, headers, payload })
  const drafted = await post('/api/redraws', { id, kind: 'split', grid, line, names })
  const published = await post(`/api/redraws/${id}/publish`, {})
  if (published.statusCode >= 300) throw new Error(`${drafted.body} ${published.body}`)
  return id
}

/** What stands at the field: in its form item, or in what describes it. */
async function atField(page: Page, words: string, sentence: string): Promise<void> {
  await page.waitForFunction(
    `(() => {
      const input = document.querySelector(${JSON.stringify(words)})
      const described = (input?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '')
      const item = input?.closest('.ant-form-item')?.textContent ?? ''
      return [item, ...described].some((text) => text.includes(${JSON.stringify(sentence)}))
    })()`,
    undefined,
    { timeout: 10_000 },
  )
}

test.each(FORMS)(
  '$name keeps what was typed, says what is wrong at the field, and is sent once',
  async (form) => {
    const page = await as(form.post)
    await form.open(page)
    const input = page.locator(form.words)
    const typed = form.typed ?? TYPED
    const kept = form.kept ?? KEPT

    await input.fill('')
    await form.send(page).click()
    await atField(page, form.words, form.empty ?? '请填写此项')

    const long = '长'.repeat(form.max + 7)
    await input.fill(long)
    await form.send(page).click()
    await atField(page, form.words, `最多 ${String(form.max)} 字，请删去 7 字`)
    expect(await input.inputValue()).toBe(long)

    if (form.refused !== undefined) {
      await input.fill(TYPED)
      await form.send(page).click()
      await atField(page, form.words, form.refused)
      expect(await input.inputValue()).toBe(TYPED)
    }
    await input.fill(typed)
    await page.context().setOffline(true)
    await form.send(page).click()
    await page.getByRole('alert').getByText('连接不上服务器，请检查网络').first().waitFor()
    expect(await input.inputValue()).toBe(typed)
    await page.context().setOffline(false)
    await form.send(page).click()
    await form.done(page)
    const { n } = await stage.server.admin.one<{ n: number }>(form.count(kept))
    expect(n).toBe(1)
    expect(faults).toEqual([])
  },
)

test('the name of a day in the calendar: empty, too long, marks and HTML', async () => {
  const page = await as('system-admin')
  await page.goto('/calendar?year=2026')
  await page.locator('#day-2026-12-15').click()
  await page.getByRole('radio', { name: '放假' }).click()
  const set = page.getByRole('button', { name: '改入草案' })
  await page.locator('#day-name').fill('  ')
  await set.click()
  await atField(page, '#day-name', '请填写此项')
  const long = '长'.repeat(41)
  await page.locator('#day-name').fill(long)
  await set.click()
  await atField(page, '#day-name', '最多 40 字，请删去 1 字')
  expect(await page.locator('#day-name').inputValue()).toBe(long)
  await page.locator('#day-name').fill(`${TYPED.slice(0, 12)}\u202e<b>停</b>`)
  await set.click()
  await page.getByRole('button', { name: '撤销 2026-12-15' }).waitFor()
  expect(await page.locator('.cal-changes b b').count()).toBe(0)
  expect(faults).toEqual([])
})
