/** Pictures of the rooms of the registry that need no more than an address. */
import type { BrowserContext, Page } from 'playwright-core'

type NumberOf = (context: BrowserContext, query: string) => Promise<string | undefined>
interface Asked {
  readonly base: string
  readonly numberOf: NumberOf
  readonly context: BrowserContext
}
interface Shot {
  readonly name: string
  readonly as: string
  readonly path: (context: BrowserContext) => Promise<string | undefined>
  readonly press?: (page: Page) => Promise<void>
}

/** An enterprise, facility or place that something happened to; else the first of the list. */
async function thingAddress(
  { base, numberOf, context }: Asked,
  list: 'enterprises' | 'facilities?state=damaged&' | 'places',
  kind: string,
  room: string,
): Promise<string | undefined> {
  const query = list.includes('?') ? list : `${list}?`
  const answer = await context.request.get(`${base}/api/registry/${query}limit=100`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  for (const { id } of items)
    if ((await numberOf(context, `subject=${kind}:${id}`)) !== undefined) return room + id
  return items[0] === undefined ? undefined : room + items[0].id
}

export const unitShots = (base: string, numberOf: NumberOf): readonly Shot[] => [
  { name: 'label-kinds', as: 'secadmin', path: () => Promise.resolve('/label-kinds') },
  { name: 'exports', as: 'chief1', path: () => Promise.resolve('/exports') },
  { name: 'people', as: 'community1', path: () => Promise.resolve('/people') },
  { name: 'people-found', as: 'community1', path: () => Promise.resolve('/people?q=zw') },
  { name: 'homes', as: 'community1', path: () => Promise.resolve('/homes') },
  { name: 'homes-round', as: 'community1', path: () => Promise.resolve('/homes?view=round&state=stale') },
  { name: 'homes-map', as: 'community1', path: () => Promise.resolve('/homes?view=map') },
  {
    name: 'homes-add',
    as: 'community1',
    path: () => Promise.resolve('/homes'),
    press: async (page) => {
      await page.getByRole('button', { name: '新增楼栋' }).click()
      await page.getByLabel('街路巷').fill('春晖路')
      await page.getByLabel('门牌号').fill('88')
      await page.waitForTimeout(2_500)
    },
  },
  { name: 'records', as: 'community1', path: () => Promise.resolve('/records') },
  { name: 'own-fields', as: 'sysadmin', path: () => Promise.resolve('/own-fields') },
  {
    name: 'own-fields-kind',
    as: 'sysadmin',
    path: () => Promise.resolve('/own-fields'),
    press: async (page) => {
      await page.getByRole('button', { name: '新建记录类型' }).click()
      await page.getByLabel('类型名称').fill('充电棚')
      await page.getByLabel('字段名称').fill('棚名')
      await page.waitForTimeout(800)
    },
  },
  { name: 'units', as: 'community1', path: () => Promise.resolve('/units') },
  { name: 'units-places', as: 'chief1', path: () => Promise.resolve('/units?view=places') },
  { name: 'units-none', as: 'community1', path: () => Promise.resolve('/units?q=没有这样的单位') },
  {
    name: 'units-add',
    as: 'community1',
    path: () => Promise.resolve('/units'),
    press: async (page) => {
      await page.getByRole('button', { name: '登记单位' }).click()
      await page.getByLabel('统一社会信用代码').fill('91990602MA00FXD36X')
      await page.waitForTimeout(2_500)
    },
  },
  { name: 'units-found', as: 'community1', path: () => Promise.resolve('/people?q=餐馆') },
  {
    name: 'incident-subjects',
    as: 'chief1',
    path: async (context) => {
      const facility = await thingAddress(
        { base, numberOf, context },
        'facilities?state=damaged&',
        'facility',
        '',
      )
      const number = await numberOf(context, `subject=facility:${facility ?? ''}`)
      return number === undefined ? undefined : `/incidents/${number}`
    },
    press: async (page) => {
      await page.getByRole('button', { name: '关联', exact: true }).click()
      await page.getByLabel('查找要关联的', { exact: false }).fill('路灯')
      await page.waitForTimeout(2_500)
    },
  },
  {
    name: 'unit',
    as: 'chief1',
    path: (context) => thingAddress({ base, numberOf, context }, 'enterprises', 'enterprise', '/units/'),
  },
  {
    name: 'place',
    as: 'chief1',
    path: (context) => thingAddress({ base, numberOf, context }, 'places', 'place', '/units/places/'),
  },
  { name: 'facilities', as: 'chief1', path: () => Promise.resolve('/facilities') },
  { name: 'facilities-map', as: 'chief1', path: () => Promise.resolve('/facilities?view=map') },
  {
    name: 'facility',
    as: 'community1',
    path: (context) =>
      thingAddress({ base, numberOf, context }, 'facilities?state=damaged&', 'facility', '/facilities/'),
  },
  {
    name: 'facility-edit',
    as: 'community1',
    path: (context) =>
      thingAddress({ base, numberOf, context }, 'facilities?state=damaged&', 'facility', '/facilities/'),
    press: async (page) => {
      await page.getByRole('button', { name: '修改', exact: true }).click()
      await page.waitForTimeout(2_500)
    },
  },
]
