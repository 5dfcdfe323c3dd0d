import type { BrowserContext, Page } from 'playwright-core'

interface Shot {
  readonly name: string
  readonly as: string
  readonly path: (context: BrowserContext) => Promise<string | undefined>
  readonly press?: (page: Page) => Promise<void>
}

/** Pictures of the review of duplicates. */
export const duplicateShots = (base: string): readonly Shot[] => [
  { name: 'duplicates', as: 'chief1', path: () => Promise.resolve('/duplicates'), press: searchDuplicates },
  { name: 'duplicates-review', as: 'chief1', path: (context) => pairAddress(base, context) },
  { name: 'duplicates-merged', as: 'chief1', path: () => Promise.resolve('/duplicates?tab=merged') },
  { name: 'duplicates-none', as: 'chief1', path: () => Promise.resolve('/duplicates?tab=not-same') },
  {
    name: 'duplicates-entry',
    as: 'community1',
    path: (context) => registryAt(base)(context, 'home'),
    press: writeDown,
  },
]

/** A search for duplicates, asked for and waited for: the job starts within a minute. */
async function searchDuplicates(page: Page): Promise<void> {
  const pairs = page.getByRole('list', { name: '疑似重复列表' })
  if ((await pairs.count()) > 0) return
  await page.getByRole('button', { name: '立即查找' }).click()
  await page.getByText('上次查找', { exact: false }).waitFor({ timeout: 150_000 })
  await page.reload()
  await pairs.waitFor()
}

/** The likeliest pair. */
async function pairAddress(base: string, context: BrowserContext): Promise<string | undefined> {
  const answer = await context.request.get(`${base}/api/registry/duplicates?limit=1`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  return items[0] === undefined ? undefined : `/duplicates/${items[0].id}`
}

/** Somebody who lives in the home, written into its sheet once more. */
async function writeDown(page: Page): Promise<void> {
  const name = (await page.locator('.reg-members tbody a').first().textContent()) ?? ''
  await page.getByRole('button', { name: '家庭登记表' }).click()
  await page.getByRole('button', { name: '添加成员' }).click()
  await page.getByRole('list', { name: '新添成员' }).getByLabel('姓名').fill(name)
  await page.getByText('可能已经登记过').waitFor()
  await page.getByText('可能已经登记过').scrollIntoViewIfNeeded()
  await page.waitForTimeout(500)
}

/** The fullest building of the first page, the first home of it with a family, and its head. */
export const registryAt =
  (base: string) =>
  async (context: BrowserContext, kind: 'building' | 'home' | 'person'): Promise<string | undefined> => {
    const read = async <T>(path: string): Promise<T> =>
      (await (await context.request.get(`${base}/api/registry/${path}`)).json()) as T
    const { items } = await read<{ items: { id: string; homes: number }[] }>('buildings?limit=100')
    const building = items.toSorted((a, b) => b.homes - a.homes)[0]
    if (building === undefined) return undefined
    if (kind === 'building') return `/homes/buildings/${building.id}`
    const { homes } = await read<{ homes: { id: string; residents: number }[] }>(`buildings/${building.id}`)
    const home = homes.find((h) => h.residents > 2) ?? homes[0]
    if (home === undefined || kind === 'home') return home === undefined ? undefined : `/homes/${home.id}`
    const { households } = await read<{ households: { members: { id: string }[] }[] }>(`homes/${home.id}`)
    const head = households[0]?.members[0]
    return head === undefined ? undefined : `/people/${head.id}`
  }

/** Pictures of an import: the list, its columns, what a dry run says. */
export const importShots = (base: string): readonly Shot[] => [
  {
    name: 'import-columns',
    as: 'community1',
    path: () => Promise.resolve('/imports'),
    press: (page) => sendList(base, page),
  },
  {
    name: 'import-tried',
    as: 'community1',
    path: () => Promise.resolve('/imports'),
    press: async (page) => {
      await sendList(base, page)
      await page.getByRole('button', { name: '确认，试导入' }).click()
      await page.getByRole('heading', { name: '试导入结果' }).waitFor()
      await page.waitForTimeout(700)
    },
  },
]

/** A list of people with an error in it is sent. */
async function sendList(base: string, page: Page): Promise<void> {
  const { items } = (await (await page.request.get(`${base}/api/registry/buildings?limit=5`)).json()) as {
    items: { address: string }[]
  }
  const lines = items.flatMap(({ address }, i) => [
    `赵试${i},13900001${String(100 + i)},${address}701室,户主`,
    `钱试${i},${i === 2 ? '12' : ''},${address}701室,配偶`,
  ])
  const text = ['姓名,手机号码,现住址,与户主关系', ...lines].join('\n')
  await page
    .locator('#imp-file')
    .setInputFiles({ name: '社区花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('heading', { name: '各列的含义' }).waitFor()
}

/** Pictures of what a person may ask: their tab with requests, the copy, the lists, the texts. */
export const privacyShots = (base: string): readonly Shot[] => {
  const head = (context: BrowserContext) => registryAt(base)(context, 'person')
  return [
    {
      name: 'privacy-rights',
      as: 'community1',
      path: async (c) => `${(await head(c)) ?? ''}?tab=rights`,
      press: takeDown,
    },
    {
      name: 'privacy-copy',
      as: 'community1',
      path: async (c) => `${(await head(c)) ?? ''}/copy`,
      press: makeCopy,
    },
    { name: 'privacy-requests', as: 'chief1', path: () => Promise.resolve('/requests') },
    { name: 'privacy-retention', as: 'chief1', path: () => Promise.resolve('/retention') },
    { name: 'privacy-purposes', as: 'community1', path: () => Promise.resolve('/privacy') },
    { name: 'privacy-birth', as: 'community1', path: (c) => registryAt(base)(c, 'home'), press: openBirth },
  ]
}
async function takeDown(page: Page): Promise<void> {
  for (const [button, label, text] of [
    ['受理更正', '哪里错了', '工作单位写错了，应为市一中'],
    ['受理删除', '为什么删除', '本人要求删除'],
  ] as const) {
    const open = page.getByText(text)
    if ((await open.count()) > 0) continue
    await page.getByRole('button', { name: button }).click()
    await page.getByLabel('怎样核实身份').fill('查验居民身份证原件')
    await page.getByLabel(label).fill(text)
    await page.getByRole('dialog').getByRole('button', { name: '受理' }).click()
    await open.first().waitFor()
  }
}
async function makeCopy(page: Page): Promise<void> {
  await page.getByLabel('怎样核实身份').fill('查验居民身份证原件')
  await page.getByLabel('事由').fill('本人到窗口要求查阅')
  await page.getByRole('button', { name: '生成副本' }).click()
  await page.getByRole('heading', { name: '个人信息副本' }).waitFor()
}
async function openBirth(page: Page): Promise<void> {
  await page.getByRole('button', { name: '登记出生' }).first().click()
  await page.getByRole('dialog').getByLabel('姓名').waitFor()
  await page.waitForTimeout(500)
}
/** Pictures of the demo's comparison: the list, the board, the tasks, one of them side by side, and a new one. */
export const comparisonShots = (base: string): readonly Shot[] => {
  const first = async (context: BrowserContext, path: string): Promise<string | undefined> => {
    const { items } = (await (await context.request.get(`${base}/api/registry/${path}`)).json()) as {
      items: { id: string }[]
    }
    return items[0]?.id
  }
  const at =
    (room: string, path: string) =>
    async (context: BrowserContext): Promise<string | undefined> => {
      const id = await first(context, path)
      return id === undefined ? undefined : `${room}/${id}`
    }
  return [
    { name: 'comparisons', as: 'community1', path: () => Promise.resolve('/comparisons') },
    { name: 'comparison-report', as: 'community1', path: at('/comparisons', 'comparisons') },
    { name: 'comparison-tasks', as: 'community1', path: () => Promise.resolve('/comparisons/tasks') },
    {
      name: 'comparison-unplaced',
      as: 'community1',
      path: () => Promise.resolve('/comparisons/tasks?place=none&tab=all'),
    },
    {
      name: 'comparison-task',
      as: 'community1',
      path: at('/comparisons/tasks', 'comparison-tasks?limit=1&field=phone'),
    },
    {
      name: 'comparison-new',
      as: 'community1',
      path: () => Promise.resolve('/comparisons'),
      press: async (page) => {
        await page.getByRole('button', { name: '发起比对' }).click()
        await page.getByRole('dialog').waitFor()
        await page.waitForTimeout(500)
      },
    },
  ]
}

/** Pictures of foreign residents: the list of them, one whose paper runs out, and the sheet with somebody new. */
export const foreignShots = (base: string): readonly Shot[] => [
  { name: 'people-foreign', as: 'chief1', path: () => Promise.resolve('/people?foreign=yes') },
  {
    name: 'person-foreign',
    as: 'chief1',
    path: async (context) => {
      const answer = await context.request.get(`${base}/api/registry/people?foreign=ending&limit=20`)
      const { items } = (await answer.json()) as { items: { id: string; foreign: { name: string | null } }[] }
      const one = items.find((p) => p.foreign.name !== null) ?? items[0]
      return one === undefined ? undefined : `/people/${one.id}`
    },
  },
  {
    name: 'sheet-foreign',
    as: 'community1',
    path: (context) => registryAt(base)(context, 'home'),
    press: async (page) => {
      await page.getByRole('button', { name: '家庭登记表' }).click()
      await page.getByRole('button', { name: '添加成员' }).click()
      const line = page.getByRole('list', { name: '新添成员' })
      await line.getByLabel('证件种类').click()
      await page.locator('.ant-select-item-option', { hasText: '护照' }).first().click()
      await line.scrollIntoViewIfNeeded()
      await page.waitForTimeout(500)
    },
  },
]
