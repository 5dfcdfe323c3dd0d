import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { dice } from '../random.ts'
import type { Dice } from '../random.ts'
import type { Road, Town } from '../town/plan.ts'
import { drawer } from './names.ts'
import type { DemoFacility } from './plan.ts'

type Row = readonly [code: string, name: string, department: string]
/** Classes of GB/T 47678.5-2026 that stand along streets (domain.md 5.3, second-hand), with weights and who looks after them. */
const CLASSES = drawer<Row>([
  [['01037', '路灯', 'public-works'], 30],
  [['01004', '雨水箅子', 'public-works'], 14],
  [['01002', '污水井盖', 'public-works'], 10],
  [['01003', '雨水井盖', 'public-works'], 8],
  [['01001', '供水井盖', 'water-supply'], 5],
  [['01007', '通信井盖', 'telecom'], 5],
  [['01005', '电力井盖', 'power'], 4],
  [['01011', '燃气井盖', 'gas'], 3],
  [['01027', '通信交接箱', 'telecom'], 3],
  [['01013', '消防设施', 'fire-rescue'], 2],
  [['01046', '户外健身设施', 'social-affairs'], 1],
  [['01050', '监控电子眼设施', 'police'], 3],
  [['01054', '充电桩', 'power'], 2],
  [['02004', '公交站设施', 'public-works'], 2],
  [['02010', '交通标志牌及标线', 'traffic-police'], 6],
  [['02012', '路名牌', 'public-works'], 3],
  [['02014', '交通信号灯', 'traffic-police'], 2],
  [['02025', '非机动车停放点', 'urban-enforcement'], 2],
  [['03001', '公共厕所', 'sanitation'], 0.5],
  [['03005', '垃圾箱', 'sanitation'], 8],
  [['03008', '宣传栏', 'social-affairs'], 1],
  [['04002', '行道树', 'parks'], 14],
  [['04007', '街头座椅', 'parks'], 2],
])
const STATES = drawer<DemoFacility['state']>([
  ['in-order', 92],
  ['damaged', 4],
  ['missing', 1],
  ['unknown', 3],
])

/** So many facilities along the roads of the place, each in the grid that holds its point. */
export function* facilitiesOf(plan: Town, total: number, seed: number): Generator<DemoFacility> {
  const chance = dice(seed).fork('facilities')
  const grids = plan.areas
    .filter((area) => area.level === 'grid')
    .map(({ code, shape }) => ({ id: code, shape }))
  const index = new GridIndex(grids)
  const road = drawer(plan.roads.map((one) => [one, lengthOf(one)] as const))
  let n = 0
  // Roads run on beyond the borders: a point outside is drawn again, a plan without any road inside ends.
  for (let tries = 0; n < total && tries < total * 20; tries++) {
    const beside = road(chance)
    const at = pointBeside(beside, chance)
    const grid = index.locate(...at)
    if (grid === null) continue
    const [code, name, department] = CLASSES(chance)
    n++
    yield {
      key: `f${n}`,
      standard: 'GB/T 47678.5-2026',
      code,
      name,
      grid,
      road: beside.name,
      at,
      department: chance.chance(0.02) ? null : department,
      state: STATES(chance),
    }
  }
  if (n < total) throw new Error(`only ${n} of ${total} facilities found a place`)
}

const lengthOf = ({ path }: Road): number =>
  path.slice(1).reduce((sum, to, i) => sum + distance(path[i] ?? to, to), 0)
const distance = ([a, b]: Position, [c, d]: Position): number => Math.hypot(c - a, d - b)

/** A point of the road, up to eight metres to either side, rounded as the plan is. */
function pointBeside({ path }: Road, chance: Dice): Position {
  const i = chance.int(0, Math.max(0, path.length - 2))
  const from = path[i] ?? [0, 0]
  const to = path[i + 1] ?? from
  const part = chance.next()
  const aside = (): number => chance.between(-7e-5, 7e-5)
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
  return [
    round(from[0] + (to[0] - from[0]) * part + aside()),
    round(from[1] + (to[1] - from[1]) * part + aside()),
  ]
}
