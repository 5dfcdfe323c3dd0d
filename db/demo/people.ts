import { TEAM_TEMPLATES } from '@lifang/domains/grid/schema.ts'
import type { Post, TeamTemplateName } from '@lifang/domains/grid/schema.ts'
import type { DemoDepartment } from './departments.ts'
import type { Dice } from './random.ts'
import { dice } from './random.ts'
import type { TownArea } from './town/plan.ts'

/** Sixty common surnames with rough weights per ten thousand people. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ...weights(
    '王 950 李 930 张 900 刘 680 陈 610 杨 410 黄 330 吴 270 赵 265 周 250 徐 190 孙 180 马 170 朱 168 胡 158',
  ),
  ...weights(
    '林 151 郭 150 何 140 高 133 罗 126 郑 124 梁 113 谢 101 宋 93 唐 92 许 88 邓 82 冯 82 韩 81 曹 80',
  ),
  ...weights('曾 76 彭 75 萧 71 蔡 70 潘 69 田 68 董 67 袁 66 于 65 余 63 叶 62 蒋 62 杜 61 苏 60 魏 59'),
  ...weights('程 57 吕 56 丁 56 沈 55 任 54 姚 53 卢 53 傅 50 钟 49 姜 48 崔 47 谭 46 廖 46 范 45 汪 44'),
]

function weights(text: string): [string, number][] {
  const words = text.split(' ')
  return words.flatMap((word, i): [string, number][] => (i % 2 === 0 ? [[word, Number(words[i + 1])]] : []))
}

const FIRST = Array.from('晓思文志建国海小雨子春秋家明玉世永立新永正学宏佳雅若亦书景承安怀清云梓可欣瑞兴德恩')
const SECOND = Array.from(
  '岚敏涛磊芳静婷伟强军洋勇艳杰娟涓霞超平刚玲红波鹏辉琳琪慧宁远航舟凡川溪阳峰帆彤妍薇菲蓉',
)

/** A name that could be anybody's. One in six has a single given character. */
export function personName(chance: Dice): string {
  const surname = chance.weighted(SURNAMES)
  if (chance.chance(1 / 6)) return surname + chance.pick(SECOND)
  return surname + chance.pick(FIRST) + chance.pick(SECOND)
}

/** 199 0000 xxxx, a block nobody has. @param n 0 to 9999 */
export function fictionalPhone(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > 9999) throw new Error(`phone ${n}`)
  return `1990000${String(n).padStart(4, '0')}`
}

export interface DemoPerson {
  key: string
  name: string
  phone: string
}

/** One holding to be made: who, which post, where. `seat` is an area code or a departmentKey. */
export interface DemoHolding {
  person: string
  post: Post
  seat: string
  seatKind: 'area' | 'department'
}

export interface DemoStaff {
  people: DemoPerson[]
  holdings: DemoHolding[]
  /** Team template by community code: the two stand side by side. */
  templates: Record<string, TeamTemplateName>
}

/** Desks of a command centre: how many people each post has in a street. */
const DESKS: readonly (readonly [Post, number])[] = [
  ['intake-officer', 4],
  ['dispatcher', 3],
  ['duty-chief', 2],
  ['checker', 4],
  ['inspector', 6],
  ['supervisor', 1],
  ['leader', 2],
]

/**
 * Staff in all posts for the streets of a town: a grid worker in every grid, teams by template with a few vacancies, the desks of
 * each street's command centre, and the handlers of every department (once for the whole place).
 */
export function staff(
  areas: readonly TownArea[],
  departments: readonly DemoDepartment[],
  seed: number,
): DemoStaff {
  const chance = dice(seed).fork('people')
  const people: DemoPerson[] = []
  const holdings: DemoHolding[] = []
  const templates: Record<string, TeamTemplateName> = {}
  const names = new Set<string>()

  const hire = (): string => {
    let name = personName(chance)
    while (names.has(name)) name = personName(chance)
    names.add(name)
    const n = people.length
    people.push({ key: `p${String(n + 1).padStart(4, '0')}`, name, phone: fictionalPhone(n) })
    return `p${String(n + 1).padStart(4, '0')}`
  }
  const seat = (person: string, post: Post, area: string): void => {
    holdings.push({ person, post, seat: area, seatKind: 'area' })
  }
  const level = (wanted: TownArea['level'], parent?: string) =>
    areas.filter((area) => area.level === wanted && (parent === undefined || area.parent === parent))

  const county = level('county')[0]
  if (county)
    for (const post of ['duty-chief', 'supervisor', 'leader'] as const) seat(hire(), post, county.code)
  for (const street of level('street')) {
    for (const [post, count] of DESKS) for (let i = 0; i < count; i++) seat(hire(), post, street.code)
    const advisers = [hire(), hire(), hire()]
    level('community', street.code).forEach((community, c) => {
      const template: TeamTemplateName = c % 2 === 0 ? '1+4+X' : 'one-lead-three-members'
      templates[community.code] = template
      const grids = level('grid', community.code)
      const managers = [hire(), hire()]
      for (const manager of managers) seat(manager, 'community-manager', community.code)
      // Officers and assistants look after all grids of a community; the grid worker has one grid only.
      const shared = new Map<Post, string>()
      grids.forEach((grid, g) => {
        for (const { post, max } of TEAM_TEMPLATES[template]) {
          if (post === 'grid-worker') seat(hire(), post, grid.code)
          else if (post === 'grid-lead') seat(managers[g % managers.length] ?? hire(), post, grid.code)
          else if (post === 'grid-adviser') seat(advisers[c % advisers.length] ?? hire(), post, grid.code)
          else if (max === 1 || post === 'grid-assistant') {
            if (chance.chance(0.12)) continue
            const person = shared.get(post) ?? hire()
            shared.set(post, person)
            seat(person, post, grid.code)
          } else for (let i = chance.int(0, 3); i > 0; i--) seat(hire(), post, grid.code)
        }
      })
    })
  }
  for (const { departmentKey, kind } of departments) {
    if (kind === 'sub-centre') continue
    holdings.push({ person: hire(), post: 'handler-lead', seat: departmentKey, seatKind: 'department' })
    for (let i = chance.int(3, 5); i > 0; i--) {
      holdings.push({ person: hire(), post: 'handler', seat: departmentKey, seatKind: 'department' })
    }
  }
  // Last, so that everybody before them keeps their name.
  for (const street of level('street')) seat(hire(), 'grid-manager', street.code)
  return { people, holdings, templates }
}
