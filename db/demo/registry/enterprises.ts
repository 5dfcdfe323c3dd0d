import { usccCheck } from '@lifang/domains/registry/rules/uscc.ts'
import { dice } from '../random.ts'
import type { Dice } from '../random.ts'
import { apportion } from '../town/layout.ts'
import type { LandUse, PointOfInterest, Town } from '../town/plan.ts'
import type { GridLots, Lot } from './lots.ts'
import { drawSurname, drawer, givenName } from './names.ts'
import type { DemoEnterprise } from './plan.ts'

/** Letters of a code: no I, O, Z, S, V. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** Check character of an organisation code (GB 11714): letters count from 10 on. @param body eight characters */
export function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, i) => total + weight * parseInt(body[i] ?? '0', 36),
    0,
  )
  const check = 11 - (sum % 11)
  return check === 11 ? '0' : check === 10 ? 'X' : String(check)
}

/** A code nobody has: the area 990602 is no division. @param kind two characters @param n a running number below 31⁶ */
export function fictionalUscc(kind: string, n: number): string {
  let body = ''
  for (let i = 0, left = n; i < 6; i++, left = Math.floor(left / 31))
    body = (ALPHABET[left % 31] ?? '0') + body
  const organisation = `MA${body}`
  const code = `${kind}990602${organisation}${organisationCheck(organisation)}`
  return code + (usccCheck(code) ?? '')
}

/** How many establishments a building of this use draws. */
const DRAW: Record<LandUse, number> = {
  market: 20,
  commercial: 14,
  office: 25,
  industry: 8,
  towers: 1.2,
  'old-town': 0.8,
  estate: 0.35,
  village: 0.2,
  school: 0.1,
  campus: 0.3,
  hospital: 0.3,
  field: 0,
  wood: 0,
  park: 0,
  bank: 0,
  outside: 0,
}
const BRAND = [...'云溪祥瑞恒泰鑫隆和顺德信永昌华盛佳宜百联嘉诚金源宏达同心福满家友邻里悦来春晖明月']
const SHOPS = drawer<readonly [name: string, trade: string]>([
  [['餐馆', '餐饮'], 16],
  [['早餐店', '餐饮'], 6],
  [['便利店', '零售'], 14],
  [['蔬果店', '零售'], 8],
  [['服装店', '零售'], 8],
  [['理发店', '居民服务'], 7],
  [['五金店', '零售'], 5],
  [['药店', '零售'], 4],
  [['快递服务部', '物流'], 4],
  [['汽车维修部', '维修'], 4],
  [['棋牌室', '娱乐'], 3],
  [['旅馆', '住宿'], 2],
  [['废品回收站', '回收'], 1],
])
const FIRMS = drawer<readonly [name: string, trade: string]>([
  [['商贸', '批发'], 10],
  [['科技', '信息技术'], 8],
  [['建筑装饰', '建筑'], 7],
  [['物业服务', '物业'], 4],
  [['物流', '物流'], 4],
  [['餐饮管理', '餐饮'], 4],
  [['教育咨询', '培训'], 4],
  [['农业开发', '农业'], 2],
  [['机械制造', '制造'], 3],
])
const INSTITUTIONS: Partial<Record<PointOfInterest['kind'], string>> = {
  government: '政务',
  'community-centre': '社区服务',
  police: '公安',
  'fire-station': '消防',
  hospital: '医疗',
  clinic: '医疗',
  school: '教育',
  kindergarten: '教育',
  college: '教育',
  library: '文化',
}

/** Institutions from the plan first, then companies and shops where such buildings stand: the total is exact. */
export function* enterprisesOf(
  plan: Town,
  grids: readonly GridLots[],
  total: number,
  seed: number,
  today: string,
): Generator<DemoEnterprise> {
  const chance = dice(seed).fork('enterprises')
  const lots = grids.flatMap(({ lots: here }) => here.filter((lot) => lot.annex === 0))
  let n = 0
  const make = (
    lot: Lot,
    kind: DemoEnterprise['kind'],
    prefix: string,
    name: string,
    trade: string,
  ): DemoEnterprise => {
    n++
    return {
      key: `e${n}`,
      name,
      code: fictionalUscc(prefix, n * 7919),
      kind,
      trade,
      legalPerson:
        drawSurname(chance) +
        givenName(chance, chance.chance(0.65) ? 'male' : 'female', chance.int(1960, 1999)),
      phone: `0000-${80_000_000 + n}`,
      building: lot.key,
      grid: lot.drawn.grid,
      foundedOn: foundedOn(today, chance),
    }
  }
  const first = new Map(lots.toReversed().map((lot) => [lot.drawn.grid, lot]))
  for (const poi of plan.pois) {
    const trade = INSTITUTIONS[poi.kind]
    const lot = first.get(poi.grid)
    if (trade === undefined || lot === undefined || n >= total) continue
    yield make(lot, 'institution', poi.kind === 'government' ? '11' : '12', poi.name, trade)
  }
  const names = new Set<string>()
  const counts = apportion(
    lots.map((lot) => DRAW[lot.drawn.use]),
    total - n,
    0,
  )
  for (const [i, lot] of lots.entries()) {
    for (let k = counts[i] ?? 0; k > 0; k--) {
      const firm = chance.chance(lot.drawn.use === 'office' || lot.drawn.use === 'industry' ? 0.9 : 0.12)
      const [what, trade] = firm ? FIRMS(chance) : SHOPS(chance)
      let name = ''
      do {
        const brand = chance.pick(BRAND) + chance.pick(BRAND) + (names.size > 3000 ? chance.pick(BRAND) : '')
        name = firm ? `云溪区${brand}${what}有限公司` : `云溪区${brand}${what}`
      } while (names.has(name))
      names.add(name)
      const association = firm && chance.chance(0.03)
      yield association
        ? make(lot, 'social-organisation', '51', name.replace(/有限公司$/, '协会'), '社会组织')
        : make(lot, firm ? 'company' : 'individual-business', firm ? '91' : '92', name, trade)
    }
  }
}

const foundedOn = (today: string, chance: Dice): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - chance.int(20, 7000) * 86_400_000).toISOString().slice(0, 10)
